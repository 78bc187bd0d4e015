"""Ramadan, the two Eids, Friday prayer and the other Islamic days, as each community follows them.

Dates are calculated (Umm al-Qura) unless an authority announced them. Until then the next day is possible too: in
Belgium the announced day was never earlier. The end of Ramadan follows Eid al-Fitr. Searched by Hijri year, since a
Gregorian year can hold two Ramadans (2030).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from hijridate import Hijri

from crm.agenda.observances import time_sources
from crm.agenda.observances.islamic_announced import (
    ANNOUNCED,
    HIGH_DOUBT,
    LAST_PAST_HIJRI_YEAR,
    source_of,
)
from crm.agenda.observances.keys import Authority, Certainty, Observance
from crm.agenda.observances.occurrence import Confirmation, Occurrence

TRADITION = "islam"
CALCULATED_SOURCE = "Umm al-Qura calendar (calculated)"
WEEKLY_SOURCE = "Weekly; hours differ per mosque"
FIRST_HIJRI_YEAR, LAST_HIJRI_YEAR = 1344, 1499  # what Umm al-Qura tables cover, less one at either end
HIJRI_YEAR_DAYS = 354.367
MONTH_AND_DAY = {
    Observance.RAMADAN: (9, 1),
    Observance.EID_AL_FITR: (10, 1),
    Observance.EID_AL_ADHA: (12, 10),
    Observance.ISLAMIC_NEW_YEAR: (1, 1),
    Observance.ASHURA: (1, 10),
    Observance.MAWLID: (3, 12),
}
HIJRA = date(622, 7, 16)
FRIDAY = 4
ONE_DAY = timedelta(days=1)
SAME_FEAST = timedelta(days=3)  # a confirmed date further than this from the calculated one is another year's


@dataclass(frozen=True)
class View:
    """Whose announcements count, and what colleagues confirmed since."""

    authority: Authority = Authority.BELGIUM
    confirmations: tuple[Confirmation, ...] = ()
    calculated_only: bool = False


@dataclass(frozen=True)
class FirstDay:
    """The likely first day of a feast; `possible_on` is the later day that is still possible."""

    start_on: date
    certainty: Certainty
    source: str
    possible_on: date | None = None
    has_high_doubt: bool = False


@lru_cache(maxsize=2048)
def calculated(year: int, feast: Observance) -> date:
    """The first daytime date of a feast in a Hijri year by the Umm al-Qura calendar.

    >>> calculated(1448, Observance.EID_AL_FITR)
    datetime.date(2027, 3, 9)
    """
    month, day = MONTH_AND_DAY[feast]
    found = Hijri(year, month, day).to_gregorian()
    return date(found.year, found.month, found.day)


def _announced(year: int, feast: Observance, authority: Authority, view: View) -> FirstDay | None:
    """What that authority announced: entered by a colleague first, else the table."""
    near = calculated(year, feast)
    for entered in reversed(view.confirmations):
        is_theirs = (entered.observance, entered.authority) == (feast, authority)
        if is_theirs and abs(entered.start_on - near) <= SAME_FEAST:
            return FirstDay(entered.start_on, Certainty.CONFIRMED, entered.source)
    start_on = ANNOUNCED[authority].get((year, feast))
    if start_on is None:
        return None
    is_ahead = authority is Authority.DIYANET and year > LAST_PAST_HIJRI_YEAR
    certainty = Certainty.CALCULATED if is_ahead else Certainty.CONFIRMED
    return FirstDay(start_on, certainty, source_of(authority, start_on))


def _awaited(year: int, feast: Observance, view: View) -> FirstDay:
    """The calculated day, with the next one possible; a month of Ramadan has 29 or 30 days from its announced start."""
    likely = calculated(year, feast)
    possible: date | None = likely + ONE_DAY
    if feast is Observance.EID_AL_FITR and not view.calculated_only:
        begun = _announced(year, Observance.RAMADAN, view.authority, view)
        begun = begun or _announced(year, Observance.RAMADAN, Authority.BELGIUM, view)
        if begun is not None:
            latest = begun.start_on + timedelta(days=30)
            likely = min(max(likely, latest - ONE_DAY), latest)
            possible = likely + ONE_DAY if likely < latest else None
    has_high_doubt = possible is not None and (year, feast) in HIGH_DOUBT
    return FirstDay(likely, Certainty.EXPECTED, CALCULATED_SOURCE, possible, has_high_doubt)


@lru_cache(maxsize=2048)
def first_days(year: int, feast: Observance, view: View) -> tuple[FirstDay, ...]:
    """The first day of a feast as this view sees it; two where Morocco is known to have kept another day."""
    if view.calculated_only:
        return (_awaited(year, feast, view),)
    own = _announced(year, feast, view.authority, view)
    belgian = _announced(year, feast, Authority.BELGIUM, view)
    if view.authority is not Authority.MOROCCO:
        return (own or belgian or _awaited(year, feast, view),)
    return _moroccan(year, feast, own, belgian, view)


def _moroccan(
    year: int, feast: Observance, moroccan: FirstDay | None, belgian: FirstDay | None, view: View
) -> tuple[FirstDay, ...]:
    """Who follows Morocco may also keep the day of the city, and the next one while Morocco's is not known."""
    if moroccan is None:
        base = belgian or _awaited(year, feast, view)
        later = base.start_on + ONE_DAY
        return (FirstDay(base.start_on, base.certainty, base.source, later, base.has_high_doubt),)
    if belgian is None:
        return (moroccan,)
    if belgian.start_on == moroccan.start_on:
        return (belgian,)
    return tuple(sorted((belgian, moroccan), key=lambda first: first.start_on))


