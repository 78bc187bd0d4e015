"""Commands of those who look after the queue: what was given up is retried, or settled without its effects."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select

from crm import queue
from crm.accounts.access import may_look_after_queue
from crm.clock import milliseconds
from crm.errors import Conflict, NotAllowed, NotFound
from crm.operations.models import Decision, QueueDecision
from crm.outbox import Delivery, DomainEventRow
from crm.unit_of_work import UnitOfWork


def retry_delivery(uow: UnitOfWork, delivery_id: UUID) -> int:
    """Gives a delivery that was given up its attempts back, due now; returns 1. Kept with who decided it.

    Raises:
        NotAllowed: the viewer does not look after the queue.
        NotFound: there is no such delivery.
        Conflict: the delivery was not given up.
    """
    _check_rights(uow)
    return _retry(uow, [queue.take_dead(uow.session, delivery_id)])


def discard_delivery(uow: UnitOfWork, delivery_id: UUID, why: str) -> int:
    """Settles a delivery that was given up without its effects; returns 1. Kept with who decided it, and why.

    Raises:
        NotAllowed: the viewer does not look after the queue.
        NotFound: there is no such delivery.
        Conflict: the delivery was not given up.
    """
    _check_rights(uow)
    return _discard(uow, [queue.take_dead(uow.session, delivery_id)], why)


def retry_handler(uow: UnitOfWork, handler: str) -> int:
    """Gives everything that a handler gave up its attempts back; returns how many. An empty name: every handler.

    Raises:
        NotAllowed: the viewer does not look after the queue.
        NotFound: there is no such handler.
        Conflict: nothing was given up.
    """
    _check_rights(uow)
    return _retry(uow, _all_dead(uow, handler))


def discard_handler(uow: UnitOfWork, handler: str, why: str) -> int:
    """Settles everything that a handler gave up without its effects; returns how many. An empty name: every handler.

    Raises:
        NotAllowed: the viewer does not look after the queue.
        NotFound: there is no such handler.
        Conflict: nothing was given up.
    """
    _check_rights(uow)
    return _discard(uow, _all_dead(uow, handler), why)


def _check_rights(uow: UnitOfWork) -> None:
    if not may_look_after_queue(uow.viewer):
        raise NotAllowed


def _all_dead(uow: UnitOfWork, handler: str) -> list[Delivery]:
    found = queue.take_all_dead(uow.session, handler)
    if not found:
        assert uow.subscriptions is not None
        is_known = not handler or handler in uow.subscriptions.handlers
        raise Conflict(queue.NOTHING_TO_DECIDE) if is_known else NotFound
    return found


def _retry(uow: UnitOfWork, rows: Sequence[Delivery]) -> int:
    _keep(uow, rows, Decision.RETRIED, None)
    for row in rows:
        queue.retry(row, milliseconds(uow.now))
    return len(rows)


def _discard(uow: UnitOfWork, rows: Sequence[Delivery], why: str) -> int:
    _keep(uow, rows, Decision.DISCARDED, why)
    for row in rows:
        queue.discard(row, uow.now)
    return len(rows)


def _keep(uow: UnitOfWork, rows: Sequence[Delivery], decision: Decision, why: str | None) -> None:
    """Keeps who decided what, when and why: a row for each delivery."""
    events = {row.event_id for row in rows}
    kinds = dict(
        uow.session.exec(
            select(DomainEventRow.id, DomainEventRow.kind).where(col(DomainEventRow.id).in_(events))
        ).all()
    )
    uow.session.add_all(
        QueueDecision(
            created_at=uow.now,
            delivery_id=row.id,
            handler=row.handler,
            event_kind=kinds[row.event_id],
            decision=decision,
            why=why,
            decided_by_id=uow.viewer.user_id,
        )
        for row in rows
    )
