"""Who came to the invented events: enough to compare, marked as invented, and something left to note."""

from sqlmodel import Session, col, select

from crm.accounts.models import User
from crm.agenda.attendance.answers import say_attendance, say_by_kind
from crm.agenda.attendance.models import Attendance, AttendanceCount
from crm.agenda.attendance.queries import uncounted_events
from crm.agenda.models import ParticipationEvent
from crm.demo.attendance import MADE_UP
from crm.viewer import Role, Viewer
from tests.crm.demo.conftest import City


def _nora(rows: Session) -> Viewer:
    nora = rows.exec(select(User).where(User.login == "nora")).one()
    return Viewer(nora.id, Role.CONSULTANT, nora.name)


def test_good_and_bad_moments_can_be_compared_and_fewer_came_at_bad_ones(city: City, rows: Session) -> None:
    told = say_by_kind(rows, _nora(rows), city.work.clock.now(), "en")
    compared = {
        row.name: (row.good.middle, row.bad.middle) for row in told if row.good.middle and row.bad.middle
    }
    assert {"Festivity", "Participation evening"} <= compared.keys()
    assert [name for name, (good, bad) in compared.items() if bad >= good] == []


def test_counts_by_group_are_marked_as_invented_and_show_a_hidden_one(rows: Session) -> None:
    with_groups = set(rows.exec(select(AttendanceCount.attendance_id)))
    found = rows.exec(
        select(ParticipationEvent)
        .join(Attendance, col(Attendance.event_id) == ParticipationEvent.id)
        .where(col(Attendance.id).in_(with_groups))
    ).all()
    assert len(found) > 2
    assert {event.note for event in found} == {MADE_UP}
    for event in found:
        shown = {row.group: row.count for row in say_attendance(rows, _nora(rows), event.id, "en").groups}
        assert shown["Deaf and hard-of-hearing people"] is None
        assert (shown["Women"] or 0) >= 5


def test_noras_last_event_waits_for_a_number(city: City, rows: Session) -> None:
    nora = _nora(rows)
    assert nora.user_id is not None
    assert len(uncounted_events(rows, nora, nora.user_id, city.work.clock.now())) == 1
