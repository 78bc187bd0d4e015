"""Readings of the agenda."""

from crm.agenda.queries.checks import (
    Position,
    busy_hours,
    events_between,
    judged_between,
    said_of,
    stored_checks,
)
from crm.agenda.queries.events import (
    EventRow,
    EventView,
    event,
    events,
    events_inviting,
    flag,
    organiser_of,
    visible_event,
    warned_events,
)
from crm.agenda.queries.flags import flag_changes, flags_of, open_warnings
from crm.agenda.queries.guests import calendars_of, invited_calendars, invitees, neighbourhoods

__all__ = [
    "EventRow",
    "EventView",
    "Position",
    "busy_hours",
    "calendars_of",
    "event",
    "events",
    "events_between",
    "events_inviting",
    "flag",
    "flag_changes",
    "flags_of",
    "invited_calendars",
    "invitees",
    "judged_between",
    "neighbourhoods",
    "open_warnings",
    "organiser_of",
    "said_of",
    "stored_checks",
    "visible_event",
    "warned_events",
]
