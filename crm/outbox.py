"""The ledger: domain events, and one delivery row for each handler that reacts to one.

The row is the truth and the broker carries wake-ups only (see docs/decisions/the-row-is-the-truth.md).
A row that is ready, queued or running is due when `visible_at` has passed: a crash, a lost message and a
dead worker are one case, and heal by themselves. A handler that talks to the outside leases its row and settles it
only while the token is still its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Index, func, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from crm.clock import milliseconds
from crm.db import Row, choice, new_id
from crm.domain_events import DomainEvent, encode
from crm.errors import Conflict
from crm.privacy import About, Protection, Purpose, Retention, column
from crm.text import mark

QUEUE = About(Protection.INTERNAL, Purpose.RUN_SERVICE, Retention.QUEUE)

WAKE_UP_MS = 30_000  # how long a wake-up may stay unanswered before it is sent again
LEASE_MS = 90_000  # how long a call to the outside may take: longer than a worker's time limit
WINDOW = 500  # at most that many unanswered wake-ups, so that the broker stays small
MAX_ATTEMPTS = 8
MAX_DISPATCHES = 25  # a row sent this often without an answer kills its workers: it is given up
BACK_OFF_MS = 500


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    READY = "ready"
    QUEUED = "queued"  # a wake-up is under way
    RUNNING = "running"  # somebody talks to the outside, and holds the row by its token until `visible_at`
    DONE = "done"
    DEAD = "dead"  # given up; somebody looks at it


UNSETTLED = (DeliveryState.READY, DeliveryState.QUEUED, DeliveryState.RUNNING)
_DUE_STATES = text("state IN ('ready', 'queued', 'running')")


class DomainEventRow(Row, table=True):
    """One domain event: append-only."""

    __tablename__ = "domain_event"

    kind: str = column(QUEUE, max_length=60)
    payload: str = column(QUEUE)
    actor_id: UUID | None = column(QUEUE, default=None)


class Delivery(Row, table=True):
    """One domain event for one handler."""

    __tablename__ = "delivery"
    __table_args__ = (
        Index(
            "ix_delivery_due",
            "visible_at",
            "id",
            postgresql_where=_DUE_STATES,
            sqlite_where=_DUE_STATES,
        ),
    )

    event_id: UUID = column(QUEUE, foreign_key="domain_event.id", index=True)
    handler: str = column(QUEUE, max_length=80)
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


def append(
    session: Session,
    event: DomainEvent,
    handlers: Sequence[str],
    *,
    actor_id: UUID | None,
    now: datetime,
    dedupe_key: str | None = None,
) -> bool:
    """Adds the event and one delivery for each handler to the caller's transaction.

    Args:
        dedupe_key: an event with the same key that was recorded before makes this one void.

    Returns:
        False when the key was there already and nothing was added.
    """
    if dedupe_key is not None and _is_recorded(session, dedupe_key):
        return False
    row = DomainEventRow(
        id=new_id(), created_at=now, kind=type(event).__name__, payload=encode(event), actor_id=actor_id
    )
    session.add(row)
    session.flush()
    for handler in handlers:
        key = None if dedupe_key is None else f"{dedupe_key}/{handler}"
        session.add(Delivery(created_at=now, event_id=row.id, handler=handler, dedupe_key=key))
    return True


def newest_row(session: Session, event: DomainEvent) -> DomainEventRow | None:
    """The newest such event in the ledger: it knows who did it, and gives one key to one thing done."""
    return session.exec(
        select(DomainEventRow)
        .where(DomainEventRow.kind == type(event).__name__, DomainEventRow.payload == encode(event))
        .order_by(col(DomainEventRow.id).desc())
        .limit(1)
    ).first()


def _is_recorded(session: Session, dedupe_key: str) -> bool:
    # Two writers that pass here together meet at the unique key; one transaction is rolled back.
    started = col(Delivery.dedupe_key).startswith(f"{dedupe_key}/", autoescape=True)
    return session.exec(select(Delivery.id).where(started).limit(1)).first() is not None


def queue_due(session: Session, now: datetime, limit: int = 200) -> list[UUID]:
    """Marks due deliveries as queued and returns their ids: commit, then send each a wake-up.

    Rows that were sent too often without an answer are given up instead.
    """
    now_ms = milliseconds(now)
    waiting = select(func.count()).where(
        col(Delivery.state) == DeliveryState.QUEUED, col(Delivery.visible_at) > now_ms
    )
    room = min(limit, WINDOW - session.exec(waiting).one())
    if room <= 0:
        return []
    due = session.exec(
        select(Delivery)
        .where(col(Delivery.state).in_(UNSETTLED), col(Delivery.visible_at) <= now_ms)
        .order_by(col(Delivery.visible_at), col(Delivery.id))
        .limit(room)
        .with_for_update(skip_locked=True)
    ).all()
    sent = []
    for row in due:
        if row.dispatches >= MAX_DISPATCHES:
            row.state, row.error = DeliveryState.DEAD, "sent too often without an answer"
            continue
        row.state, row.token = DeliveryState.QUEUED, None
        row.visible_at = now_ms + WAKE_UP_MS * 2 ** min(row.dispatches, 6)
        row.dispatches += 1
        sent.append(row.id)
    return sent


def claim(session: Session, delivery_id: UUID) -> Delivery | None:
    """The delivery, locked in the caller's transaction, which marks it done or leases it.

    None where the wake-up is stale: done already, given up, or held by another worker.
    """
    return session.exec(
        select(Delivery)
        .where(Delivery.id == delivery_id, Delivery.state == DeliveryState.QUEUED)
        .with_for_update(skip_locked=True)
    ).first()


def mark_done(row: Delivery, now: datetime) -> None:
    """Marks a delivery as done, in the transaction that also applies its effects."""
    row.state, row.done_at, row.error, row.token = DeliveryState.DONE, now, None, None
    row.attempts += 1


def lease(row: Delivery, now: datetime) -> UUID:
    """Holds a claimed delivery beyond the transaction, for a call to the outside; returns the token to settle with."""
    token = uuid4()
    row.state, row.token, row.visible_at = DeliveryState.RUNNING, token, milliseconds(now) + LEASE_MS
    return token


def settle(session: Session, delivery_id: UUID, token: UUID, now: datetime) -> bool:
    """Marks a leased delivery as done, in the transaction that also applies what the call answered.

    Returns:
        False when the token is no longer its own: somebody else runs it, or did. Then nothing may be applied.
    """
    row = _held(session, delivery_id, token)
    if row is not None:
        mark_done(row, now)
    return row is not None


def _held(session: Session, delivery_id: UUID, token: UUID | None) -> Delivery | None:
    """The delivery, locked: leased under that token, or queued where there is no token."""
    state = DeliveryState.QUEUED if token is None else DeliveryState.RUNNING
    mine = col(Delivery.token).is_(None) if token is None else Delivery.token == token
    wanted = select(Delivery).where(Delivery.id == delivery_id, Delivery.state == state, mine)
    return session.exec(wanted.with_for_update()).first()


def record_failure(
    session: Session, delivery_id: UUID, error: str, now: datetime, token: UUID | None = None
) -> None:
    """Notes a failed attempt: due again after a growing pause, or given up after the last one.

    Args:
        error: what went wrong, without any value of the data concerned.
        token: of the lease under which it failed; a lease that was lost notes nothing.
    """
    row = _held(session, delivery_id, token)
    if row is None:
        return
    row.attempts += 1
    row.token = None
    row.error = error[:2000]
    row.state = DeliveryState.DEAD if row.attempts >= MAX_ATTEMPTS else DeliveryState.READY
    row.visible_at = milliseconds(now) + BACK_OFF_MS * (row.attempts + 1) ** 2


def make_all_due(session: Session) -> None:
    """Makes every unanswered wake-up and every lease due now: the process that held them is gone."""
    session.exec(
        update(Delivery)
        .where(col(Delivery.state).in_(UNSETTLED), col(Delivery.attempts) == 0)
        .values(state=DeliveryState.READY, visible_at=0, dispatches=0, token=None)
    )


def retry(session: Session, delivery_id: UUID) -> None:
    """Gives a dead delivery its attempts back, due now.

    Raises:
        Conflict: the delivery is not dead.
    """
    row = _dead(session, delivery_id)
    row.state, row.visible_at, row.attempts, row.dispatches = DeliveryState.READY, 0, 0, 0


def discard(session: Session, delivery_id: UUID, now: datetime) -> None:
    """Settles a dead delivery without its effects.

    Raises:
        Conflict: the delivery is not dead.
    """
    row = _dead(session, delivery_id)
    row.state, row.done_at, row.error = DeliveryState.DONE, now, "discarded"


def _dead(session: Session, delivery_id: UUID) -> Delivery:
    row = session.get(Delivery, delivery_id, with_for_update=True)
    if row is None or row.state != DeliveryState.DEAD:
        raise Conflict(mark("This work was not given up: there is nothing to decide."))
    return row


@dataclass(frozen=True)
class QueueDepth:
    """How many deliveries are in each state, and since when the oldest one that is due waits."""

    counts: dict[DeliveryState, int]
    oldest_due_at: datetime | None


def queue_depth(session: Session, now: datetime) -> QueueDepth:
    """The state of the queue, in two queries."""
    found = session.exec(select(Delivery.state, func.count()).group_by(col(Delivery.state))).all()
    oldest = session.exec(
        select(func.min(Delivery.created_at)).where(
            col(Delivery.state).in_(UNSETTLED), col(Delivery.visible_at) <= milliseconds(now)
        )
    ).one()
    counts: dict[DeliveryState, int] = dict.fromkeys(DeliveryState, 0)
    counts.update({DeliveryState(state): count for state, count in found})
    return QueueDepth(counts=counts, oldest_due_at=oldest)


def dead_deliveries(session: Session, limit: int = 100) -> list[Delivery]:
    """The deliveries that were given up, newest first."""
    return list(
        session.exec(
            select(Delivery)
            .where(Delivery.state == DeliveryState.DEAD)
            .order_by(col(Delivery.created_at).desc())
            .limit(limit)
        )
    )
