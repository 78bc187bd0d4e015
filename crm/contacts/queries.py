"""Readings of contact moments. Managers read date, channel, colleagues and topics; no notes and no persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import Text, cast
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from crm.accounts.access import may_read_contacts, may_read_notes, may_see_persons
from crm.accounts.models import User
from crm.clock import CITY_ZONE
from crm.contacts.models import (
    Agreement,
    Channel,
    ContactColleague,
    ContactMoment,
    ContactParticipant,
    PeopleBand,
    Topic,
)
from crm.contacts.schemas import ContactFilter
from crm.db import Page, paginate
from crm.errors import NotFound
from crm.parties.models import Party, PartyKind
from crm.parties.queries import PartyLabel
from crm.viewer import Viewer

MOST_COUNTED = 10_000
"""How far the contacts of a list are counted: there may be a million."""


@dataclass(frozen=True)
class ColleagueLabel:
    """A colleague who was there."""

    id: UUID
    name: str


@dataclass(frozen=True)
class SignalAsked:
    """What was ticked at "this is a signal"."""

    theme: Topic
    service_id: UUID | None
    answer_by: date | None


@dataclass(frozen=True)
class ContactView:
    """A contact moment as a viewer may read it: what the viewer may not know is empty."""

    id: UUID
    author_id: UUID
    happened_at: datetime
    created_at: datetime
    channel: Channel
    participants: list[PartyLabel]
    colleagues: list[ColleagueLabel]
    place: str | None
    neighbourhood_id: UUID | None
    people_band: PeopleBand | None
    topics: list[Topic]
    summary: str | None
    group_itself_heard: bool
    asked_of_them: bool
    gave_back: bool
    agreements: list[Agreement]
    signal: SignalAsked | None
    withdrawn_at: datetime | None
    version: int


def contact(session: Session, viewer: Viewer, key: UUID) -> ContactView:
    """One contact that counts.

    Raises:
        NotFound: there is none, it was taken back, or the viewer reads no contacts.
    """
    found = _readable(session, viewer, key)
    if found is None or found.withdrawn_at is not None:
        raise NotFound
    return contact_views(session, viewer, [found])[0]


def is_logged(session: Session, viewer: Viewer, key: UUID | None) -> bool:
    """Whether a contact with that id was stored before, by the viewer or by anybody."""
    return key is not None and session.get(ContactMoment, key) is not None


def contacts(session: Session, viewer: Viewer, wanted: ContactFilter) -> Page[ContactView]:
    """One page of contacts that count, the newest first."""
    statement = _counting(viewer)
    if wanted.party_id is not None:
        statement = statement.where(_with_party(viewer, wanted.party_id))
    if wanted.colleague_id is not None:
        statement = statement.where(_with_colleague(wanted.colleague_id))
    if wanted.channel is not None:
        statement = statement.where(ContactMoment.channel == wanted.channel)
    if wanted.topic is not None:
        # A list of codes, stored as JSON on both databases: the quotes keep codes whole.
        statement = statement.where(cast(col(ContactMoment.topics), Text).contains(f'"{wanted.topic.value}"'))
    if wanted.since is not None:
        statement = statement.where(col(ContactMoment.happened_at) >= _start_of(wanted.since))
    if wanted.until is not None:
        after = _start_of(wanted.until + timedelta(days=1))
        statement = statement.where(col(ContactMoment.happened_at) < after)
    return _page(session, viewer, statement, wanted.page, wanted.size)


def contacts_of_party(
    session: Session, viewer: Viewer, party_id: UUID, number: int = 1, size: int = 25
) -> Page[ContactView]:
    """One page of the contacts with a person, organisation or community, the newest first; in five queries."""
    statement = _counting(viewer).where(_with_party(viewer, party_id))
    return _page(session, viewer, statement, number, size)


def contacts_by(
    session: Session, viewer: Viewer, user_id: UUID, since: datetime, limit: int = 20
) -> list[ContactView]:
    """What one colleague logged since that instant, the newest first."""
    statement = _counting(viewer).where(
        ContactMoment.author_id == user_id, col(ContactMoment.happened_at) >= since
    )
    return contact_views(session, viewer, session.exec(_newest_first(statement).limit(limit)).all())


def last_used_channel(session: Session, viewer: Viewer, user_id: UUID) -> Channel | None:
    """How that colleague spoke with people at the contact logged last; None before the first one."""
    statement = select(ContactMoment.channel).where(ContactMoment.author_id == user_id)
    newest = statement.order_by(col(ContactMoment.created_at).desc(), col(ContactMoment.happened_at).desc())
    found = session.exec(newest.limit(1)).first()
    return None if found is None else Channel(found)


def contact_views(session: Session, viewer: Viewer, rows: Sequence[ContactMoment]) -> list[ContactView]:
    """Those contacts as the viewer may read them, in the same order; three queries for any number of them."""
    ids = [row.id for row in rows]
    if not ids:
        return []
    participants = _participants(session, viewer, ids)
    colleagues = _colleagues(session, ids)
    agreements = _agreements(session, viewer, ids)
    reads_notes = may_read_notes(viewer)
    return [
        ContactView(
            id=row.id,
            author_id=row.author_id,
            happened_at=row.happened_at,
            created_at=row.created_at,
            channel=row.channel,
            participants=participants.get(row.id, []),
            colleagues=colleagues.get(row.id, []),
            # A place is free text and may say where somebody lives.
            place=row.place if reads_notes else None,
            neighbourhood_id=row.neighbourhood_id,
            people_band=row.people_band,
            topics=[Topic(topic) for topic in row.topics],
            summary=row.summary if reads_notes else None,
            group_itself_heard=row.group_itself_heard,
            asked_of_them=row.asked_of_them,
            gave_back=row.gave_back,
            agreements=agreements.get(row.id, []),
            signal=_signal(row),
            withdrawn_at=row.withdrawn_at,
            version=row.version,
        )
        for row in rows
    ]


def _signal(row: ContactMoment) -> SignalAsked | None:
    if row.signal_theme is None:
        return None
    return SignalAsked(row.signal_theme, row.signal_service_id, row.signal_answer_by)


def _readable(session: Session, viewer: Viewer, key: UUID) -> ContactMoment | None:
    return session.get(ContactMoment, key) if may_read_contacts(viewer) else None


def _counting(viewer: Viewer) -> SelectOfScalar[ContactMoment]:
    if not may_read_contacts(viewer):
        raise NotFound
    return select(ContactMoment).where(col(ContactMoment.withdrawn_at).is_(None))


def _newest_first(statement: SelectOfScalar[ContactMoment]) -> SelectOfScalar[ContactMoment]:
    return statement.order_by(col(ContactMoment.happened_at).desc(), col(ContactMoment.id).desc())


def _page(
    session: Session, viewer: Viewer, statement: SelectOfScalar[ContactMoment], number: int, size: int
) -> Page[ContactView]:
    found = paginate(session, _newest_first(statement), number, size, MOST_COUNTED)
    views = contact_views(session, viewer, found.items)
    return Page(views, found.number, found.size, found.total, found.is_more)


def _with_party(viewer: Viewer, party_id: UUID) -> ColumnElement[bool]:
    there = select(ContactParticipant.contact_id).where(ContactParticipant.party_id == party_id)
    if not may_see_persons(viewer):
        # Nobody learns who spoke with whom by asking for a person's id.
        there = there.join(Party, col(Party.id) == col(ContactParticipant.party_id)).where(
            Party.kind != PartyKind.PERSON
        )
    return col(ContactMoment.id).in_(there)


def _with_colleague(user_id: UUID) -> ColumnElement[bool]:
    there = select(ContactColleague.contact_id).where(ContactColleague.user_id == user_id)
    return col(ContactMoment.id).in_(there)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, CITY_ZONE).astimezone(UTC)


def _participants(session: Session, viewer: Viewer, ids: list[UUID]) -> dict[UUID, list[PartyLabel]]:
    statement = (
        select(ContactParticipant.contact_id, Party.id, Party.name, Party.kind)
        .join(Party, col(Party.id) == col(ContactParticipant.party_id))
        .where(col(ContactParticipant.contact_id).in_(ids))
        .order_by(col(Party.name), col(Party.id))
    )
    if not may_see_persons(viewer):
        statement = statement.where(Party.kind != PartyKind.PERSON)
    found: dict[UUID, list[PartyLabel]] = {}
    for contact_id, party_id, name, kind in session.exec(statement):
        found.setdefault(contact_id, []).append(PartyLabel(party_id, name, PartyKind(kind)))
    return found


def _colleagues(session: Session, ids: list[UUID]) -> dict[UUID, list[ColleagueLabel]]:
    statement = (
        select(ContactColleague.contact_id, User.id, User.name)
        .join(User, col(User.id) == col(ContactColleague.user_id))
        .where(col(ContactColleague.contact_id).in_(ids))
        .order_by(col(User.name), col(User.id))
    )
    found: dict[UUID, list[ColleagueLabel]] = {}
    for contact_id, user_id, name in session.exec(statement):
        found.setdefault(contact_id, []).append(ColleagueLabel(user_id, name))
    return found


def _agreements(session: Session, viewer: Viewer, ids: list[UUID]) -> dict[UUID, list[Agreement]]:
    if not may_read_notes(viewer):
        return {}
    statement = select(Agreement).where(col(Agreement.contact_id).in_(ids))
    found: dict[UUID, list[Agreement]] = {}
    for agreement in session.exec(statement.order_by(col(Agreement.due_on), col(Agreement.id))):
        found.setdefault(agreement.contact_id, []).append(agreement)
    return found
