"""Readings of flags: what an event falls together with, and what its owner was told."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from crm.accounts.access import may_see_all_events
from crm.agenda.checking import LEVELS, WARNING_LEVELS
from crm.agenda.models import (
    Flag,
    FlagChange,
    FlagState,
    ParticipationEvent,
)
from crm.viewer import Viewer


def seen_by(viewer: Viewer) -> SelectOfScalar[ParticipationEvent]:
    """The events that the viewer may see: all of them, or an organiser's own."""
    statement = select(ParticipationEvent)
    if may_see_all_events(viewer):
        return statement
    return statement.where(ParticipationEvent.organiser_id == viewer.user_id)


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
