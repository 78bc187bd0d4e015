"""The agenda for people: the list, planning with the verdict beside it, an event with its warnings, confirming a date."""

from datetime import timedelta
from itertools import groupby
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.access import may_confirm_dates, may_see_all_events
from crm.accounts.guards import SIGNED_IN
from crm.accounts.queries import names_of
from crm.agenda import queries, service
from crm.agenda.calendars.queries import stored_calendar
from crm.agenda.checking import WARNING_LEVELS, first_on, last_on, to_check
from crm.agenda.history import event_history
from crm.agenda.models import EventState, Flag
from crm.agenda.observances.keys import Level, Observance
from crm.agenda.observances.windows import CITY_ZONE
from crm.agenda.planning import (
    conflict_rows,
    empty_values,
    event_id_of,
    forget_blanks,
    form_choices,
    invitee_choices,
    live_verdict,
    stored_values,
    with_proposal,
    with_version,
)
from crm.agenda.schemas import (
    EventChangeForm,
    EventFilter,
    EventForm,
    EventMove,
    FlagOverrule,
)
from crm.agenda.terms import (
    CALENDARS,
    EVENT_FORMATS,
    EVENT_KINDS,
    PEOPLE,
)
from crm.agenda.verdicts import level_word, observance_name, say_verdict
from crm.errors import BadInput, BereikError, VersionConflict
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.forms import Form, SubmittedForm, filled_form
from crm.web.render import fragment, page, paged, redirect

router = APIRouter(dependencies=[SIGNED_IN])
HERE = "/events"
ONE_YEAR = timedelta(days=365)
WEEKLY = (Observance.JUMUAH, Observance.SHABBAT, Observance.ALEVI_CEM)
TONES = {None: "", "none": "ok", "low": "ok", "medium": "warn", "high": "bad"}
ICONS = {"": "circle-question-mark", "ok": "circle-check", "warn": "triangle-alert", "bad": "circle-x"}
SHARED: dict[str, Any] = {"tones": TONES, "icons": ICONS, "last_on": last_on}


@router.get("/events")
def list_events(request: Request, uow: Reading, wanted: Annotated[EventFilter, Query()]) -> Response:
    """The agenda by month: coming events first, each with its verdict."""
    found = queries.events(uow.session, uow.viewer, wanted, uow.now)
    places = queries.neighbourhoods(uow.session, uow.viewer)
    return page(
        request,
        "agenda/list.html",
        nav="events",
        found=paged(request, found),
        months=[list(rows) for _, rows in groupby(found.items, _month)],
        wanted=wanted,
        form=filled_form(request, wanted.model_dump()),
        neighbourhoods=places,
        places={place.id: place.name for place in places},
        names=names_of(uow.session, uow.viewer, {row.event.organiser_id for row in found.items}),
        words={level.word: level_word(level, request.state.language) for level in Level},
        kinds=EVENT_KINDS,
        **SHARED,
    )


@router.get("/events/new")
def event_form(request: Request, uow: Reading) -> Response:
    """The page to plan a moment on."""
    return _form_page(request, uow, filled_form(request, empty_values()))


@router.post("/events/new")
def plan_event(request: Request, uow: Writing, form: SubmittedForm) -> Response:
    """Plans an event and shows it; a warning does not stand in the way."""
    wanted = form.parse(EventForm)
    if wanted is not None:
        try:
            planned = service.plan_event(uow, wanted)
        except BereikError as error:
            form.add_error(error)
        else:
            return redirect(f"{HERE}/{planned.id}", "planned")
    return _form_page(request, uow, form, status=422)


@router.post("/events/check")
def check_event_fragment(request: Request, uow: Reading, form: SubmittedForm) -> Response:
    """The verdict on what stands in the form: the part beside it for a script, the whole form for a button.

    A button of a better moment moves the form there; nothing is saved.
    """
    if "hx-request" in request.headers:
        verdict = live_verdict(request, uow, form)
        forget_blanks(form)
        return fragment(
            request, "agenda/verdict.html", form=form, verdict=verdict, is_fragment=True, **SHARED
        )
    return _form_page(request, uow, with_proposal(request, form))


@router.post("/events/invitees")
def find_invitees_fragment(request: Request, uow: Reading, form: SubmittedForm) -> Response:
    """Whom to invite: who is ticked, and who the search finds."""
    return fragment(request, "agenda/invitees.html", form=form, **invitee_choices(uow, form))


@router.get("/events/{key}")
def show_event(request: Request, uow: Reading, key: UUID) -> Response:
    """One event: facts, verdict with better moments, decisions and history."""
    return _event_page(request, uow, key, filled_form(request, {}))


