"""Readings of the network and of what is done about it."""

from crm.insight.queries.cells import (
    DoneFollowUp,
    LiveRoles,
    NamedCell,
    OpenFollowUp,
    contacts_with,
    done_follow_ups,
    live_roles,
    named_cell,
    open_follow_ups,
    signals_of,
    voices_of,
)
from crm.insight.queries.network import (
    StoreState,
    group_facts,
    network_rows,
    place_facts,
    store_state,
    voices,
)

__all__ = [
    "DoneFollowUp",
    "LiveRoles",
    "NamedCell",
    "OpenFollowUp",
    "StoreState",
    "contacts_with",
    "done_follow_ups",
    "group_facts",
    "live_roles",
    "named_cell",
    "network_rows",
    "open_follow_ups",
    "place_facts",
    "signals_of",
    "store_state",
    "voices",
    "voices_of",
]
