"""Shabbat and the festivals of the Hebrew calendar, with the second days that are kept outside Israel."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from pyluach.dates import HebrewDate

from crm.agenda.observances import time_sources
from crm.agenda.observances.keys import Certainty, Observance
from crm.agenda.observances.occurrence import Occurrence

TRADITION = "judaism"
SOURCE = "Hebrew calendar (calculated)"
WEEKLY_SOURCE = "Weekly, from candle lighting on Friday to nightfall on Saturday"
NISAN, SIVAN, AV, TISHRI, KISLEV, ADAR = 1, 3, 5, 7, 9, 12
SATURDAY = 5
# Month, first day and number of days.
FESTIVALS = {
    Observance.ROSH_HASHANAH: (TISHRI, 1, 2),
    Observance.YOM_KIPPUR: (TISHRI, 10, 1),
    Observance.SUKKOT: (TISHRI, 15, 7),
    Observance.SIMCHAT_TORAH: (TISHRI, 22, 2),
    Observance.HANUKKAH: (KISLEV, 25, 8),
    Observance.PURIM: (ADAR, 14, 1),
    Observance.PESACH: (NISAN, 15, 8),
    Observance.SHAVUOT: (SIVAN, 6, 2),
    Observance.TISHA_BAV: (AV, 9, 1),
}


def _is_leap(year: int) -> bool:
    """Whether the Hebrew year has a second Adar (7 years of each 19), in which Purim is kept."""
    return (7 * year + 1) % 19 < 7


@lru_cache(maxsize=256)
def _year(year: int) -> tuple[Occurrence, ...]:
    """The festivals of one Hebrew year."""
    found = []
    for observance, (month, day, length) in FESTIVALS.items():
        month_here = ADAR + 1 if month == ADAR and _is_leap(year) else month
        start = HebrewDate(year, month_here, day).to_pydate()
        if observance is Observance.TISHA_BAV and start.weekday() == SATURDAY:
            start += timedelta(days=1)  # the fast gives way to Shabbat
        end = start + timedelta(days=length - 1)
        found.append(
            Occurrence(
                observance,
                TRADITION,
                start,
                end,
                Certainty.CALCULATED,
                SOURCE,
                starts_previous_sunset=True,
                time_source=time_sources.CANDLES,
            )
        )
    return tuple(found)


def _shabbats(first: date, last: date) -> Iterator[Occurrence]:
    on = first + timedelta(days=(SATURDAY - first.weekday()) % 7)
    while on <= last:
        yield Occurrence(
            Observance.SHABBAT,
            TRADITION,
            on,
            on,
            Certainty.CALCULATED,
            WEEKLY_SOURCE,
            starts_previous_sunset=True,
            time_source=time_sources.CANDLES,
        )
        on += timedelta(days=7)


def occurrences(first: date, last: date) -> Iterator[Occurrence]:
    """Shabbats (dated on the Saturday) and festivals that touch the dates."""
    for year in range(first.year + 3760, last.year + 3762):
        yield from (found for found in _year(year) if found.touches(first, last))
    yield from _shabbats(first, last)
