"""Splits the text of an ICS file into its time zones and events, before anything of it is understood. Pure.

Each part is parsed by itself, so that a bad one cannot take the others with it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crm.importing.failures import CannotRead, Failure

MOST_BYTES = 1_000_000
MOST_LINES = 150_000
MOST_EVENTS = 5_000
DEEPEST = 4  # VCALENDAR, VEVENT, VALARM, and one that we do not know


@dataclass(frozen=True)
class Blocks:
    """The parts of a file, each as text from BEGIN to END."""

    zones: tuple[str, ...]
    events: tuple[str, ...]


def decode(content: bytes) -> str:
    r"""The text of a file.

    >>> decode(b"\xef\xbb\xbfBEGIN:VCALENDAR")
    'BEGIN:VCALENDAR'

    Raises:
        CannotRead: it is too large, or no text.
    """
    if len(content) > MOST_BYTES:
        raise CannotRead(Failure.TOO_LARGE)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotRead(Failure.NOT_TEXT) from None


def split(text: str) -> Blocks:
    """The time zones and events of a file.

    Raises:
        CannotRead: it is no calendar, ends in the middle, or holds more than we read.
    """
    lines = re.split(r"\r\n|\r|\n", text)
    if len(lines) > MOST_LINES:
        raise CannotRead(Failure.TOO_MANY)
    found: dict[str, list[str]] = {"VTIMEZONE": [], "VEVENT": []}
    for name, block in _components(lines):
        if name in found:
            found[name].append(block)
    if len(found["VEVENT"]) > MOST_EVENTS:
        raise CannotRead(Failure.TOO_MANY)
    return Blocks(tuple(found["VTIMEZONE"]), tuple(found["VEVENT"]))


def _components(lines: list[str]) -> Iterator[tuple[str, str]]:
    """The components inside the calendar: name and text. A line that goes on from another starts with a blank."""
    first = next((line.strip() for line in lines if line.strip()), "")
    if first.upper() != "BEGIN:VCALENDAR":
        raise CannotRead(Failure.NOT_A_CALENDAR)
    depth, name, kept = 0, "", list[str]()
    for line in lines:
        word = line.rstrip().upper()
        if word.startswith("BEGIN:"):
            depth += 1
            if depth > DEEPEST:
                raise CannotRead(Failure.NOT_A_CALENDAR)
            if depth == 2:
                name, kept = word.removeprefix("BEGIN:"), []
        if depth >= 2 and line.strip():
            kept.append(line)
        if word.startswith("END:"):
            if depth == 2:
                yield name, "\r\n".join([*kept, ""])
            depth -= 1
            if depth < 0:
                raise CannotRead(Failure.NOT_A_CALENDAR)
    if depth != 0:
        raise CannotRead(Failure.ENDS_TOO_EARLY)
