"""Days on a fixed date of churches and peoples from the east: Christmas by the Julian calendar, of the Armenians, Akitu.

Orthodox churches from Greece, Romania, Bulgaria and (since 2023) Ukraine keep Christmas on 25 December; those from
Serbia, Georgia and Russia on 7 January, which is 25 December of the Julian calendar until 2100.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from crm.agenda.observances import time_sources
from crm.agenda.observances.keys import Certainty, Observance
from crm.agenda.observances.occurrence import Occurrence


@dataclass(frozen=True)
class FixedDay:
    """An observance on the same day of every year."""

    observance: Observance
    tradition: str
    month: int
    day: int
    source: str
    time_source: str


FIXED_DAYS = (
    FixedDay(
        Observance.ARMENIAN_CHRISTMAS,
        "christian",
        1,
        6,
        "6 January, Armenian Apostolic Church",
        time_sources.CHURCHES,
    ),
    FixedDay(
        Observance.JULIAN_CHRISTMAS,
        "orthodox",
        1,
        7,
        "7 January: 25 December by the Julian calendar; ask which church",
        time_sources.CHURCHES,
    ),
    FixedDay(
        Observance.AKITU,
        "assyrian",
        4,
        1,
        "1 April, Assyrian New Year (Kha b-Nisan)",
        time_sources.WHOLE_DAYS,
    ),
)


@lru_cache(maxsize=256)
def _year(year: int) -> tuple[Occurrence, ...]:
    return tuple(
        Occurrence(
            observance=each.observance,
            tradition=each.tradition,
            start_on=date(year, each.month, each.day),
            end_on=date(year, each.month, each.day),
            certainty=Certainty.FIXED,
            source=each.source,
            time_source=each.time_source,
        )
        for each in FIXED_DAYS
    )


def occurrences(first: date, last: date) -> Iterator[Occurrence]:
    """Armenian and Julian Christmas and Akitu that touch the dates."""
    for year in range(first.year, last.year + 1):
        yield from (found for found in _year(year) if found.touches(first, last))
