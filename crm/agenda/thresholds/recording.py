"""Stores what was answered, with who and when, and records what it asks of others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from crm.agenda.models import ParticipationEvent
from crm.agenda.thresholds.models import AnswerState, Threshold, ThresholdAnswer
from crm.agenda.thresholds.schemas import ThresholdAnswerCreate
from crm.clock import city_date
from crm.db import new_id, touch
from crm.domain_events import ThresholdNeeded, ThresholdSettled
from crm.errors import BadInput
from crm.text import mark
from crm.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Said:
    """What an answer says, without what does not belong to its state."""

    state: AnswerState
    detail: str | None = None
    reason: str | None = None
    book_by_on: date | None = None


NOTHING = Said(AnswerState.NOT_LOOKED_AT)
_BELONGS: Mapping[AnswerState, tuple[str, ...]] = {
    AnswerState.NOT_LOOKED_AT: (),
    AnswerState.IN_ORDER: ("detail",),
    AnswerState.TO_ARRANGE: ("detail", "book_by_on"),
    AnswerState.NOT_NEEDED: ("reason",),
}


def said_in(answer: ThresholdAnswer | ThresholdAnswerCreate | None) -> Said:
    """What a stored or a sent answer says; no answer says that nobody looked.

    >>> said_in(ThresholdAnswerCreate(question="price", state="not_needed", detail="3 euro", reason="Gratis"))
    Said(state=<AnswerState.NOT_NEEDED: 'not_needed'>, detail=None, reason='Gratis', book_by_on=None)
    """
    if answer is None:
        return NOTHING
    return Said(answer.state, **{name: getattr(answer, name) or None for name in _BELONGS[answer.state]})


def check_answers(event: ParticipationEvent, wanted: Sequence[ThresholdAnswerCreate], field: str) -> None:
    """Refuses a last booking date after the first day of the event.

    Args:
        field: the name of the list in what was sent.

    Raises:
        BadInput: with the field.
    """
    for position, asked in enumerate(wanted):
        book_by_on = said_in(asked).book_by_on
        if book_by_on is not None and book_by_on > city_date(event.starts_at):
            raise BadInput(
                mark("This is after the event. Choose an earlier date."),
                field=f"{field}.{position}.book_by_on",
            )


def store_answers(
    uow: UnitOfWork,
    event: ParticipationEvent,
    wanted: Sequence[ThresholdAnswerCreate],
    stored: Mapping[Threshold, ThresholdAnswer],
) -> None:
    """Stores what was answered about an event; what says the same as before is left alone.

    Records ThresholdNeeded for each answer that now says what must be arranged, and ThresholdSettled for each that
    no longer does.

    Args:
        stored: the answers that the event has, by question.
    """
    for asked in wanted:
        row, said = stored.get(asked.question), said_in(asked)
        if said == said_in(row):
            continue
        if row is None:
            row = _new_answer(uow, event.id, asked.question)
        store_said(uow, row, said, uow.viewer.user_id)


def store_said(uow: UnitOfWork, row: ThresholdAnswer, said: Said, by_id: UUID | None) -> None:
    """Lets one answer say something else.

    Records ThresholdNeeded or ThresholdSettled, where it must be arranged or no longer.

    Args:
        by_id: who says so; None leaves the name of who answered before.
    """
    had_to = row.state == AnswerState.TO_ARRANGE
    if said.state == AnswerState.TO_ARRANGE and not had_to:
        row.follow_up_id = new_id()  # the one of before is closed, and stays so
    row.state, row.detail, row.reason, row.book_by_on = said.state, said.detail, said.reason, said.book_by_on
    row.answered_by_id, row.answered_at = by_id or row.answered_by_id, uow.now
    touch(row, uow.now)
    uow.session.add(row)
    uow.session.flush()
    if said.state == AnswerState.TO_ARRANGE:
        uow.record(ThresholdNeeded(row.id))
    elif had_to:
        uow.record(ThresholdSettled(row.id, row.follow_up_id))


def _new_answer(uow: UnitOfWork, event_id: UUID, question: Threshold) -> ThresholdAnswer:
    assert uow.viewer.user_id is not None, "only somebody who is signed in answers"
    return ThresholdAnswer(
        event_id=event_id,
        question=question,
        state=NOTHING.state,
        version=0,
        answered_by_id=uow.viewer.user_id,
        answered_at=uow.now,
        created_at=uow.now,
        changed_at=uow.now,
    )
