"""Signals for people: the list of matters, the story of each, and the forms to carry it on."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import READERS, TEAM
from crm.accounts.queries import colleagues, names_of
from crm.clock import city_date
from crm.contacts.words import PEOPLE, TOPICS
from crm.errors import BereikError, Conflict, VersionConflict
from crm.parties.queries import party_labels
from crm.signals import queries, service
from crm.signals.loop import days_to_answer, steps
from crm.signals.models import Signal
from crm.signals.schemas import (
    SignalAnswer,
    SignalCreate,
    SignalFilter,
    SignalJoin,
    SignalMove,
    SignalReassign,
    SignalToldBack,
    SignalUpdate,
)
from crm.signals.words import STATES
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.viewer import Role
from crm.web.forms import Form, SubmittedForm, filled_form
from crm.web.render import page, paged, redirect

router = APIRouter(prefix="/signals")
HERE = "/signals"
WORDS: dict[str, Any] = {"themes": TOPICS, "states": STATES, "people": PEOPLE}


@router.get("", dependencies=[READERS])
def list_signals(request: Request, uow: Reading, wanted: Annotated[SignalFilter, Query()]) -> Response:
    """Signals in tabs by state; joined ones stand under the one that leads."""
    found = queries.signals(uow.session, uow.viewer, wanted, uow.today)
    rows = [matter.signal for matter in found.items]
    return page(
        request,
        "signals/list.html",
        nav="signals",
        found=paged(request, found),
        form=filled_form(request, wanted.model_dump()),
        wanted=wanted,
        choices=queries.choices(uow.session, uow.viewer),
        colleagues=colleagues(uow.session, uow.viewer, uow.today),
        owners=names_of(uow.session, uow.viewer, {row.owner_id for row in rows}),
        services=party_labels(uow.session, uow.viewer, {row.service_id for row in rows}),
        today=uow.today,
        may_write=_may_write(uow),
        **WORDS,
    )


@router.get("/new", dependencies=[TEAM])
def capture_signal_form(request: Request, uow: Reading) -> Response:
    """The page to note a signal on; it says first what does not belong here."""
    return _new_page(request, uow, filled_form(request, {"heard_on": uow.today}))


@router.post("/new", dependencies=[TEAM])
def capture_signal(request: Request, uow: Writing, form: SubmittedForm) -> Response:
    """Stores a signal and shows it."""
    wanted = form.parse(SignalCreate)
    if wanted is not None:
        try:
            captured = service.capture_signal(uow, wanted)
        except BereikError as error:
            form.add_error(error)
        else:
            return redirect(f"{HERE}/{captured.id}", "saved")
    return _new_page(request, uow, form, status=422)


@router.get("/{key}", dependencies=[READERS])
def show_signal(request: Request, uow: Reading, key: UUID) -> Response:
    """One signal: its story, what was answered, and what can be done next."""
    return _detail_page(request, uow, key, {})


@router.get("/{key}/edit", dependencies=[TEAM])
def update_signal_form(request: Request, uow: Reading, key: UUID) -> Response:
    """The page to edit a signal on."""
    stored = queries.signal(uow.session, uow.viewer, key)
    return _edit_page(request, uow, key, filled_form(request, stored.model_dump()))


@router.post("/{key}/edit", dependencies=[TEAM])
def update_signal(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Changes what a signal says; where a colleague was first, both versions are shown."""
    wanted = form.parse(SignalUpdate)
    if wanted is None:
        return _edit_page(request, uow, key, form, status=422)
    try:
        service.update_signal(uow, key, wanted)
    except VersionConflict:
        return _edit_page(request, uow, key, form, status=409, theirs=True)
    except BereikError as error:
        form.add_error(error)
        return _edit_page(request, uow, key, form, status=422)
    return redirect(f"{HERE}/{key}", "saved")


