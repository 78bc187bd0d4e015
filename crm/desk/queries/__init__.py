"""Readings that cross subjects: Today, the counts of the menu, timelines of parties, search."""

from crm.desk.queries.parties import PartyFacts, party_facts
from crm.desk.queries.search import Found, FoundKind, Hit, SearchKind, search
from crm.desk.queries.timeline import EntryKind, TimelineEntry, timeline
from crm.desk.queries.today import EventLine, QuietNetwork, SignalLine, Today, ToDo, counts_for, today_of

__all__ = [
    "EntryKind",
    "EventLine",
    "Found",
    "FoundKind",
    "Hit",
    "PartyFacts",
    "QuietNetwork",
    "SearchKind",
    "SignalLine",
    "TimelineEntry",
    "ToDo",
    "Today",
    "counts_for",
    "party_facts",
    "search",
    "timeline",
    "today_of",
]
