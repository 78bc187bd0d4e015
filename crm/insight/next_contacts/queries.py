"""Readings around next contacts: what was put off, and what the store says of those who are proposed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from crm.accounts.access import may_see_persons
from crm.accounts.models import User
from crm.contacts.models import ContactMoment, ContactParticipant
from crm.errors import NotFound
from crm.followups.models import FollowUp, FollowUpState
from crm.insight.next_contacts.circumstances import PartyFacts
from crm.insight.next_contacts.models import Dismissal
from crm.parties.models import ColleagueTie, Party, ReachLink, Tie
from crm.viewer import Viewer


@dataclass(frozen=True)
class Decision:
    """What somebody put off, with the name of who did."""

    dismissal: Dismissal
    by: str


@dataclass(frozen=True)
class Planned:
    """An open follow-up about a party."""

    id: UUID
    what: str
    owner: str
    due_on: date


def decisions(session: Session, viewer: Viewer) -> dict[UUID, Decision]:
    """The last decision on each party that was put off and not taken back, by party; archived ones left out.

    Raises:
        NotFound: the viewer may not see persons.
    """
    if not may_see_persons(viewer):
        raise NotFound
    statement = (
        select(Dismissal, User.name)
        .join(User, col(User.id) == col(Dismissal.dismissed_by_id))
        .join(Party, col(Party.id) == col(Dismissal.party_id))
        .where(col(Dismissal.taken_back_at).is_(None), col(Party.archived_on).is_(None))
        .order_by(col(Dismissal.created_at), col(Dismissal.id))
    )
    return {row.party_id: Decision(row, by) for row, by in session.exec(statement)}


def facts_of(session: Session, viewer: Viewer, parties: Collection[UUID]) -> dict[UUID, PartyFacts]:
    """What the store says of each of those parties, in four queries."""
    contacts: dict[UUID, tuple[str, ...]] = {}
    lines: dict[UUID, list[str]] = {party: [] for party in parties}
    if not parties:
        return {}
    for party, count, last in session.exec(_contacts(parties)):
        contacts[party] = (f"{count} contacts", last.isoformat())
    for name, key, version, ends in _lines(session, parties):
        for end in ends:
            if end in lines:
                lines[end].append(f"{name}:{key}:{version}")
    return {party: PartyFacts(contacts.get(party, ()), tuple(lines[party])) for party in parties}


def planned_about(session: Session, viewer: Viewer, parties: Collection[UUID]) -> dict[UUID, list[Planned]]:
    """The open follow-ups about those parties, the earliest due first; one query."""
    found: dict[UUID, list[Planned]] = {}
    if not parties or not may_see_persons(viewer):
        return found
    statement = (
        select(FollowUp, User.name)
        .join(User, col(User.id) == col(FollowUp.owner_id))
        .where(col(FollowUp.party_id).in_(parties), FollowUp.state == FollowUpState.OPEN)
        .order_by(col(FollowUp.due_on), col(FollowUp.id))
    )
    for row, owner in session.exec(statement):
        if row.party_id is not None:
            found.setdefault(row.party_id, []).append(Planned(row.id, row.what, owner, row.due_on))
    return found


def _contacts(parties: Collection[UUID]) -> Any:
    return (
        select(ContactParticipant.party_id, func.count(), func.max(ContactMoment.happened_at))
        .join(ContactMoment, col(ContactMoment.id) == col(ContactParticipant.contact_id))
        .where(col(ContactParticipant.party_id).in_(parties), col(ContactMoment.withdrawn_at).is_(None))
        .group_by(col(ContactParticipant.party_id))
    )


def _lines(session: Session, parties: Collection[UUID]) -> Iterator[tuple[str, UUID, int, tuple[UUID, ...]]]:
    """Ties among parties, ties with colleagues and reach links: kind, id, version, and whose they are."""
    ties = select(Tie.id, Tie.version, Tie.a_id, Tie.b_id)
    for key, version, *ends in session.exec(
        ties.where(or_(col(Tie.a_id).in_(parties), col(Tie.b_id).in_(parties)))
    ):
        yield "tie", key, version, tuple(ends)
    ours = select(ColleagueTie.id, ColleagueTie.version, ColleagueTie.party_id)
    for key, version, party in session.exec(ours.where(col(ColleagueTie.party_id).in_(parties))):
        yield "ours", key, version, (party,)
    links = select(ReachLink.id, ReachLink.version, ReachLink.holder_id, ReachLink.target_id)
    for key, version, *ends in session.exec(
        links.where(or_(col(ReachLink.holder_id).in_(parties), col(ReachLink.target_id).in_(parties)))
    ):
        yield "link", key, version, tuple(ends)
