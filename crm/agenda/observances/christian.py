"""Christian days that follow the western Easter, and Christmas."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import EASTER_WESTERN, easter

from crm.agenda.observances import time_sources
from crm.agenda.observances.keys import Certainty, Observance
from crm.agenda.observances.occurrence import Occurrence

TRADITION = "christian"
SOURCE = "Gregorian Easter (calculated)"
DAYS_FROM_EASTER = {
    Observance.GOOD_FRIDAY: -2,
    Observance.WESTERN_EASTER: 0,
    Observance.ASCENSION: 39,
    Observance.PENTECOST: 49,
}


@lru_cache(maxsize=256)
def western_easter(year: int) -> date:
    """Easter Sunday of the western churches (Assyrians and Chaldeans in Mechelen keep it too).

    >>> western_easter(2027)
    datetime.date(2027, 3, 28)
    """
    return easter(year, EASTER_WESTERN)


def _whole_day(observance: Observance, on: date, certainty: Certainty, source: str) -> Occurrence:
    return Occurrence(observance, TRADITION, on, on, certainty, source, time_source=time_sources.WHOLE_DAYS)


@lru_cache(maxsize=256)
def _year(year: int) -> tuple[Occurrence, ...]:
    found = []
    for observance, offset in DAYS_FROM_EASTER.items():
        on = western_easter(year) + timedelta(days=offset)
        found.append(_whole_day(observance, on, Certainty.CALCULATED, SOURCE))
    found.append(_whole_day(Observance.CHRISTMAS, date(year, 12, 25), Certainty.FIXED, "25 December"))
    return tuple(found)


def occurrences(first: date, last: date) -> Iterator[Occurrence]:
    """Good Friday, Easter, Ascension, Pentecost and Christmas that touch the dates."""
    for year in range(first.year, last.year + 1):
        yield from (found for found in _year(year) if found.touches(first, last))
