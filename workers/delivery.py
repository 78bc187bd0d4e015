"""Runs one delivery: claim, effects and the mark "done" in one transaction."""

import traceback
from pathlib import Path
from uuid import UUID

import structlog

from crm import outbox
from crm.domain_events import decode
from crm.faults import fault
from crm.unit_of_work import UnitOfWork, Work
from crm.viewer import SYSTEM

log = structlog.get_logger()


def deliver(work: Work, delivery_id: UUID) -> None:
    """Carries out the delivery once, or does nothing where it is done or held by somebody else.

    Never raises: a failure is written to the row, which comes due again. This is the one place that catches
    everything, since Dramatiq's time limit is a BaseException.
    """
    structlog.contextvars.bind_contextvars(delivery_id=str(delivery_id))
    try:
        fault("before_claim")
        with work.writing(SYSTEM) as uow:
            _carry_out(work, uow, delivery_id)
    except BaseException as error:
        reason = describe(error)
        log.warning("delivery.failed", reason=reason)
        with work.database.writing() as session:
            outbox.record_failure(session, delivery_id, reason, work.clock.now())
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


def _carry_out(work: Work, uow: UnitOfWork, delivery_id: UUID) -> None:
    row = outbox.claim(uow.session, delivery_id, uow.now)
    if row is None:
        return
    fault("after_claim")
    event_row = uow.session.get_one(outbox.DomainEventRow, row.event_id)
    work.subscriptions.handlers[row.handler](uow, decode(event_row.kind, event_row.payload))
    uow.session.flush()
    fault("after_effects")


def describe(error: BaseException) -> str:
    """The kind of an error and where it arose: its message may repeat personal data, so it is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {place}"
