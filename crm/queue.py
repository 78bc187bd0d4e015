"""The queue, for those who look after it: what waits, what failed and since when; retry or discard."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from crm.errors import Conflict, NotFound
from crm.outbox import Delivery, DeliveryState, QueueTime, is_due
from crm.text import mark

NOTHING_TO_DECIDE = mark("This work was not given up: there is nothing to decide.")


def take_dead(session: Session, delivery_id: UUID) -> Delivery:
    """A delivery that was given up, locked until the transaction ends.

    Raises:
        NotFound: there is no such delivery.
        Conflict: the delivery is not dead.
    """
    row = session.get(Delivery, delivery_id, with_for_update=True)
    if row is None:
        raise NotFound
    if row.state != DeliveryState.DEAD:
        raise Conflict(NOTHING_TO_DECIDE)
    return row


def take_all_dead(session: Session, handler: str = "") -> list[Delivery]:
    """Every delivery that was given up, of one handler where it is named, locked until the transaction ends."""
    wanted = select(Delivery).where(Delivery.state == DeliveryState.DEAD).order_by(col(Delivery.id))
    if handler:
        wanted = wanted.where(Delivery.handler == handler)
    return list(session.exec(wanted.with_for_update()))


def retry(row: Delivery, due_at: int) -> None:
    """Gives a dead delivery its attempts back, due at that instant (milliseconds since 1970)."""
    row.state, row.visible_at, row.attempts, row.dispatches = DeliveryState.READY, due_at, 0, 0


def discard(row: Delivery, now: datetime) -> None:
    """Settles a dead delivery without its effects."""
    row.state, row.done_at, row.error = DeliveryState.DONE, now, "discarded"


@dataclass(frozen=True)
class QueueDepth:
    """How many deliveries are in each state, and since when the oldest one that is due waits."""

    counts: dict[DeliveryState, int]
    oldest_due_at: datetime | None


def queue_depth(session: Session, now: QueueTime) -> QueueDepth:
    """The state of the queue, in two queries."""
    found = session.exec(select(Delivery.state, func.count()).group_by(col(Delivery.state))).all()
    oldest = session.exec(select(func.min(Delivery.created_at)).where(is_due(now))).one()
    counts: dict[DeliveryState, int] = dict.fromkeys(DeliveryState, 0)
    counts.update({DeliveryState(state): count for state, count in found})
    return QueueDepth(counts=counts, oldest_due_at=oldest)
