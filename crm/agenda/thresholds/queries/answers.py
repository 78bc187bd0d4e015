"""What was answered about an event, and what is to be booked for whose events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from crm.accounts.access import may_see_all_events
from crm.accounts.queries import names_of
from crm.agenda.models import EventState, ParticipationEvent
from crm.agenda.thresholds.booking import last_booking_on
from crm.agenda.thresholds.models import AnswerState, Threshold, ThresholdAnswer
from crm.clock import city_date
from crm.viewer import Viewer


@dataclass(frozen=True)
class ThresholdLine:
    """One question about an event with its answer; without one nobody has looked at it, and `version` is 0.

    `book_by_on` is the last booking date of what must be arranged: chosen by somebody, or our default.
    """

    question: Threshold
    state: AnswerState = AnswerState.NOT_LOOKED_AT
    detail: str | None = None
    reason: str | None = None
    book_by_on: date | None = None
    is_own_date: bool = False
    is_late: bool = False
    answered_by: str | None = None
    answered_at: datetime | None = None
    id: UUID | None = None
    version: int = 0
    follow_up_id: UUID | None = None

    @property
    def own_date_on(self) -> date | None:
        """The last booking date that somebody chose."""
        return self.book_by_on if self.is_own_date else None


@dataclass(frozen=True)
class ThresholdCheck:
    """The nine questions about one event, in their order."""

    lines: tuple[ThresholdLine, ...]

    def standing(self, *states: AnswerState) -> list[ThresholdLine]:
        """The questions that stand like that."""
        return [line for line in self.lines if line.state in states]


@dataclass(frozen=True)
class Booking:
    """Something to arrange for an event that is still to come."""

    answer: ThresholdAnswer
    event: ParticipationEvent

    @property
    def book_by_on(self) -> date:
        """The last date on which it can be booked."""
        event_on = city_date(self.event.starts_at)
        return last_booking_on(self.answer.question, event_on, self.answer.book_by_on)


def threshold_check(
    session: Session, viewer: Viewer, event: ParticipationEvent, today: date
) -> ThresholdCheck:
    """The questions about an event that the viewer may see, with what was answered. Two queries."""
    rows = session.exec(select(ThresholdAnswer).where(ThresholdAnswer.event_id == event.id)).all()
    names = names_of(session, viewer, {row.answered_by_id for row in rows})
    lines = {row.question: _line(row, event, names, today) for row in rows}
    return ThresholdCheck(tuple(lines.get(each) or ThresholdLine(each) for each in Threshold))


def bookings_of_organiser(
    session: Session, viewer: Viewer, organiser_id: UUID, now: datetime
) -> list[Booking]:
    """What is to be arranged for one organiser's events still to come, the first booking date first. One query."""
    found = _bookings(viewer, now).where(ParticipationEvent.organiser_id == organiser_id)
    return _in_order(Booking(answer, event) for answer, event in session.exec(found))


def bookings_of_event(session: Session, viewer: Viewer, event_id: UUID, now: datetime) -> list[Booking]:
    """What is to be arranged for one event; nothing once it is cancelled or over. One query."""
    found = _bookings(viewer, now).where(ParticipationEvent.id == event_id)
    return _in_order(Booking(answer, event) for answer, event in session.exec(found))


def booking(session: Session, viewer: Viewer, answer_id: UUID, now: datetime) -> Booking | None:
    """What that answer asks to arrange; None where there is nothing (any more)."""
    found = session.exec(_bookings(viewer, now).where(ThresholdAnswer.id == answer_id)).first()
    return None if found is None else Booking(*found)


def _bookings(viewer: Viewer, now: datetime) -> Select[ThresholdAnswer, ParticipationEvent]:
    statement = (
        select(ThresholdAnswer, ParticipationEvent)
        .join(ParticipationEvent, col(ParticipationEvent.id) == ThresholdAnswer.event_id)
        .where(
            ThresholdAnswer.state == AnswerState.TO_ARRANGE,
            ParticipationEvent.state == EventState.PLANNED,
            ParticipationEvent.ends_at > now,
        )
    )
    if may_see_all_events(viewer):
        return statement
    return statement.where(ParticipationEvent.organiser_id == viewer.user_id)


def _in_order(found: Iterable[Booking]) -> list[Booking]:
    order = list(Threshold)
    return sorted(found, key=lambda one: (one.book_by_on, one.event.id, order.index(one.answer.question)))


def _line(
    row: ThresholdAnswer, event: ParticipationEvent, names: dict[UUID, str], today: date
) -> ThresholdLine:
    is_needed = row.state == AnswerState.TO_ARRANGE
    by_on = last_booking_on(row.question, city_date(event.starts_at), row.book_by_on)
    return ThresholdLine(
        question=row.question,
        state=row.state,
        detail=row.detail,
        reason=row.reason,
        book_by_on=by_on if is_needed else None,
        is_own_date=is_needed and row.book_by_on is not None,
        is_late=is_needed and by_on < today,
        answered_by=names.get(row.answered_by_id),
        answered_at=row.answered_at,
        id=row.id,
        version=row.version,
        follow_up_id=row.follow_up_id if is_needed else None,
    )
