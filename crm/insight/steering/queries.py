"""Readings for the report: contacts by group, notes, and names that may not stand in a note."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select as rows_of
from sqlalchemy import union_all
from sqlmodel import Session, col, select

from crm.accounts.access import may_read_contacts, may_see_persons
from crm.accounts.models import User
from crm.clock import city_date
from crm.contacts.models import ContactMoment, ContactParticipant
from crm.db import get
from crm.errors import NotFound
from crm.folding import fold
from crm.insight.queries.network import end_of
from crm.insight.steering.counts import GroupContact
from crm.insight.steering.models import GroupNote, GroupNoteText, NoteSource
from crm.insight.steering.quarters import Quarter
from crm.insight.steering.rows import NoteFact
from crm.parties.models import CommunityGroup, InclusionGroup, OrganisationGroup, Party, PartyKind
from crm.viewer import Viewer


def contacts_by_group(
    session: Session, viewer: Viewer, quarters: Sequence[Quarter]
) -> tuple[GroupContact, ...]:
    """Every contact in those quarters with an organisation or community that carries a group, once for each group.

    Persons have no groups, so a talk with a person alone is in no row.

    Raises:
        NotFound: the viewer does not read contacts.
    """
    if not may_read_contacts(viewer):
        raise NotFound
    carrying = union_all(
        rows_of(
            col(OrganisationGroup.organisation_id).label("party_id"),
            col(OrganisationGroup.group_id).label("group_id"),
        ),
        rows_of(col(CommunityGroup.community_id), col(CommunityGroup.group_id)),
    ).subquery()
    first, last = min(quarters).first_on, max(quarters).last_on
    statement = (
        rows_of(carrying.c.group_id, col(ContactMoment.id), col(ContactMoment.happened_at))
        .join(ContactParticipant, col(ContactParticipant.party_id) == carrying.c.party_id)
        .join(ContactMoment, col(ContactMoment.id) == col(ContactParticipant.contact_id))
        .where(
            col(ContactMoment.withdrawn_at).is_(None),
            col(ContactMoment.happened_at) >= end_of(first - timedelta(days=1)),
            col(ContactMoment.happened_at) < end_of(last),
        )
        .distinct()
    )
    found = session.connection().execute(statement).all()
    return tuple(
        GroupContact(group_id, contact_id, Quarter.of(city_date(happened_at)))
        for group_id, contact_id, happened_at in found
    )


def group_notes(session: Session, viewer: Viewer, group_id: UUID | None = None) -> tuple[NoteFact, ...]:
    """What groups said, newest quarter first: of one group, or of all; without who wrote it down. One query.

    Raises:
        NotFound: the viewer does not read the report.
    """
    if not may_read_contacts(viewer):
        raise NotFound
    statement = (
        select(GroupNote, GroupNoteText.text)
        .join(GroupNoteText, col(GroupNoteText.note_id) == col(GroupNote.id))
        .where(col(GroupNoteText.number) == col(GroupNote.version), col(GroupNoteText.text).is_not(None))
        .order_by(col(GroupNote.quarter_on).desc(), col(GroupNote.source), col(GroupNote.id))
    )
    if group_id is not None:
        statement = statement.where(col(GroupNote.group_id) == group_id)
    return tuple(
        NoteFact(note.group_id, Quarter.of(note.quarter_on), NoteSource(note.source), text or "")
        for note, text in session.exec(statement)
    )


@dataclass(frozen=True)
class NoteVersion:
    """One version of a note, for the team: who wrote it and when. `text` is None where it was taken away."""

    number: int
    text: str | None
    written_by: str
    written_at: datetime


@dataclass(frozen=True)
class NoteHistory:
    """A note with all its versions, the newest first."""

    quarter: Quarter
    source: NoteSource
    version: int
    versions: tuple[NoteVersion, ...]

    @property
    def text(self) -> str | None:
        """What it says now."""
        return self.versions[0].text


def note_histories(session: Session, viewer: Viewer, group_id: UUID) -> tuple[NoteHistory, ...]:
    """The notes of a group with every version, the newest quarter first; one query.

    Raises:
        NotFound: there is no such group, or the viewer is not in the team.
    """
    named_group(session, viewer, group_id)
    if not may_see_persons(viewer):
        raise NotFound
    statement = (
        select(GroupNote, GroupNoteText, User.name)
        .join(GroupNoteText, col(GroupNoteText.note_id) == col(GroupNote.id))
        .join(User, col(User.id) == col(GroupNoteText.written_by_id))
        .where(col(GroupNote.group_id) == group_id)
        .order_by(col(GroupNote.quarter_on).desc(), col(GroupNote.source), col(GroupNoteText.number).desc())
    )
    found: dict[UUID, NoteHistory] = {}
    for note, text, name in session.exec(statement):
        version = NoteVersion(text.number, text.text, name, text.created_at)
        kept = found.get(note.id)
        found[note.id] = NoteHistory(
            Quarter.of(note.quarter_on),
            NoteSource(note.source),
            note.version,
            (*(kept.versions if kept else ()), version),
        )
    return tuple(found.values())


def named_group(session: Session, viewer: Viewer, group_id: UUID) -> InclusionGroup:
    """The group of an address.

    Raises:
        NotFound: there is none, or the viewer does not read the report.
    """
    if not may_read_contacts(viewer):
        raise NotFound
    return get(session, InclusionGroup, group_id)


def is_naming(session: Session, viewer: Viewer, text: str) -> bool:
    """Whether a text names somebody whom we know, or a colleague, by at least two words of the name."""
    said = f" {fold(text)} "
    persons = select(Party.name).where(Party.kind == PartyKind.PERSON)
    names = (fold(name) for statement in (persons, select(User.name)) for name in session.exec(statement))
    return any(f" {name} " in said for name in names if " " in name)
