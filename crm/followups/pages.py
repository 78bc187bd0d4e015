"""Follow-ups for people: the team's list, and the commands that Today and other pages offer."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import TEAM
from crm.accounts.queries import colleagues, names_of
from crm.errors import BereikError
from crm.followups import queries, service
from crm.followups.schemas import FollowUpCreate, FollowUpFilter, FollowUpHandOver, FollowUpMove
from crm.parties.queries import party_labels
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.forms import BACK, Form, SubmittedForm, filled_form, own_path
from crm.web.render import page, paged, redirect

router = APIRouter(prefix="/follow-ups", dependencies=[TEAM])
HERE = "/follow-ups"


@router.get("")
def list_follow_ups(request: Request, uow: Reading, wanted: Annotated[FollowUpFilter, Query()]) -> Response:
    """Follow-ups by owner and state: the viewer's own, until somebody else or everybody is chosen."""
    if not {"owner_id", "party_id"} & set(request.query_params):
        wanted = wanted.model_copy(update={"owner_id": uow.viewer.user_id})
    found = queries.follow_ups(uow.session, uow.viewer, wanted)
    return page(
        request,
        "followups/list.html",
        nav="follow_ups",
        found=paged(request, found),
        wanted=wanted,
        form=filled_form(request, {"owner_id": wanted.owner_id}),
        colleagues=colleagues(uow.session, uow.viewer, uow.today),
        owners=names_of(uow.session, uow.viewer, {row.owner_id for row in found.items}),
        parties=party_labels(uow.session, uow.viewer, {row.party_id for row in found.items}),
        today=uow.today,
    )


@router.get("/new")
def follow_up_form(request: Request, uow: Reading, party_id: UUID | None = None) -> Response:
    """The page to plan something on."""
    form = filled_form(request, {"party_id": party_id, "owner_id": uow.viewer.user_id, "due_on": uow.today})
    return _form_page(request, uow, form)


@router.post("/new")
def plan_follow_up(request: Request, uow: Writing, form: SubmittedForm) -> Response:
    """Plans something to do and goes back to where it was asked."""
    wanted = form.parse(FollowUpCreate)
    if wanted is not None:
        try:
            service.plan_follow_up(uow, wanted)
        except BereikError as error:
            form.add_error(error)
        else:
            return redirect(form.back(HERE), "planned")
    return _form_page(request, uow, form, status=422)


@router.post("/{key}/done")
def complete_follow_up(uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Marks a follow-up as done."""
    service.complete_follow_up(uow, key)
    return redirect(form.back(HERE), "done")


@router.post("/{key}/drop")
def drop_follow_up(uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Takes a follow-up off the list."""
    service.drop_follow_up(uow, key)
    return redirect(form.back(HERE), "dropped")


@router.get("/{key}/change")
def change_follow_up_form(request: Request, uow: Reading, key: UUID, back: str = HERE) -> Response:
    """The page to move a follow-up, hand it over or drop it on."""
    found = queries.follow_up(uow.session, uow.viewer, key)
    form = filled_form(request, {"due_on": found.due_on, "owner_id": found.owner_id, BACK: own_path(back)})
    return _change_page(request, uow, key, form)


@router.post("/{key}/move")
def move_follow_up(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Gives a follow-up another date."""
    wanted = form.parse(FollowUpMove)
    if wanted is None:
        return _change_page(request, uow, key, form, status=422)
    service.move_follow_up(uow, key, wanted.due_on)
    return redirect(form.back(HERE), "moved")


@router.post("/{key}/hand-over")
def hand_over_follow_up(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Gives a follow-up to a colleague."""
    wanted = form.parse(FollowUpHandOver)
    if wanted is not None:
        try:
            service.hand_over_follow_up(uow, key, wanted.owner_id)
        except BereikError as error:
            form.add_error(error)
        else:
            return redirect(form.back(HERE), "handed_over")
    return _change_page(request, uow, key, form, status=422)


def _form_page(request: Request, uow: UnitOfWork, form: Form, status: int = 200) -> Response:
    team = colleagues(uow.session, uow.viewer, uow.today)
    try:
        chosen = {UUID(form.value("party_id"))}
    except ValueError:  # none, or no id: the field's own error says so
        chosen = set()
    party = party_labels(uow.session, uow.viewer, chosen)
    return page(
        request,
        "followups/form.html",
        nav="follow_ups",
        status=status,
        form=form,
        colleagues=team,
        parties=party,
    )


def _change_page(request: Request, uow: UnitOfWork, key: UUID, form: Form, status: int = 200) -> Response:
    return page(
        request,
        "followups/change.html",
        nav="follow_ups",
        status=status,
        form=form,
        follow_up=queries.follow_up(uow.session, uow.viewer, key),
        colleagues=colleagues(uow.session, uow.viewer, uow.today),
    )
