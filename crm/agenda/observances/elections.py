"""Election days in Mechelen, and before local ones the months in which the city writes with care (the sperperiode).

Local elections are on the second Sunday of October, every six years (Flemish decree). The Flemish, federal and European
ones are on one day every five years, in the week that the Union chooses: the second Sunday of June until it is set.
Early federal elections are entered by colleagues.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from crm.agenda.observances import time_sources
from crm.agenda.observances.keys import Certainty, Observance, Part
from crm.agenda.observances.occurrence import Occurrence

TRADITION = "belgium"
HELD_SOURCE = "Elections that were held"
LOCAL_SOURCE = "Local elections: second Sunday of October, every six years"
NATIONAL_SOURCE = (
    "Flemish, federal and European elections: expected on the second Sunday of June, every five years"
)
CAUTION_SOURCE = "Sperperiode for local elections: from 1 July to election day"
LOCAL_HELD = (date(2018, 10, 14), date(2024, 10, 13))
NATIONAL_HELD = (date(2019, 5, 26), date(2024, 6, 9))
FIRST_LOCAL, LOCAL_YEARS = 2030, 6
FIRST_NATIONAL, NATIONAL_YEARS = 2029, 5
SUNDAY = 6


def second_sunday(year: int, month: int) -> date:
    """The second Sunday of a month.

    >>> second_sunday(2030, 10)
    datetime.date(2030, 10, 13)
    """
    eighth = date(year, month, 8)
    return eighth + timedelta(days=(SUNDAY - eighth.weekday()) % 7)


def _local_election(year: int) -> date | None:
    held = [on for on in LOCAL_HELD if on.year == year]
    if held:
        return held[0]
    if year >= FIRST_LOCAL and (year - FIRST_LOCAL) % LOCAL_YEARS == 0:
        return second_sunday(year, 10)
    return None


def _national_election(year: int) -> date | None:
    held = [on for on in NATIONAL_HELD if on.year == year]
    if held:
        return held[0]
    if year >= FIRST_NATIONAL and (year - FIRST_NATIONAL) % NATIONAL_YEARS == 0:
        return second_sunday(year, 6)
    return None


def _election(on: date, source: str) -> Occurrence:
    is_held = on in LOCAL_HELD or on in NATIONAL_HELD
    return Occurrence(
        observance=Observance.ELECTION,
        tradition=TRADITION,
        start_on=on,
        end_on=on,
        certainty=Certainty.CONFIRMED if is_held else Certainty.EXPECTED,
        source=HELD_SOURCE if is_held else source,
        time_source=time_sources.WHOLE_DAYS,
    )


def _caution(election: Occurrence) -> Occurrence:
    """The months before a local election, until the day itself."""
    return Occurrence(
        observance=Observance.ELECTION,
        tradition=TRADITION,
        start_on=date(election.start_on.year, 7, 1),
        end_on=election.start_on,
        certainty=election.certainty,
        source=CAUTION_SOURCE,
        part=Part.CAUTION,
        time_source=time_sources.WHOLE_DAYS,
    )


@lru_cache(maxsize=256)
def _year(year: int) -> tuple[Occurrence, ...]:
    found = []
    national, local = _national_election(year), _local_election(year)
    if national is not None:
        found.append(_election(national, NATIONAL_SOURCE))
    if local is not None:
        on_day = _election(local, LOCAL_SOURCE)
        found += [_caution(on_day), on_day]
    return tuple(found)


def occurrences(first: date, last: date) -> Iterator[Occurrence]:
    """Election days, and the months of caution before local ones, that touch the dates."""
    for year in range(first.year, last.year + 1):
        yield from (found for found in _year(year) if found.touches(first, last))
