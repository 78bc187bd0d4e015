"""ICS files for tests: short to write, and whole; and the events of a file that we wrote."""

from typing import Any

from icalendar import Calendar


def events_of(file: str | bytes) -> list[Any]:
    """The events of a file, in its order."""
    return list(Calendar.from_ical(file).walk("VEVENT"))


def event(*lines: str, uid: str = "1", summary: str = "KV Mechelen - Antwerp") -> str:
    """One event of these lines."""
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{summary}", *lines, "END:VEVENT", ""])


def calendar(*events: str, head: str = "") -> str:
    """A file of these events."""
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//NL\r\n{head}{''.join(events)}END:VCALENDAR\r\n"


MATCH = event("DTSTART;TZID=Europe/Brussels:20270116T200000", "DTEND;TZID=Europe/Brussels:20270116T220000")
FAIR = event("DTSTART;VALUE=DATE:20270501", "DTEND;VALUE=DATE:20270504", uid="2", summary="Meikermis")
MATCHES = calendar(MATCH, FAIR)
