"""Signals of the demo city, in every state: open, answered, told back and withdrawn."""

from datetime import timedelta
from uuid import UUID

from crm.contacts.models import Topic
from crm.demo.colleagues import CONSULTANTS
from crm.demo.draft import Draft, Told, instant
from crm.demo.groups import CITY_WIDE_ONLY
from crm.demo.phrases import ANSWERS, NEEDS, TOLD_BACK
from crm.signals.models import Signal, SignalState

SIGNALS = 42
SERVICE_OF = {
    Topic.HOUSING: "Dienst Wonen",
    Topic.EDUCATION: "Dienst Onderwijs",
    Topic.WORK: "Dienst Werk en Ondernemen",
    Topic.MEETING: "Dienst Participatie",
    Topic.SERVICES: "Dienst Burgerzaken",
    Topic.ACCESSIBILITY: "Dienst Toegankelijkheid en Gebouwen",
}
ANSWER_WITHIN_DAYS = 21


def add_signals(draft: Draft) -> None:
    """Makes signals of some contacts of the last fifteen months, the older ones further on their way."""
    fit = [
        told
        for told in draft.told
        if 2 <= (draft.today - told.on).days <= 450
        and told.colleagues[0] in CONSULTANTS
        and told.moment.signal_theme is None
        and (told.circle is None or told.circle.has_voice)
    ]
    for told in sorted(draft.chance.sample(fit, SIGNALS), key=lambda each: each.moment.happened_at):
        topic = Topic(told.moment.topics[0])
        signal = make_signal(draft, told, topic, draft.pick(NEEDS[topic]), SERVICE_OF[topic])
        _bring_along(draft, signal, topic, (draft.today - told.on).days)


def make_signal(draft: Draft, told: Told, theme: Topic, text: str, service: str) -> Signal:
    """The open signal of a contact, which says itself that it is one. Its group is the only one that was there."""
    moment, service_id = told.moment, draft.circles[service].party.id
    answer_by = told.on + timedelta(days=ANSWER_WITHIN_DAYS)
    moment.signal_theme, moment.signal_service_id, moment.signal_answer_by = theme, service_id, answer_by
    group = _only_group(draft, told)
    return draft.add(
        Signal(
            **draft.born_versioned(moment.created_at),
            contact_id=moment.id,
            owner_id=moment.author_id,
            theme=theme,
            text=text,
            people_band=moment.people_band,
            neighbourhood_id=None if group in CITY_WIDE_ONLY else moment.neighbourhood_id,
            group_id=None if group is None else draft.groups[group],
            group_itself_heard=moment.group_itself_heard,
            service_id=service_id,
            asked_at=moment.created_at,
            heard_on=told.on,
            answer_by=answer_by,
        )
    )


def _only_group(draft: Draft, told: Told) -> str | None:
    """The group that the organisations and communities there carry; None where it is none or several."""
    present: set[UUID] = {party.id for party in told.parties}
    carried = {
        group for circle in draft.circles.values() if circle.party.id in present for group in circle.groups
    }
    return carried.pop() if len(carried) == 1 else None


def answer(signal: Signal, text: str, days: int) -> None:
    """Sets that the service answered, so many days after it was heard."""
    signal.state, signal.answer = SignalState.ANSWERED, text
    signal.answered_at = signal.changed_at = instant(signal.heard_on + timedelta(days=days), 14)


def tell_back(signal: Signal, how: str, days: int) -> None:
    """Sets that those who raised it know the answer, so many days after it was heard."""
    signal.state, signal.told_back_how = SignalState.TOLD_BACK, how
    signal.told_back_at = signal.changed_at = instant(signal.heard_on + timedelta(days=days), 11)


def _bring_along(draft: Draft, signal: Signal, topic: Topic, age: int) -> None:
    answered_after = draft.between(5, 28)
    if age < 35 or draft.happens(0.12):
        return
    if draft.happens(0.07):
        signal.state = SignalState.WITHDRAWN
        return
    answer(signal, draft.pick(ANSWERS[topic]), answered_after)
    if age > 60 and draft.happens(0.8):
        tell_back(signal, draft.pick(TOLD_BACK), answered_after + draft.between(2, 20))
