"""The days of Alevis: the Muharrem fast and aşure, the Hızır fast, and cem on Thursday evening.

The fast begins on 1 Muharrem of the computed calendar and lasts twelve days, aşure is the thirteenth (federations print
7 to 18 and 19 July for 2024). The Hızır fast is Tuesday to Thursday of the second week of February (13 to 15 February
2024; some regions a week earlier). Alevis as a rule do not keep Ramadan.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from crm.agenda.observances import time_sources
from crm.agenda.observances.islamic import calculated, hijri_years
from crm.agenda.observances.keys import Certainty, Observance
from crm.agenda.observances.occurrence import Occurrence

TRADITION = "alevi"
FAST_SOURCE = "Umm al-Qura calendar (calculated); Alevi federations print the day each year"
HIZIR_SOURCE = "Usual days in the second week of February; regions differ"
CEM_SOURCE = "Weekly on Thursday evening; ask the association"
FAST_DAYS = 12
TUESDAY, THURSDAY = 1, 3
ONE_DAY = timedelta(days=1)


def _by_the_moon(observance: Observance, first: date, last: date, hours: str) -> Occurrence:
    return Occurrence(
        observance=observance,
        tradition=TRADITION,
        start_on=first,
        end_on=last,
        certainty=Certainty.EXPECTED,
        source=FAST_SOURCE,
        possible_end_on=last + ONE_DAY,
        time_source=hours,
    )


@lru_cache(maxsize=256)
def _hijri_year(year: int) -> tuple[Occurrence, Occurrence]:
    """The fast of a Hijri year and the aşure after it."""
    begin = calculated(year, Observance.ISLAMIC_NEW_YEAR)
    ashure = begin + FAST_DAYS * ONE_DAY
    return (
        _by_the_moon(Observance.ALEVI_MUHARRAM, begin, ashure - ONE_DAY, time_sources.SUN),
        _by_the_moon(Observance.ALEVI_ASURE, ashure, ashure, time_sources.ASSOCIATIONS),
    )


@lru_cache(maxsize=256)
def hizir_fast(year: int) -> Occurrence:
    """The three days of fasting that begin on the second Tuesday of February.

    >>> hizir_fast(2024).start_on
    datetime.date(2024, 2, 13)
    """
    eighth = date(year, 2, 8)
    begin = eighth + timedelta(days=(TUESDAY - eighth.weekday()) % 7)
    return Occurrence(
        observance=Observance.ALEVI_HIZIR,
        tradition=TRADITION,
        start_on=begin,
        end_on=begin + 2 * ONE_DAY,
        certainty=Certainty.LOCAL,
        source=HIZIR_SOURCE,
        time_source=time_sources.SUN,
    )


def _cems(first: date, last: date) -> Iterator[Occurrence]:
    on = first + timedelta(days=(THURSDAY - first.weekday()) % 7)
    while on <= last:
        yield Occurrence(
            Observance.ALEVI_CEM,
            TRADITION,
            on,
            on,
            Certainty.LOCAL,
            CEM_SOURCE,
            time_source=time_sources.ASSOCIATIONS,
        )
        on += timedelta(days=7)


def occurrences(first: date, last: date) -> Iterator[Occurrence]:
    """Fasts, aşure and Thursday evenings that touch the dates."""
    for hijri_year in hijri_years(first, last):
        yield from (found for found in _hijri_year(hijri_year) if found.touches(first, last))
    for year in range(first.year, last.year + 1):
        if hizir_fast(year).touches(first, last):
            yield hizir_fast(year)
    yield from _cems(first, last)
