"""Attendance for people: the form after an event, the table by kind, and the events behind a figure."""

import re
from itertools import groupby
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.access import may_see_all_events
from crm.accounts.guards import SIGNED_IN
from crm.agenda.attendance import answers, queries, service
from crm.agenda.attendance.api import NOTERS
from crm.agenda.attendance.comparison import LEAST_EVENTS
from crm.agenda.attendance.disclosure import LEAST_ANSWERS
from crm.agenda.attendance.models import Attendance
from crm.agenda.attendance.queries import OfferedGroups, offered_groups
from crm.agenda.attendance.schemas import AttendanceForm, CountedEventFilter
from crm.agenda.attendance.words import ASKED_HOW, COUNTINGS
from crm.agenda.checking import last_on
from crm.agenda.models import ParticipationEvent
from crm.agenda.observances.windows import CITY_ZONE
from crm.agenda.queries import neighbourhoods, visible_event
from crm.agenda.terms import EVENT_KINDS
from crm.errors import BereikError, VersionConflict
from crm.i18n import translate
from crm.parties.words import DIMENSIONS
from crm.text import mark
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.forms import BACK, Form, SubmittedForm, filled_form, own_path
from crm.web.render import page, paged, redirect

router = APIRouter(prefix="/events", dependencies=[SIGNED_IN])
FIELDS = {
    "counting": mark("How do you know?"),
    "total": mark("How many people came?"),
    "answered": mark("Of how many people do you have an answer?"),
    "asked_how": mark("How were they asked?"),
}
"""The fields of the form and what they ask; groups come after them."""
_ERROR_OF_GROUP = re.compile(r"counts\.(\d+)\.\w+")


@router.get("/attendance")
def show_attendance_by_kind(request: Request, uow: Reading) -> Response:
    """Past events by kind: how many came at good moments and at bad ones. Never by organiser or colleague."""
    return page(
        request,
        "agenda/attendance_by_kind.html",
        nav="events",
        rows=answers.say_by_kind(uow.session, uow.viewer, uow.now, request.state.language),
        least_events=LEAST_EVENTS,
    )


@router.get("/attendance/events")
def list_counted_events(
    request: Request, uow: Reading, wanted: Annotated[CountedEventFilter, Query()]
) -> Response:
    """The events behind a figure, by month."""
    found = queries.counted_events(uow.session, uow.viewer, wanted, uow.now)
    places = {place.id: place.name for place in neighbourhoods(uow.session, uow.viewer)}
    return page(
        request,
        "agenda/counted_events.html",
        nav="events",
        found=paged(request, found),
        months=[list(rows) for _, rows in groupby(found.items, _month)],
        wanted=wanted,
        place=places.get(wanted.neighbourhood_id) if wanted.neighbourhood_id else None,
        is_partial=not may_see_all_events(uow.viewer),
        places=places,
        kinds=EVENT_KINDS,
        countings=COUNTINGS,
        last_on=last_on,
    )


@router.get("/{key}/attendance", dependencies=[NOTERS])
def attendance_form(request: Request, uow: Reading, key: UUID, back: str = "") -> Response:
    """The page to note on who came."""
    event = visible_event(uow.session, uow.viewer, key)
    service.check_may_note(uow, event)
    return _form_page(
        request,
        uow,
        event,
        filled_form(request, _stored_values(uow, key) | {BACK: own_path(back) if back else ""}),
    )


