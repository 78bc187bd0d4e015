"""The only place that reads the time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

# Day rules (today, overdue, the date in a reminder's key) follow the city's own calendar.
CITY_ZONE = ZoneInfo("Europe/Brussels")


class Clock(Protocol):
    """Gives the present instant, aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands still until it is set: for tests and for making the demo city."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant


def city_date(instant: datetime) -> date:
    """The date on the city's calendar at that instant."""
    return instant.astimezone(CITY_ZONE).date()


def milliseconds(instant: datetime) -> int:
    """Whole milliseconds since 1970 UTC: how the outbox stores instants, alike on every database."""
    return int(instant.timestamp() * 1000)
