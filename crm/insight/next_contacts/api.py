"""Next contacts for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from crm.accounts.guards import TEAM
from crm.insight.next_contacts import service
from crm.insight.next_contacts.schemas import (
    DismissalCreate,
    DismissalRead,
    NextContactsRead,
    NextQuery,
)
from crm.insight.next_contacts.suggesting import next_up
from crm.unit_of_work import Reading, Writing

router = APIRouter(prefix="/reach/next", tags=["reach"], dependencies=[TEAM])


@router.get("")
def list_next_contacts(uow: Reading, wanted: Annotated[NextQuery, Query()]) -> NextContactsRead:
    """At most five to speak to next, with reasons and a guarantee; of whom too much was asked; who was put off."""
    return NextContactsRead.of(next_up(uow.session, uow.viewer, uow.today, wanted.hours))


@router.post("/{party_id}/dismiss", status_code=201)
def dismiss_next_contact(uow: Writing, party_id: UUID, wanted: DismissalCreate) -> DismissalRead:
    """Puts somebody off, with a reason: not proposed again until something changes."""
    return DismissalRead.model_validate(service.dismiss_next_contact(uow, party_id, wanted))


@router.post("/dismissals/{dismissal_id}/take-back")
def take_back_dismissal(uow: Writing, dismissal_id: UUID) -> DismissalRead:
    """Lets somebody be proposed again; done twice is done once."""
    return DismissalRead.model_validate(service.take_back_dismissal(uow, dismissal_id))
