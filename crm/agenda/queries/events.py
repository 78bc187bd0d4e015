"""Readings of events: one, a page of them, those with warnings."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from crm.accounts.queries import names_of
from crm.agenda.attendance.models import Attendance
from crm.agenda.attendance.queries import attendances_of
from crm.agenda.checking import WARNING_LEVELS, highest_level
from crm.agenda.models import (
    EventInvitation,
    EventState,
    Flag,
    FlagChange,
    FlagState,
    ParticipationEvent,
)
from crm.agenda.observances.keys import Level
from crm.agenda.queries.flags import flag_changes, flags_of, seen_by
from crm.agenda.queries.guests import calendars_of
from crm.agenda.schemas import EventFilter
from crm.db import Page, matches, paginate
from crm.errors import NotFound
from crm.parties.models import Neighbourhood
from crm.parties.queries import PartyLabel, party_labels
from crm.viewer import Viewer


@dataclass(frozen=True)
class EventRow:
    """An event in a list: with the highest level of its standing flags, whether somebody must decide, and who came."""

    event: ParticipationEvent
    level: Level
    is_open: bool
    attendance: Attendance | None


@dataclass(frozen=True)
class EventView:
    """An event with what belongs to it: flags (heaviest first) and what they said before, whom it invites, names of users."""

    event: ParticipationEvent
    flags: list[Flag]
    changes: dict[UUID, list[FlagChange]]
    invited: list[PartyLabel]
    invited_calendars: frozenset[str]
    neighbourhood: str | None
    names: dict[UUID, str]

    @property
    def organiser(self) -> str:
        """The name of who organises it."""
        return self.names.get(self.event.organiser_id, "")

    @property
    def level(self) -> Level:
        """The highest level of the flags that stand."""
        return highest_level(self.flags)


def _with_warning() -> SelectOfScalar[UUID]:
    """The ids of events with a warning that waits for a decision."""
    return select(Flag.event_id).where(Flag.state == FlagState.OPEN, col(Flag.level).in_(WARNING_LEVELS))


def events(session: Session, viewer: Viewer, wanted: EventFilter, now: datetime) -> Page[EventRow]:
    """One page of events: coming ones by date, past ones newest first. Four queries."""
    statement = seen_by(viewer)
    if wanted.is_mine:
        statement = statement.where(ParticipationEvent.organiser_id == viewer.user_id)
    if wanted.is_warned:
        statement = statement.where(col(ParticipationEvent.id).in_(_with_warning()))
    if wanted.neighbourhood_id:
        statement = statement.where(ParticipationEvent.neighbourhood_id == wanted.neighbourhood_id)
    if wanted.kind:
        statement = statement.where(ParticipationEvent.kind == wanted.kind)
    if wanted.state:
        statement = statement.where(ParticipationEvent.state == wanted.state)
    if wanted.q:
        statement = statement.where(matches(ParticipationEvent.search, wanted.q))
    starts_at, key = col(ParticipationEvent.starts_at), col(ParticipationEvent.id)
    if wanted.when == "upcoming":
        statement = statement.where(ParticipationEvent.ends_at >= now)
    elif wanted.when == "past":
        statement = statement.where(ParticipationEvent.ends_at < now)
    order = (starts_at, key) if wanted.when == "upcoming" else (starts_at.desc(), key)
    found = paginate(session, statement.order_by(*order), wanted.page, wanted.size)
    flags = flags_of(session, viewer, [row.id for row in found.items])
    noted = attendances_of(session, viewer, [row.id for row in found.items if row.starts_at <= now])
    rows = [_row(event, flags.get(event.id, []), noted.get(event.id)) for event in found.items]
    return Page(items=rows, number=found.number, size=found.size, total=found.total)


def _row(event: ParticipationEvent, flags: list[Flag], noted: Attendance | None) -> EventRow:
    is_open = any(flag.state == FlagState.OPEN and flag.level in WARNING_LEVELS for flag in flags)
    return EventRow(event, highest_level(flags), is_open, noted)


def visible_event(session: Session, viewer: Viewer, key: UUID) -> ParticipationEvent:
    """One event, without what belongs to it.

    Raises:
        NotFound: there is none, or an organiser asks for somebody else's.
    """
    found = session.exec(seen_by(viewer).where(ParticipationEvent.id == key)).first()
    if found is None:
        raise NotFound
    return found


def event(session: Session, viewer: Viewer, key: UUID) -> EventView:
    """One event with what belongs to it.

    Raises:
        NotFound: there is none, or an organiser asks for somebody else's.
    """
    found = visible_event(session, viewer, key)
    flags = flags_of(session, viewer, [key]).get(key, [])
    ids = session.exec(select(EventInvitation.party_id).where(EventInvitation.event_id == key)).all()
    labels = party_labels(session, viewer, ids)
    place = found.neighbourhood_id and session.get(Neighbourhood, found.neighbourhood_id)
    return EventView(
        event=found,
        flags=flags,
        changes=flag_changes(session, viewer, [each.id for each in flags]),
        invited=sorted(labels.values(), key=lambda label: label.name),
        invited_calendars=calendars_of(session, viewer, ids),
        neighbourhood=place.name if place else None,
        names=names_of(session, viewer, {found.organiser_id, *(flag.overruled_by_id for flag in flags)}),
    )


def organiser_of(session: Session, viewer: Viewer, key: UUID) -> UUID | None:
    """Who organises an event; None where there is none that the viewer may see."""
    found = session.exec(seen_by(viewer).where(ParticipationEvent.id == key)).first()
    return None if found is None else found.organiser_id


def flag(session: Session, viewer: Viewer, key: UUID) -> Flag:
    """One flag.

    Raises:
        NotFound: there is none, or it belongs to an event that the viewer may not see.
    """
    found = session.get(Flag, key)
    if found is None or key not in {
        each.id for each in flags_of(session, viewer, [found.event_id]).get(found.event_id, [])
    }:
        raise NotFound
    return found


def warned_events(
    session: Session, viewer: Viewer, first: datetime, last: datetime
) -> list[ParticipationEvent]:
    """The planned events that start between the instants and have a warning that waits for a decision, by start."""
    return list(
        session.exec(
            seen_by(viewer)
            .where(
                ParticipationEvent.state == EventState.PLANNED,
                ParticipationEvent.starts_at > first,
                ParticipationEvent.starts_at < last,
                col(ParticipationEvent.id).in_(_with_warning()),
            )
            .order_by(col(ParticipationEvent.starts_at), col(ParticipationEvent.id))
        )
    )


def events_inviting(
    session: Session, viewer: Viewer, party_id: UUID, now: datetime
) -> list[ParticipationEvent]:
    """The planned events still to come that invite that organisation or community, by start."""
    invited = select(EventInvitation.event_id).where(EventInvitation.party_id == party_id)
    return list(
        session.exec(
            seen_by(viewer)
            .where(
                ParticipationEvent.state == EventState.PLANNED,
                ParticipationEvent.ends_at >= now,
                col(ParticipationEvent.id).in_(invited),
            )
            .order_by(col(ParticipationEvent.starts_at), col(ParticipationEvent.id))
        )
    )
