"""Elections. Sources: vlaanderenkiest.be and vlaanderen.be for those held, the rule of the decree for those to come."""

from datetime import date

import pytest

from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Certainty, Level, Observance, Part, Reason, Tag
from crm.agenda.timing import check
from tests.agenda.events import event
from tests.agenda.occurrences import found_in


@pytest.mark.parametrize(
    ("year", "days", "certainty"),
    [
        (2017, [], set()),
        (2018, ["2018-10-14"], {Certainty.CONFIRMED}),
        (2019, ["2019-05-26"], {Certainty.CONFIRMED}),
        (2024, ["2024-06-09", "2024-10-13"], {Certainty.CONFIRMED}),
        (2029, ["2029-06-10"], {Certainty.EXPECTED}),
        (2030, ["2030-10-13"], {Certainty.EXPECTED}),
        (2034, ["2034-06-11"], {Certainty.EXPECTED}),
        (2036, ["2036-10-12"], {Certainty.EXPECTED}),
        (2042, ["2042-10-12"], {Certainty.EXPECTED}),
        (2044, ["2044-06-12"], {Certainty.EXPECTED}),
    ],
)
def test_election_days(year: int, days: list[str], certainty: set[Certainty]) -> None:
    found = found_in(year, Observance.ELECTION)
    assert [each.start_on.isoformat() for each in found] == days
    assert {each.certainty for each in found} == certainty


def test_months_of_caution_run_from_july_to_a_local_election() -> None:
    # vlaanderen.be/vlaanderen-kiest: from 1 July to 13 October 2024.
    (reading, _) = Calendar().readings(date(2024, 1, 1), date(2024, 12, 31), [Tag.GENERAL_PUBLIC])
    spans = [(each.start_on, each.end_on) for each in reading.occurrences if each.part is Part.CAUTION]
    assert spans == [(date(2024, 7, 1), date(2024, 10, 13))]


def test_election_day_keeps_people_away_and_the_months_before_ask_for_care() -> None:
    def clashes(on: str, **fields: object) -> list[tuple[Level, tuple[Reason, ...]]]:
        asked = event(f"{on}T10:00", f"{on}T12:00", Tag.SENIORS, **fields)
        found = check(asked, Calendar()).clashes
        return [(each.level, each.reasons) for each in found if each.observance is Observance.ELECTION]

    assert clashes("2030-10-13") == [(Level.HIGH, (Reason.ELECTION_DAY, Reason.LEGAL_CAUTION))]
    assert clashes("2030-09-10") == [(Level.LOW, (Reason.LEGAL_CAUTION,))]
    assert clashes("2030-09-10", online=True, recorded=True) == [(Level.LOW, (Reason.LEGAL_CAUTION,))]
    assert clashes("2029-06-10") == [(Level.HIGH, (Reason.ELECTION_DAY,))]
    assert clashes("2029-05-10") == clashes("2030-06-30") == clashes("2030-10-14") == []
