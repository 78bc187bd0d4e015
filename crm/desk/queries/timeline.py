"""One chronological timeline of a party: contacts, events it was invited to, signals, follow-ups done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

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

    At most twelve queries: one a subject for the marks of the whole line, then what is on the page.

    Raises:
        NotFound: there is no such party, or the viewer may not know of it.
    """
    party = get(session, Party, party_id)
    is_allowed = may_see_persons(viewer) if party.kind == PartyKind.PERSON else may_list_network(viewer)
    if not is_allowed:
        raise NotFound
    marks = sorted(_marks(session, viewer, party_id), key=lambda mark: (mark.at, mark.id), reverse=True)
    wanted = marks[(number - 1) * size : number * size]
    ids = {kind: [mark.id for mark in wanted if mark.kind == kind] for kind in EntryKind}
    read = {
        **_contact_entries(session, viewer, party_id, ids[EntryKind.CONTACT]),
        **_event_entries(session, ids[EntryKind.EVENT]),
        **_signal_entries(session, viewer, ids[EntryKind.SIGNAL], {mark.id: mark.at for mark in wanted}),
        **_follow_up_entries(session, viewer, ids[EntryKind.FOLLOW_UP]),
    }
    return Page([read[mark.id] for mark in wanted], number, size, len(marks))


def _marks(session: Session, viewer: Viewer, party_id: UUID) -> Iterable[_Mark]:
    with_party = select(ContactParticipant.contact_id).where(ContactParticipant.party_id == party_id)
    contacts = select(ContactMoment.happened_at, ContactMoment.id).where(
        col(ContactMoment.id).in_(with_party), col(ContactMoment.withdrawn_at).is_(None)
    )
    yield from (_Mark(at, EntryKind.CONTACT, key) for at, key in session.exec(contacts))
    events = (
        select(ParticipationEvent.starts_at, ParticipationEvent.id)
        .join(EventInvitation, col(EventInvitation.event_id) == col(ParticipationEvent.id))
        .where(EventInvitation.party_id == party_id)
    )
    yield from (_Mark(at, EntryKind.EVENT, key) for at, key in session.exec(events))
    if may_read_signals(viewer):
        # Who raised a signal is for the team; that a service was asked is for all who read signals.
        concerns = col(Signal.service_id) == party_id
        if may_read_notes(viewer):
            concerns = or_(concerns, col(Signal.contact_id).in_(with_party))
        heard_at = func.coalesce(ContactMoment.happened_at, Signal.created_at, type_=Signal.created_at.type)  # type: ignore[attr-defined]
        signals = (
            select(heard_at, Signal.id)
            .join(ContactMoment, col(ContactMoment.id) == col(Signal.contact_id), isouter=True)
            .where(concerns, Signal.state != SignalState.WITHDRAWN)
        )
        yield from (_Mark(at, EntryKind.SIGNAL, key) for at, key in session.exec(signals))
    if may_see_persons(viewer):
        done = select(FollowUp.closed_at, FollowUp.id).where(
            FollowUp.party_id == party_id, FollowUp.state == FollowUpState.DONE
        )
        yield from (_Mark(at, EntryKind.FOLLOW_UP, key) for at, key in session.exec(done) if at is not None)


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
