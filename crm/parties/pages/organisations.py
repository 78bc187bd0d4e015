"""Organisations for people: the list and the forms."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import READERS, TEAM
from crm.parties import queries, service
from crm.parties.models import PartyKind
from crm.parties.pages.choices import area_choices, group_choices, network_choices, owner_choices, words
from crm.parties.pages.records import AnywayForm, RecordForm, list_page
from crm.parties.schemas import OrganisationCreate, OrganisationFilter, OrganisationUpdate
from crm.parties.words import ORGANISATION_TYPES
from crm.unit_of_work import Reading, Writing
from crm.web.forms import SubmittedForm, filled_form
from crm.web.render import redirect

router = APIRouter(prefix="/organisations")
RECORD = RecordForm(PartyKind.ORGANISATION, network_choices)


class OrganisationForm(OrganisationCreate, AnywayForm):
    """A new organisation, as its form sends it."""


@router.get("", dependencies=[READERS])
def list_organisations(
    request: Request, uow: Reading, wanted: Annotated[OrganisationFilter, Query()]
) -> Response:
    """The list of organisations, with search and filters."""
    found = queries.organisations(uow.session, uow.viewer, wanted, uow.today)
    choices = {
        "owner_id": owner_choices(uow),
        "type": words(request, ORGANISATION_TYPES),
        "group_id": [group[:2] for group in group_choices(request, uow)],
        "neighbourhood_id": area_choices(uow),
    }
    return list_page(request, "parties/organisations.html", "organisations", found, wanted, choices)


@router.get("/new", dependencies=[TEAM])
def organisation_form(request: Request, uow: Reading) -> Response:
    """The page to add an organisation on."""
    return RECORD.show(
        request, uow, filled_form(request, {"owner_id": uow.viewer.user_id, "is_registered": True})
    )


@router.post("/new", dependencies=[TEAM])
def create_organisation(request: Request, uow: Writing, form: SubmittedForm) -> Response:
    """Adds an organisation; with similar names only after they were seen."""
    wanted = form.parse(OrganisationForm, is_registered=bool(form.value("is_registered")))
    return RECORD.add(request, uow, form, wanted, service.create_organisation)


@router.get("/{key}/change", dependencies=[TEAM])
def change_organisation_form(request: Request, uow: Reading, key: UUID) -> Response:
    """The page to change an organisation on."""
    found = queries.organisation(uow.session, uow.viewer, key, uow.today)
    stored = {name: getattr(found, name, None) for name in OrganisationUpdate.model_fields} | {
        "group_ids": [group.id for group in found.groups],
        "neighbourhood_ids": [area.id for area in found.neighbourhoods],
    }
    return RECORD.show(request, uow, filled_form(request, stored), key=key)


@router.post("/{key}/change", dependencies=[TEAM])
def update_organisation(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Saves an organisation; shows both versions where a colleague saved first."""
    wanted = form.parse(OrganisationUpdate, is_registered=bool(form.value("is_registered")))
    return RECORD.change(request, uow, form, key, wanted, service.update_organisation)


@router.post("/{key}/archive", dependencies=[TEAM])
def archive_organisation(uow: Writing, key: UUID) -> Response:
    """Takes an organisation off lists and suggestions."""
    service.archive_party(uow, key, RECORD.kind)
    return redirect(f"/organisations/{key}", "archived")


@router.post("/{key}/restore", dependencies=[TEAM])
def restore_organisation(uow: Writing, key: UUID) -> Response:
    """Brings an organisation back."""
    service.restore_party(uow, key, RECORD.kind)
    return redirect(f"/organisations/{key}", "restored")
