"""Diwali, Holi, Navratri and Vaisakhi. Sources: `holidays` for India, Nepal and Mauritius, and dates as published.

Published: the lists of Drik Panchang and of the Government of India for the years that are named.
"""

from datetime import date, timedelta

import pytest

from crm.agenda.observances.keys import Certainty, Observance
from tests.agenda.occurrences import dates, found_in, in_package, starts_in

YEARS = range(2015, 2036)
INDIA = {"categories": ("public", "optional")}
PUBLISHED = {
    Observance.DIWALI: """
        2015-11-11 2016-10-30 2017-10-19 2018-11-07 2019-10-27 2020-11-14 2021-11-04 2022-10-24
        2023-11-12 2024-10-31 2025-10-20 2026-11-08 2027-10-29 2028-10-17 2040-11-04
    """,
    Observance.HOLI: """
        2015-03-06 2016-03-24 2017-03-13 2018-03-02 2019-03-21 2020-03-10 2021-03-29 2022-03-18
        2023-03-08 2024-03-25 2025-03-14 2026-03-04 2027-03-22
    """,
    Observance.NAVRATRI: """
        2018-10-10 2019-09-29 2020-10-17 2021-10-07 2022-09-26 2023-10-15 2024-10-03 2025-09-22 2026-10-11
    """,
    Observance.VAISAKHI: "2015-04-14 2016-04-13 2018-04-14 2020-04-13 2023-04-14 2024-04-13 2026-04-14",
}


@pytest.mark.parametrize(
    ("observance", "on"), [(key, on) for key, text in PUBLISHED.items() for on in dates(text)]
)
def test_feasts_as_published(observance: Observance, on: date) -> None:
    assert starts_in(on.year, observance) == [on]


@pytest.mark.parametrize(
    ("observance", "name"),
    [
        (Observance.DIWALI, "Diwali"),
        (Observance.HOLI, "Holi"),
        (Observance.VAISAKHI, "Vaisakhi"),
    ],
)
def test_feasts_are_those_of_the_package_for_india(observance: Observance, name: str) -> None:
    assert [starts_in(year, observance) for year in YEARS] == [
        in_package("IN", name, year, **INDIA) for year in YEARS
    ]


@pytest.mark.parametrize("year", [2017, 2020, 2024, 2025, 2027, 2028, 2035])
def test_diwali_is_that_of_mauritius_and_of_nepal(year: int) -> None:
    diwali = starts_in(year, Observance.DIWALI)
    assert diwali == in_package("MU", "Diwali", year)
    assert diwali == in_package("NP", "Laxmi Pooja", year)


def test_nights_end_before_dussehra_of_india_and_begin_with_those_of_nepal() -> None:
    for year in YEARS:
        (nights,) = found_in(year, Observance.NAVRATRI)
        dussehra = in_package("IN", "Dussehra", year, **INDIA)
        assert [nights.end_on + timedelta(days=1)] == dussehra
        begun = in_package("NP", "Ghatasthapana", year)
        assert begun in ([], [nights.start_on])  # in 2019 and 2020 it was no public holiday there


@pytest.mark.parametrize("year", range(2015, 2046))
def test_feasts_keep_their_season(year: int) -> None:
    (diwali,), (holi,) = found_in(year, Observance.DIWALI), found_in(year, Observance.HOLI)
    (nights,) = found_in(year, Observance.NAVRATRI)
    assert date(year, 10, 16) <= diwali.start_on <= date(year, 11, 15)
    assert date(year, 2, 28) <= holi.start_on <= date(year, 3, 30)
    # Dussehra is twenty days before Diwali, give or take a day.
    assert 19 <= (diwali.start_on - nights.end_on).days <= 21
    assert 8 <= (nights.end_on - nights.start_on).days + 1 <= 10


def test_second_evening_and_second_day_are_possible_where_sources_differ() -> None:
    possible = [
        found_in(year, observance)[0].possible_end_on
        for year, observance in (
            (2024, Observance.DIWALI),
            (2026, Observance.DIWALI),
            (2024, Observance.VAISAKHI),
            (2027, Observance.VAISAKHI),
        )
    ]
    assert possible == [date(2024, 11, 1), None, date(2024, 4, 14), None]
    assert {found_in(year, Observance.DIWALI)[0].certainty for year in YEARS} == {Certainty.EXPECTED}