@router.post("/{key}/reassign", dependencies=[TEAM])
def reassign_signal(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Gives a signal another owner, or asks another service."""
    wanted = form.parse(SignalReassign)
    command = None if wanted is None else (lambda: service.reassign_signal(uow, key, wanted))
    return _carry_out(request, uow, key, form, "reassign", command, "saved")


@router.post("/{key}/move", dependencies=[TEAM])
def move_signal(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Gives a signal another day by which an answer is wanted."""
    wanted = form.parse(SignalMove)
    command = None if wanted is None else (lambda: service.move_signal(uow, key, wanted.answer_by))
    return _carry_out(request, uow, key, form, "move", command, "moved")


@router.post("/{key}/answer", dependencies=[TEAM])
def answer_signal(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Notes the answer, on every signal of the matter."""
    wanted = form.parse(SignalAnswer)
    command = None if wanted is None else (lambda: service.answer_signal(uow, key, wanted.answer))
    return _carry_out(request, uow, key, form, "answer", command, "answered")


@router.post("/{key}/tell-back", dependencies=[TEAM])
def tell_back(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Closes the loop, for every signal of the matter."""
    wanted = form.parse(SignalToldBack)
    command = None if wanted is None else (lambda: service.tell_back(uow, key, wanted.how))
    return _carry_out(request, uow, key, form, "tell_back", command, "told_back")


@router.post("/{key}/join", dependencies=[TEAM])
def join_signals(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Joins a signal to another one that says the same."""
    wanted = form.parse(SignalJoin)
    command = None if wanted is None else (lambda: service.join_signals(uow, key, wanted.to_id))
    return _carry_out(request, uow, key, form, "join", command, "joined")


def _carry_out(
    request: Request,
    uow: UnitOfWork,
    key: UUID,
    form: Form,
    name: str,
    command: Callable[[], Signal] | None,
    said: str,
) -> Response:
    """Runs the command and goes on to the signal that leads; otherwise the page again, with what was typed."""
    status = 422
    if command is not None:
        try:
            lead = command()
        except BereikError as error:
            form.add_error(error)
            status = 409 if isinstance(error, Conflict) else error.status
            if status == 404:
                raise
        else:
            return redirect(form.back(f"{HERE}/{lead.id}"), said)
    return _detail_page(request, uow, key, {name: form}, status=status)


def _may_write(uow: UnitOfWork) -> bool:
    return uow.viewer.has_role(Role.CONSULTANT)


def _new_page(request: Request, uow: UnitOfWork, form: Form, status: int = 200) -> Response:
    return page(
        request,
        "signals/new.html",
        nav="signals",
        status=status,
        form=form,
        choices=queries.choices(uow.session, uow.viewer),
        **WORDS,
    )


def _edit_page(
    request: Request, uow: UnitOfWork, key: UUID, form: Form, status: int = 200, theirs: bool = False
) -> Response:
    stored = queries.signal(uow.session, uow.viewer, key)
    return page(
        request,
        "signals/edit.html",
        nav="signals",
        status=status,
        form=form,
        signal=stored,
        has_conflict=theirs,
        choices=queries.choices(uow.session, uow.viewer),
        **WORDS,
    )


def _detail_page(
    request: Request, uow: UnitOfWork, key: UUID, forms: dict[str, Form], status: int = 200
) -> Response:
    """`forms` holds the one that was just submitted; the others show what is stored."""
    detail = queries.signal_detail(uow.session, uow.viewer, key)
    row, may_write = detail.signal, _may_write(uow)
    asked_on, answered_on, told_back_on = (
        None if at is None else city_date(at) for at in (row.asked_at, row.answered_at, row.told_back_at)
    )
    stored = {
        "answer": filled_form(request, {"answer": row.answer}),
        "tell_back": filled_form(request, {}),
        "join": filled_form(request, {}),
        "move": filled_form(request, {"answer_by": row.answer_by}),
        "reassign": filled_form(request, {"owner_id": row.owner_id, "service_id": row.service_id}),
    }
    choices = queries.choices(uow.session, uow.viewer)
    return page(
        request,
        "signals/detail.html",
        nav="signals",
        status=status,
        signal=row,
        contact_happened_at=detail.contact_happened_at,
        joined=detail.joined,
        story=steps(row.heard_on, asked_on, answered_on, told_back_on),
        days_waited=days_to_answer(row.heard_on, answered_on),
        forms=stored | forms,
        names=names_of(uow.session, uow.viewer, {row.owner_id, *(one.owner_id for one in detail.joined)}),
        services=party_labels(uow.session, uow.viewer, {row.service_id}),
        neighbourhoods={one.id: one.name for one in choices.neighbourhoods},
        groups={one.id: one for one in choices.groups},
        choices=choices,
        joinable=queries.joinable_signals(uow.session, uow.viewer, key) if may_write else [],
        colleagues=colleagues(uow.session, uow.viewer, uow.today) if may_write else [],
        today=uow.today,
        may_write=may_write,
        **WORDS,
    )
