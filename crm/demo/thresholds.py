"""What was answered about the moments of the stories, and about parents' evenings that are over: can everybody come in?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from crm.agenda.attendance.models import Attendance
from crm.agenda.models import ParticipationEvent
from crm.agenda.thresholds.models import AnswerState, Threshold, ThresholdAnswer
from crm.demo.draft import Draft, instant

T, STATE = Threshold, AnswerState


@dataclass(frozen=True)
class Answered:
    """One answer; `book_in_days` is the last booking date where the organiser chose one, from today."""

    question: Threshold
    state: AnswerState
    said: str | None = None
    book_in_days: int | None = None


STORIES: dict[str, tuple[Answered, ...]] = {
    "Ouderavond Arsenaal": (
        Answered(T.LANGUAGE, STATE.TO_ARRANGE, "Arabisch"),
        Answered(T.CHILDCARE, STATE.TO_ARRANGE, "in de turnzaal, voor 10 kinderen"),
        Answered(T.STEP_FREE, STATE.IN_ORDER, "De school ligt gelijkvloers."),
        Answered(T.PRICE, STATE.NOT_NEEDED, "Het is gratis."),
    ),
    "Buurtbarbecue": (
        Answered(T.STEP_FREE, STATE.TO_ARRANGE, "een toegankelijk toilet in het park"),
        Answered(T.PRICE, STATE.IN_ORDER, "Je betaalt wat je kan."),
    ),
    "Inspraak Nekkerspoel": (Answered(T.LANGUAGE, STATE.TO_ARRANGE, "Aramees en Arabisch"),),
    # The interpreters of March are asked for early: this one stands on Nora's Today.
    "Infomarkt wonen": (
        Answered(T.LANGUAGE, STATE.TO_ARRANGE, "Arabisch en Turks", book_in_days=3),
        Answered(T.CHANNEL, STATE.IN_ORDER, "Buurthuis De Locomotief vertelt het verder."),
        Answered(T.DIGITAL, STATE.IN_ORDER, "Je kan ook bellen."),
    ),
    "Iftar op het plein": (
        Answered(T.PRICE, STATE.IN_ORDER, "Het is gratis."),
        Answered(T.PLACE, STATE.IN_ORDER, "Op het plein, iedereen komt er voorbij."),
    ),
}
PARENTS_EVENING = (
    Answered(T.LANGUAGE, STATE.IN_ORDER, "Arabisch en Turks"),
    Answered(T.STEP_FREE, STATE.IN_ORDER),
    Answered(T.CHILDCARE, STATE.NOT_NEEDED, "De kinderen kwamen mee."),
)


def add_thresholds(draft: Draft) -> None:
    """Adds the answers, each of the organiser, on the day after planning."""
    noted = {row.event_id for row in draft.rows[Attendance] if isinstance(row, Attendance)}
    for event in draft.rows[ParticipationEvent]:
        assert isinstance(event, ParticipationEvent)
        if event.title in STORIES:
            _answer(draft, event, STORIES[event.title])
        elif event.title.startswith("Ouderavond") and event.id in noted:
            _answer(draft, event, PARENTS_EVENING)


def _answer(draft: Draft, event: ParticipationEvent, answers: Sequence[Answered]) -> None:
    at = min(event.created_at + timedelta(days=1), instant(draft.today, 8))
    for one in answers:
        is_refused = one.state is STATE.NOT_NEEDED
        days = one.book_in_days
        draft.add(
            ThresholdAnswer(
                **draft.born_versioned(at),
                event_id=event.id,
                question=one.question,
                state=one.state,
                detail=None if is_refused else one.said,
                reason=one.said if is_refused else None,
                book_by_on=None if days is None else draft.today + timedelta(days=days),
                follow_up_id=draft.key(at),
                answered_by_id=event.organiser_id,
                answered_at=at,
            )
        )
