"""Persons for people: the list and the forms."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import TEAM
from crm.parties import queries, service
from crm.parties.models import PartyKind
from crm.parties.pages.choices import owner_choices, person_choices, words
from crm.parties.pages.records import AnywayForm, RecordForm, list_page
from crm.parties.schemas import PersonCreate, PersonFilter, PersonUpdate
from crm.parties.words import PERSON_ROLES
from crm.unit_of_work import Reading, Writing
from crm.web.forms import SubmittedForm, filled_form
from crm.web.render import redirect

router = APIRouter(prefix="/people")
RECORD = RecordForm(PartyKind.PERSON, person_choices)


class PersonForm(PersonCreate, AnywayForm):
    """A new person, as its form sends it."""


@router.get("", dependencies=[TEAM])
def list_people(request: Request, uow: Reading, wanted: Annotated[PersonFilter, Query()]) -> Response:
    """The list of persons, with search and filters."""
    found = queries.people(uow.session, uow.viewer, wanted, uow.today)
    choices = {"owner_id": owner_choices(uow), "role": words(request, PERSON_ROLES)}
    return list_page(request, "parties/people.html", "people", found, wanted, choices)


@router.get("/new", dependencies=[TEAM])
def person_form(request: Request, uow: Reading) -> Response:
    """The page to add a person on."""
    return RECORD.show(request, uow, filled_form(request, {"owner_id": uow.viewer.user_id}))


@router.post("/new", dependencies=[TEAM])
def create_person(request: Request, uow: Writing, form: SubmittedForm) -> Response:
    """Adds a person; with similar names only after they were seen."""
    wanted = form.parse(PersonForm)
    return RECORD.add(request, uow, form, wanted, service.create_person)


@router.get("/{key}/change", dependencies=[TEAM])
def change_person_form(request: Request, uow: Reading, key: UUID) -> Response:
    """The page to change a person on."""
    found = queries.person(uow.session, uow.viewer, key, uow.today)
    stored = {name: getattr(found, name) for name in PersonUpdate.model_fields}
    return RECORD.show(request, uow, filled_form(request, stored), key=key)


@router.post("/{key}/change", dependencies=[TEAM])
def update_person(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Saves a person; shows both versions where a colleague saved first."""
    wanted = form.parse(PersonUpdate)
    return RECORD.change(request, uow, form, key, wanted, service.update_person)


@router.post("/{key}/archive", dependencies=[TEAM])
def archive_person(uow: Writing, key: UUID) -> Response:
    """Takes a person off lists and suggestions."""
    service.archive_party(uow, key, RECORD.kind)
    return redirect(f"/people/{key}", "archived")


@router.post("/{key}/restore", dependencies=[TEAM])
def restore_person(uow: Writing, key: UUID) -> Response:
    """Brings a person back."""
    service.restore_party(uow, key, RECORD.kind)
    return redirect(f"/people/{key}", "restored")
