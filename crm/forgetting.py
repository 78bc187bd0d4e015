"""Keeps the ledger as small as it was promised to be, and what the store's planner goes by fresh.

Deliveries go seven days after they were settled, and their events with the last of them. One with a key stays for a
year, since the same key would be recorded again every day: a follow-up that stays open is due every morning. What was
given up stays until somebody decides about it.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, or_, select

from crm.domain_events import ScheduleDue, SettledPartForgotten
from crm.outbox import Delivery, DeliveryState, DomainEventRow
from crm.unit_of_work import UnitOfWork

KEPT_FOR = timedelta(days=7)
KEYS_KEPT_FOR = timedelta(days=366)
PART = 5_000
"""At most so many rows of a table go in one transaction: others wait for the store's only writer meanwhile."""


def forget_settled(uow: UnitOfWork, event: ScheduleDue | SettledPartForgotten) -> None:
    """Deletes a part of what was settled long enough ago. Records SettledPartForgotten where there is more of it."""
    if forget_part(uow.session, uow.now, PART) == PART:
        done = event.part if isinstance(event, SettledPartForgotten) else 0
        uow.record(SettledPartForgotten(done + 1))


def forget_part(session: Session, now: datetime, most: int) -> int:
    """Deletes at most so many deliveries and so many events; returns how many of the kind of which more went."""
    before, keys_before = now - KEPT_FOR, now - KEYS_KEPT_FOR
    settled = (
        select(Delivery.id)
        .where(
            Delivery.state == DeliveryState.DONE,
            col(Delivery.done_at) < before,
            or_(col(Delivery.dedupe_key).is_(None), col(Delivery.done_at) < keys_before),
        )
        .order_by(col(Delivery.done_at))
        .limit(most)
    )
    deliveries = session.exec(delete(Delivery).where(col(Delivery.id).in_(settled))).rowcount
    is_needed = select(Delivery.id).where(Delivery.event_id == DomainEventRow.id).exists()
    old = (
        select(DomainEventRow.id)
        .where(DomainEventRow.created_at < before, ~is_needed)
        .order_by(col(DomainEventRow.created_at), col(DomainEventRow.id))
        .limit(most)
    )
    events = session.exec(delete(DomainEventRow).where(col(DomainEventRow.id).in_(old))).rowcount
    return max(deliveries, events)


def count_anew(uow: UnitOfWork, event: ScheduleDue) -> None:
    """Lets SQLite count what its planner goes by, from a sample of each index. PostgreSQL does so by itself."""
    connection = uow.session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA analysis_limit=1000")
        connection.exec_driver_sql("ANALYZE")
