"""The ledger: domain events, and one delivery row for each handler that reacts to one.

The row is the truth and the broker carries wake-ups only (see docs/decisions/the-row-is-the-truth.md).
A row that is ready, queued or running is due when `visible_at` has passed: a crash, a lost message and a
dead worker are one case, and heal by themselves. A handler that talks to the outside leases its row and settles it
only while the token is still its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Executable,
    Index,
    Integer,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    type_coerce,
    update,
)
from sqlalchemy import select as select_rows
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, SQLModel, col, select

from crm.db import Row, choice, new_id, partial_index
from crm.domain_events import DomainEvent
from crm.event_codec import encode
from crm.privacy import KEY, About, Protection, Purpose, Retention, column

QUEUE = About(Protection.INTERNAL, Purpose.RUN_SERVICE, Retention.QUEUE)

WAKE_UP_MS = 15_000  # how long a wake-up may stay unanswered before it is sent again
MOST_DOUBLINGS = 4  # an unanswered wake-up waits twice as long each time, up to this often
WINDOW = 500  # at most that many unanswered wake-ups of one urgency, so that the broker stays small
LEASE_BEYOND_LIMIT_MS = 30_000


_MADE_DUE = "deliveries that are due at once"


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    READY = "ready"
    QUEUED = "queued"  # a wake-up is under way
    RUNNING = "running"  # somebody talks to the outside, and holds the row by its token until `visible_at`
    DONE = "done"
    DEAD = "dead"  # given up; somebody looks at it


class Urgency(StrEnum):
    """How soon somebody misses the effects of a handler. Each has a queue of its own in the broker."""

    INTERACTIVE = "interactive"  # a person waits for what comes of their command
    DEFAULT = "default"
    BULK = "bulk"  # long work that nobody waits for: it never keeps the others from a worker


TIME_LIMIT_MS = MappingProxyType(
    {Urgency.INTERACTIVE: 30_000, Urgency.DEFAULT: 60_000, Urgency.BULK: 300_000}
)
"""How long a handler may take. A call to the outside is leased for longer than that."""


@dataclass(frozen=True)
class Retry:
    """The pauses between the attempts of a handler; after the last one the delivery is given up."""

    pauses_s: tuple[float, ...]

    @property
    def attempts(self) -> int:
        """How often a delivery is attempted in all."""
        return len(self.pauses_s) + 1


SOON = Retry((2, 4.5, 8, 12.5, 18, 24.5, 32))
"""For what goes wrong inside: a passing fault of the store is over within minutes, another one needs somebody."""

FOR_A_DAY = Retry((5, 60, 300, 1_800, 7_200, 18_000, 28_800, 30_200))
"""For another's server, which may be away for a night: the last attempt is 24 hours after the first."""

# Milliseconds since 1970 UTC, or the store's own clock as an expression, so that workers may disagree about the time.
# SQLAlchemy takes such an expression wherever it takes the number.
QueueTime = int
STORE_TIME = cast(
    int, literal_column("(extract(epoch from clock_timestamp()) * 1000)::bigint", postgresql.BIGINT())
)

UNSETTLED = (DeliveryState.READY, DeliveryState.QUEUED, DeliveryState.RUNNING)


class DomainEventRow(Row, table=True):
    """One domain event: append-only."""

    __tablename__ = "domain_event"
    __table_args__ = (
        Index("ix_domain_event_newest", "kind", "id"),
        Index("ix_domain_event_by_age", "created_at", "id"),
    )

    kind: str = column(QUEUE, max_length=60)
    payload: str = column(QUEUE)
    # The request in which it was recorded, or that led to it: the log lines of one story carry the same id.
    request_id: str | None = column(QUEUE, default=None, max_length=32)
    actor_id: UUID | None = column(QUEUE, default=None)


class Delivery(Row, table=True):
    """One domain event for one handler."""

    __tablename__ = "delivery"
    __table_args__ = (
        partial_index(
            "ix_delivery_due", "urgency", "visible_at", "id", where="state IN ('ready', 'queued', 'running')"
        ),
        Index("ix_delivery_settled", "state", "done_at"),
    )

    event_id: UUID = column(QUEUE, foreign_key="domain_event.id", index=True)
    handler: str = column(QUEUE, max_length=80)
    urgency: Urgency = column(QUEUE, default=Urgency.DEFAULT, sa_type=choice(Urgency))
    state: DeliveryState = column(QUEUE, default=DeliveryState.READY, sa_type=choice(DeliveryState))
    visible_at: int = column(
        QUEUE, default=0, sa_type=postgresql.BIGINT().with_variant(sqlite.INTEGER(), "sqlite")
    )
    # Who runs it now: a worker that was frozen past its lease finds another one here, or none.
    token: UUID | None = column(QUEUE, default=None)
    attempts: int = column(QUEUE, default=0)
    dispatches: int = column(QUEUE, default=0)
    dedupe_key: str | None = column(QUEUE, default=None, max_length=200, unique=True)
    error: str | None = column(QUEUE, default=None)
    done_at: datetime | None = column(QUEUE, default=None)


