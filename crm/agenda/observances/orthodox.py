"""Lent, Holy Week and Easter of the Orthodox churches."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import EASTER_ORTHODOX, easter

from crm.agenda.observances.keys import Certainty, Observance
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.observances.time_sources import CHURCHES, WHOLE_DAYS

TRADITION = "orthodox"
SOURCE = "Julian Easter (calculated)"
# Days from Easter Sunday to the first and last day. Lent begins on Clean Monday; Bright Monday is kept with Easter.
SPANS = {
    Observance.ORTHODOX_LENT: (-48, -7),
    Observance.ORTHODOX_HOLY_WEEK: (-6, -1),
    Observance.ORTHODOX_EASTER: (0, 1),
}


@lru_cache(maxsize=256)
def orthodox_easter(year: int) -> date:
    """Easter Sunday of the Orthodox churches, as a Gregorian date.

    >>> orthodox_easter(2027)
    datetime.date(2027, 5, 2)
    """
    return easter(year, EASTER_ORTHODOX)


@lru_cache(maxsize=256)
def _year(year: int) -> tuple[Occurrence, ...]:
    feast = orthodox_easter(year)
    return tuple(
        Occurrence(
            observance,
            TRADITION,
            feast + timedelta(days=begin),
            feast + timedelta(days=end),
            Certainty.CALCULATED,
            SOURCE,
            time_source=WHOLE_DAYS if observance is Observance.ORTHODOX_LENT else CHURCHES,
        )
        for observance, (begin, end) in SPANS.items()
    )


def occurrences(first: date, last: date) -> Iterator[Occurrence]:
    """Orthodox Lent, Holy Week and Easter that touch the dates."""
    for year in range(first.year, last.year + 1):
        yield from (found for found in _year(year) if found.touches(first, last))