@router.post("/{key}/attendance", dependencies=[NOTERS])
def note_attendance(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Keeps who came; where a colleague was first, both versions are shown."""
    event = visible_event(uow.session, uow.viewer, key)
    service.check_may_note(uow, event)
    wanted = form.parse(AttendanceForm)
    if wanted is not None:
        try:
            service.note_attendance(uow, key, wanted)
        except VersionConflict:
            return _conflict_page(request, uow, event, form)
        except BereikError as error:
            form.add_error(error)
        else:
            return redirect(form.back(f"/events/{key}"), "saved")
    return _form_page(request, uow, event, form, status=422)


def _month(row: queries.CountedEvent) -> str:
    return row.event.starts_at.astimezone(CITY_ZONE).strftime("%Y-%m")


def _stored_values(uow: UnitOfWork, key: UUID) -> dict[str, object]:
    """What the form shows of what was noted, as it was noted."""
    found = queries.attendances_of(uow.session, uow.viewer, [key]).get(key)
    if found is None:
        return {"counting": "counted"}
    return _noted_values(found, queries.counts_to_edit(uow.session, uow.viewer, found))


def _noted_values(found: Attendance, counts: dict[UUID, int]) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(found, name) for name in FIELDS}
    values |= {_name(group_id): count for group_id, count in counts.items()}
    return values | {"version": found.version}


def _form_page(
    request: Request,
    uow: UnitOfWork,
    event: ParticipationEvent,
    form: Form,
    status: int = 200,
    **context: Any,
) -> Response:
    language: str = request.state.language
    groups = offered_groups(uow.session, uow.viewer)
    _place_errors(form, groups)
    return page(
        request,
        "agenda/attendance_form.html",
        nav="events",
        status=status,
        form=form,
        event=event,
        back=form.back(f"/events/{event.id}"),
        dimensions=_by_dimension(groups, form, language),
        city_wide_only=[group.name(language) for group in groups.city_wide_only],
        countings=[(each.value, translate(language, text).capitalize()) for each, text in COUNTINGS.items()],
        asked_how=[(each.value, translate(language, text)) for each, text in ASKED_HOW.items()],
        least_answers=LEAST_ANSWERS,
        last_on=last_on,
        **{"conflict_rows": [], **context},
    )


def _conflict_page(request: Request, uow: UnitOfWork, event: ParticipationEvent, typed: Form) -> Response:
    """The form as it was typed beside what is stored; saved again it overwrites what is shown."""
    language: str = request.state.language
    stored = filled_form(request, _stored_values(uow, event.id))
    groups = offered_groups(uow.session, uow.viewer)
    labels = {name: translate(language, text) for name, text in FIELDS.items()}
    labels |= {_name(group.id): group.name(language) for group in groups.offered}
    words = {each.value: translate(language, text) for each, text in (*COUNTINGS.items(), *ASKED_HOW.items())}
    rows = [
        (label, words.get(yours, yours), words.get(theirs, theirs))
        for name, label in labels.items()
        if (yours := typed.value(name)) != (theirs := stored.value(name))
    ]
    kept: dict[str, object] = {name: typed.value(name) for name in (*labels, BACK)}
    again = filled_form(request, kept | {"version": stored.value("version")})
    return _form_page(request, uow, event, again, status=409, conflict_rows=rows)


def _name(group_id: UUID) -> str:
    """The name of the field that counts a group."""
    return f"counts.{group_id}.count"


def _by_dimension(groups: OfferedGroups, form: Form, language: str) -> list[dict[str, Any]]:
    """The groups under what they are drawn along: each with its field; open where something is filled in."""
    found = []
    for dimension, rows in groupby(groups.offered, lambda group: group.dimension):
        fields = [(group.id, _name(group.id), group.name(language)) for group in rows]
        found.append(
            {
                "name": translate(language, DIMENSIONS[dimension]),
                "fields": fields,
                "filled": sum(bool(form.value(name)) for _, name, _ in fields),
            }
        )
    return found


def _place_errors(form: Form, groups: OfferedGroups) -> None:
    """Puts what is wrong with the n-th count beside the field of its group: empty fields were not sent on."""
    filled = [_name(group.id) for group in groups.offered if form.value(_name(group.id)).strip()]
    for name in list(form.errors):
        found = _ERROR_OF_GROUP.fullmatch(name)
        if found and int(found[1]) < len(filled):
            form.errors[filled[int(found[1])]] = form.errors.pop(name)
