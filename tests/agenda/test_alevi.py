"""Days of Alevis. Sources: the lists of Alevi federations (kacgun2017.com for 2024, T24 for 2023) and `holidays`."""

from datetime import date, timedelta

import pytest

from crm.agenda.observances.keys import Certainty, Observance
from tests.agenda.occurrences import found_in, in_package, starts_in


def test_fast_of_2024_is_the_one_that_federations_printed() -> None:
    (fast,) = found_in(2024, Observance.ALEVI_MUHARRAM)
    (ashure,) = found_in(2024, Observance.ALEVI_ASURE)
    assert (fast.start_on, fast.end_on, fast.possible_end_on, fast.certainty) == (
        date(2024, 7, 7),
        date(2024, 7, 18),
        date(2024, 7, 19),
        Certainty.EXPECTED,
    )
    assert (ashure.start_on, ashure.possible_end_on) == (date(2024, 7, 19), date(2024, 7, 20))
    assert starts_in(2023, Observance.ALEVI_MUHARRAM) == [date(2023, 7, 19)]


@pytest.mark.parametrize("year", range(2016, 2046))
def test_fast_begins_within_a_day_of_the_islamic_new_year_of_the_package(year: int) -> None:
    ours = starts_in(year, Observance.ALEVI_MUHARRAM)
    theirs = in_package("BH", "Islamic New Year", year) + in_package(
        "BH", "Islamic New Year (estimated)", year
    )
    assert len(ours) == len(theirs)
    assert all(abs(one - other) <= timedelta(days=1) for one, other in zip(ours, theirs, strict=True))


def test_two_fasts_begin_in_2041_when_the_islamic_year_does_so_twice() -> None:
    assert [len(starts_in(year, Observance.ALEVI_MUHARRAM)) for year in (2040, 2041, 2042)] == [1, 2, 1]


@pytest.mark.parametrize(
    ("year", "on"),
    [
        (2018, date(2018, 2, 13)),
        (2024, date(2024, 2, 13)),  # printed: 13 to 15 February 2024
        (2025, date(2025, 2, 11)),
        (2026, date(2026, 2, 10)),
        (2027, date(2027, 2, 9)),
        (2028, date(2028, 2, 8)),
    ],
)
def test_hizir_fast_is_from_tuesday_to_thursday(year: int, on: date) -> None:
    (fast,) = found_in(year, Observance.ALEVI_HIZIR)
    assert (fast.start_on, fast.end_on, fast.certainty) == (on, on + timedelta(days=2), Certainty.LOCAL)
    assert fast.start_on.strftime("%A") == "Tuesday"


def test_cem_is_every_thursday() -> None:
    found = found_in(2027, Observance.ALEVI_CEM)
    assert (len(found), found[0].start_on) == (52, date(2027, 1, 7))
    assert {each.start_on.weekday() for each in found} == {3}
