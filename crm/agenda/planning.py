"""The form in which an event is planned: its values from a stored event, from a proposal, and the verdict beside it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import Request

from crm.agenda.calendars.queries import stored_calendar
from crm.agenda.checking import last_on, question_to_check
from crm.agenda.models import Precision
from crm.agenda.observances.windows import CITY_ZONE
from crm.agenda.queries import EventView, calendars_of, invitees, neighbourhoods
from crm.agenda.schemas import EventForm, LiveQuestion, TimingQuestion, VerdictRead
from crm.agenda.terms import CALENDARS, CELEBRATIONS, EVENT_FORMATS, EVENT_KINDS, JUDGED, PEOPLE, PRECISIONS
from crm.agenda.verdicts import observance_name, say_verdict
from crm.i18n import translate
from crm.parties.queries import party_labels
from crm.text import mark
from crm.unit_of_work import UnitOfWork
from crm.web.forms import Form, filled_form

# Fields of the form that no schema has: they serve the page alone.
SEARCH, TAKEN_OVER, EVENT_ID, VERSION = "invite_q", "move_to", "event_id", "version"
_KEPT = (*EventForm.model_fields, SEARCH, EVENT_ID, VERSION)
MINUTES = "%H:%M"
YES = mark("yes")
FIELDS: Mapping[str, str] = {
    "title": mark("What is it?"),
    "kind": mark("Kind"),
    "start_on": mark("Date"),
    "start_hour": mark("From"),
    "end_hour": mark("To"),
    "end_on": mark("Last day"),
    "precision": mark("What do you know of the hour?"),
    "place": mark("Place"),
    "neighbourhood_id": mark("Neighbourhood"),
    "audience": mark("For whom?"),
    "invited_ids": mark("Whom do you invite?"),
    "format": mark("What do people do there?"),
    "food": mark("Food and drinks"),
    "is_online": mark("It is online"),
    "is_decision": mark("Something is decided here, once"),
    "celebrates": mark("Is it itself a feast?"),
    "language": mark("Language and interpreters"),
    "programme": mark("Part of a programme"),
    "headcount": mark("How many came?"),
    "note": mark("Note"),
}
"""The fields of the form and what they ask."""


def empty_values() -> dict[str, object]:
    """What the form shows before anything is typed: an evening for everyone."""
    return {
        "precision": Precision.HOUR,
        "kind": "participation_evening",
        "format": "meeting",
        "audience": ["general_public"],
    }


def stored_values(view: EventView) -> dict[str, object]:
    """What the form shows of a stored event, in local dates and hours."""
    event = view.event
    start, end = event.starts_at.astimezone(CITY_ZONE), event.ends_at.astimezone(CITY_ZONE)
    has_hour = event.precision == Precision.HOUR
    values: dict[str, object] = {
        name: getattr(event, name) for name in EventForm.model_fields if hasattr(event, name)
    }
    last = end.date() if has_hour else last_on(event)
    return values | {
        "start_on": start.date(),
        "end_on": last if last != start.date() else None,
        "start_hour": start.strftime(MINUTES) if has_hour else None,
        "end_hour": end.strftime(MINUTES) if has_hour else None,
        "invited_ids": [label.id for label in view.invited],
        EVENT_ID: event.id,
        VERSION: event.version,
    }


def with_proposal(request: Request, form: Form) -> Form:
    """The form at the better moment whose button was pressed, remembering where it came from; else the same form."""
    asked = form.value(TAKEN_OVER)
    question = form.parse(LiveQuestion) if asked else None
    if question is None:
        return form
    try:
        start = datetime.fromisoformat(asked).replace(tzinfo=None)
    except ValueError:
        return form
    values: dict[str, object] = {name: form.values(name) or "" for name in _KEPT}
    return filled_form(request, values | _moved(question, start, form.value("moved_from")))


def _moved(question: TimingQuestion, start: datetime, moved_from: str) -> dict[str, object]:
    last = question.end_on or question.start_on
    moved_last = start.date() + (last - question.start_on)
    was = datetime.combine(question.start_on, question.start_hour or datetime.min.time())
    values: dict[str, object] = {
        "start_on": start.date(),
        "end_on": moved_last if moved_last != start.date() else "",
        "moved_from": moved_from or was.isoformat(timespec="minutes"),
    }
    if question.start_hour is None or question.end_hour is None:
        return values
    length = datetime.combine(last, question.end_hour) - was
    end = start + max(length, timedelta(0))
    return values | {
        "start_hour": start.strftime(MINUTES),
        "end_hour": end.strftime(MINUTES),
        "end_on": end.date() if end.date() != start.date() else "",
    }


def live_verdict(request: Request, uow: UnitOfWork, form: Form) -> VerdictRead | None:
    """The verdict on what stands in the form; None while something is missing, with the errors kept in the form."""
    question = form.parse(LiveQuestion)
    if question is None:
        return None
    return say_verdict(
        question_to_check(question, calendars_of(uow.session, uow.viewer, question.invited_ids)),
        stored_calendar(uow.session, uow.viewer, first=question.start_on, last=question.last_on),
        uow.today,
        request.state.language,
    )


def event_id_of(form: Form) -> UUID | None:
    """The event that the form edits; None where it plans a new one."""
    return _uuid(form.value(EVENT_ID))


def with_version(request: Request, form: Form, stored: Form) -> Form:
    """The form as it was typed, ready to be saved over the stored version."""
    values: dict[str, object] = {name: form.values(name) or "" for name in _KEPT}
    return filled_form(request, values | {VERSION: stored.value(VERSION)})


def conflict_rows(request: Request, uow: UnitOfWork, typed: Form, stored: Form) -> list[tuple[str, str, str]]:
    """What differs between two forms of an event, in words: (field, typed, stored) for the block that shows a conflict."""
    language: str = request.state.language
    ids = [key for form in (typed, stored) for key in map(_uuid, form.values("invited_ids"))]
    names = {str(key): label.name for key, label in party_labels(uow.session, uow.viewer, ids).items()}
    names |= {str(row.id): row.name for row in neighbourhoods(uow.session, uow.viewer)}
    lists: tuple[Mapping[Any, str], ...] = (EVENT_KINDS, EVENT_FORMATS, PRECISIONS, CALENDARS, PEOPLE)
    for terms in (*lists, {"true": YES, "on": YES}):
        names |= {str(value): translate(language, text) for value, text in terms.items()}
    rows = []
    for field, label in FIELDS.items():
        yours, theirs = (
            ", ".join(sorted(names.get(text, text) for text in form.values(field)))
            for form in (typed, stored)
        )
        if yours != theirs:
            rows.append((translate(language, label), yours, theirs))
    return rows


def forget_blanks(form: Form) -> None:
    """Keeps the errors about what was typed; what is not filled in yet is no error while a form is being checked."""
    form.errors = {name: text for name, text in form.errors.items() if form.value(name)}


def form_choices(request: Request, uow: UnitOfWork, form: Form) -> Mapping[str, Any]:
    """The lists that the form offers: kinds, calendars, people, neighbourhoods, and whom to invite."""
    language: str = request.state.language
    offered = {
        tag: name for tag, name in CALENDARS.items() if tag in JUDGED or tag in form.values("audience")
    }
    return {
        "kinds": _options(EVENT_KINDS, language),
        "formats": _options(EVENT_FORMATS, language),
        "precisions": _options(PRECISIONS, language),
        "calendars": _options(offered, language),
        "people": _options(PEOPLE, language),
        "celebrations": [(each.value, observance_name(each, language)) for each in CELEBRATIONS],
        "neighbourhoods": [(row.id, row.name) for row in neighbourhoods(uow.session, uow.viewer)],
        **invitee_choices(uow, form),
    }


def _options(words: Mapping[Any, str], language: str) -> list[tuple[str, str]]:
    return [(str(value), translate(language, text)) for value, text in words.items()]


def invitee_choices(uow: UnitOfWork, form: Form) -> dict[str, Any]:
    """Whom the form offers to invite: who is ticked already, then who the search finds."""
    ticked = party_labels(
        uow.session, uow.viewer, [key for key in map(_uuid, form.values("invited_ids")) if key]
    )
    found = invitees(uow.session, uow.viewer, form.value(SEARCH)[:100])
    return {
        "ticked": sorted(ticked.values(), key=lambda label: label.name),
        "found": [row for row in found if row.id not in ticked],
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
