"""What stands behind one cell: whom to meet, until when the line holds, and what was done about it."""

from datetime import timedelta
from uuid import UUID

import pytest

from crm.clock import FixedClock
from crm.db import new_id
from crm.followups.service import complete_follow_up
from crm.insight.cells import Cell
from crm.insight.chain import Box, cell_at, cell_reading
from crm.insight.report import fresh_report
from crm.insight.schemas import CellFollowUpCreate
from crm.insight.service import plan_cell_follow_up
from crm.insight.words import step_of, subtitle_of
from crm.parties.models import PersonRole, RoleOfPerson, Strength
from crm.unit_of_work import Work
from crm.viewer import Viewer
from graph.network import NodeKind
from graph.reach import Status
from tests.crm.insight.city import NOW, TODAY, City

TRUST = Strength.TRUSTS_US


@pytest.fixture
def cell(city: City) -> Cell:
    """A cell of nobody yet."""
    return Cell(city.group("somali"), city.place())


def carrier(city: City, cell: Cell, name: str) -> UUID:
    assert cell.place_id is not None
    return city.community(name, (cell.group_id,), (cell.place_id,))


def test_a_first_step_for_a_single_line_is_somebody_without_its_only_link(
    city: City, work: Work, nora: Viewer, cell: Cell
) -> None:
    assert cell.place_id is not None
    bridge, network = city.person("Sevgi"), carrier(city, cell, "Kring")
    cafe = carrier(city, cell, "Café")
    city.knows(nora, bridge, TRUST)
    city.opens(bridge, network)
    city.tie(bridge, cafe, TRUST)
    reading = city.reading(nora, cell.group_id, cell.place_id)
    assert reading.cell.status is Status.SINGLE
    assert reading.suggestion is not None
    assert (reading.suggestion.id, reading.suggestion.name) == (cafe, "Café")


def test_who_is_to_be_left_alone_is_no_first_step(city: City, work: Work, nora: Viewer, cell: Cell) -> None:
    bridge, network = city.person("Sevgi"), carrier(city, cell, "Kring")
    cafe = carrier(city, cell, "Café")
    city.knows(nora, bridge, TRUST)
    city.opens(bridge, network)
    city.tie(bridge, cafe, TRUST)
    with work.reading(nora) as uow:
        report = fresh_report(uow.session, nora, TODAY)
        found = cell_at(report, cell.group_id, cell.place_id or "city")
        proposed = [
            cell_reading(uow.session, nora, report, found, alone).suggestion
            for alone in ((), {str(cafe)}, {str(cafe), str(bridge)})
        ]
    assert [box and box.name for box in proposed] == ["Café", "Sevgi", None]


def test_one_talk_moves_the_day_on_which_the_line_is_lost(
    city: City, work: Work, nora: Viewer, cell: Cell
) -> None:
    assert cell.place_id is not None
    city.knows(nora, carrier(city, cell, "Kring"), TRUST, days_ago=100)
    reading = city.reading(nora, cell.group_id, cell.place_id)
    cold_on = reading.cell.reach.goes_cold_on
    assert cold_on is not None
    assert reading.cold_if_spoken_on == cold_on + timedelta(days=100)


def test_what_was_done_about_a_cell_in_the_last_quarter_is_shown(
    city: City, work: Work, nora: Viewer, cell: Cell, clock: FixedClock
) -> None:
    assert nora.user_id is not None
    wanted = CellFollowUpCreate(what="Kennismaken", owner_id=nora.user_id, due_on=TODAY)
    with work.writing(nora) as uow:
        planned = plan_cell_follow_up(uow, cell, wanted)
        complete_follow_up(uow, planned.id)
    with work.reading(nora) as uow:
        reports = [fresh_report(uow.session, nora, TODAY + timedelta(days=days)) for days in (0, 120)]
        done = [
            cell_reading(
                uow.session, nora, report, cell_at(report, cell.group_id, cell.place_id or "city")
            ).done
            for report in reports
        ]
    assert [[(one.what, one.owner, one.closed_on) for one in some] for some in done] == [
        [("Kennismaken", "Nora Peeters", clock.now().date())],
        [],
    ]


def test_a_box_says_until_when_somebody_holds_a_mandate(
    city: City, work: Work, nora: Viewer, cell: Cell
) -> None:
    assert cell.place_id is not None
    ends_on = TODAY + timedelta(days=200)
    bridge, network = city.person("Sevgi"), carrier(city, cell, "Kring")
    for role, until in ((PersonRole.BRIDGE_BUILDER, ends_on), (PersonRole.VOLUNTEER, None)):
        city.add(RoleOfPerson(id=new_id(), created_at=NOW, person_id=bridge, role=role, until=until))
    city.knows(nora, bridge, TRUST)
    city.opens(bridge, network)
    way = city.reading(nora, cell.group_id, cell.place_id).way
    assert way is not None
    assert way.steps[1].box.until == ends_on
    assert subtitle_of("en", way.steps[1].box) == "Bridge builder, Volunteer, until 11 Jun 2027"


def test_a_proposed_step_names_no_person() -> None:
    assert step_of("en", Box(NodeKind.PERSON, new_id(), "Sevgi")) is None
    assert step_of("en", Box(NodeKind.ORGANISATION)) is None
    assert step_of("en", Box(NodeKind.ORGANISATION, new_id(), "Café")) == "Speak to Café"
