"""Readings of attendance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import repeat
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, func, null, true
from sqlalchemy import select as select_rows
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from crm.accounts.access import is_outside_team, may_see_all_events
from crm.agenda.attendance.comparison import PastEvent
from crm.agenda.attendance.disclosure import Disclosed, Stated, disclose
from crm.agenda.attendance.models import Attendance, AttendanceCount, Counting
from crm.agenda.attendance.schemas import CountedEventFilter
from crm.agenda.checking import WARNING_LEVELS
from crm.agenda.models import EventKind, EventState, Flag, FlagState, ParticipationEvent, Precision
from crm.agenda.observances.windows import at_local
from crm.db import Page, paginate
from crm.parties.models import InclusionGroup
from crm.parties.queries import groups, intersections
from crm.suppression import INSIDE, OUTSIDE, Audience
from crm.viewer import Viewer

ASKED_WITHIN = timedelta(days=60)
MOST_UNCOUNTED = 8


@dataclass(frozen=True)
class AttendanceView:
    """What was noted of one event, as the viewer may see it: groups with their shown counts, in the city's order."""

    attendance: Attendance
    audience: Audience
    disclosed: Disclosed | None
    groups: list[InclusionGroup]


@dataclass(frozen=True)
class OfferedGroups:
    """The groups that may be noted at one event, and those of which there are figures for the whole city only."""

    offered: list[InclusionGroup]
    city_wide_only: list[InclusionGroup]
    parts: dict[UUID, frozenset[UUID]]


@dataclass(frozen=True)
class CountedEvent:
    """An event with its total, and whether it was at a good moment: no warning stood. None: its days are not known."""

    event: ParticipationEvent
    attendance: Attendance
    is_good: bool | None


@dataclass(frozen=True)
class KindCount:
    """How many past events of one kind there were, and of how many a total was noted."""

    kind: EventKind
    past: int
    noted: int


def attendances_of(session: Session, viewer: Viewer, event_ids: Sequence[UUID]) -> dict[UUID, Attendance]:
    """What was noted of those events that the viewer may see, by event."""
    if not event_ids:
        return {}
    found = session.exec(
        select(Attendance).where(
            col(Attendance.event_id).in_(event_ids), _is_seen(viewer, col(Attendance.event_id))
        )
    )
    return {row.event_id: row for row in found}


def attendance(session: Session, viewer: Viewer, event_id: UUID) -> AttendanceView | None:
    """What was noted of one event that the viewer may see, with small counts hidden; None where nothing was noted."""
    found = attendances_of(session, viewer, [event_id]).get(event_id)
    if found is None:
        return None
    audience = OUTSIDE if is_outside_team(viewer) else INSIDE
    stored = _counts(session, found)
    if found.answered is None:
        return AttendanceView(found, audience, None, [])
    known = {group.id: group for group in groups(session, viewer)} if stored else {}
    parts = _parts(session, viewer, known) if stored else {}
    stated = [
        Stated(row.group_id, parts[row.group_id], known[row.group_id].dimension, row.count, row.id.bytes)
        for row in sorted(stored, key=lambda row: list(known).index(row.group_id))
    ]
    disclosed = disclose(found.answered, stated, audience, found.id.bytes)
    return AttendanceView(found, audience, disclosed, [known[each.group_id] for each in stated])


def counts_to_edit(session: Session, viewer: Viewer, found: Attendance) -> dict[UUID, int]:
    """The counts as they were noted, by group: for the form of those who note them, and for nothing else."""
    return {row.group_id: row.count for row in _counts(session, found)}


def offered_groups(session: Session, viewer: Viewer) -> OfferedGroups:
    """The inclusion groups for the form; where a small area betrays people there is nothing to note at an event."""
    found = groups(session, viewer)
    parts = _parts(session, viewer, [group.id for group in found])
    sensitive = {group.id for group in found if group.is_city_wide_only}
    kept_out = {group.id for group in found if group.id in sensitive or parts[group.id] & sensitive}
    return OfferedGroups(
        [group for group in found if group.id not in kept_out],
        [group for group in found if group.id in kept_out],
        parts,
    )


def past_events(
    session: Session,
    viewer: Viewer,
    now: datetime,
    kind: EventKind | None = None,
    before: date | None = None,
    *,
    by_place: bool = True,
) -> list[PastEvent]:
    """The past events with a total whose moment was judged, in the whole city: figures are the same for every reader.

    Args:
        before: only events that began before this day.
        by_place: whether it matters in which neighbourhood they were; the store groups those that are alike.
    """
    events: Any = (
        select_rows(
            cast(col(ParticipationEvent.kind), String).label("kind"),
            (col(ParticipationEvent.neighbourhood_id) if by_place else null()).label("place"),
            col(Attendance.total).label("total"),
            (col(Attendance.counting) == Counting.ESTIMATED).label("is_estimated"),
            _is_warned().label("is_warned"),
        )
        .join(Attendance, col(Attendance.event_id) == col(ParticipationEvent.id))
        .where(*_counted(now, before), _is_judged())
    )
    if kind is not None:
        events = events.where(col(ParticipationEvent.kind) == kind)
    alike = events.subquery().c
    found = session.execute(select_rows(*alike, func.count()).group_by(*alike))
    return [
        event
        for of_kind, place, total, is_estimated, is_warned, times in found
        for event in repeat(PastEvent(of_kind, place, total, bool(is_estimated), not is_warned), times)
    ]