@router.get("/events/{key}/change")
def change_event_form(request: Request, uow: Reading, key: UUID) -> Response:
    """The page to edit an event on."""
    view = queries.event(uow.session, uow.viewer, key)
    return _form_page(request, uow, filled_form(request, stored_values(view)))


@router.post("/events/{key}/change")
def update_event(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Saves an edited event; where a colleague was first, both versions are shown."""
    wanted = form.parse(EventChangeForm)
    if wanted is not None:
        try:
            service.update_event(uow, key, wanted)
        except VersionConflict:
            return _conflict_page(request, uow, form, key)
        except BadInput as error:
            form.add_error(error)
        else:
            return redirect(f"{HERE}/{key}", "saved")
    queries.event(uow.session, uow.viewer, key)  # no form for an event that the viewer may not see
    return _form_page(request, uow, form, status=422)


@router.post("/events/{key}/move")
def move_event(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Takes over a better moment with one tap."""
    wanted = form.parse(EventMove)
    if wanted is None:
        return _event_page(request, uow, key, form, status=422)
    service.move_event(uow, key, wanted)
    return redirect(f"{HERE}/{key}", "moved")


@router.post("/events/{key}/cancel")
def cancel_event(uow: Writing, key: UUID) -> Response:
    """Cancels an event."""
    service.cancel_event(uow, key)
    return redirect(f"{HERE}/{key}", "cancelled")


@router.post("/flags/{key}/overrule")
def overrule_flag(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Goes on in spite of a warning, with a reason."""
    wanted = form.parse(FlagOverrule)
    if wanted is None:
        flag = queries.flag(uow.session, uow.viewer, key)
        return _event_page(request, uow, flag.event_id, form, status=422, asked=key)
    flag = service.overrule_flag(uow, key, wanted.reason)
    return redirect(f"{HERE}/{flag.event_id}", "overruled")


def _month(row: queries.EventRow) -> str:
    return row.event.starts_at.astimezone(CITY_ZONE).strftime("%Y-%m")


def _form_page(request: Request, uow: UnitOfWork, form: Form, status: int = 200, **context: Any) -> Response:
    verdict = live_verdict(request, uow, form)
    if status == 200:
        forget_blanks(form)
    key = event_id_of(form)
    return page(
        request,
        "agenda/form.html",
        nav="events",
        status=status,
        form=form,
        verdict=verdict,
        is_fragment=False,
        action=f"{HERE}/{key}/change" if key else f"{HERE}/new",
        back=f"{HERE}/{key}" if key else HERE,
        **{"conflict_rows": [], **form_choices(request, uow, form), **SHARED, **context},
    )


def _conflict_page(request: Request, uow: UnitOfWork, form: Form, key: UUID) -> Response:
    """The form as it was typed, with what is stored beside it; saved again it overwrites what is shown."""
    stored = filled_form(request, stored_values(queries.event(uow.session, uow.viewer, key)))
    rows = conflict_rows(request, uow, form, stored)
    return _form_page(request, uow, with_version(request, form, stored), status=409, conflict_rows=rows)


def _event_page(
    request: Request, uow: UnitOfWork, key: UUID, form: Form, status: int = 200, asked: UUID | None = None
) -> Response:
    view = queries.event(uow.session, uow.viewer, key)
    is_planned = view.event.state == EventState.PLANNED
    flags: dict[str, Flag] = {flag.observance: flag for flag in view.flags}
    verdict = say_verdict(
        to_check(view.event, view.invited_calendars, view.neighbourhood),
        stored_calendar(uow.session, uow.viewer, first=first_on(view.event), last=last_on(view.event)),
        uow.today,
        request.state.language,
    )
    return page(
        request,
        "agenda/event.html",
        nav="events",
        status=status,
        form=form,
        view=view,
        event=view.event,
        verdict=verdict if is_planned else None,
        flags=flags,
        asked=asked,
        history=event_history(view, request.state.language),
        is_planned=is_planned,
        is_past=view.event.ends_at < uow.now,
        may_confirm=may_confirm_dates(uow.viewer),
        may_open_parties=may_see_all_events(uow.viewer),
        warning_levels=WARNING_LEVELS,
        kinds=EVENT_KINDS,
        formats=EVENT_FORMATS,
        tags={**PEOPLE, **CALENDARS},
        celebrates=_celebrated(view.event.celebrates, request.state.language),
        **SHARED,
    )


def _celebrated(key: str | None, language: str) -> str:
    return "" if key is None else observance_name(Observance(key), language)
