"""Contact moments for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from crm.accounts.guards import READERS, TEAM
from crm.contacts import queries, service
from crm.contacts.models import ContactMoment
from crm.contacts.schemas import ContactCorrect, ContactCreate, ContactFilter, ContactRead
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.schemas import Listing

router = APIRouter(prefix="/contacts", tags=["contacts"])


@router.get("", dependencies=[READERS])
def list_contacts(uow: Reading, wanted: Annotated[ContactFilter, Query()]) -> Listing[ContactRead]:
    """Contacts, the newest first."""
    page = queries.contacts(uow.session, uow.viewer, wanted)
    return Listing.of(page, [ContactRead.model_validate(row) for row in page.items])


@router.post(
    "",
    status_code=201,
    dependencies=[TEAM],
    responses={
        200: {"description": "A contact with that id was there: it is the answer", "model": ContactRead}
    },
)
def log_contact(uow: Writing, response: Response, wanted: ContactCreate) -> ContactRead:
    """Logs a contact. The same id again answers 200 with what is there."""
    if queries.is_logged(uow.session, uow.viewer, wanted.id):
        response.status_code = 200
    return _read(uow, service.log_contact(uow, wanted))


@router.get("/{key}", dependencies=[READERS])
def show_contact(uow: Reading, key: UUID) -> ContactRead:
    """One contact."""
    return ContactRead.model_validate(queries.contact(uow.session, uow.viewer, key))


@router.patch("/{key}", dependencies=[TEAM])
def correct_contact(uow: Writing, key: UUID, wanted: ContactCorrect) -> ContactRead:
    """Mends summary, topics, place, or what was asked and given back, of a contact of one's own."""
    return _read(uow, service.correct_contact(uow, key, wanted))


@router.post("/{key}/withdraw", dependencies=[TEAM])
def withdraw_contact(uow: Writing, key: UUID) -> ContactRead:
    """Takes a contact of one's own back, within a day: it no longer counts."""
    return _read(uow, service.withdraw_contact(uow, key))


def _read(uow: UnitOfWork, contact: ContactMoment) -> ContactRead:
    return ContactRead.model_validate(queries.contact_views(uow.session, uow.viewer, [contact])[0])
