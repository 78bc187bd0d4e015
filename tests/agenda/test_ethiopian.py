"""Ethiopian and Eritrean days. Sources: `holidays` for Ethiopia and Eritrea, and dates as published.

Published: Timket on 20 January in 2020 and 2024 (UNESCO, press), Genna on 7 January 2020 although it was 28 Tahsas
(tesfatours.com, borkena.blogspot.com), Enkutatash on 12 September in 2015, 2019 and 2023 (press).
"""

from datetime import date, timedelta

import pytest

from crm.agenda.observances.ethiopian import ethiopian_day
from crm.agenda.observances.keys import Certainty, Observance
from tests.agenda.occurrences import found_in, in_package, starts_in

YEARS = range(2015, 2046)


@pytest.mark.parametrize(
    ("observance", "name"),
    [
        (Observance.GENNA, "Christmas Day"),
        (Observance.TIMKET, "Epiphany"),
        (Observance.FASIKA, "Easter Sunday"),
        (Observance.ENKUTATASH, "Ethiopian New Year"),
        (Observance.MESKEL, "Finding of True Cross"),
    ],
)
def test_feasts_are_those_of_the_package_for_ethiopia(observance: Observance, name: str) -> None:
    assert [starts_in(year, observance) for year in YEARS] == [in_package("ET", name, year) for year in YEARS]


@pytest.mark.parametrize("year", [2016, 2020, 2024, 2027, 2028, 2045])
def test_feasts_are_those_of_the_package_for_eritrea(year: int) -> None:
    assert starts_in(year, Observance.GENNA) == in_package("ER", "Orthodox Christmas", year)
    assert starts_in(year, Observance.TIMKET) == in_package("ER", "Epiphany", year)
    assert starts_in(year, Observance.ENKUTATASH) == in_package("ER", "Ethiopian New Year", year)


@pytest.mark.parametrize(
    ("observance", "days"),
    [
        (Observance.ENKUTATASH, ["2015-09-12", "2016-09-11", "2019-09-12", "2023-09-12", "2027-09-12"]),
        (Observance.MESKEL, ["2015-09-28", "2016-09-27", "2019-09-28", "2023-09-28", "2027-09-28"]),
        (Observance.TIMKET, ["2016-01-20", "2017-01-19", "2020-01-20", "2024-01-20", "2028-01-20"]),
        (Observance.GENNA, ["2016-01-07", "2017-01-07", "2020-01-07", "2024-01-07", "2028-01-07"]),
    ],
)
def test_feasts_as_published_around_leap_years(observance: Observance, days: list[str]) -> None:
    years = [date.fromisoformat(day).year for day in days]
    assert [starts_in(year, observance)[0].isoformat() for year in years] == days


def test_genna_does_not_shift_but_the_next_day_is_kept_by_some() -> None:
    (shifted,) = found_in(2028, Observance.GENNA)
    (plain,) = found_in(2027, Observance.GENNA)
    assert (shifted.start_on, shifted.possible_end_on, shifted.certainty) == (
        date(2028, 1, 7),
        date(2028, 1, 8),
        Certainty.LOCAL,
    )
    assert (plain.start_on, plain.possible_end_on, plain.certainty) == (
        date(2027, 1, 7),
        None,
        Certainty.CALCULATED,
    )
    assert ethiopian_day(2020, 4, 29) == date(2028, 1, 8)


@pytest.mark.parametrize("year", YEARS)
def test_lent_has_55_days_from_a_monday_to_the_day_before_fasika(year: int) -> None:
    (lent,) = found_in(year, Observance.ETHIOPIAN_LENT)
    (fasika,) = found_in(year, Observance.FASIKA)
    assert (lent.start_on.weekday(), (lent.end_on - lent.start_on).days + 1) == (0, 55)
    assert lent.end_on + timedelta(days=1) == fasika.start_on
