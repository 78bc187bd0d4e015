"""Feasts and Lent of the Ethiopian and Eritrean churches, by their own calendar of twelve months of 30 days.

Every fourth year has a sixth day in its thirteenth month, and so the next year begins on 12 September instead of the
11th, Meskel is a day later then, and Timket in the January after. Christmas does not shift: in such a year the church
keeps it on 28 Tahsas, which is 7 January as always (Lalibela, and plain arithmetic, keep the 29th: 8 January). Lent has
55 days before Fasika, which is the Orthodox Easter.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from crm.agenda.observances import time_sources
from crm.agenda.observances.keys import Certainty, Observance
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.observances.orthodox import SOURCE as EASTER_SOURCE
from crm.agenda.observances.orthodox import TRADITION, orthodox_easter

SOURCE = "Ethiopian calendar (calculated)"
EPOCH = 2796  # proleptic Gregorian ordinal of 1 Meskerem of year 1 (29 August of the year 8, Julian)
MESKEREM, TAHSAS, TIR = 1, 4, 5
LENT_DAYS = 55
ONE_DAY = timedelta(days=1)


def ethiopian_day(year: int, month: int, day: int) -> date:
    """A day of the Ethiopian calendar as a Gregorian date.

    >>> ethiopian_day(2020, MESKEREM, 1)  # after a year with a leap day
    datetime.date(2027, 9, 12)
    """
    return date.fromordinal(EPOCH - 1 + 365 * (year - 1) + year // 4 + 30 * (month - 1) + day)


def _feast(observance: Observance, on: date, possible_on: date | None = None) -> Occurrence:
    return Occurrence(
        observance=observance,
        tradition=TRADITION,
        start_on=on,
        end_on=on,
        certainty=Certainty.CALCULATED if possible_on is None else Certainty.LOCAL,
        source=SOURCE,
        possible_end_on=possible_on,
        time_source=time_sources.CHURCHES,
    )


def _genna(year: int) -> Occurrence:
    """Christmas of an Ethiopian year; in a year after a leap day 29 Tahsas is one later than the feast."""
    by_count = ethiopian_day(year, TAHSAS, 29)
    if year % 4:
        return _feast(Observance.GENNA, by_count)
    return _feast(Observance.GENNA, by_count - ONE_DAY, possible_on=by_count)


@lru_cache(maxsize=256)
def _year(year: int) -> tuple[Occurrence, ...]:
    """What is kept in an Ethiopian year (it begins in the September of Gregorian year + 7), but for Easter."""
    return (
        _feast(Observance.ENKUTATASH, ethiopian_day(year, MESKEREM, 1)),
        _feast(Observance.MESKEL, ethiopian_day(year, MESKEREM, 17)),
        _genna(year),
        _feast(Observance.TIMKET, ethiopian_day(year, TIR, 11)),
    )


def _from_easter(observance: Observance, first: date, last: date, hours: str) -> Occurrence:
    return Occurrence(
        observance, TRADITION, first, last, Certainty.CALCULATED, EASTER_SOURCE, time_source=hours
    )


@lru_cache(maxsize=256)
def _easter(year: int) -> tuple[Occurrence, ...]:
    feast = orthodox_easter(year)
    begin, eve = feast - LENT_DAYS * ONE_DAY, feast - ONE_DAY
    return (
        _from_easter(Observance.ETHIOPIAN_LENT, begin, eve, time_sources.WHOLE_DAYS),
        _from_easter(Observance.FASIKA, feast, feast, time_sources.CHURCHES),
    )


def occurrences(first: date, last: date) -> Iterator[Occurrence]:
    """Genna, Timket, Lent, Fasika, Enkutatash and Meskel that touch the dates."""
    for year in range(first.year - 8, last.year - 6):
        yield from (found for found in _year(year) if found.touches(first, last))
    for year in range(first.year, last.year + 1):
        yield from (found for found in _easter(year) if found.touches(first, last))