class BrokerEpoch(SQLModel, table=True):
    """Which memory of the broker the queued wake-ups are in: a broker that was emptied shows another mark."""

    __tablename__ = "broker_epoch"

    name: str = column(KEY, primary_key=True, max_length=20)
    epoch: str = column(KEY, max_length=40)


def append(
    session: Session,
    event: DomainEvent,
    handlers: Mapping[str, Urgency],
    *,
    actor_id: UUID | None,
    now: datetime,
    dedupe_key: str | None = None,
    request_id: str | None = None,
    due_ms: int = 0,
) -> bool:
    """Adds the event and one delivery for each handler to the caller's transaction.

    Args:
        handlers: the names of those that react to it, each with its urgency.
        dedupe_key: an event with the same key that was recorded before makes this one void.
        request_id, due_ms: the request that led to it, and from when its deliveries are due (0: at once).

    Returns:
        False when the key was there already and nothing was added.
    """
    keys = {handler: None if dedupe_key is None else f"{dedupe_key}/{handler}" for handler in handlers}
    if dedupe_key is not None and _is_recorded(session, keys.values()):
        return False
    row = DomainEventRow(
        id=new_id(),
        created_at=now,
        kind=type(event).__name__,
        payload=encode(event),
        actor_id=actor_id,
        request_id=request_id,
    )
    session.add(row)
    session.flush()
    for handler, urgency in handlers.items():
        made = Delivery(
            created_at=now, event_id=row.id, handler=handler, urgency=urgency, dedupe_key=keys[handler]
        )
        made.visible_at = due_ms
        session.add(made)
    if handlers and not due_ms:
        session.info[_MADE_DUE] = True
    return True


def has_made_due(session: Session) -> bool:
    """Whether this session added a delivery that is due at once: then its commit is worth a nudge to the relay."""
    return _MADE_DUE in session.info


def newest_row(session: Session, event: DomainEvent) -> DomainEventRow | None:
    """The newest such event in the ledger: it knows who did it, and gives one key to one thing done."""
    return session.exec(
        select(DomainEventRow)
        .where(DomainEventRow.kind == type(event).__name__, DomainEventRow.payload == encode(event))
        .order_by(col(DomainEventRow.id).desc())
        .limit(1)
    ).first()


def _is_recorded(session: Session, keys: Iterable[str | None]) -> bool:
    # Two writers that pass here together meet at the unique key; one transaction is rolled back.
    held = select(Delivery.id).where(col(Delivery.dedupe_key).in_(keys))
    return session.exec(held.limit(1)).first() is not None


@dataclass(frozen=True)
class WakeUp:
    """What is sent through the broker: an id, and the queue that it goes to."""

    delivery_id: UUID
    urgency: Urgency


def is_due(now: QueueTime) -> ColumnElement[bool]:
    """The condition that a delivery is due: its moment has passed, or lies further ahead than any that can be set."""
    # A clock that was ahead for a while leaves moments far in the future: they hold nothing back.
    row = SQLModel.metadata.tables["delivery"].c
    # Written out, as in the index: a prepared statement of PostgreSQL cannot use it for values that it does not know.
    unsettled = bindparam("unsettled", UNSETTLED, row.state.type, expanding=True, literal_execute=True)
    return row.state.in_(unsettled) & or_(
        row.visible_at <= now,
        (row.state == DeliveryState.QUEUED) & (row.visible_at > now + WAKE_UP_MS * 2**MOST_DOUBLINGS),
        (row.state == DeliveryState.RUNNING) & (row.visible_at > now + 2 * max(TIME_LIMIT_MS.values())),
    )


def urgencies_due(session: Session, now: QueueTime) -> list[Urgency]:
    """Of which urgencies any delivery is due: a reading, so that an idle relay never takes SQLite's write lock."""
    statements, values = _statements_at(now)
    found = session.execute(statements.any_due, values).one()
    return [urgency for urgency, is_any in zip(Urgency, found, strict=True) if is_any]


