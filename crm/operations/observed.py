"""What is seen of the queue, the processes and the schedule at one instant: values, from which alarms follow."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from crm.operations.models import ProcessKind
from crm.outbox import DeliveryState, Urgency

SEEN_WITHIN = timedelta(seconds=60)
"""A process that did not beat for longer is not seen any more; it beats every ten seconds."""


@dataclass(frozen=True)
class DepthLine:
    """How many deliveries of one urgency are in one state, and of those that are due: how many, and since when.

    Args:
        needless: wake-ups that were sent beyond the attempts they led to.
        unanswered: deliveries with many of those.
    """

    urgency: Urgency
    state: DeliveryState
    count: int
    due: int = 0
    due_since: datetime | None = None
    needless: int = 0
    unanswered: int = 0


@dataclass(frozen=True)
class InHand:
    """A delivery that a process carries out right now."""

    delivery_id: UUID
    handler: str
    since: datetime


@dataclass(frozen=True)
class ProcessSeen:
    """A process that ran when it was last seen."""

    id: UUID
    kind: ProcessKind
    host: str
    pid: int
    version: str
    revision: str
    started_at: datetime
    seen_at: datetime
    ahead_s: float
    broker_answers: bool
    carries: tuple[InHand, ...] = ()

    def is_seen(self, at: datetime) -> bool:
        """Whether it still beats at that instant."""
        return at - self.seen_at <= SEEN_WITHIN


@dataclass(frozen=True)
class JobLine:
    """A job of the schedule: when it is due next, and when it was last."""

    job: str
    next_at: datetime
    fired_at: datetime | None

    def late_s(self, at: datetime) -> float:
        """By how much it is late at that instant; 0 where its moment has not come."""
        return max(0.0, (at - self.next_at).total_seconds())


@dataclass(frozen=True)
class Observed:
    """What is seen at one instant, by the store's clock.

    Args:
        backup_taken_at: the instant whose state is in the newest backup; None where none was made yet.
    """

    at: datetime
    is_embedded: bool
    depth: tuple[DepthLine, ...] = ()
    processes: tuple[ProcessSeen, ...] = ()
    jobs: tuple[JobLine, ...] = ()
    backup_taken_at: datetime | None = None

    def count(self, *states: DeliveryState, urgency: Urgency | None = None) -> int:
        """How many deliveries are in these states."""
        return sum(
            line.count for line in self.depth if line.state in states and urgency in (None, line.urgency)
        )

    def due_since(self, urgency: Urgency | None = None) -> datetime | None:
        """Since when the oldest delivery that is due waits; None where none is due."""
        found = (line.due_since for line in self.depth if urgency in (None, line.urgency))
        return min((since for since in found if since is not None), default=None)

    @property
    def seen(self) -> tuple[ProcessSeen, ...]:
        """The processes that beat."""
        return tuple(one for one in self.processes if one.is_seen(self.at))