def _feasts(year: int, feast: Observance, view: View) -> Iterator[Occurrence]:
    for first in first_days(year, feast, view):
        yield _one_day(feast, first)


def _one_day(feast: Observance, first: FirstDay, shift: int = 0, begins_at_sunset: bool = True) -> Occurrence:
    offset = timedelta(days=shift)
    on = first.start_on + offset
    return Occurrence(
        observance=feast,
        tradition=TRADITION,
        start_on=on,
        end_on=on,
        certainty=first.certainty,
        source=first.source,
        starts_previous_sunset=begins_at_sunset,
        possible_end_on=None if first.possible_on is None else first.possible_on + offset,
        has_high_doubt=first.has_high_doubt,
        time_source=time_sources.SUN,
    )


def _ramadan(year: int, view: View) -> Occurrence:
    """From its first day until the day before Eid al-Fitr (the later Eid, where a community is divided)."""
    begin = first_days(year, Observance.RAMADAN, view)[0]
    feast = first_days(year, Observance.EID_AL_FITR, view)[-1]
    return Occurrence(
        observance=Observance.RAMADAN,
        tradition=TRADITION,
        start_on=begin.start_on,
        end_on=feast.start_on - ONE_DAY,
        certainty=begin.certainty,
        source=begin.source,
        possible_end_on=None if feast.possible_on is None else feast.possible_on - ONE_DAY,
        has_high_doubt=feast.has_high_doubt,
        time_source=time_sources.SUN_AND_PRAYER,
    )


@lru_cache(maxsize=512)
def _year(year: int, view: View) -> tuple[Occurrence, ...]:
    """All feasts of a Hijri year in one view."""
    begin = first_days(year, Observance.RAMADAN, view)[0]
    found = [_ramadan(year, view), _one_day(Observance.LAYLAT_AL_QADR, begin, shift=26)]
    found += _feasts(year, Observance.EID_AL_FITR, view)
    for first in first_days(year, Observance.EID_AL_ADHA, view):
        found.append(_one_day(Observance.ARAFAT_DAY, first, shift=-1, begins_at_sunset=False))
        found.append(_one_day(Observance.EID_AL_ADHA, first))
    for feast in (Observance.ISLAMIC_NEW_YEAR, Observance.ASHURA, Observance.MAWLID):
        found.append(_one_day(feast, _awaited(year, feast, view)))
    return tuple(found)


def _fridays(first: date, last: date) -> Iterator[Occurrence]:
    on = first + timedelta(days=(FRIDAY - first.weekday()) % 7)
    while on <= last:
        yield Occurrence(
            Observance.JUMUAH,
            TRADITION,
            on,
            on,
            Certainty.LOCAL,
            WEEKLY_SOURCE,
            time_source=time_sources.MOSQUES,
        )
        on += timedelta(days=7)


def hijri_years(first: date, last: date) -> range:
    """The Hijri years that may touch the dates, with one to spare on either side."""
    start = int((first - HIJRA).days / HIJRI_YEAR_DAYS)
    stop = int((last - HIJRA).days / HIJRI_YEAR_DAYS) + 2
    return range(max(start, FIRST_HIJRI_YEAR), min(stop, LAST_HIJRI_YEAR) + 1)


def occurrences_as_seen(first: date, last: date, view: View) -> Iterator[Occurrence]:
    """Islamic days that touch the dates, as one community follows them (a view)."""
    for year in hijri_years(first, last):
        for occurrence in _year(year, view):
            if occurrence.touches(first, last):
                yield occurrence
    yield from _fridays(first, last)


def occurrences(first: date, last: date) -> Iterator[Occurrence]:
    """Islamic days that touch the dates, as announced in Belgium."""
    return occurrences_as_seen(first, last, View())
