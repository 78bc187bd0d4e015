"""Communities for people: the list and the forms."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import READERS, TEAM
from crm.parties import queries, service
from crm.parties.models import PartyKind
from crm.parties.pages.choices import area_choices, group_choices, network_choices, owner_choices
from crm.parties.pages.records import AnywayForm, RecordForm, list_page
from crm.parties.schemas import CommunityCreate, CommunityFilter, CommunityUpdate
from crm.unit_of_work import Reading, Writing
from crm.web.forms import SubmittedForm, filled_form
from crm.web.render import redirect

router = APIRouter(prefix="/communities")
RECORD = RecordForm(PartyKind.COMMUNITY, network_choices)


class CommunityForm(CommunityCreate, AnywayForm):
    """A new community, as its form sends it."""


@router.get("", dependencies=[READERS])
def list_communities(request: Request, uow: Reading, wanted: Annotated[CommunityFilter, Query()]) -> Response:
    """The list of communities, with search and filters."""
    found = queries.communities(uow.session, uow.viewer, wanted, uow.today)
    choices = {
        "owner_id": owner_choices(uow),
        "group_id": [group[:2] for group in group_choices(request, uow)],
        "neighbourhood_id": area_choices(uow),
    }
    return list_page(request, "parties/communities.html", "communities", found, wanted, choices)


@router.get("/new", dependencies=[TEAM])
def community_form(request: Request, uow: Reading) -> Response:
    """The page to add a community on."""
    return RECORD.show(request, uow, filled_form(request, {"owner_id": uow.viewer.user_id}))


@router.post("/new", dependencies=[TEAM])
def create_community(request: Request, uow: Writing, form: SubmittedForm) -> Response:
    """Adds a community; with similar names only after they were seen."""
    wanted = form.parse(CommunityForm)
    return RECORD.add(request, uow, form, wanted, service.create_community)


@router.get("/{key}/change", dependencies=[TEAM])
def change_community_form(request: Request, uow: Reading, key: UUID) -> Response:
    """The page to change a community on."""
    found = queries.community(uow.session, uow.viewer, key, uow.today)
    stored = {name: getattr(found, name, None) for name in CommunityUpdate.model_fields} | {
        "group_ids": [group.id for group in found.groups],
        "neighbourhood_ids": [area.id for area in found.neighbourhoods],
    }
    return RECORD.show(request, uow, filled_form(request, stored), key=key)


@router.post("/{key}/change", dependencies=[TEAM])
def update_community(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Saves a community; shows both versions where a colleague saved first."""
    wanted = form.parse(CommunityUpdate)
    return RECORD.change(request, uow, form, key, wanted, service.update_community)


@router.post("/{key}/archive", dependencies=[TEAM])
def archive_community(uow: Writing, key: UUID) -> Response:
    """Takes a community off lists and suggestions."""
    service.archive_party(uow, key, RECORD.kind)
    return redirect(f"/communities/{key}", "archived")


@router.post("/{key}/restore", dependencies=[TEAM])
def restore_community(uow: Writing, key: UUID) -> Response:
    """Brings a community back."""
    service.restore_party(uow, key, RECORD.kind)
    return redirect(f"/communities/{key}", "restored")
