"""Western, Orthodox, Julian, Armenian and Assyrian days. Sources: published church calendars, and `holidays`."""

from datetime import date, timedelta

import pytest

from crm.agenda.observances.christian import western_easter
from crm.agenda.observances.keys import Certainty, Observance
from crm.agenda.observances.orthodox import orthodox_easter
from tests.agenda.occurrences import dates, found_in, in_package, starts_in

# Tables of the Astronomical Applications Department (USNO) and of the Greek Archdiocese.
WESTERN = """
    2015-04-05 2016-03-27 2017-04-16 2018-04-01 2019-04-21 2020-04-12 2021-04-04 2022-04-17 2023-04-09
    2024-03-31 2025-04-20 2026-04-05 2027-03-28 2028-04-16 2029-04-01 2030-04-21 2035-03-25 2038-04-25
"""
ORTHODOX = """
    2015-04-12 2016-05-01 2017-04-16 2018-04-08 2019-04-28 2020-04-19 2021-05-02 2022-04-24 2023-04-16
    2024-05-05 2025-04-20 2026-04-12 2027-05-02 2028-04-16 2029-04-08 2030-04-28
"""


@pytest.mark.parametrize("on", dates(WESTERN))
def test_western_easter_as_published(on: date) -> None:
    assert western_easter(on.year) == on


@pytest.mark.parametrize("on", dates(ORTHODOX))
def test_orthodox_easter_as_published(on: date) -> None:
    assert orthodox_easter(on.year) == on


@pytest.mark.parametrize("year", range(2015, 2046))
def test_both_easters_are_those_of_the_package(year: int) -> None:
    monday = timedelta(days=1)
    assert in_package("BE", "Easter Monday", year) == [western_easter(year) + monday]
    assert in_package("GR", "Easter Monday", year) == [orthodox_easter(year) + monday]


@pytest.mark.parametrize(
    ("observance", "year", "first", "last"),
    [
        (Observance.GOOD_FRIDAY, 2027, "2027-03-26", "2027-03-26"),
        (Observance.ASCENSION, 2027, "2027-05-06", "2027-05-06"),
        (Observance.PENTECOST, 2027, "2027-05-16", "2027-05-16"),
        (Observance.CHRISTMAS, 2027, "2027-12-25", "2027-12-25"),
        (Observance.ORTHODOX_LENT, 2027, "2027-03-15", "2027-04-25"),
        (Observance.ORTHODOX_HOLY_WEEK, 2027, "2027-04-26", "2027-05-01"),
        (Observance.ORTHODOX_EASTER, 2027, "2027-05-02", "2027-05-03"),
        (Observance.ORTHODOX_LENT, 2024, "2024-03-18", "2024-04-28"),
    ],
)
def test_days_that_hang_on_easter(observance: Observance, year: int, first: str, last: str) -> None:
    (found,) = found_in(year, observance)
    assert (found.start_on.isoformat(), found.end_on.isoformat()) == (first, last)


@pytest.mark.parametrize("year", [2015, 2020, 2024, 2027, 2028, 2045])
def test_christmas_of_the_east_is_on_its_fixed_day(year: int) -> None:
    # Serbia and Georgia keep 7 January, Armenia the 6th.
    julian = starts_in(year, Observance.JULIAN_CHRISTMAS)
    assert julian == in_package("RS", "Orthodox Christmas Day", year) == [date(year, 1, 7)]
    assert julian == in_package("GE", "Christmas Day", year)
    armenian = starts_in(year, Observance.ARMENIAN_CHRISTMAS)
    assert armenian == in_package("AM", "Christmas and Epiphany", year) == [date(year, 1, 6)]


def test_akitu_is_on_the_first_of_april() -> None:
    (found,) = found_in(2027, Observance.AKITU)
    assert (found.start_on, found.tradition, found.certainty) == (
        date(2027, 4, 1),
        "assyrian",
        Certainty.FIXED,
    )
