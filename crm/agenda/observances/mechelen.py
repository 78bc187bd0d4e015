"""Large recurring events in Mechelen itself."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from crm.agenda.observances.christian import western_easter
from crm.agenda.observances.keys import Certainty, Observance
from crm.agenda.observances.occurrence import Occurrence

TRADITION = "mechelen"
SOURCE = "Hanswijkprocessie: Sunday before Ascension"
# Moved a week forward because of the elections of 26 May 2019.
KNOWN_PROCESSIONS = {2019: date(2019, 5, 19)}


@lru_cache(maxsize=256)
def hanswijk_procession(year: int) -> Occurrence:
    """The Hanswijk procession of a year: the Sunday before Ascension, unless it is known to have moved.

    >>> hanswijk_procession(2027).start_on
    datetime.date(2027, 5, 2)
    """
    known = KNOWN_PROCESSIONS.get(year)
    on = known or western_easter(year) + timedelta(days=35)
    certainty = Certainty.CONFIRMED if known else Certainty.EXPECTED
    return Occurrence(Observance.HANSWIJK_PROCESSION, TRADITION, on, on, certainty, SOURCE)


def occurrences(first: date, last: date) -> Iterator[Occurrence]:
    """Hanswijk processions that touch the dates."""
    for year in range(first.year, last.year + 1):
        found = hanswijk_procession(year)
        if found.touches(first, last):
            yield found
