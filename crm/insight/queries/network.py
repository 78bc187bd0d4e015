"""Readings of the network: its version, its rows, and who spoke in it. Ids and dates only: names come later, by viewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, String, case, cast, func, literal, null, union_all
from sqlalchemy import select as rows_of
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from crm.accounts.access import may_read_contacts
from crm.accounts.models import User
from crm.clock import CITY_ZONE, city_date
from crm.contacts.models import ContactColleague, ContactMoment, ContactParticipant
from crm.errors import NotFound
from crm.insight.cells import Counted, GroupFact, PlaceFact, Residents, ResidentsFact, newest_figures
from crm.insight.heard import GroupVoice, PartyVoice, Voices
from crm.insight.models import NetworkVersion
from crm.insight.snapshot import LineFact, NetworkRows, NodeFact, OpeningFact, Pair, Talks
from crm.parties.models import (
    ColleagueTie,
    CommunityGroup,
    InclusionGroup,
    Neighbourhood,
    Organisation,
    OrganisationGroup,
    OrganisationType,
    Party,
    PopulationFigure,
    Presence,
    ReachLink,
    Strength,
    Tie,
    TieKind,
)
from crm.parties.queries import groups, neighbourhoods, population_figures
from crm.signals.models import Signal, SignalState
from crm.viewer import Role, Viewer
from graph.network import NodeKind


@dataclass(frozen=True)
class StoreState:
    """What a report is cached under: the raised version, and the state of the tables no domain event tells of."""

    version: int
    facts: tuple[int, ...]


def store_state(session: Session, viewer: Viewer) -> StoreState:
    """The state of everything that the report is made of, in one query.

    Read it before the rows: on PostgreSQL rows read later may be newer than the state, never older.

    Raises:
        NotFound: the viewer does not read the report.
    """
    if not may_read_contacts(viewer):
        raise NotFound
    edited = [User.version, Signal.version]
    kept = [InclusionGroup.id, Neighbourhood.id, PopulationFigure.id, Party.id]
    parts = [
        rows_of(func.coalesce(func.max(NetworkVersion.version), 0)).scalar_subquery(),
        *(rows_of(func.coalesce(func.sum(version), 0)).scalar_subquery() for version in edited),
        *(rows_of(func.count(col(key))).scalar_subquery() for key in kept),
    ]
    found = _all(session, rows_of(*parts))[0]
    return StoreState(int(found[0]), tuple(int(fact) for fact in found[1:]))


def network_rows(session: Session, viewer: Viewer, dates: Sequence[date]) -> NetworkRows:
    """What the store holds of the network, in eight queries.

    Args:
        dates: those of which the network will be made; the contact log is read up to each.
    """
    carried, presence = _belonging(session)
    return NetworkRows(
        nodes=_nodes(session),
        lines=_lines(session),
        openings=_openings(session),
        groups=group_facts(session, viewer),
        places=place_facts(session, viewer),
        residents=_residents(session, viewer),
        carried=carried,
        presence=presence,
        talks=_talks(session, dates),
    )


def group_facts(session: Session, viewer: Viewer) -> tuple[GroupFact, ...]:
    """Every group, in the order of the matrix."""
    return tuple(
        GroupFact(
            group.id,
            group.key,
            group.dimension,
            (group.name_nl, group.name_en, group.name_fr),
            group.is_city_wide_only,
        )
        for group in groups(session, viewer)
    )


def place_facts(session: Session, viewer: Viewer) -> tuple[PlaceFact, ...]:
    """Every neighbourhood, in the city's own order."""
    return tuple(PlaceFact(one.id, one.key, one.name) for one in neighbourhoods(session, viewer))


def voices(session: Session, viewer: Viewer, as_of: date) -> Voices:
    """Who was heard up to that date, and when last; in two queries.

    A signal of a contact that was taken back does not count, also before its handler has withdrawn it.
    """
    at = func.max(ContactMoment.happened_at)
    talked = (
        rows_of(col(ContactParticipant.party_id), col(ContactMoment.neighbourhood_id), at)
        .join(ContactMoment, col(ContactMoment.id) == col(ContactParticipant.contact_id))
        .where(*heard_by(as_of))
        .group_by(col(ContactParticipant.party_id), col(ContactMoment.neighbourhood_id))
    )
    signalled = (
        rows_of(col(Signal.group_id), col(Signal.neighbourhood_id), func.max(Signal.heard_on))
        .join(ContactMoment, col(ContactMoment.id) == col(Signal.contact_id), isouter=True)
        .where(*signalled_by(as_of))
        .group_by(col(Signal.group_id), col(Signal.neighbourhood_id))
    )
    return Voices(
        parties=tuple(PartyVoice(who, place, city_date(day)) for who, place, day in _all(session, talked)),
        groups=tuple(GroupVoice(group, place, day) for group, place, day in _all(session, signalled)),
    )


def signalled_by(as_of: date) -> tuple[ColumnElement[bool], ...]:
    """The conditions that a signal is the group's own, heard by that date; its contact, if any, is joined."""
    return (
        col(Signal.group_itself_heard).is_(True),
        col(Signal.group_id).is_not(None),
        col(Signal.state) != SignalState.WITHDRAWN,
        col(Signal.heard_on) <= as_of,
        col(ContactMoment.withdrawn_at).is_(None),
    )


def heard_by(as_of: date) -> tuple[ColumnElement[bool], ...]:
    """The conditions that the group itself spoke at a contact, by that date."""
    return (
        col(ContactMoment.group_itself_heard).is_(True),
        col(ContactMoment.withdrawn_at).is_(None),
        col(ContactMoment.happened_at) < end_of(as_of),
    )


