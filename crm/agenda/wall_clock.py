"""Local hours as somebody writes them: what is settled on where summer time skips an hour or repeats one, and said."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from crm.agenda.observances.windows import settle


class NoteCode(StrEnum):
    """What to say about how an event was read."""

    HOUR_UNKNOWN = "hour_unknown"
    START_SKIPPED = "start_skipped"
    START_TWICE = "start_twice"
    END_SKIPPED = "end_skipped"
    END_TWICE = "end_twice"


@dataclass(frozen=True)
class Note:
    """How an event was read; `at` is the hour settled on, where one was skipped."""

    code: NoteCode
    at: datetime | None = None


@dataclass(frozen=True)
class Settled:
    """The aware instant of a wall-clock time, and a note where the clock skipped or repeated it."""

    at: datetime
    note: Note | None = None


def settle_start(wall: datetime, zone: ZoneInfo) -> Settled:
    """The instant of a naive local start: a skipped hour moves forward, of a double one it is the first.

    >>> settle_start(datetime(2027, 10, 31, 2, 30), ZoneInfo("Europe/Brussels")).note
    Note(code=<NoteCode.START_TWICE: 'start_twice'>, at=None)
    """
    return _settled(wall, zone, NoteCode.START_SKIPPED, NoteCode.START_TWICE)


def settle_end(wall: datetime, zone: ZoneInfo) -> Settled:
    """The instant of a naive local end, likewise."""
    return _settled(wall, zone, NoteCode.END_SKIPPED, NoteCode.END_TWICE)


def _settled(wall: datetime, zone: ZoneInfo, skipped: NoteCode, twice: NoteCode) -> Settled:
    at = settle(wall, zone)
    if at.replace(tzinfo=None) != wall:
        return Settled(at, Note(skipped, at))
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return Settled(at) if first == second else Settled(at, Note(twice))
