"""What a calendar holds, as values: its days, and what was left out of it."""

from dataclasses import dataclass
from datetime import date, datetime

from crm.importing.failures import LeftOut


@dataclass(frozen=True)
class Day:
    """One time that an entry falls: dates in the city, both included, and instants (UTC) where it has hours."""

    title: str
    start_on: date
    end_on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Skipped:
    """An entry, or a part of one, that was left out, and why."""

    title: str
    reason: LeftOut


@dataclass(frozen=True)
class Contents:
    """What a calendar holds between two dates: the days in order, and what was left out."""

    days: tuple[Day, ...]
    skipped: tuple[Skipped, ...] = ()
