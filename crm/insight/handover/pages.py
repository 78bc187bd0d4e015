"""*Overdracht*: what to do before a mandate ends or a colleague leaves."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from crm.accounts import service as accounts
from crm.accounts.access import may_log, may_note_leaving
from crm.accounts.guards import LEADERS, READERS
from crm.accounts.queries import colleagues
from crm.errors import BereikError
from crm.insight.handover import service
from crm.insight.handover.reading import handover_reading, leaving_colleague
from crm.insight.handover.schemas import HandOverCreate, LeavingCreate
from crm.insight.report import reach_report
from crm.insight.words import title_of
from crm.parties.words import PERSON_ROLES
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.forms import Form, SubmittedForm, filled_form
from crm.web.render import page, redirect

router = APIRouter(prefix="/reach/handover", dependencies=[READERS])
HERE = "/reach/handover"


@router.get("")
def show_handover(request: Request, uow: Reading) -> Response:
    """Who leaves, what falls away, and what to do before."""
    return _page(request, uow, filled_form(request, {}))


@router.post("", dependencies=[LEADERS])
def note_leaving(request: Request, uow: Writing, form: SubmittedForm) -> Response:
    """Notes from which date on a colleague is no longer in the team."""
    wanted = form.parse(LeavingCreate)
    if wanted is not None:
        try:
            accounts.note_leaving(uow, wanted.user_id, wanted.left_on)
        except BereikError as error:
            form.add_error(error)
        else:
            return redirect(HERE, "leaving_noted")
    return _page(request, uow, form, status=422)


@router.post("/{key}/undo", dependencies=[LEADERS])
def withdraw_leaving(uow: Writing, key: UUID) -> Response:
    """Takes that date back; not once it has come."""
    accounts.withdraw_leaving(uow, key)
    return redirect(HERE, "stays")


@router.get("/{key}")
def hand_over_all_form(request: Request, uow: Reading, key: UUID) -> Response:
    """The page to hand over what a leaving colleague has in hand."""
    return _hand_over_page(request, uow, key, filled_form(request, {}))


@router.post("/{key}")
def hand_over_all(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Gives what a leaving colleague has in hand to another: everything, or what is ticked."""
    wanted = form.parse(HandOverCreate)
    if wanted is not None:
        try:
            service.hand_over_all(uow, key, wanted)
        except BereikError as error:
            if error.field is None:
                raise
            form.add_error(error)
        else:
            return redirect(HERE, "all_handed_over")
    return _hand_over_page(request, uow, key, form, status=422)


def _page(request: Request, uow: UnitOfWork, form: Form, status: int = 200) -> Response:
    report = reach_report(uow.session, uow.viewer, uow.today)
    return page(
        request,
        "insight/handover.html",
        nav="reach",
        status=status,
        form=form,
        handover=handover_reading(uow.session, uow.viewer, report),
        title=partial(title_of, request.state.language),
        roles=PERSON_ROLES,
        may_note=may_note_leaving(uow.viewer),
        may_ask=may_log(uow.viewer),
        colleagues=[one for one in colleagues(uow.session, uow.viewer, uow.today) if one.left_on is None],
    )


def _hand_over_page(request: Request, uow: UnitOfWork, key: UUID, form: Form, status: int = 200) -> Response:
    leaver = leaving_colleague(uow.session, uow.viewer, key, uow.today)
    return page(
        request,
        "insight/hand_over.html",
        nav="reach",
        status=status,
        form=form,
        leaver=leaver,
        colleagues=[one for one in colleagues(uow.session, uow.viewer, uow.today) if one.left_on is None],
    )
