"""Who leaves the demo city, and what falls away then."""

from datetime import date, timedelta

from sqlmodel import Session

from crm.insight.handover.reading import handover_reading
from crm.insight.report import fresh_report
from crm.viewer import SYSTEM
from tests.crm.demo.conftest import TODAY


def test_mandate_of_story_6_takes_the_only_way_in_with_it(rows: Session) -> None:
    handover = handover_reading(rows, SYSTEM, fresh_report(rows, SYSTEM, TODAY))
    [ending] = [one for one in handover.mandates if one.box.name == "Sevgi Aydın"]
    assert ending.on == date(2027, 6, 30)
    assert [(fall.cell.group.key, fall.loses_way_in) for fall in ending.falls] == [("deaf-turkish", True)]


def test_a_colleague_leaves_in_five_weeks_with_things_in_hand(rows: Session) -> None:
    handover = handover_reading(rows, SYSTEM, fresh_report(rows, SYSTEM, TODAY))
    [leaving] = handover.colleagues  # what Wim had in hand was handed over
    assert (leaving.name, leaving.on, leaving.has_left) == (
        "Pieter Verelst",
        TODAY + timedelta(weeks=5),
        False,
    )
    assert len(leaving.in_hand.tasks) == 7
    assert leaving.in_hand.party_count > 10
    assert any(fall.loses_way_in for fall in leaving.falls)
