"""Readings of one party with everything around it, in a number of queries that does not grow."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session, and_, col, or_, select

from crm.accounts.access import may_list_network, may_read_notes, may_see_persons
from crm.accounts.models import User
from crm.db import get
from crm.errors import NotFound
from crm.parties.calendars import Calendar
from crm.parties.conditions import role_lasts
from crm.parties.models import (
    Basis,
    ColleagueTie,
    Community,
    InclusionGroup,
    Neighbourhood,
    Organisation,
    OrganisationType,
    Party,
    PartyKind,
    Person,
    PersonRole,
    ReachLink,
    ReachLinkKind,
    RoleOfPerson,
    Strength,
    Tie,
    TieKind,
)
from crm.parties.queries.labels import PartyLabel
from crm.parties.queries.lists import areas_of, groups_of
from crm.viewer import Viewer


@dataclass(frozen=True)
class Lasting:
    """Something that holds from one date until another; the last is the first day on which it no longer holds."""

    since: date | None
    until: date | None

    def is_live(self, today: date) -> bool:
        """Whether it still holds on that date."""
        return self.until is None or self.until > today


@dataclass(frozen=True)
class RoleLine(Lasting):
    """One role, seen from the person (`other` is the organisation) or from the organisation (the person).

    `other` is None where there is no organisation, or where the viewer sees no persons.
    """

    id: UUID
    role: PersonRole
    title: str | None
    other: PartyLabel | None


@dataclass(frozen=True)
class TieLine(Lasting):
    """A tie with somebody. Where the viewer sees no persons, `other` is None and only `other_roles` is told."""

    id: UUID
    version: int
    kind: TieKind
    strength: Strength
    last_contact_on: date
    other: PartyLabel | None
    other_roles: tuple[PersonRole, ...]


@dataclass(frozen=True)
class ColleagueLine:
    """The line with a colleague of the team; the name is left out for viewers who see no persons."""

    user_id: UUID | None
    name: str | None
    strength: Strength
    last_contact_on: date


@dataclass(frozen=True)
class ReachLine(Lasting):
    """A reach link, seen from one end. Where the viewer sees no persons, `other` is None and `basis_note` too."""

    id: UUID
    kind: ReachLinkKind
    basis: Basis
    basis_note: str | None
    other: PartyLabel | None
    other_roles: tuple[PersonRole, ...]


@dataclass(frozen=True)
class PartyReading:
    """What persons, organisations and communities have in common."""

    id: UUID
    kind: PartyKind
    name: str
    version: int
    owner_id: UUID | None
    owner_name: str | None
    is_city_wide: bool
    last_contact_on: date | None
    archived_on: date | None
    ties: tuple[TieLine, ...]
    colleagues: tuple[ColleagueLine, ...]
    opens: tuple[ReachLine, ...]  # what this party can open
    opened_by: tuple[ReachLine, ...]  # who can open this party

    @property
    def label(self) -> PartyLabel:
        """The party as lists of other things name it."""
        return PartyLabel(self.id, self.name, self.kind)


@dataclass(frozen=True)
class PersonReading(PartyReading):
    """A person: what a working contact needs, and the roles."""

    email: str | None
    phone: str | None
    contact_language: str | None
    preferred_channel: str | None
    informed_on: date | None
    roles: tuple[RoleLine, ...]


_OF_NETWORKS = {"id", "calendars", "calendars_said_on", "calendars_source"}


@dataclass(frozen=True)
class NetworkReading(PartyReading):
    """What organisations and communities have, and persons never."""

    groups: tuple[InclusionGroup, ...]
    neighbourhoods: tuple[Neighbourhood, ...]
    calendars: tuple[Calendar, ...]
    calendars_said_on: date | None  # when they said so of themselves
    calendars_source: str | None  # how we know; None for viewers who read no notes


@dataclass(frozen=True)
class OrganisationReading(NetworkReading):
    """An organisation, and the roles that persons have in it."""

    type: OrganisationType
    is_registered: bool
    place: str | None
    website: str | None
    email: str | None
    phone: str | None
    roles: tuple[RoleLine, ...]


@dataclass(frozen=True)
class CommunityReading(NetworkReading):
    """A community; its portrait is None for viewers who read no notes."""

    portrait: str | None
    meeting_places: str | None
    channels: str | None
    what_works: str | None


def person(session: Session, viewer: Viewer, key: UUID, today: date) -> PersonReading:
    """A person with roles, ties and reach links, in eight queries.

    Raises:
        NotFound: there is no such person, or the viewer sees no persons.
    """
    party = _party(session, viewer, key, PartyKind.PERSON)
    details = session.get_one(Person, key)
    rows = session.exec(
        select(RoleOfPerson, Party)
        .join(Party, col(Party.id) == col(RoleOfPerson.organisation_id), isouter=True)
        .where(RoleOfPerson.person_id == key)
        .order_by(col(RoleOfPerson.until).is_not(None), col(RoleOfPerson.until).desc(), col(RoleOfPerson.id))
    )
    return PersonReading(
        **_around(session, viewer, party, today),
        **details.model_dump(exclude={"id"}),
        roles=tuple(_role_line(viewer, role, other) for role, other in rows),
    )


def organisation(session: Session, viewer: Viewer, key: UUID, today: date) -> OrganisationReading:
    """An organisation with groups, neighbourhoods, roles, ties and reach links, in ten queries.

    Raises:
        NotFound: there is none, or the viewer only picks whom to invite.
    """
    party = _party(session, viewer, key, PartyKind.ORGANISATION)
    details = session.get_one(Organisation, key)
    rows = session.exec(
        select(RoleOfPerson, Party)
        .join(Party, col(Party.id) == col(RoleOfPerson.person_id))
        .where(RoleOfPerson.organisation_id == key, col(Party.archived_on).is_(None))
        .order_by(col(RoleOfPerson.until).is_not(None), col(Party.search), col(RoleOfPerson.id))
    )
    return OrganisationReading(
        **_around(session, viewer, party, today),
        **_network(session, viewer, party, details),
        **details.model_dump(exclude=_OF_NETWORKS),
        roles=tuple(_role_line(viewer, role, other) for role, other in rows),
    )


def community(session: Session, viewer: Viewer, key: UUID, today: date) -> CommunityReading:
    """A community with portrait, groups, neighbourhoods, ties and reach links, in nine queries.

    Raises:
        NotFound: there is none, or the viewer only picks whom to invite.
    """
    party = _party(session, viewer, key, PartyKind.COMMUNITY)
    details = session.get_one(Community, key)
    notes = details.model_dump(exclude=_OF_NETWORKS)
    return CommunityReading(
        **_around(session, viewer, party, today),
        **_network(session, viewer, party, details),
        **(notes if may_read_notes(viewer) else dict.fromkeys(notes)),
    )


def tie(session: Session, viewer: Viewer, key: UUID) -> Tie:
    """One tie.

    Raises:
        NotFound: there is none, or the viewer sees no persons.
    """
    found = get(session, Tie, key)
    if not may_see_persons(viewer):
        raise NotFound
    return found


def _party(session: Session, viewer: Viewer, key: UUID, kind: PartyKind) -> Party:
    is_allowed = may_see_persons(viewer) if kind == PartyKind.PERSON else may_list_network(viewer)
    found = get(session, Party, key)
    if found.kind != kind or not is_allowed:
        raise NotFound
    return found


def _role_line(viewer: Viewer, role: RoleOfPerson, other: Party | None) -> RoleLine:
    return RoleLine(
        since=role.since,
        until=role.until,
        id=role.id,
        role=role.role,
        title=role.title if may_see_persons(viewer) else None,
        other=None if other is None else _label(viewer, other),
    )


def _label(viewer: Viewer, party: Party) -> PartyLabel | None:
    is_hidden = party.kind == PartyKind.PERSON and not may_see_persons(viewer)
    return None if is_hidden else PartyLabel(party.id, party.name, party.kind)


def _network(
    session: Session, viewer: Viewer, party: Party, details: Organisation | Community
) -> dict[str, Any]:
    return {
        "groups": groups_of(session, viewer, [party.id], party.kind).get(party.id, ()),
        "neighbourhoods": areas_of(session, viewer, [party.id]).get(party.id, ()),
        # The column may hold other audience tags too ("families"); those are not calendars.
        "calendars": tuple(calendar for calendar in Calendar if calendar.value in details.calendars),
        "calendars_said_on": details.calendars_said_on,
        "calendars_source": details.calendars_source if may_read_notes(viewer) else None,
    }


def _around(session: Session, viewer: Viewer, party: Party, today: date) -> dict[str, Any]:
    """The values of a PartyReading, in five queries."""
    key = party.id
    ties = session.exec(
        select(Tie, Party).join(
            Party,
            or_(
                and_(col(Tie.a_id) == key, col(Party.id) == col(Tie.b_id)),
                and_(col(Tie.b_id) == key, col(Party.id) == col(Tie.a_id)),
            ),
        )
    ).all()
    links = session.exec(
        select(ReachLink, Party)
        .join(
            Party,
            or_(
                and_(col(ReachLink.holder_id) == key, col(Party.id) == col(ReachLink.target_id)),
                and_(col(ReachLink.target_id) == key, col(Party.id) == col(ReachLink.holder_id)),
            ),
        )
        .where(or_(ReachLink.holder_id == key, ReachLink.target_id == key))
    ).all()
    others = {other.id for _, other in ties} | {other.id for _, other in links}
    roles = _roles_of(session, others, today)
    lines = [
        (link.holder_id == key, _reach_line(viewer, link, other, roles.get(other.id, ())))
        for link, other in sorted(links, key=lambda row: (row[0].until is not None, row[1].search))
    ]
    owner = session.get(User, party.owner_id) if party.owner_id else None
    return {
        **party.model_dump(
            include={
                "id",
                "kind",
                "name",
                "version",
                "owner_id",
                "is_city_wide",
                "last_contact_on",
                "archived_on",
            }
        ),
        "owner_name": owner.name if owner else None,
        "ties": tuple(
            _tie_line(viewer, one, other, roles.get(other.id, ()))
            for one, other in sorted(ties, key=lambda row: (row[0].until is not None, row[1].search))
        ),
        "colleagues": _colleagues(session, viewer, key),
        "opens": tuple(line for is_holder, line in lines if is_holder),
        "opened_by": tuple(line for is_holder, line in lines if not is_holder),
    }


def _tie_line(viewer: Viewer, tie: Tie, other: Party, roles: tuple[PersonRole, ...]) -> TieLine:
    return TieLine(
        since=tie.since,
        until=tie.until,
        id=tie.id,
        version=tie.version,
        kind=tie.kind,
        strength=tie.strength,
        last_contact_on=tie.last_contact_on,
        other=_label(viewer, other),
        other_roles=roles,
    )


def _reach_line(viewer: Viewer, link: ReachLink, other: Party, roles: tuple[PersonRole, ...]) -> ReachLine:
    return ReachLine(
        since=link.since,
        until=link.until,
        id=link.id,
        kind=link.kind,
        basis=link.basis,
        basis_note=link.basis_note if may_see_persons(viewer) else None,
        other=_label(viewer, other),
        other_roles=roles,
    )


def _colleagues(session: Session, viewer: Viewer, key: UUID) -> tuple[ColleagueLine, ...]:
    is_named = may_see_persons(viewer)
    rows = session.exec(
        select(ColleagueTie, User.name)
        .join(User, col(User.id) == col(ColleagueTie.user_id))
        .where(ColleagueTie.party_id == key)
        .order_by(col(ColleagueTie.last_contact_on).desc(), User.name)
    )
    return tuple(
        ColleagueLine(
            tie.user_id if is_named else None, name if is_named else None, tie.strength, tie.last_contact_on
        )
        for tie, name in rows
    )


def _roles_of(session: Session, ids: set[UUID], today: date) -> dict[UUID, tuple[PersonRole, ...]]:
    rows = session.exec(
        select(RoleOfPerson.person_id, RoleOfPerson.role)
        .where(col(RoleOfPerson.person_id).in_(ids), role_lasts(today))
        .order_by(col(RoleOfPerson.id))
    )
    found: dict[UUID, tuple[PersonRole, ...]] = {}
    for person_id, role in rows:
        found[person_id] = tuple(dict.fromkeys((*found.get(person_id, ()), PersonRole(role))))
    return found
