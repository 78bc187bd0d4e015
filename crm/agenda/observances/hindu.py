"""Diwali, Holi and Navratri as kept in India, and Vaisakhi, the feast of the Sikhs.

Tables, since the rules need an ephemeris. To 2035 they are the dates of `holidays` 0.109 (India, public and optional);
our own computation with ephem 4.2.1 for Delhi (new moon at dusk, full moon at dusk, first day of the moon at sunrise)
gives the same for Diwali and for the start of Navratri in all 21 years, for Holi in all but 2016, 2023 and 2026 (a day
earlier by the plain rule), and for Vaisakhi in all but 2025. From 2036 on they are that computation. The other table of
`holidays` (Suriname) agrees on Diwali in 7 of those 10 years; in 2037 it is a day earlier and we count both days, and
in 2036 and 2044 a month off (as in 2017, 2025 and 2028: do not use it). In 2024, 2025, 2036 and 2037 the new moon falls
around dusk, so the next day is possible too. India and the diaspora can differ by a day, hence "expected". Vaisakhi is
14 April in the calendar of the Sikhs themselves; where India has the 13th, both days count.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from crm.agenda.observances import time_sources
from crm.agenda.observances.keys import Certainty, Observance
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.observances.tables import dates_by_year, spans_by_year

HINDU, SIKH = "hindu", "sikh"
HINDU_SOURCE = "Hindu calendar as in India; can differ by a day"
SIKH_SOURCE = "14 April, or 13 April as in India"
ON_TWO_EVENINGS = frozenset({2024, 2025, 2036, 2037})
ON_13_APRIL = frozenset({2016, 2020, 2024, 2025, 2028, 2032, 2036, 2040, 2044})
ONE_DAY = timedelta(days=1)

DIWALI = dates_by_year("""
    2015-11-11 2016-10-30 2017-10-19 2018-11-07 2019-10-27 2020-11-14 2021-11-04 2022-10-24
    2023-11-12 2024-10-31 2025-10-20 2026-11-08 2027-10-29 2028-10-17 2029-11-05 2030-10-26
    2031-11-14 2032-11-02 2033-10-22 2034-11-10 2035-10-30 2036-10-18 2037-11-06 2038-10-27
    2039-11-15 2040-11-04 2041-10-24 2042-11-12 2043-11-01 2044-10-20 2045-11-08
""")
HOLI = dates_by_year("""
    2015-03-06 2016-03-24 2017-03-13 2018-03-02 2019-03-21 2020-03-10 2021-03-29 2022-03-18
    2023-03-08 2024-03-25 2025-03-14 2026-03-04 2027-03-22 2028-03-11 2029-03-01 2030-03-20
    2031-03-09 2032-03-27 2033-03-16 2034-03-05 2035-03-24 2036-03-12 2037-03-02 2038-03-21
    2039-03-11 2040-03-29 2041-03-18 2042-03-07 2043-03-26 2044-03-14 2045-03-03
""")
NAVRATRI = spans_by_year("""
    2015-10-13/2015-10-21 2016-10-01/2016-10-10 2017-09-21/2017-09-29 2018-10-10/2018-10-18
    2019-09-29/2019-10-07 2020-10-17/2020-10-24 2021-10-07/2021-10-14 2022-09-26/2022-10-04
    2023-10-15/2023-10-23 2024-10-03/2024-10-11 2025-09-22/2025-10-01 2026-10-11/2026-10-19
    2027-09-30/2027-10-08 2028-09-19/2028-09-26 2029-10-08/2029-10-15 2030-09-28/2030-10-05
    2031-10-17/2031-10-24 2032-10-05/2032-10-13 2033-09-24/2033-10-02 2034-10-13/2034-10-21
    2035-10-02/2035-10-10 2036-09-20/2036-09-28 2037-10-09/2037-10-17 2038-09-29/2038-10-06
    2039-10-18/2039-10-25 2040-10-07/2040-10-14 2041-09-26/2041-10-04 2042-10-15/2042-10-23
    2043-10-04/2043-10-12 2044-09-22/2044-09-30 2045-10-11/2045-10-19
""")
"""From the first night to the day before Dussehra: nine nights as a rule, eight or ten where the moon skips or doubles."""


def _hindu(
    observance: Observance, first: date, last: date, hours: str, possible_on: date | None = None
) -> Occurrence:
    return Occurrence(
        observance=observance,
        tradition=HINDU,
        start_on=first,
        end_on=last,
        certainty=Certainty.EXPECTED,
        source=HINDU_SOURCE,
        possible_end_on=possible_on,
        time_source=hours,
    )


def vaisakhi(year: int) -> Occurrence:
    """Vaisakhi of a year: 14 April, or 13 April with the next day possible."""
    is_early = year in ON_13_APRIL
    on = date(year, 4, 13 if is_early else 14)
    return Occurrence(
        observance=Observance.VAISAKHI,
        tradition=SIKH,
        start_on=on,
        end_on=on,
        certainty=Certainty.EXPECTED if is_early else Certainty.CALCULATED,
        source=SIKH_SOURCE,
        possible_end_on=on + ONE_DAY if is_early else None,
        time_source=time_sources.TEMPLES,
    )


@lru_cache(maxsize=64)
def _year(year: int) -> tuple[Occurrence, ...]:
    if year not in DIWALI:
        return ()
    diwali, holi, nights = DIWALI[year], HOLI[year], NAVRATRI[year]
    second_evening = diwali + ONE_DAY if year in ON_TWO_EVENINGS else None
    return (
        _hindu(Observance.HOLI, holi, holi, time_sources.TEMPLES),
        vaisakhi(year),
        _hindu(Observance.NAVRATRI, nights.first, nights.last, time_sources.TEMPLES),
        _hindu(Observance.DIWALI, diwali, diwali, time_sources.FAMILIES, second_evening),
    )


def occurrences(first: date, last: date) -> Iterator[Occurrence]:
    """Holi, Vaisakhi, Navratri and Diwali that touch the dates."""
    for year in range(first.year, last.year + 1):
        yield from (found for found in _year(year) if found.touches(first, last))
