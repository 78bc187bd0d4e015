"""Readings of lists: persons, organisations and communities, filtered and page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session, col, select, true
from sqlmodel.sql.expression import SelectOfScalar

from crm.accounts.access import may_list_network, may_see_persons
from crm.accounts.queries import names_of
from crm.db import Page, matches, paginate
from crm.errors import NotAllowed
from crm.parties.conditions import role_lasts
from crm.parties.models import (
    CommunityGroup,
    InclusionGroup,
    Neighbourhood,
    Organisation,
    OrganisationGroup,
    OrganisationType,
    Party,
    PartyKind,
    PersonRole,
    Presence,
    RoleOfPerson,
)
from crm.parties.queries.labels import PLACES
from crm.parties.schemas import CommunityFilter, Order, OrganisationFilter, PartyFilter, PersonFilter
from crm.viewer import Viewer


@dataclass(frozen=True)
class RoleInList:
    """A live role as a list shows it: the role, what it is called there, and where."""

    role: PersonRole
    title: str | None
    organisation: str | None


@dataclass(frozen=True)
class PartyRow:
    """One line of a list. Persons have roles; organisations a type; groups and neighbourhoods are never a person's."""

    id: UUID
    kind: PartyKind
    name: str
    owner_id: UUID | None
    owner_name: str | None
    is_city_wide: bool
    last_contact_on: date | None
    archived_on: date | None
    version: int
    type: OrganisationType | None = None
    roles: tuple[RoleInList, ...] = ()
    groups: tuple[InclusionGroup, ...] = ()
    neighbourhoods: tuple[str, ...] = ()

    @property
    def href(self) -> str:
        """The address of the party's page."""
        return f"/{PLACES[self.kind]}/{self.id}"


def people(session: Session, viewer: Viewer, wanted: PersonFilter, today: date) -> Page[PartyRow]:
    """One page of persons with their live roles, in five queries.

    Raises:
        NotAllowed: the viewer sees no persons.
    """
    if not may_see_persons(viewer):
        raise NotAllowed
    statement = _filtered(PartyKind.PERSON, wanted, today)
    if wanted.role is not None or wanted.organisation_id is not None:
        holders = select(RoleOfPerson.person_id).where(role_lasts(today))
        if wanted.role is not None:
            holders = holders.where(RoleOfPerson.role == wanted.role)
        if wanted.organisation_id is not None:
            holders = holders.where(RoleOfPerson.organisation_id == wanted.organisation_id)
        statement = statement.where(col(Party.id).in_(holders))
    found = paginate(session, statement, wanted.page, wanted.size)
    return _rows(session, viewer, found, roles=_roles_of(session, _ids(found.items), today))


def organisations(
    session: Session, viewer: Viewer, wanted: OrganisationFilter, today: date
) -> Page[PartyRow]:
    """One page of organisations with their groups and neighbourhoods, in six queries.

    Raises:
        NotAllowed: the viewer only picks whom to invite.
    """
    if not may_list_network(viewer):
        raise NotAllowed
    statement = _placed(_filtered(PartyKind.ORGANISATION, wanted, today), wanted)
    if wanted.group_id is not None:
        in_group = select(OrganisationGroup.organisation_id).where(
            OrganisationGroup.group_id == wanted.group_id
        )
        statement = statement.where(col(Party.id).in_(in_group))
    if wanted.type is not None:
        of_type = select(Organisation.id).where(Organisation.type == wanted.type)
        statement = statement.where(col(Party.id).in_(of_type))
    found = paginate(session, statement, wanted.page, wanted.size)
    ids = _ids(found.items)
    types = session.exec(
        select(Organisation.id, Organisation.type).where(col(Organisation.id).in_(ids))
    ).all()
    return _rows(
        session,
        viewer,
        found,
        types={key: OrganisationType(kind) for key, kind in types},
        groups=groups_of(session, viewer, ids, PartyKind.ORGANISATION),
        areas=areas_of(session, viewer, ids),
    )


def communities(session: Session, viewer: Viewer, wanted: CommunityFilter, today: date) -> Page[PartyRow]:
    """One page of communities with their groups and neighbourhoods, in five queries.

    Raises:
        NotAllowed: the viewer only picks whom to invite.
    """
    if not may_list_network(viewer):
        raise NotAllowed
    statement = _placed(_filtered(PartyKind.COMMUNITY, wanted, today), wanted)
    if wanted.group_id is not None:
        in_group = select(CommunityGroup.community_id).where(CommunityGroup.group_id == wanted.group_id)
        statement = statement.where(col(Party.id).in_(in_group))
    found = paginate(session, statement, wanted.page, wanted.size)
    ids = _ids(found.items)
    return _rows(
        session,
        viewer,
        found,
        groups=groups_of(session, viewer, ids, PartyKind.COMMUNITY),
        areas=areas_of(session, viewer, ids),
    )