def queue_due(
    session: Session, now: QueueTime, limit: int = 200, among: Iterable[Urgency] = Urgency
) -> list[WakeUp]:
    """Marks due deliveries as queued, the most urgent first: commit, then send each its wake-up.

    Args:
        limit: at most so many of one urgency.
        among: of these urgencies only.
    """
    statements, values = _statements_at(now)
    sent: list[WakeUp] = []
    for urgency in among:
        of_these = {**values, "of": urgency}
        waiting: int = session.execute(statements.waiting, of_these).scalar_one()
        room = min(limit, WINDOW - waiting)
        if room > 0:
            queued = session.execute(statements.queue, {**of_these, "room": room}).scalars()
            sent += [WakeUp(key, urgency) for key in sorted(queued)]  # keys are in the order of their making
    return sent


@dataclass(frozen=True)
class _Statements:
    """What a relay asks several times a second: building a statement costs more than running it."""

    any_due: Executable
    waiting: Executable
    queue: Executable


_NOW = bindparam("now", type_=BigInteger())


def _statements_at(now: QueueTime) -> tuple[_Statements, dict[str, Any]]:
    """The statements for that moment and the value they take: none where the moment is the store's own clock."""
    return (_statements(_NOW), {"now": now}) if isinstance(now, int) else (_statements(now), {})


@cache
def _statements(now: Any) -> _Statements:
    table = SQLModel.metadata.tables["delivery"]
    row, of = table.c, bindparam("of", type_=choice(Urgency))
    due = (
        select_rows(row.id)
        .where(is_due(now), row.urgency == of)
        .order_by(row.visible_at, row.id)
        .limit(bindparam("room", type_=Integer()))
        .with_for_update(skip_locked=True)
        .cte("due")  # evaluated once: PostgreSQL may run a subquery again, and lock more than the limit
    )
    pauses = {times: WAKE_UP_MS * 2**times for times in range(MOST_DOUBLINGS + 1)}
    pause = case(pauses, value=row.dispatches, else_=pauses[MOST_DOUBLINGS])
    return _Statements(
        any_due=select_rows(
            *(exists().where(is_due(now), row.urgency == urgency).label(urgency) for urgency in Urgency)
        ),
        waiting=select_rows(func.count())
        .select_from(table)
        .where(row.state == DeliveryState.QUEUED, row.urgency == of, row.visible_at > now),
        queue=update(table)
        .where(row.id.in_(select_rows(due.c.id)))
        .values(
            state=DeliveryState.QUEUED,
            token=None,
            visible_at=type_coerce(now, BigInteger()) + pause,
            dispatches=row.dispatches + 1,
        )
        .returning(row.id),
    )


def take_back(session: Session, wake_ups: Sequence[WakeUp]) -> None:
    """Makes wake-ups that could not be sent due again, as if they had never been queued."""
    session.exec(
        update(Delivery)
        .where(
            col(Delivery.id).in_([one.delivery_id for one in wake_ups]),
            col(Delivery.state) == DeliveryState.QUEUED,
        )
        .values(state=DeliveryState.READY, visible_at=0, dispatches=col(Delivery.dispatches) - 1)
    )


def make_all_due(session: Session) -> None:
    """Makes every unanswered wake-up and every lease due now: the process or the broker that held them is gone."""
    session.exec(
        update(Delivery)
        .where(col(Delivery.state).in_((DeliveryState.QUEUED, DeliveryState.RUNNING)))
        .values(state=DeliveryState.READY, visible_at=0, token=None)
    )


def note_epoch(session: Session, epoch: str) -> bool:
    """Compares the broker's mark with the one that is known; another one makes every unanswered wake-up due now.

    Returns:
        Whether the broker has lost its memory since the last time anybody looked. Leases hold.
    """
    known = session.get(BrokerEpoch, "wake-ups", with_for_update=True)
    if known is None:
        session.add(BrokerEpoch(name="wake-ups", epoch=epoch))
        return False
    if known.epoch == epoch:
        return False
    known.epoch = epoch
    session.exec(
        update(Delivery)
        .where(col(Delivery.state) == DeliveryState.QUEUED)
        .values(state=DeliveryState.READY, visible_at=0, dispatches=col(Delivery.dispatches) - 1)
    )
    return True
