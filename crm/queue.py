"""The queue, for those who look after it: what waits, what failed and since when; retry or discard."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from crm.errors import Conflict
from crm.outbox import Delivery, DeliveryState, QueueTime, is_due
from crm.text import mark


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


def queue_depth(session: Session, now: QueueTime) -> QueueDepth:
    """The state of the queue, in two queries."""
    found = session.exec(select(Delivery.state, func.count()).group_by(col(Delivery.state))).all()
    oldest = session.exec(select(func.min(Delivery.created_at)).where(is_due(now))).one()
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
