"""The card on the page of an event that says who came, and how that compares with earlier events."""

from dataclasses import dataclass

from crm.accounts.access import may_note_attendance
from crm.agenda.attendance.answers import say_attendance, say_comparison
from crm.agenda.attendance.schemas import AttendanceRead, ComparisonRead
from crm.agenda.models import EventState, ParticipationEvent
from crm.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AttendanceCard:
    """What the card shows; `comparison` once the event is over."""

    attendance: AttendanceRead
    comparison: ComparisonRead | None
    may_note: bool


def attendance_card(uow: UnitOfWork, event: ParticipationEvent, language: str) -> AttendanceCard | None:
    """The card of an event that has begun; None before that, and where it was cancelled."""
    if event.starts_at > uow.now or event.state == EventState.CANCELLED:
        return None
    is_over = event.ends_at < uow.now
    return AttendanceCard(
        attendance=say_attendance(uow.session, uow.viewer, event.id, language),
        comparison=say_comparison(uow.session, uow.viewer, event, uow.now, language) if is_over else None,
        may_note=may_note_attendance(uow.viewer, event.organiser_id),
    )
