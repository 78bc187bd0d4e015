"""What joins the threshold check of events and follow-ups: neither slice knows the other, so it happens above both.

What must be arranged for an event is a follow-up of its organiser; what becomes of one becomes of the other. Each
handler may run twice: the key of the follow-up is chosen by the answer, and what says the same is left alone.
"""

from crm.accounts.models import User
from crm.agenda.models import EventState, ParticipationEvent
from crm.agenda.thresholds import queries, service
from crm.agenda.thresholds.models import AnswerState, ThresholdAnswer
from crm.agenda.thresholds.queries import Booking
from crm.agenda.thresholds.questions import say_task
from crm.domain_events import (
    EventCancelled,
    EventChanged,
    FollowUpClosed,
    FollowUpMoved,
    ThresholdNeeded,
    ThresholdSettled,
)
from crm.followups.models import FollowUp, FollowUpState
from crm.followups.queries import open_follow_ups_of_event
from crm.followups.schemas import EventFollowUp
from crm.followups.service import complete_follow_up, drop_follow_up, keep_event_follow_up
from crm.outbox import newest_row
from crm.unit_of_work import UnitOfWork


def plan_booking(uow: UnitOfWork, event: ThresholdNeeded) -> None:
    """Makes a follow-up of what must be arranged, or brings it up to date; not once the event is cancelled or over."""
    needed = queries.booking(uow.session, uow.viewer, event.answer_id, uow.now)
    if needed is not None:
        _keep(uow, needed)


def replan_bookings(uow: UnitOfWork, event: EventChanged) -> None:
    """Lets the follow-ups of an event follow its title, and its day where nobody chose a booking date."""
    for needed in queries.bookings_of_event(uow.session, uow.viewer, event.event_id, uow.now):
        _keep(uow, needed)


def drop_bookings(uow: UnitOfWork, event: EventCancelled) -> None:
    """Drops what was still to be arranged for an event that will not take place. Records FollowUpClosed for each."""
    for open_one in open_follow_ups_of_event(uow.session, uow.viewer, event.event_id):
        drop_follow_up(uow, open_one.id)


def close_booking(uow: UnitOfWork, event: ThresholdSettled) -> None:
    """Closes the follow-up of what is in order, and drops that of what is no longer needed. Records FollowUpClosed."""
    if uow.session.get(FollowUp, event.follow_up_id) is None:
        return
    answer = uow.session.get(ThresholdAnswer, event.answer_id)
    is_done = answer is not None and answer.state == AnswerState.IN_ORDER
    (complete_follow_up if is_done else drop_follow_up)(uow, event.follow_up_id)


def settle_booked(uow: UnitOfWork, event: FollowUpClosed) -> None:
    """Lets the answer follow a follow-up that somebody closed: done is in order, dropped is not needed.

    Records ThresholdSettled. What was dropped with its event keeps its answer.
    """
    closed = uow.session.get(FollowUp, event.follow_up_id)
    if closed is None or closed.event_id is None:
        return
    planned = uow.session.get(ParticipationEvent, closed.event_id)
    if planned is not None and planned.state == EventState.PLANNED:
        closing = newest_row(uow.session, event)
        by_id = None if closing is None else closing.actor_id
        service.settle_by_follow_up(uow, closed.id, closed.state == FollowUpState.DONE, by_id)


def keep_booking_date(uow: UnitOfWork, event: FollowUpMoved) -> None:
    """Keeps the day that somebody gave the follow-up as the booking date: from then on it no longer follows the event."""
    moved = uow.session.get(FollowUp, event.follow_up_id)
    if moved is not None and moved.event_id is not None and moved.state == FollowUpState.OPEN:
        service.move_booking(uow, moved.id, moved.due_on)


def _keep(uow: UnitOfWork, needed: Booking) -> None:
    answer, event = needed.answer, needed.event
    owner = _owner(uow, needed)
    keep_event_follow_up(
        uow,
        EventFollowUp(
            id=answer.follow_up_id,
            event_id=event.id,
            what=say_task(answer.question, answer.detail, event.title, owner.language),
            owner_id=owner.id,
            due_on=needed.book_by_on,
            planned_by_id=answer.answered_by_id,
        ),
    )


def _owner(uow: UnitOfWork, needed: Booking) -> User:
    """The organiser of the event; where that one has left, who said that it must be arranged."""
    organiser = uow.session.get_one(User, needed.event.organiser_id)
    if organiser.left_on is None or organiser.left_on > uow.today:
        return organiser
    return uow.session.get_one(User, needed.answer.answered_by_id)
