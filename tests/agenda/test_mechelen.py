"""Procession and festival. Sources: hanswijkprocessie.be, UiTinVlaanderen, VRT NWS and HLN for the days that were held."""

from datetime import date

import pytest

from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Certainty, Observance
from crm.agenda.observances.occurrence import Confirmation
from tests.agenda.occurrences import found_in


@pytest.mark.parametrize(
    ("on", "certainty"),
    [
        ("2016-05-01", Certainty.CONFIRMED),  # VRT
        ("2018-05-06", Certainty.CONFIRMED),  # HLN, 7 May 2018
        ("2019-05-19", Certainty.CONFIRMED),  # hanswijkprocessie.be: a week early
        ("2026-05-10", Certainty.CONFIRMED),  # UiTinVlaanderen
        ("2027-05-02", Certainty.EXPECTED),
        ("2028-05-21", Certainty.EXPECTED),
    ],
)
def test_procession_is_on_the_sunday_before_ascension(on: str, certainty: Certainty) -> None:
    (found,) = found_in(int(on[:4]), Observance.HANSWIJK_PROCESSION)
    assert (found.start_on.isoformat(), found.certainty) == (on, certainty)


def test_confirmed_procession_moves() -> None:
    moved = Calendar((Confirmation(Observance.HANSWIJK_PROCESSION, date(2029, 4, 29), "mechelen.be"),))
    (found,) = found_in(2029, Observance.HANSWIJK_PROCESSION, moved)
    assert (found.start_on, found.certainty, found.source) == (
        date(2029, 4, 29),
        Certainty.CONFIRMED,
        "mechelen.be",
    )


@pytest.mark.parametrize(
    ("first", "last", "certainty"),
    [
        ("2017-08-25", "2017-08-27", Certainty.CONFIRMED),  # HLN, 27 August 2017
        ("2018-08-24", "2018-08-26", Certainty.CONFIRMED),  # HLN, 24 August 2018
        ("2019-08-23", "2019-08-25", Certainty.CONFIRMED),  # Metro, 23 August 2019
        ("2022-08-26", "2022-08-28", Certainty.CONFIRMED),  # HLN, 26 August 2022
        ("2023-08-25", "2023-08-27", Certainty.CONFIRMED),  # VRT, 25 August 2023
        ("2025-08-29", "2025-08-31", Certainty.EXPECTED),
        ("2027-08-27", "2027-08-29", Certainty.EXPECTED),
        ("2030-08-23", "2030-08-25", Certainty.EXPECTED),
    ],
)
def test_festival_fills_the_weekend_of_the_last_sunday_of_august(
    first: str, last: str, certainty: Certainty
) -> None:
    (found,) = found_in(int(first[:4]), Observance.MAANROCK)
    assert (found.start_on.isoformat(), found.end_on.isoformat(), found.certainty) == (first, last, certainty)
