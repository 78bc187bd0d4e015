"""One chronological timeline of a party: contacts, events it was invited to, signals, follow-ups done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Select, func, literal_column, union
from sqlalchemy import select as select_rows
from sqlmodel import Session, col, select

from crm.accounts.access import may_list_network, may_read_notes, may_read_signals, may_see_persons
from crm.accounts.queries import names_of
from crm.agenda.models import EventInvitation, EventState, ParticipationEvent, Precision
from crm.contacts.models import Channel, ContactMoment, ContactParticipant, PeopleBand, Topic
from crm.contacts.queries import ContactView, contact_views
from crm.db import Page, get
from crm.errors import NotFound
from crm.followups.models import FollowUp, FollowUpState
from crm.parties.models import Party, PartyKind
from crm.parties.queries import PartyLabel
from crm.signals.models import Signal, SignalState
from crm.viewer import Viewer

ENTRIES_A_PAGE = 15


class EntryKind(StrEnum):
    """What stands on a timeline."""

    CONTACT = "contact"
    EVENT = "event"
    SIGNAL = "signal"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True)
class TimelineEntry:
    """One entry. What its kind does not have, or the viewer may not know, is empty.

    `text` is the summary of a contact, the title of an event, the text of a signal, what a follow-up was.
    """

    kind: EntryKind
    id: UUID
    at: datetime
    text: str | None
    names: tuple[str, ...] = ()  # of colleagues
    channel: Channel | None = None
    topics: tuple[Topic, ...] = ()
    others: tuple[PartyLabel, ...] = ()  # who else was there
    people_band: PeopleBand | None = None
    group_itself_heard: bool = False
    has_hour: bool = True
    is_cancelled: bool = False
    signal_state: SignalState | None = None


@dataclass(frozen=True)
class _Mark:
    """Where on the timeline something stands, before it is read."""

    at: datetime
    kind: EntryKind
    id: UUID


def timeline(
    session: Session, viewer: Viewer, party_id: UUID, number: int = 1, size: int = ENTRIES_A_PAGE
) -> Page[TimelineEntry]:
    """One page of the party's timeline, the newest first; coming events stand on top.

    At most sixteen queries: two a subject for how many there are and the newest, then what is on the page.

    Raises:
        NotFound: there is no such party, or the viewer may not know of it.
    """
    party = get(session, Party, party_id)
    is_allowed = may_see_persons(viewer) if party.kind == PartyKind.PERSON else may_list_network(viewer)
    if not is_allowed:
        raise NotFound
    lines = _lines(viewer, party_id)
    total = sum(session.execute(line.counted).scalar_one() for line in lines)
    last = number * size
    marks = (
        _Mark(at, line.kind, key)
        for line in lines
        for at, key in session.execute(
            line.entries.order_by(literal_column("1").desc(), literal_column("2").desc()).limit(last)
        )
    )
    wanted = sorted(marks, key=lambda mark: (mark.at, mark.id), reverse=True)[last - size : last]
    ids = {kind: [mark.id for mark in wanted if mark.kind == kind] for kind in EntryKind}
    read = {
        **_contact_entries(session, viewer, party_id, ids[EntryKind.CONTACT]),
        **_event_entries(session, ids[EntryKind.EVENT]),
        **_signal_entries(session, viewer, ids[EntryKind.SIGNAL], {mark.id: mark.at for mark in wanted}),
        **_follow_up_entries(session, viewer, ids[EntryKind.FOLLOW_UP]),
    }
    return Page([read[mark.id] for mark in wanted], number, size, total)


@dataclass(frozen=True)
class _Line:
    """One subject of a timeline: how many entries there are, and the moments and ids of them."""

    kind: EntryKind
    counted: Select[int]
    entries: Select[datetime, UUID]


def _lines(viewer: Viewer, party_id: UUID) -> list[_Line]:
    """The subjects that the viewer may know of. Of any of them no more is read than what may be on the page."""
    found = [
        _line(EntryKind.CONTACT, _contacts_with(party_id)),
        _line(EntryKind.EVENT, _events_inviting(party_id)),
    ]
    if may_read_signals(viewer):
        found.append(_signals_of(viewer, party_id))
    if may_see_persons(viewer):
        found.append(_line(EntryKind.FOLLOW_UP, _follow_ups_done(party_id)))
    return found


def _line(kind: EntryKind, entries: Select[datetime, UUID]) -> _Line:
    return _Line(kind, entries.with_only_columns(func.count(), maintain_column_froms=True), entries)


def _contacts_with(party_id: UUID) -> Select[datetime, UUID]:
    return (
        select_rows(col(ContactMoment.happened_at), col(ContactMoment.id))
        .join(ContactParticipant, col(ContactParticipant.contact_id) == col(ContactMoment.id))
        .where(col(ContactParticipant.party_id) == party_id, col(ContactMoment.withdrawn_at).is_(None))
    )


def _events_inviting(party_id: UUID) -> Select[datetime, UUID]:
    return (
        select_rows(col(ParticipationEvent.starts_at), col(ParticipationEvent.id))
        .join(EventInvitation, col(EventInvitation.event_id) == col(ParticipationEvent.id))
        .where(col(EventInvitation.party_id) == party_id)
    )


def _signals_of(viewer: Viewer, party_id: UUID) -> _Line:
    """Who raised a signal is for the team; that a service was asked is for all who read signals."""
    stands = col(Signal.state) != SignalState.WITHDRAWN
    asked = select_rows(col(Signal.id)).where(col(Signal.service_id) == party_id, stands)
    raised = (
        select_rows(col(Signal.id))
        .join(ContactParticipant, col(ContactParticipant.contact_id) == col(Signal.contact_id))
        .where(col(ContactParticipant.party_id) == party_id, stands)
    )
    concerned = union(asked, raised) if may_read_notes(viewer) else asked
    at = col(Signal.created_at)
    heard_at = func.coalesce(col(ContactMoment.happened_at), at, type_=at.type)  # type: ignore[attr-defined]
    entries = (
        select_rows(heard_at, col(Signal.id))
        .join(ContactMoment, col(ContactMoment.id) == col(Signal.contact_id), isouter=True)
        .where(col(Signal.id).in_(concerned))
    )
    return _Line(EntryKind.SIGNAL, select_rows(func.count()).select_from(concerned.subquery()), entries)


def _follow_ups_done(party_id: UUID) -> Select[datetime, UUID]:
    return select_rows(col(FollowUp.closed_at), col(FollowUp.id)).where(  # type: ignore[return-value]
        col(FollowUp.party_id) == party_id,
        col(FollowUp.state) == FollowUpState.DONE,
        col(FollowUp.closed_at).is_not(None),
    )


def _contact_entries(
    session: Session, viewer: Viewer, party_id: UUID, ids: list[UUID]
) -> dict[UUID, TimelineEntry]:
    rows = session.exec(select(ContactMoment).where(col(ContactMoment.id).in_(ids))).all()
    return {view.id: _contact_entry(party_id, view) for view in contact_views(session, viewer, rows)}


def _contact_entry(party_id: UUID, view: ContactView) -> TimelineEntry:
    return TimelineEntry(
        kind=EntryKind.CONTACT,
        id=view.id,
        at=view.happened_at,
        text=view.summary,
        names=tuple(colleague.name for colleague in view.colleagues),
        channel=view.channel,
        topics=tuple(view.topics),
        others=tuple(label for label in view.participants if label.id != party_id),
        people_band=view.people_band,
        group_itself_heard=view.group_itself_heard,
    )


def _event_entries(session: Session, ids: list[UUID]) -> dict[UUID, TimelineEntry]:
    rows = session.exec(select(ParticipationEvent).where(col(ParticipationEvent.id).in_(ids)))
    return {
        row.id: TimelineEntry(
            kind=EntryKind.EVENT,
            id=row.id,
            at=row.starts_at,
            text=row.title,
            has_hour=row.precision == Precision.HOUR,
            is_cancelled=row.state == EventState.CANCELLED,
        )
        for row in rows
    }


def _signal_entries(
    session: Session, viewer: Viewer, ids: list[UUID], heard_at: Mapping[UUID, datetime]
) -> dict[UUID, TimelineEntry]:
    rows = session.exec(select(Signal).where(col(Signal.id).in_(ids))).all()
    names = names_of(session, viewer, {row.owner_id for row in rows})
    reads_notes = may_read_notes(viewer)
    return {
        row.id: TimelineEntry(
            kind=EntryKind.SIGNAL,
            id=row.id,
            at=heard_at[row.id],
            text=row.text if reads_notes else None,
            names=(names[row.owner_id],) if row.owner_id in names else (),
            topics=(row.theme,),
            group_itself_heard=row.group_itself_heard,
            signal_state=row.state,
        )
        for row in rows
    }


def _follow_up_entries(session: Session, viewer: Viewer, ids: list[UUID]) -> dict[UUID, TimelineEntry]:
    rows = session.exec(select(FollowUp).where(col(FollowUp.id).in_(ids))).all()
    names = names_of(session, viewer, {row.owner_id for row in rows})
    return {
        row.id: TimelineEntry(
            kind=EntryKind.FOLLOW_UP,
            id=row.id,
            at=row.closed_at,
            text=row.what,
            names=(names[row.owner_id],) if row.owner_id in names else (),
        )
        for row in rows
        if row.closed_at is not None
    }
