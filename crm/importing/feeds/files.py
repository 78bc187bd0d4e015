"""Writes ICS files: entries with a stable key, hours in UTC, whole days as dates. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from icalendar import Calendar, Event

MEDIA_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """One entry of a file. Dates take whole days; the end of either kind no longer belongs to it.

    `uid` stays the same while the entry is the same thing: a diary replaces it instead of adding another one.
    """

    uid: str
    title: str
    start: date
    end: date
    changed_at: datetime
    description: str = ""
    link: str = ""
    version: int = 0
    is_busy: bool = False


def write_calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """A file with these entries, under that name."""
    calendar = Calendar()
    calendar.add("prodid", "-//Bereik//Bereik//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@bereik")
    event.add("dtstamp", entry.changed_at)
    event.add("dtstart", entry.start)
    event.add("dtend", entry.end)
    event.add("summary", entry.title)
    event.add("sequence", entry.version)
    event.add("transp", "OPAQUE" if entry.is_busy else "TRANSPARENT")
    if entry.description:
        event.add("description", entry.description)
    if entry.link:
        event.add("url", entry.link)
    return event
