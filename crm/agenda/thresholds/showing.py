"""What the pages of an event show of the threshold check: its card, its form, and who can invite along."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import Request

from crm.accounts.access import may_read_contacts
from crm.agenda.models import EventState, ParticipationEvent
from crm.agenda.queries import EventView
from crm.agenda.thresholds import queries
from crm.agenda.thresholds.booking import last_booking_on
from crm.agenda.thresholds.co_inviters import say_reason
from crm.agenda.thresholds.models import AnswerState, Threshold
from crm.agenda.thresholds.queries import ThresholdCheck
from crm.agenda.thresholds.questions import QUESTIONS, STATES, STATES_AFTERWARDS
from crm.clock import city_date
from crm.unit_of_work import UnitOfWork
from crm.web.forms import Form

PLANNED, ANSWERED = "thresholds", "answers"
"""What the list of answers is called in the form of a new event, and in the form of its own."""

_PARTS = ("question", "state", "detail", "reason", "book_by_on", "version")


def field_names(prefix: str) -> list[str]:
    """Every field of the questions in a form."""
    return [f"{prefix}.{position}.{part}" for position in range(len(Threshold)) for part in _PARTS]


def stored_fields(check: ThresholdCheck, prefix: str) -> dict[str, object]:
    """What a form shows of stored answers; a date that nobody chose stays empty, so that it follows the event."""
    values: dict[str, object] = {}
    for position, line in enumerate(check.lines):
        shown = {part: getattr(line, part) for part in _PARTS}
        shown["book_by_on"] = line.own_date_on
        values |= {f"{prefix}.{position}.{part}": value for part, value in shown.items()}
    return values


def question_parts(form: Form, prefix: str, event: ParticipationEvent | None = None) -> Mapping[str, Any]:
    """What the questions in a form need: their words, and until when each can be booked where the day is known."""
    looked_at = [form.value(f"{prefix}.{position}.state") for position in range(len(Threshold))]
    return {
        "questions": QUESTIONS,
        "states": STATES,
        "last_days": {} if event is None else _last_days(city_date(event.starts_at)),
        "is_answering": bool({*looked_at} - {"", AnswerState.NOT_LOOKED_AT.value})
        or any(name.startswith(f"{prefix}.") for name in form.errors),
    }


def _last_days(event_on: date) -> dict[Threshold, date]:
    return {question: last_booking_on(question, event_on) for question in Threshold}


def event_parts(request: Request, uow: UnitOfWork, view: EventView) -> Mapping[str, Any]:
    """What the page of an event shows: the answers, and for an event still to come who can invite along."""
    language: str = request.state.language
    is_over = view.event.ends_at < uow.now
    is_coming = view.event.state == EventState.PLANNED and not is_over
    found = queries.co_inviters(uow.session, uow.viewer, view, uow.today, language) if is_coming else []
    return {
        "thresholds": queries.threshold_check(uow.session, uow.viewer, view.event, uow.today),
        "questions": QUESTIONS,
        "states": STATES_AFTERWARDS if is_over else STATES,
        "co_inviters": [(one, [say_reason(reason, language) for reason in one.reasons]) for one in found],
        "shows_contacts": may_read_contacts(uow.viewer),
    }
