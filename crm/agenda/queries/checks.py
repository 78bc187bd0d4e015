"""Readings for the timing check: many events at once, and when an organiser is busy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast
from uuid import UUID

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from crm.agenda.checking import Judged, Said, to_check
from crm.agenda.models import (
    EventState,
    Flag,
    FlagState,
    ParticipationEvent,
    Precision,
)
from crm.agenda.observances.windows import Hours, at_local
from crm.agenda.queries.flags import seen_by
from crm.agenda.queries.guests import invited_calendars, neighbourhoods
from crm.agenda.suggestions import SEARCH_DAYS
from crm.agenda.timing import EventToCheck
from crm.viewer import Viewer


@dataclass(frozen=True)
class Position:
    """A place in the events by start and id."""

    starts_at: datetime
    event_id: UUID


def events_between(
    session: Session, viewer: Viewer, first: datetime, last: datetime
) -> list[ParticipationEvent]:
    """The planned events that touch the instants, by start."""
    return list(session.exec(_between(seen_by(viewer), first, last)))


def judged_between(
    session: Session, viewer: Viewer, first: datetime, last: datetime, after: Position | None, most: int
) -> list[Judged]:
    """What the check reads of the planned events that touch the instants: by start, after a position, so many."""
    columns = [getattr(ParticipationEvent, name) for name in Judged.__annotations__]
    statement = _between(seen_by(viewer), first, last)
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
    near = _between(seen_by(viewer), around.span.start - reach, around.span.end + reach)
    theirs = near.where(
        ParticipationEvent.organiser_id == organiser_id,
        col(ParticipationEvent.id).is_distinct_from(other_than),
        ParticipationEvent.precision != Precision.PERIOD,
    )
    columns = (col(ParticipationEvent.starts_at), col(ParticipationEvent.ends_at))
    return [
        Hours(starts_at, ends_at)
        for starts_at, ends_at in session.execute(theirs.with_only_columns(*columns))
    ]


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