def past_by_kind(session: Session, viewer: Viewer, now: datetime) -> list[KindCount]:
    """How many past events of each kind there were in the city, and of how many a total was noted; most first."""
    past, noted = func.count(), func.count(col(Attendance.total))
    found = session.exec(
        select(ParticipationEvent.kind, past, noted)
        .join(Attendance, col(Attendance.event_id) == ParticipationEvent.id, isouter=True)
        .where(ParticipationEvent.state == EventState.PLANNED, ParticipationEvent.ends_at < now)
        .group_by(col(ParticipationEvent.kind))
    )
    rows = [KindCount(EventKind(kind), of_kind, with_total) for kind, of_kind, with_total in found]
    order = list(EventKind)
    return sorted(rows, key=lambda row: (-row.past, order.index(row.kind)))


def counted_events(
    session: Session, viewer: Viewer, wanted: CountedEventFilter, now: datetime
) -> Page[CountedEvent]:
    """The events behind a figure that the viewer may see, the newest first.

    An organiser sees own events only. How many others a figure counts is not said: filters would turn that into
    the dates of other people's events.
    """
    conditions = _counted(now, wanted.before)
    if wanted.kind is not None:
        conditions.append(col(ParticipationEvent.kind) == wanted.kind)
    if wanted.neighbourhood_id is not None:
        conditions.append(col(ParticipationEvent.neighbourhood_id) == wanted.neighbourhood_id)
    if wanted.moment is not None:
        conditions += [_is_judged(), _is_warned() if wanted.moment == "bad" else ~_is_warned()]
    found = paginate(
        session,
        select(ParticipationEvent)
        .join(Attendance, col(Attendance.event_id) == ParticipationEvent.id)
        .where(*conditions, _is_seen(viewer, col(ParticipationEvent.id)))
        .order_by(col(ParticipationEvent.starts_at).desc(), col(ParticipationEvent.id)),
        wanted.page,
        wanted.size,
    )
    ids = [row.id for row in found.items]
    noted = attendances_of(session, viewer, ids)
    warned = set(
        session.exec(select(ParticipationEvent.id).where(col(ParticipationEvent.id).in_(ids), _is_warned()))
    )
    items = [
        CountedEvent(row, noted[row.id], None if row.precision == Precision.PERIOD else row.id not in warned)
        for row in found.items
    ]
    return Page(items, found.number, found.size, found.total)


def uncounted_events(
    session: Session, viewer: Viewer, organiser_id: UUID, now: datetime
) -> list[ParticipationEvent]:
    """The organiser's own events of the last sixty days of which nobody said how many came, the newest first; at most eight."""
    noted = select(Attendance.id).where(Attendance.event_id == ParticipationEvent.id)
    return list(
        session.exec(
            select(ParticipationEvent)
            .where(
                _is_seen(viewer, col(ParticipationEvent.id)),
                ParticipationEvent.organiser_id == organiser_id,
                ParticipationEvent.state == EventState.PLANNED,
                ParticipationEvent.ends_at < now,
                ParticipationEvent.ends_at >= now - ASKED_WITHIN,
                ~noted.exists(),
            )
            .order_by(col(ParticipationEvent.starts_at).desc(), col(ParticipationEvent.id))
            .limit(MOST_UNCOUNTED)
        )
    )


def _is_seen(viewer: Viewer, event_id: Mapped[UUID]) -> ColumnElement[bool]:
    """The condition that the viewer may see the event with that id."""
    if may_see_all_events(viewer):
        return true()
    own = select(ParticipationEvent.id).where(ParticipationEvent.organiser_id == viewer.user_id)
    return event_id.in_(own)


def _is_warned() -> ColumnElement[bool]:
    """The condition that a warning stands at the moment of an event."""
    return (
        select(Flag.id)
        .where(
            Flag.event_id == ParticipationEvent.id,
            Flag.state != FlagState.LIFTED,
            col(Flag.level).in_(WARNING_LEVELS),
        )
        .exists()
    )


def _counted(now: datetime, before: date | None) -> list[ColumnElement[bool]]:
    """The conditions on past events with a total."""
    conditions = [
        col(Attendance.total).is_not(None),
        col(ParticipationEvent.state) == EventState.PLANNED,
        col(ParticipationEvent.ends_at) < now,
    ]
    if before is not None:
        conditions.append(col(ParticipationEvent.starts_at) < at_local(before, time(0)))
    return conditions


def _is_judged() -> ColumnElement[bool]:
    """The condition that the days of an event are known, so that its moment was judged."""
    return col(ParticipationEvent.precision) != Precision.PERIOD


def _counts(session: Session, found: Attendance) -> list[AttendanceCount]:
    return list(session.exec(select(AttendanceCount).where(AttendanceCount.attendance_id == found.id)))


def _parts(session: Session, viewer: Viewer, known: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """What each group is made of: an intersection of two groups or more, any other of itself."""
    made_of = intersections(session, viewer)
    return {key: frozenset(made_of.get(key, (key,))) for key in known}
