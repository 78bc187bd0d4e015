"""Lunar New Year, as families from China, Vietnam and their neighbours keep it: the first three days.

A table, since the rule needs an ephemeris. Made with lunar_python 1.4.8; cnlunar 0.2.5 and `holidays` 0.109 (Singapore)
give the same day in all 32 years, and Vietnam in all but 2030 (new moon at midnight: a day earlier there). Hong Kong in
`holidays` is no source: it leaves out the years in which it is a Sunday.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from crm.agenda.observances import time_sources
from crm.agenda.observances.keys import Certainty, Observance
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.observances.tables import dates_by_year

TRADITION = "lunar_new_year"
SOURCE = "Chinese lunisolar calendar (calculated)"
FEAST_DAYS = 3

NEW_YEARS = dates_by_year("""
    2015-02-19 2016-02-08 2017-01-28 2018-02-16 2019-02-05 2020-01-25 2021-02-12 2022-02-01
    2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03
    2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08 2036-01-28 2037-02-15 2038-02-04
    2039-01-24 2040-02-12 2041-02-01 2042-01-22 2043-02-10 2044-01-30 2045-02-17 2046-02-06
""")


@lru_cache(maxsize=64)
def lunar_new_year(year: int) -> Occurrence | None:
    """The three days of a year's Lunar New Year; None outside the table."""
    begin = NEW_YEARS.get(year)
    if begin is None:
        return None
    return Occurrence(
        observance=Observance.LUNAR_NEW_YEAR,
        tradition=TRADITION,
        start_on=begin,
        end_on=begin + timedelta(days=FEAST_DAYS - 1),
        certainty=Certainty.CALCULATED,
        source=SOURCE,
        time_source=time_sources.FAMILIES,
    )


def occurrences(first: date, last: date) -> Iterator[Occurrence]:
    """Lunar New Years that touch the dates."""
    for year in range(first.year, last.year + 1):
        found = lunar_new_year(year)
        if found is not None and found.touches(first, last):
            yield found
