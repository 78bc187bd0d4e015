"""Runs one delivery: claim, effects and the mark "done" in one transaction.

Where the handler talks to the outside: a lease, the call outside any transaction, then effects and mark in one, and
only while the lease is its own.
"""

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog

from crm import outbox
from crm.domain_events import DomainEvent, decode
from crm.faults import fault
from crm.unit_of_work import OutsideHandler, UnitOfWork, Work
from crm.viewer import SYSTEM

log = structlog.get_logger()


@dataclass(frozen=True)
class _Leased:
    """A delivery that this worker holds while it talks to the outside."""

    delivery_id: UUID
    token: UUID
    handler: OutsideHandler[Any, Any]
    event: DomainEvent


def deliver(work: Work, delivery_id: UUID) -> None:
    """Carries out the delivery once, or does nothing where it is done or held by somebody else.

    Never raises: a failure is written to the row, which comes due again. This is the one place that catches
    everything, since Dramatiq's time limit is a BaseException.
    """
    structlog.contextvars.bind_contextvars(delivery_id=str(delivery_id))
    leased: _Leased | None = None
    try:
        fault("before_claim")
        with work.writing(SYSTEM) as uow:
            leased = _carry_out(work, uow, delivery_id)
        if leased is not None:
            _talk_to_outside(work, leased)
    except BaseException as error:
        reason = describe(error)
        log.warning("delivery.failed", reason=reason)
        token = None if leased is None else leased.token
        with work.database.writing() as session:
            outbox.record_failure(session, delivery_id, reason, work.clock.now(), token)
    finally:
        structlog.contextvars.unbind_contextvars("delivery_id")


def deliver_due(work: Work) -> int:
    """Carries out every delivery that is due, and those that follow from them, in this thread; returns how many.

    For a store that nothing serves yet: after an import, or when the demo city is made.
    """
    carried_out = 0
    while True:
        with work.database.writing() as session:
            due = outbox.queue_due(session, work.clock.now())
        if not due:
            return carried_out
        for delivery_id in due:
            deliver(work, delivery_id)
        carried_out += len(due)


def _carry_out(work: Work, uow: UnitOfWork, delivery_id: UUID) -> _Leased | None:
    """Applies the effects and marks the row as done, or leases it where its handler talks to the outside."""
    row = outbox.claim(uow.session, delivery_id)
    if row is None:
        return None
    fault("after_claim")
    event_row = uow.session.get_one(outbox.DomainEventRow, row.event_id)
    event, handler = decode(event_row.kind, event_row.payload), work.subscriptions.handlers[row.handler]
    if isinstance(handler, OutsideHandler):
        return _Leased(delivery_id, outbox.lease(row, uow.now), handler, event)
    handler(uow, event)
    outbox.mark_done(row, uow.now)
    uow.session.flush()
    fault("after_effects")
    return None


def _talk_to_outside(work: Work, leased: _Leased) -> None:
    """Asks, calls and settles. A lease that was lost meanwhile settles nothing: somebody else runs the delivery."""
    fault("after_lease")
    with work.reading(SYSTEM) as uow:
        question = leased.handler.ask(uow, leased.event)
    answer = None if question is None else leased.handler.call(question)
    fault("after_call")
    with work.writing(SYSTEM) as uow:
        if not outbox.settle(uow.session, leased.delivery_id, leased.token, uow.now):
            log.warning("delivery.lease_lost")
        elif question is not None:
            leased.handler.settle(uow, leased.event, answer)


def describe(error: BaseException) -> str:
    """The kind of an error and where it arose: its message may repeat personal data, so it is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {place}"
