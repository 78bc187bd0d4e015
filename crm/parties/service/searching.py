"""The folded search column of a party: what it can be found by."""

from uuid import UUID

from sqlmodel import col, select

from crm.folding import fold
from crm.parties.conditions import role_lasts
from crm.parties.models import Neighbourhood, Organisation, Party, PartyKind, Presence, RoleOfPerson
from crm.unit_of_work import UnitOfWork

SEARCH_LENGTH = 400


def refresh_search(uow: UnitOfWork, party: Party) -> None:
    """Rewrites what the party is found by: its name first, then where it works or meets."""
    uow.session.flush()
    words = [party.name, *(_around_person(uow, party.id) if _is_person(party) else _around_place(uow, party))]
    party.search = fold(" ".join(words))[:SEARCH_LENGTH]


def refresh_search_of_people(uow: UnitOfWork, organisation_id: UUID) -> None:
    """Rewrites what the persons with a role at an organisation are found by, after it got another name."""
    at_it = select(RoleOfPerson.person_id).where(RoleOfPerson.organisation_id == organisation_id)
    for person in uow.session.exec(select(Party).where(col(Party.id).in_(at_it))):
        refresh_search(uow, person)


def _is_person(party: Party) -> bool:
    return party.kind == PartyKind.PERSON


def _around_person(uow: UnitOfWork, key: UUID) -> list[str]:
    rows = uow.session.exec(
        select(RoleOfPerson.title, Party.name)
        .join(Party, col(Party.id) == col(RoleOfPerson.organisation_id), isouter=True)
        .where(RoleOfPerson.person_id == key, role_lasts(uow.today))
        .order_by(col(RoleOfPerson.id))
    )
    return [word for row in rows for word in row if word]


def _around_place(uow: UnitOfWork, party: Party) -> list[str]:
    areas = uow.session.exec(
        select(Neighbourhood.name)
        .join(Presence, col(Presence.neighbourhood_id) == col(Neighbourhood.id))
        .where(Presence.party_id == party.id)
        .order_by(col(Neighbourhood.position), col(Neighbourhood.name))
    ).all()
    organisation = uow.session.get(Organisation, party.id)
    place = organisation.place if organisation is not None else None
    return [*areas, *([place] if place else [])]
