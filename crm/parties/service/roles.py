"""Commands on the roles of a person."""

from datetime import date
from uuid import UUID

from crm.db import get_for_update, touch
from crm.domain_events import PartyChanged
from crm.errors import NotFound
from crm.parties.models import Party, PartyKind, RoleOfPerson
from crm.parties.schemas import RoleCreate
from crm.parties.service.checks import check_period, check_role, party_for_update
from crm.parties.service.searching import refresh_search
from crm.unit_of_work import UnitOfWork


def add_role(uow: UnitOfWork, person_id: UUID, wanted: RoleCreate) -> RoleOfPerson:
    """Gives a person a role. Records PartyChanged.

    Raises:
        NotFound: there is no such person.
        BadInput: the organisation is unknown, or the end comes before the start.
    """
    person = party_for_update(uow, person_id, PartyKind.PERSON)
    check_role(uow, wanted)
    role = new_role(uow, person_id, wanted)
    uow.session.add(role)
    _note_change(uow, person)
    return role


def end_role(uow: UnitOfWork, person_id: UUID, role_id: UUID, until: date | None = None) -> RoleOfPerson:
    """Ends a role of a person: from `until` (today where it is left out) it no longer holds. Records PartyChanged.

    Raises:
        NotFound: the person has no such role.
        BadInput: the end comes before the start.
    """
    person = party_for_update(uow, person_id, PartyKind.PERSON)
    role = get_for_update(uow.session, RoleOfPerson, role_id)
    if role.person_id != person_id:
        raise NotFound
    check_period(role.since, until or uow.today)
    role.until = until or uow.today
    _note_change(uow, person)
    return role


def new_role(uow: UnitOfWork, person_id: UUID, wanted: RoleCreate) -> RoleOfPerson:
    """The row of a role, not yet stored."""
    return RoleOfPerson(person_id=person_id, created_at=uow.now, **wanted.model_dump())


def _note_change(uow: UnitOfWork, person: Party) -> None:
    refresh_search(uow, person)
    touch(person, uow.now)
    uow.record(PartyChanged(person.id))
