"""Large recurring events in Mechelen itself: the Hanswijk procession and the Maanrock festival."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from crm.agenda.observances import time_sources
from crm.agenda.observances.christian import western_easter
from crm.agenda.observances.keys import Certainty, Observance
from crm.agenda.observances.occurrence import Occurrence

TRADITION = "mechelen"
PROCESSION_SOURCE = "Hanswijkprocessie: Sunday before Ascension"
FESTIVAL_SOURCE = "Maanrock: last weekend of August"
# From the press and hanswijkprocessie.be; in 2019 a week early, because of the elections of 26 May.
KNOWN_PROCESSIONS = {
    2016: date(2016, 5, 1),
    2018: date(2018, 5, 6),
    2019: date(2019, 5, 19),
    2026: date(2026, 5, 10),
}
# Weekends that the press (VRT, HLN) wrote about: each is that of the last Sunday of August.
KNOWN_FESTIVALS = frozenset({2017, 2018, 2019, 2022, 2023})
SUNDAY = 6


@lru_cache(maxsize=256)
def hanswijk_procession(year: int) -> Occurrence:
    """The Hanswijk procession of a year: the Sunday before Ascension, unless it is known to have moved.

    >>> hanswijk_procession(2027).start_on
    datetime.date(2027, 5, 2)
    """
    known = KNOWN_PROCESSIONS.get(year)
    on = known or western_easter(year) + timedelta(days=35)
    return Occurrence(
        Observance.HANSWIJK_PROCESSION,
        TRADITION,
        on,
        on,
        Certainty.CONFIRMED if known else Certainty.EXPECTED,
        PROCESSION_SOURCE,
        time_source=time_sources.WHOLE_DAYS,
    )


@lru_cache(maxsize=256)
def maanrock(year: int) -> Occurrence:
    """The festival of a year, from Friday to the last Sunday of August.

    >>> maanrock(2022).start_on
    datetime.date(2022, 8, 26)
    """
    last_day = date(year, 8, 31)
    sunday = last_day - timedelta(days=(last_day.weekday() - SUNDAY) % 7)
    return Occurrence(
        Observance.MAANROCK,
        TRADITION,
        sunday - timedelta(days=2),
        sunday,
        Certainty.CONFIRMED if year in KNOWN_FESTIVALS else Certainty.EXPECTED,
        FESTIVAL_SOURCE,
        time_source=time_sources.WHOLE_DAYS,
    )


def occurrences(first: date, last: date) -> Iterator[Occurrence]:
    """Processions and festivals that touch the dates."""
    for year in range(first.year, last.year + 1):
        for found in (hanswijk_procession(year), maanrock(year)):
            if found.touches(first, last):
                yield found