def groups_of(
    session: Session, viewer: Viewer, ids: Sequence[UUID], kind: PartyKind
) -> dict[UUID, tuple[InclusionGroup, ...]]:
    """The inclusion groups of organisations or communities, by party, in the order of their keys; one query."""
    if kind == PartyKind.ORGANISATION:
        statement = (
            select(OrganisationGroup.organisation_id, InclusionGroup)
            .join(InclusionGroup, col(InclusionGroup.id) == col(OrganisationGroup.group_id))
            .where(col(OrganisationGroup.organisation_id).in_(ids))
        )
    else:
        statement = (
            select(CommunityGroup.community_id, InclusionGroup)
            .join(InclusionGroup, col(InclusionGroup.id) == col(CommunityGroup.group_id))
            .where(col(CommunityGroup.community_id).in_(ids))
        )
    found: dict[UUID, tuple[InclusionGroup, ...]] = {}
    for party_id, group in session.exec(statement.order_by(InclusionGroup.key)):
        found[party_id] = (*found.get(party_id, ()), group)
    return found


def areas_of(session: Session, viewer: Viewer, ids: Sequence[UUID]) -> dict[UUID, tuple[Neighbourhood, ...]]:
    """The neighbourhoods in which parties work, by party, in the city's own order; one query."""
    rows = session.exec(
        select(Presence.party_id, Neighbourhood)
        .join(Neighbourhood, col(Neighbourhood.id) == col(Presence.neighbourhood_id))
        .where(col(Presence.party_id).in_(ids))
        .order_by(col(Neighbourhood.position), Neighbourhood.name)
    )
    found: dict[UUID, tuple[Neighbourhood, ...]] = {}
    for party_id, area in rows:
        found[party_id] = (*found.get(party_id, ()), area)
    return found


def _filtered(kind: PartyKind, wanted: PartyFilter, today: date) -> SelectOfScalar[Party]:
    statement = select(Party).where(Party.kind == kind, matches(Party.search, wanted.q))
    archived_on = col(Party.archived_on)
    statement = statement.where(archived_on.is_not(None) if wanted.archived else archived_on.is_(None))
    if wanted.owner_id is not None:
        statement = statement.where(Party.owner_id == wanted.owner_id)
    spoken_on = col(Party.last_contact_on)
    if wanted.quiet_days is not None:
        # Not: never spoken to, or before that day. SQLite would read both by an index of their own, and sort them.
        before = today - timedelta(days=wanted.quiet_days)
        statement = statement.where((spoken_on > before).is_not(true()))
    # The search column starts with the folded name: sorted by it, accents and capitals do not scatter a list.
    by_name = (col(Party.search), col(Party.id))
    if wanted.sort == Order.LAST_CONTACT:
        return statement.order_by(spoken_on.desc().nulls_last(), *by_name)
    if wanted.sort == Order.LONGEST_AGO:
        return statement.order_by(spoken_on.asc().nulls_first(), *by_name)
    return statement.order_by(*by_name)


def _placed(statement: SelectOfScalar[Party], wanted: CommunityFilter) -> SelectOfScalar[Party]:
    if wanted.neighbourhood_id is None:
        return statement
    there = select(Presence.party_id).where(Presence.neighbourhood_id == wanted.neighbourhood_id)
    return statement.where(col(Party.id).in_(there))


def _ids(found: Sequence[Party]) -> list[UUID]:
    return [party.id for party in found]


def _roles_of(session: Session, ids: Sequence[UUID], today: date) -> dict[UUID, tuple[RoleInList, ...]]:
    rows = session.exec(
        select(RoleOfPerson, Party.name)
        .join(Party, col(Party.id) == col(RoleOfPerson.organisation_id), isouter=True)
        .where(col(RoleOfPerson.person_id).in_(ids), role_lasts(today))
        .order_by(col(RoleOfPerson.id))
    )
    found: dict[UUID, tuple[RoleInList, ...]] = {}
    for role, organisation in rows:
        line = RoleInList(role.role, role.title, organisation)
        found[role.person_id] = (*found.get(role.person_id, ()), line)
    return found


def _rows(
    session: Session,
    viewer: Viewer,
    found: Page[Party],
    *,
    types: dict[UUID, OrganisationType] | None = None,
    roles: dict[UUID, tuple[RoleInList, ...]] | None = None,
    groups: dict[UUID, tuple[InclusionGroup, ...]] | None = None,
    areas: dict[UUID, tuple[Neighbourhood, ...]] | None = None,
) -> Page[PartyRow]:
    owners = names_of(session, viewer, {party.owner_id for party in found.items})
    rows = [
        PartyRow(
            id=party.id,
            kind=party.kind,
            name=party.name,
            owner_id=party.owner_id,
            owner_name=owners.get(party.owner_id) if party.owner_id else None,
            is_city_wide=party.is_city_wide,
            last_contact_on=party.last_contact_on,
            archived_on=party.archived_on,
            version=party.version,
            type=(types or {}).get(party.id),
            roles=(roles or {}).get(party.id, ()),
            groups=(groups or {}).get(party.id, ()),
            neighbourhoods=tuple(area.name for area in (areas or {}).get(party.id, ())),
        )
        for party in found.items
    ]
    return Page(rows, found.number, found.size, found.total)