def end_of(day: date) -> datetime:
    """The instant at which a day of the city is over."""
    return datetime.combine(day + timedelta(days=1), time.min, CITY_ZONE).astimezone(UTC)


def _nodes(session: Session) -> tuple[NodeFact, ...]:
    team = rows_of(
        col(User.id),
        literal(NodeKind.CONSULTANT.value),
        cast(null(), String),
        literal(False),
        col(User.left_on),
    ).where(col(User.role) == Role.CONSULTANT)
    parties = rows_of(
        col(Party.id),
        cast(col(Party.kind), String),
        cast(col(Organisation.type), String),
        col(Party.is_city_wide),
        col(Party.archived_on),
    ).join(Organisation, col(Organisation.id) == col(Party.id), isouter=True)
    return tuple(
        NodeFact(
            key,
            NodeKind.COUNCIL if kind == OrganisationType.ADVISORY_COUNCIL else NodeKind(node),
            bool(is_city_wide),
            gone_on,
        )
        for key, node, kind, is_city_wide, gone_on in _all(session, union_all(team, parties))
    )


def _lines(session: Session) -> tuple[LineFact, ...]:
    none = cast(null(), Date)
    ours = rows_of(
        col(ColleagueTie.user_id),
        col(ColleagueTie.party_id),
        cast(col(ColleagueTie.strength), String),
        col(ColleagueTie.last_contact_on),
        col(ColleagueTie.created_at),
        literal(""),
        none,
        none,
    )
    theirs = rows_of(
        col(Tie.a_id),
        col(Tie.b_id),
        cast(col(Tie.strength), String),
        col(Tie.last_contact_on),
        col(Tie.created_at),
        cast(col(Tie.kind), String),
        col(Tie.since),
        col(Tie.until),
    )
    return tuple(
        LineFact(
            a=a,
            b=b,
            strength=Strength(strength).value_now,
            last_contact_on=last,
            known_on=since or city_date(created_at),
            kind=TieKind(kind) if kind else None,
            since=since,
            until=until,
        )
        for a, b, strength, last, created_at, kind, since, until in _all(session, union_all(ours, theirs))
    )


def _openings(session: Session) -> tuple[OpeningFact, ...]:
    links = rows_of(
        col(ReachLink.holder_id), col(ReachLink.target_id), col(ReachLink.since), col(ReachLink.until)
    )
    return tuple(OpeningFact(*link) for link in _all(session, links))


_Belonging = dict[UUID, frozenset[UUID]]


def _belonging(session: Session) -> tuple[_Belonging, _Belonging]:
    """Which groups each organisation and community carries, and in which neighbourhoods it works."""
    statement = union_all(
        rows_of(col(OrganisationGroup.organisation_id), col(OrganisationGroup.group_id), literal(True)),
        rows_of(col(CommunityGroup.community_id), col(CommunityGroup.group_id), literal(True)),
        rows_of(col(Presence.party_id), col(Presence.neighbourhood_id), literal(False)),
    )
    carried: _Belonging = {}
    presence: _Belonging = {}
    for party_id, key, is_group in _all(session, statement):
        found = carried if is_group else presence
        found[party_id] = found.get(party_id, frozenset()) | {key}
    return carried, presence


def _residents(session: Session, viewer: Viewer) -> dict[Counted, Residents]:
    return newest_figures(
        ResidentsFact(one.group_id, one.neighbourhood_id, one.year, one.count, one.source, one.is_invented)
        for one in population_figures(session, viewer)
    )


def _talks(session: Session, dates: Sequence[date]) -> dict[Pair, Talks]:
    """When the pairs spoke that spoke after the first of the dates: only their lines must be set back."""
    happened_at = col(ContactMoment.happened_at)
    one, other = aliased(ContactParticipant), aliased(ContactParticipant)
    last_by = [func.max(case((happened_at < end_of(day), happened_at))) for day in dates]

    def grouped(a: Any, b: Any, statement: Any) -> Any:
        return (
            statement.where(col(ContactMoment.withdrawn_at).is_(None))
            .group_by(a, b)
            .having(func.max(happened_at) >= end_of(min(dates)))
        )

    with_us = rows_of(
        col(ContactColleague.user_id), col(ContactParticipant.party_id), func.min(happened_at), *last_by
    )
    with_us = with_us.join(ContactMoment, col(ContactMoment.id) == col(ContactColleague.contact_id)).join(
        ContactParticipant, col(ContactParticipant.contact_id) == col(ContactMoment.id)
    )
    together = rows_of(col(one.party_id), col(other.party_id), func.min(happened_at), *last_by)
    together = together.join(ContactMoment, col(ContactMoment.id) == col(one.contact_id)).join(
        other, (col(other.contact_id) == col(one.contact_id)) & (col(other.party_id) > col(one.party_id))
    )
    statement = union_all(
        grouped(col(ContactColleague.user_id), col(ContactParticipant.party_id), with_us),
        grouped(col(one.party_id), col(other.party_id), together),
    )
    return {
        frozenset((a, b)): Talks(
            city_date(first), {day: at and city_date(at) for day, at in zip(dates, at_dates, strict=True)}
        )
        for a, b, first, *at_dates in _all(session, statement)
    }


def _all(session: Session, statement: Any) -> Sequence[Any]:
    """The rows of a statement over columns: sqlmodel's `exec` types only a few, and no union."""
    return session.connection().execute(statement).all()
