"""Commands on the threshold check."""

from datetime import date
from uuid import UUID

from sqlmodel import col, select

from crm.agenda.models import EventState, ParticipationEvent
from crm.agenda.service import visible_event
from crm.agenda.thresholds.booking import last_booking_on
from crm.agenda.thresholds.models import AnswerState, Threshold, ThresholdAnswer
from crm.agenda.thresholds.recording import NOTHING, Said, check_answers, said_in, store_answers, store_said
from crm.agenda.thresholds.schemas import ThresholdAnswerPut, ThresholdsPut
from crm.clock import city_date
from crm.db import get, get_for_update, touch
from crm.errors import Conflict, VersionConflict
from crm.text import mark
from crm.unit_of_work import UnitOfWork


def answer_thresholds(uow: UnitOfWork, key: UUID, wanted: ThresholdsPut) -> ParticipationEvent:
    """Stores the answers about an event; a question that is left out stays as it is.

    Somebody who did not look at a question never overwrites a colleague who did meanwhile.
    Records ThresholdNeeded for what must be arranged, and ThresholdSettled for what no longer must.

    Raises:
        BadInput: a last booking date is after the event.
        VersionConflict: a colleague answered one of them first, and something else.
        Conflict: the event is cancelled.
    """
    event = visible_event(uow, key)
    if event.state == EventState.CANCELLED:
        raise Conflict(mark("This event is cancelled."))
    check_answers(event, wanted.answers, "answers")
    stored = _stored(uow, key)
    overtaken = {asked.question: _is_overtaken(asked, stored.get(asked.question)) for asked in wanted.answers}
    meant = [one for one in wanted.answers if said_in(one) != NOTHING or not overtaken[one.question]]
    for asked in meant:
        if overtaken[asked.question]:
            raise VersionConflict(stored[asked.question].model_dump(mode="json"))
    store_answers(uow, event, meant, stored)
    return event


def arrange_threshold(uow: UnitOfWork, key: UUID) -> ThresholdAnswer:
    """Marks what had to be arranged as in order; done twice is done once. Records ThresholdSettled.

    Raises:
        NotFound: there is no such answer, or it is about somebody else's event.
    """
    visible_event(uow, get(uow.session, ThresholdAnswer, key).event_id)
    answer = get_for_update(uow.session, ThresholdAnswer, key)
    if answer.state == AnswerState.TO_ARRANGE:
        store_said(uow, answer, Said(AnswerState.IN_ORDER, answer.detail), uow.viewer.user_id)
    return answer


def settle_by_follow_up(uow: UnitOfWork, follow_up_id: UUID, is_done: bool, by_id: UUID | None) -> None:
    """Lets the answer follow its closed follow-up: done is in order, dropped is not needed. Records ThresholdSettled.

    Args:
        by_id: who closed it; None where nobody did.
    """
    answer = _with_follow_up(uow, follow_up_id)
    if answer is None or answer.state != AnswerState.TO_ARRANGE:
        return
    said = Said(AnswerState.IN_ORDER, answer.detail) if is_done else Said(AnswerState.NOT_NEEDED)
    store_said(uow, answer, said, by_id)


def move_booking(uow: UnitOfWork, follow_up_id: UUID, book_by_on: date) -> None:
    """Keeps the date that somebody gave the follow-up as the last booking date of its answer."""
    answer = _with_follow_up(uow, follow_up_id)
    if answer is None or answer.state != AnswerState.TO_ARRANGE:
        return
    event = get(uow.session, ParticipationEvent, answer.event_id)
    if last_booking_on(answer.question, city_date(event.starts_at), answer.book_by_on) != book_by_on:
        answer.book_by_on = book_by_on
        touch(answer, uow.now)


def _stored(uow: UnitOfWork, event_id: UUID) -> dict[Threshold, ThresholdAnswer]:
    rows = uow.session.exec(
        select(ThresholdAnswer)
        .where(ThresholdAnswer.event_id == event_id)
        .order_by(col(ThresholdAnswer.id))
        .with_for_update()
    )
    return {row.question: row for row in rows}


def _is_overtaken(asked: ThresholdAnswerPut, stored: ThresholdAnswer | None) -> bool:
    """Whether a colleague answered since the writer looked, and not the same."""
    return stored is not None and stored.version != asked.version and said_in(stored) != said_in(asked)


def _with_follow_up(uow: UnitOfWork, follow_up_id: UUID) -> ThresholdAnswer | None:
    return uow.session.exec(
        select(ThresholdAnswer).where(ThresholdAnswer.follow_up_id == follow_up_id).with_for_update()
    ).first()
