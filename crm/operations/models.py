"""The tables of running processes, of backups that were made, and of what was decided about deliveries that were given up."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from crm.db import Row, choice
from crm.outbox import Delivery
from crm.privacy import About, Protection, Purpose, Retention, column

_GIVEN_UP = text("state = 'dead'")
# What was given up is counted and listed often, however many deliveries are done.
Index(
    "ix_delivery_dead",
    col(Delivery.handler),
    col(Delivery.id),
    postgresql_where=_GIVEN_UP,
    sqlite_where=_GIVEN_UP,
)

BACKUP = About(Protection.INTERNAL, Purpose.RUN_SERVICE, Retention.REFERENCE)
PROCESS = About(Protection.INTERNAL, Purpose.RUN_SERVICE, Retention.PROCESS)
DECISION = About(Protection.INTERNAL, Purpose.RUN_SERVICE, Retention.DECISION)
DECIDER = About(Protection.CONFIDENTIAL, Purpose.RUN_SERVICE, Retention.DECISION)


class ProcessKind(StrEnum):
    """What a process of Bereik does; a server with the in-memory broker does all three."""

    SERVE = "serve"
    WORK = "work"
    SCHEDULE = "schedule"


class Process(Row, table=True):
    """One running process; `seen_at` is its last beat, by the store's clock. The row goes when it ends in good order."""

    __tablename__ = "process"

    kind: ProcessKind = column(PROCESS, sa_type=choice(ProcessKind))
    host: str = column(PROCESS, max_length=255)
    pid: int = column(PROCESS)
    version: str = column(PROCESS, max_length=40)
    revision: str = column(PROCESS, max_length=32)
    seen_at: datetime = column(PROCESS)
    # By how much the clock of its host is ahead of the store's.
    ahead_ms: int = column(PROCESS, default=0)
    broker_answers: bool = column(PROCESS, default=True)
    # What it carries out right now, as JSON: ids of deliveries, names of handlers, since when.
    carries: str = column(PROCESS, default="[]")


class Decision(StrEnum):
    """What can be decided about a delivery that was given up."""

    RETRIED = "retried"
    DISCARDED = "discarded"


class QueueDecision(Row, table=True):
    """Somebody decided about a delivery that was given up: append-only.

    Nobody is named where it was decided on the command line.
    """

    __tablename__ = "queue_decision"

    delivery_id: UUID = column(DECISION, index=True)
    handler: str = column(DECISION, max_length=80)
    event_kind: str = column(DECISION, max_length=60)
    decision: Decision = column(DECISION, sa_type=choice(Decision))
    why: str | None = column(DECISION, default=None, max_length=300)
    decided_by_id: UUID | None = column(DECIDER, default=None, foreign_key="user.id")


class BackupRun(Row, table=True):
    """One backup that was written and read back. Where it lies is not in it."""

    __tablename__ = "backup_run"

    # The instant whose state is in it; `created_at` is when it was ready.
    taken_at: datetime = column(BACKUP, index=True)
    row_count: int = column(BACKUP)
    size_bytes: int = column(BACKUP, sa_type=postgresql.BIGINT().with_variant(sqlite.INTEGER(), "sqlite"))
    is_encrypted: bool = column(BACKUP)
