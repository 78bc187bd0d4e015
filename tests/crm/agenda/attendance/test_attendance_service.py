"""Noting who came: what is kept, what is refused, and by whom."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from crm.agenda import service as agenda
from crm.agenda.attendance.models import Attendance, AttendanceCount, Counting
from crm.clock import FixedClock
from crm.db import Database
from crm.errors import BadInput, Conflict, NotAllowed, NotFound, VersionConflict
from crm.unit_of_work import Work
from crm.viewer import Role, Viewer
from tests.crm.agenda.attendance.conftest import Groups, Note, stated
from tests.crm.agenda.conftest import Planner, Recorded

PAST = {"start_on": "2026-11-10"}


def _stored(database: Database) -> list[tuple[Counting, int | None, int | None, int]]:
    with database.reading() as session:
        rows = session.exec(select(Attendance)).all()
        return [(row.counting, row.total, row.answered, row.version) for row in rows]


def _counts(database: Database) -> dict[UUID, tuple[UUID, int]]:
    with database.reading() as session:
        return {row.group_id: (row.id, row.count) for row in session.exec(select(AttendanceCount))}


def test_a_total_is_kept_and_recorded_once(
    nora: Viewer, plan: Planner, note: Note, database: Database, recorded: Recorded
) -> None:
    key = plan(nora, **PAST)
    note(nora, key)
    note(nora, key)
    assert _stored(database) == [(Counting.COUNTED, 34, None, 1)]
    assert recorded("AttendanceNoted") == ["AttendanceNoted"]


def test_noting_again_takes_the_place_of_what_stood_there_and_a_group_keeps_its_row(
    nora: Viewer, plan: Planner, note: Note, database: Database, groups: Groups, recorded: Recorded
) -> None:
    key = plan(nora, **PAST)
    note(nora, key, answered=23, asked_how="door_form", counts=stated(groups, women=12, deaf=3))
    women = _counts(database)[groups["women"]]
    assert (women[1], _counts(database)[groups["deaf"]][1]) == (12, 3)
    again: dict[str, Any] = {"counts": stated(groups, women=14, turkish=6), "asked_how": "short_survey"}
    note(nora, key, counting="estimated", total=40, answered=30, version=1, **again)
    assert _stored(database) == [(Counting.ESTIMATED, 40, 30, 2)]
    found = _counts(database)
    assert {group: count for group, (_, count) in found.items()} == {
        groups["women"]: 14,
        groups["turkish"]: 6,
    }
    assert found[groups["women"]][0] == women[0], "the row decides how the count is rounded"
    note(nora, key, counting="not_counted", total=None, version=2)
    assert (_stored(database), _counts(database)) == ([(Counting.NOT_COUNTED, None, None, 3)], {})
    assert recorded("AttendanceNoted") == ["AttendanceNoted"] * 3


def test_the_second_of_two_writers_sees_the_first(nora: Viewer, plan: Planner, note: Note) -> None:
    key = plan(nora, **PAST)
    note(nora, key)
    with pytest.raises(VersionConflict) as found:
        note(nora, key, total=20)
    assert (found.value.current["total"], found.value.current["version"]) == (34, 1)


@pytest.mark.parametrize(
    ("counts", "answered", "field"),
    [
        ({"women": 24}, 23, "counts.0.count"),
        ({"women": 12, "deaf": 30}, 23, "counts.1.count"),
        ({"turkish": 6, "women": 12, "turkish_women": 7}, 23, "counts.2.count"),
        ({"turkish": 15, "women": 15, "turkish_women": 6}, 23, "counts.2.count"),
        ({"women": 12, "roma": 6}, 23, "counts.1.group_id"),
        ({"roma_women": 6}, 23, "counts.0.group_id"),
    ],
)
def test_counts_that_cannot_be_or_may_not_be_noted_are_refused(
    nora: Viewer,
    plan: Planner,
    note: Note,
    database: Database,
    groups: Groups,
    counts: dict[str, int],
    answered: int,
    field: str,
) -> None:
    key = plan(nora, **PAST)
    with pytest.raises(BadInput) as found:
        note(nora, key, answered=answered, asked_how="door_form", counts=stated(groups, **counts))
    assert (found.value.field, _stored(database)) == (field, [])


def test_an_unknown_group_is_refused(nora: Viewer, plan: Planner, note: Note, groups: Groups) -> None:
    key = plan(nora, **PAST)
    with pytest.raises(BadInput) as found:
        note(nora, key, answered=20, asked_how="other", counts=[{"group_id": str(key), "count": 6}])
    assert found.value.field == "counts.0.group_id"


def test_nothing_is_noted_before_an_event_begins_and_everything_once_it_has(
    nora: Viewer, plan: Planner, note: Note, clock: FixedClock, database: Database
) -> None:
    key = plan(nora, start_on="2026-11-23", start_hour="10:30", end_hour="12:00")
    with pytest.raises(Conflict):
        note(nora, key)
    clock.instant += timedelta(minutes=30)
    note(nora, key)
    assert _stored(database) == [(Counting.COUNTED, 34, None, 1)]


def test_a_cancelled_event_has_no_attendance(nora: Viewer, plan: Planner, note: Note, work: Work) -> None:
    key = plan(nora, **PAST)
    with work.writing(nora) as uow:
        agenda.cancel_event(uow, key)
    with pytest.raises(Conflict):
        note(nora, key)


def test_an_organiser_notes_own_events_and_a_consultant_every_event_and_nobody_else(
    nora: Viewer, plan: Planner, note: Note, add_user: Callable[..., Viewer], database: Database
) -> None:
    bram, karin = add_user("bram", Role.ORGANISER), add_user("karin", Role.MANAGER)
    own, of_nora = plan(bram, **PAST), plan(nora, **PAST)
    note(bram, own)
    with pytest.raises(NotFound):
        note(bram, of_nora)
    with pytest.raises(NotAllowed):
        note(karin, of_nora)
    note(nora, own, total=35, version=1)
    assert _stored(database) == [(Counting.COUNTED, 35, None, 2)]
