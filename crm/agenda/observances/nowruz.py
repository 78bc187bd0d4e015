"""Nowruz, the Persian new year at the equinox, and Newroz, the Kurdish one on 21 March.

1 Farvardin is the day of the equinox where it falls before noon in Tehran, else the next day. The years in which that
is 20 March are a table, since the rule needs an ephemeris: made with ephem 4.2.1 (moment of the equinox), and the same
in persiantools 6.2.0 and `holidays` 0.109 (Iran) for all 32 years. The thirteenth day is kept outdoors, and on the eve
of the last Wednesday before the new year people jump over fires.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from crm.agenda.observances import time_sources
from crm.agenda.observances.keys import Certainty, Observance, Part
from crm.agenda.observances.occurrence import Occurrence

NOWRUZ_SOURCE = "Equinox in Tehran (calculated)"
NEWROZ_SOURCE = "21 March, with fires on the evening before"
ON_20_MARCH = frozenset({2016, 2020, 2024, 2028, 2029, 2032, 2033, 2036, 2037, 2040, 2041, 2044, 2045})
NEW_YEAR_DAYS = 13
TUESDAY = 1


def nowruz(year: int) -> date:
    """1 Farvardin in a Gregorian year between 2015 and 2046.

    >>> nowruz(2028)
    datetime.date(2028, 3, 20)
    """
    return date(year, 3, 20 if year in ON_20_MARCH else 21)


def red_wednesday_eve(year: int) -> date:
    """The last Tuesday before Nowruz, on whose evening the fires are lit.

    >>> red_wednesday_eve(2027)
    datetime.date(2027, 3, 16)
    """
    before = nowruz(year) - timedelta(days=1)
    return before - timedelta(days=(before.weekday() - TUESDAY) % 7)


@lru_cache(maxsize=64)
def _year(year: int) -> tuple[Occurrence, ...]:
    begin, fires_on, newroz = nowruz(year), red_wednesday_eve(year), date(year, 3, 21)
    persian, kurdish = (Observance.NOWRUZ, "nowruz"), (Observance.NEWROZ, "kurdish")
    return (
        Occurrence(
            *persian,
            begin,
            begin + timedelta(days=NEW_YEAR_DAYS - 1),
            Certainty.CALCULATED,
            NOWRUZ_SOURCE,
            time_source=time_sources.WHOLE_DAYS,
        ),
        Occurrence(
            *persian,
            fires_on,
            fires_on,
            Certainty.CALCULATED,
            NOWRUZ_SOURCE,
            part=Part.RED_WEDNESDAY,
            time_source=time_sources.FAMILIES,
        ),
        Occurrence(
            *kurdish,
            newroz,
            newroz,
            Certainty.FIXED,
            NEWROZ_SOURCE,
            starts_previous_sunset=True,
            time_source=time_sources.ASSOCIATIONS,
        ),
    )


def occurrences(first: date, last: date) -> Iterator[Occurrence]:
    """Nowruz with Red Wednesday, and Newroz, that touch the dates."""
    for year in range(first.year, last.year + 1):
        yield from (found for found in _year(year) if found.touches(first, last))
