"""What goes in and out behind the scenes: ids, names of handlers and instants, no content."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from crm.operations.alarms import AlarmKind
from crm.operations.models import Decision, ProcessKind
from crm.outbox import DeliveryState, Urgency
from crm.web.schemas import Input, Output


class Discard(Input):
    """Why work is let go."""

    why: str = Field(
        min_length=5,
        max_length=300,
        description="Short, without names of people: it is kept",
        examples=["Deze kalender bestaat niet meer."],
    )


class DecidedRead(Output):
    """How many deliveries a command decided about."""

    count: int


class AlarmRead(Output):
    """One thing that is wrong, with a sentence in the reader's language."""

    kind: AlarmKind
    message: str


class DepthRead(Output):
    """How many deliveries of one urgency are in one state; of those that are due, since when the oldest waits."""

    urgency: Urgency
    state: DeliveryState
    count: int
    due: int
    due_since: datetime | None


class GivenUpRead(Output):
    """A delivery that was given up; `request_id` finds its story in the log."""

    id: UUID
    handler: str
    event_id: UUID
    event_kind: str
    request_id: str | None
    attempts: int
    dispatches: int
    error: str = Field(examples=["OperationalError at default.py:944"])
    recorded_at: datetime


class GivenUpByRead(Output):
    """What one handler gave up: how many in all, and the newest of them."""

    handler: str
    total: int
    deliveries: list[GivenUpRead]


class InHandRead(Output):
    """A delivery that a process carried out when it was last seen."""

    delivery_id: UUID
    handler: str
    since: datetime


class ProcessRead(Output):
    """A process: the host, its number there, since when it runs, when it was last seen, and what it carries out."""

    kind: ProcessKind
    host: str
    pid: int
    version: str
    revision: str
    started_at: datetime
    seen_at: datetime
    is_seen: bool
    ahead_s: float
    broker_answers: bool
    carries: list[InHandRead]


class JobRead(Output):
    """A job of the schedule: due next, and last."""

    job: str
    next_at: datetime
    fired_at: datetime | None


class DecisionRead(Output):
    """What somebody decided at one moment; nobody is named for the command line."""

    decided_at: datetime
    decided_by: str | None
    decision: Decision
    handler: str
    why: str | None
    count: int


class OperationsRead(Output):
    """All that is seen behind the scenes."""

    at: datetime
    alarms: list[AlarmRead]
    # The instant whose state is in the newest backup; null where none was made yet.
    backup_taken_at: datetime | None
    depth: list[DepthRead]
    given_up: list[GivenUpByRead]
    processes: list[ProcessRead]
    jobs: list[JobRead]
    decisions: list[DecisionRead]
