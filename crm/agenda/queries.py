"""Readings of the agenda."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import false
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from crm.accounts.access import may_see_all_events
from crm.accounts.queries import names_of
from crm.agenda.attendance.models import Attendance
from crm.agenda.attendance.queries import attendances_of
from crm.agenda.checking import LEVELS, WARNING_LEVELS, Judged, Said, highest_level, to_check
from crm.agenda.models import (
    EventInvitation,
    EventState,
    Flag,
    FlagChange,
    FlagState,
    ParticipationEvent,
    Precision,
)
from crm.agenda.observances.keys import Level
from crm.agenda.observances.windows import Hours, at_local
from crm.agenda.schemas import EventFilter
from crm.agenda.suggestions import SEARCH_DAYS
from crm.agenda.timing import EventToCheck
from crm.db import Page, matches, paginate
from crm.errors import NotFound
from crm.parties.models import Community, Neighbourhood, Organisation, Party, PartyKind
from crm.parties.queries import PartyLabel, party_labels
from crm.viewer import Viewer

MOST_INVITEES = 12


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


def _seen_by(viewer: Viewer) -> SelectOfScalar[ParticipationEvent]:
    statement = select(ParticipationEvent)
    if may_see_all_events(viewer):
        return statement
    return statement.where(ParticipationEvent.organiser_id == viewer.user_id)


def _with_warning() -> SelectOfScalar[UUID]:
    """The ids of events with a warning that waits for a decision."""
    return select(Flag.event_id).where(Flag.state == FlagState.OPEN, col(Flag.level).in_(WARNING_LEVELS))


def events(session: Session, viewer: Viewer, wanted: EventFilter, now: datetime) -> Page[EventRow]:
    """One page of events: coming ones by date, past ones newest first. Four queries."""
    statement = _seen_by(viewer)
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
    ids = [row.id for row in found.items]
    flags, noted = flags_of(session, viewer, ids), attendances_of(session, viewer, ids)
    rows = [_row(event, flags.get(event.id, []), noted.get(event.id)) for event in found.items]
    return Page(items=rows, number=found.number, size=found.size, total=found.total)


def _row(event: ParticipationEvent, flags: list[Flag], noted: Attendance | None) -> EventRow:
    is_open = any(flag.state == FlagState.OPEN and flag.level in WARNING_LEVELS for flag in flags)
    return EventRow(event, highest_level(flags), is_open, noted)


def flags_of(session: Session, viewer: Viewer, event_ids: Sequence[UUID]) -> dict[UUID, list[Flag]]:
    """The flags of those events, heaviest first; those of events that the viewer may not see are left out."""
    if not event_ids:
        return {}
    statement = select(Flag).where(col(Flag.event_id).in_(event_ids))
    if not may_see_all_events(viewer):
        own = select(ParticipationEvent.id).where(ParticipationEvent.organiser_id == viewer.user_id)
        statement = statement.where(col(Flag.event_id).in_(own))
    found = session.exec(statement)
    by_event: dict[UUID, list[Flag]] = {}
    for flag in sorted(found, key=lambda each: (-LEVELS[each.level], each.clash_starts_at, each.observance)):
        by_event.setdefault(flag.event_id, []).append(flag)
    return by_event


def open_warnings(session: Session, viewer: Viewer, event_ids: Sequence[UUID]) -> dict[UUID, list[Flag]]:
    """The warnings of those events that wait for a decision, heaviest first; events without any are left out."""
    found = {
        key: [flag for flag in flags if flag.state == FlagState.OPEN and flag.level in WARNING_LEVELS]
        for key, flags in flags_of(session, viewer, event_ids).items()
    }
    return {key: flags for key, flags in found.items() if flags}


def flag_changes(session: Session, viewer: Viewer, flag_ids: Sequence[UUID]) -> dict[UUID, list[FlagChange]]:
    """What the owners of those flags were told, the oldest first; of events that the viewer may not see nothing."""
    if not flag_ids:
        return {}
    statement = select(FlagChange).where(col(FlagChange.flag_id).in_(flag_ids))
    if not may_see_all_events(viewer):
        own = (
            select(Flag.id)
            .join(ParticipationEvent, col(ParticipationEvent.id) == Flag.event_id)
            .where(ParticipationEvent.organiser_id == viewer.user_id)
        )
        statement = statement.where(col(FlagChange.flag_id).in_(own))
    by_flag: dict[UUID, list[FlagChange]] = {}
    for row in session.exec(statement.order_by(col(FlagChange.created_at), col(FlagChange.id))):
        by_flag.setdefault(row.flag_id, []).append(row)
    return by_flag


def visible_event(session: Session, viewer: Viewer, key: UUID) -> ParticipationEvent:
    """One event, without what belongs to it.

    Raises:
        NotFound: there is none, or an organiser asks for somebody else's.
    """
    found = session.exec(_seen_by(viewer).where(ParticipationEvent.id == key)).first()
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
    found = session.exec(_seen_by(viewer).where(ParticipationEvent.id == key)).first()
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
            _seen_by(viewer)
            .where(
                ParticipationEvent.state == EventState.PLANNED,
                ParticipationEvent.starts_at > first,
                ParticipationEvent.starts_at < last,
                col(ParticipationEvent.id).in_(_with_warning()),
            )
            .order_by(col(ParticipationEvent.starts_at), col(ParticipationEvent.id))
        )
    )


@dataclass(frozen=True)
class Position:
    """A place in the events by start and id."""

    starts_at: datetime
    event_id: UUID


def events_between(
    session: Session, viewer: Viewer, first: datetime, last: datetime
) -> list[ParticipationEvent]:
    """The planned events that touch the instants, by start."""
    return list(session.exec(_between(_seen_by(viewer), first, last)))


def judged_between(
    session: Session, viewer: Viewer, first: datetime, last: datetime, after: Position | None, most: int
) -> list[Judged]:
    """What the check reads of the planned events that touch the instants: by start, after a position, so many."""
    columns = [getattr(ParticipationEvent, name) for name in Judged.__annotations__]
    statement = _between(_seen_by(viewer), first, last)
    if after is not None:
        starts_at, key = col(ParticipationEvent.starts_at), col(ParticipationEvent.id)
        # The first condition says nothing new: it lets the store begin at the right place of the index.
        statement = statement.where(
            starts_at >= after.starts_at, or_(starts_at > after.starts_at, key > after.event_id)
        )
    rows = session.execute(statement.with_only_columns(*columns).limit(most))
    return [cast("Judged", row) for row in rows]


def _between(
    statement: SelectOfScalar[ParticipationEvent], first: datetime, last: datetime
) -> SelectOfScalar[ParticipationEvent]:
    starts_at, key = col(ParticipationEvent.starts_at), col(ParticipationEvent.id)
    return statement.where(
        ParticipationEvent.state == EventState.PLANNED, ParticipationEvent.ends_at > first, starts_at < last
    ).order_by(starts_at, key)


def said_of(session: Session, viewer: Viewer, event_ids: Sequence[UUID]) -> dict[UUID, list[Said]]:
    """What the flags of those events say, without the rows themselves; for who may see all events."""
    columns = [getattr(Flag, name) for name in ("event_id", "state", *Said.__annotations__)]
    by_event: dict[UUID, list[Said]] = {}
    for row in session.execute(
        select(Flag).where(col(Flag.event_id).in_(event_ids)).with_only_columns(*columns)
    ):
        if row.state != FlagState.LIFTED:
            by_event.setdefault(row.event_id, []).append(cast("Said", row))
    return by_event


def busy_hours(
    session: Session,
    viewer: Viewer,
    organiser_id: UUID | None,
    around: EventToCheck | None,
    other_than: UUID | None = None,
) -> list[Hours]:
    """When that organiser holds other planned events within reach of a better moment for this one.

    Whole days where the hour of the other event is not known; an event of which only the period is known takes none.
    """
    if organiser_id is None or around is None:
        return []
    reach = timedelta(days=SEARCH_DAYS) + (around.span.end - around.span.start)
    return [
        Hours(each.starts_at, each.ends_at)
        for each in events_between(session, viewer, around.span.start - reach, around.span.end + reach)
        if each.organiser_id == organiser_id and each.id != other_than and each.precision != Precision.PERIOD
    ]


def events_inviting(
    session: Session, viewer: Viewer, party_id: UUID, now: datetime
) -> list[ParticipationEvent]:
    """The planned events still to come that invite that organisation or community, by start."""
    invited = select(EventInvitation.event_id).where(EventInvitation.party_id == party_id)
    return list(
        session.exec(
            _seen_by(viewer)
            .where(
                ParticipationEvent.state == EventState.PLANNED,
                ParticipationEvent.ends_at >= now,
                col(ParticipationEvent.id).in_(invited),
            )
            .order_by(col(ParticipationEvent.starts_at), col(ParticipationEvent.id))
        )
    )


def stored_checks(session: Session, viewer: Viewer, first: date, last: date) -> list[EventToCheck]:
    """The planned events that touch the dates (both included), ready for the timing check, by start.

    Events of which only the period is known are left out: no day of them is judged.
    """
    begin, end = at_local(first, time(0)), at_local(last + timedelta(days=1), time(0))
    found = [row for row in events_between(session, viewer, begin, end) if row.precision != Precision.PERIOD]
    calendars = invited_calendars(session, viewer, [row.id for row in found])
    places = {row.id: row.name for row in neighbourhoods(session, viewer)}
    checks = [
        to_check(
            row,
            calendars.get(row.id, frozenset()),
            places.get(row.neighbourhood_id) if row.neighbourhood_id else None,
        )
        for row in found
    ]
    return [each for each in checks if each is not None]


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
