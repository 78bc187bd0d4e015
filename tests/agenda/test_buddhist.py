"""Vesak. Sources: `holidays` for India, Sri Lanka, Singapore and Thailand."""

from datetime import date, timedelta

import pytest

from crm.agenda.observances.buddhist import EAST_ASIA, SOUTH_ASIA
from crm.agenda.observances.keys import Certainty, Observance
from tests.agenda.occurrences import found_in, in_package, starts_in


def test_first_table_is_that_of_india() -> None:
    years = range(2015, 2036)
    assert [[SOUTH_ASIA[year]] for year in years] == [
        in_package("IN", "Buddha Purnima", year, categories=("public", "optional")) for year in years
    ]


@pytest.mark.parametrize("year", [2015, 2018, 2020, 2023, 2024, 2026])
def test_first_table_is_within_a_day_of_sri_lanka(year: int) -> None:
    (poya,) = in_package("LK", "Vesak Full Moon Poya Day", year)
    assert SOUTH_ASIA[year] - poya in (timedelta(0), timedelta(days=1))


@pytest.mark.parametrize("year", range(2015, 2046))
def test_second_table_is_that_of_singapore_and_near_thailand(year: int) -> None:
    singapore = in_package("SG", "Vesak Day", year) + in_package("SG", "Vesak Day (estimated)", year)
    assert singapore == [EAST_ASIA[year]]
    thailand = in_package("TH", "Visakha Bucha", year)
    assert abs(thailand[0] - EAST_ASIA[year]) <= timedelta(days=1) or year == 2042  # a month earlier there


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2015, ["2015-05-04", "2015-06-01"]),
        (2018, ["2018-04-30", "2018-05-29"]),
        (2023, ["2023-05-05", "2023-06-02"]),
        (2025, ["2025-05-12"]),
        (2026, ["2026-05-01", "2026-05-31"]),
        (2027, ["2027-05-20"]),
        (2031, ["2031-05-07", "2031-06-04"]),
    ],
)
def test_feast_falls_twice_where_temples_differ_a_month(year: int, days: list[str]) -> None:
    assert [on.isoformat() for on in starts_in(year, Observance.VESAK)] == days


def test_next_day_is_possible_where_temples_differ_a_day() -> None:
    (found,) = found_in(2024, Observance.VESAK)
    assert (found.start_on, found.possible_end_on, found.certainty) == (
        date(2024, 5, 22),
        date(2024, 5, 23),
        Certainty.LOCAL,
    )
