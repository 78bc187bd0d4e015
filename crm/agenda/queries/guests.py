"""Readings of whom events invite, the calendars that they keep, and where events are held."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import false
from sqlmodel import Session, col, or_, select

from crm.agenda.models import (
    EventInvitation,
)
from crm.db import matches
from crm.parties.models import Community, Neighbourhood, Organisation, Party, PartyKind
from crm.viewer import Viewer

MOST_INVITEES = 12


def calendars_of(session: Session, viewer: Viewer, party_ids: Iterable[UUID]) -> frozenset[str]:
    """The calendars that those organisations and communities said they keep, joined."""
    wanted = set(party_ids)
    if not wanted:
        return frozenset()
    found = [
        *session.exec(select(Organisation.calendars).where(col(Organisation.id).in_(wanted))),
        *session.exec(select(Community.calendars).where(col(Community.id).in_(wanted))),
    ]
    return frozenset(tag for tags in found for tag in tags)


def invited_calendars(
    session: Session, viewer: Viewer, event_ids: Sequence[UUID]
) -> dict[UUID, frozenset[str]]:
    """The calendars of those whom each event invites, by event. Two queries for any number of events."""
    joined: dict[UUID, frozenset[str]] = {}
    for statement in (
        select(EventInvitation.event_id, Organisation.calendars).join(
            Organisation, col(Organisation.id) == EventInvitation.party_id
        ),
        select(EventInvitation.event_id, Community.calendars).join(
            Community, col(Community.id) == EventInvitation.party_id
        ),
    ):
        for event_id, tags in session.exec(statement.where(col(EventInvitation.event_id).in_(event_ids))):
            joined[event_id] = joined.get(event_id, frozenset()) | frozenset(tags)
    return joined


def invitees(session: Session, viewer: Viewer, q: str) -> list[Party]:
    """At most twelve organisations and communities whose name holds every word of the query, by name."""
    condition = matches(Party.search, q) if q.strip() else false()
    return list(
        session.exec(
            select(Party)
            .where(
                or_(Party.kind == PartyKind.ORGANISATION, Party.kind == PartyKind.COMMUNITY),
                col(Party.archived_on).is_(None),
                condition,
            )
            .order_by(Party.name, col(Party.id))
            .limit(MOST_INVITEES)
        )
    )


def neighbourhoods(session: Session, viewer: Viewer) -> list[Neighbourhood]:
    """The neighbourhoods in the order of the city."""
    return list(session.exec(select(Neighbourhood).order_by(col(Neighbourhood.position), Neighbourhood.name)))
