"""Runs one delivery: claim, effects and the mark "done" in one transaction.

Where the handler talks to the outside: a lease, the call outside any transaction, then effects and mark in one, and
only while the lease is its own.
"""

import time
import traceback
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from dramatiq.middleware import Shutdown

from crm import attempts, outbox
from crm.attempts import Claimed
from crm.domain_events import DomainEvent
from crm.event_codec import decode
from crm.faults import fault
from crm.outbox import SOON, Delivery, DeliveryState, Retry, Urgency
from crm.unit_of_work import NotYet, OutsideHandler, UnitOfWork, Work
from crm.viewer import SYSTEM
from crm.watch import Attempt, Outcome
from workers.suspects import PAUSE_MS, Suspects
from workers.versions import is_known, set_aside

log = structlog.get_logger()
_suspects = Suspects()  # of this process


@dataclass(frozen=True)
class _Leased:
    """A delivery that this worker holds while it talks to the outside."""

    token: UUID
    handler: OutsideHandler[Any, Any]
    event: DomainEvent


@dataclass(frozen=True)
class _Begun:
    """An attempt that is under way; `at_s` is a reading of the stop watch."""

    handler: str
    urgency: str
    attempt: int
    waited_s: float
    at_s: float


@dataclass
class _Run:
    """One attempt at a delivery, as far as it got."""

    work: Work
    delivery_id: UUID
    context: ExitStack
    retry: Retry = field(default=SOON)
    urgency: Urgency = Urgency.DEFAULT
    leased: _Leased | None = None
    token: UUID | None = None  # under which the row is held: that of a counted attempt, or of a lease
    begun: _Begun | None = None
    outcome: Outcome = Outcome.FAILED

    def carry_out(self) -> None:
        """Does it all, or nothing where the row is done or held by somebody else."""
        fault("before_claim")
        with self.work.writing(SYSTEM, self.delivery_id) as uow:
            is_doubtful = self._claim(uow)
        if is_doubtful and not self._carry_out_suspect():
            return
        self.outcome = Outcome.DONE if self.leased is None else self._talk_to_outside(self.leased)

    def _carry_out_suspect(self) -> bool:
        """Counts the attempt before it is made, since an earlier wake-up went unanswered; one suspect at a time.

        Returns:
            Whether it was made: not where another suspect runs, the wake-up is stale or the delivery is given up.
        """
        if not _suspects.enter(self.urgency):
            with self.work.database.writing() as session:
                attempts.put_off(session, self.delivery_id, self.work.queue_time + PAUSE_MS)
            return False
        try:
            with self.work.database.writing() as session:
                counted = attempts.count_attempt(session, self.delivery_id, self.retry.attempts)
            self.token = None if counted is None else counted.token
            if self.token is not None:
                with self.work.writing(SYSTEM, self.delivery_id) as uow:
                    self._claim(uow)
            elif counted is not None:
                self._begin(counted, self.work.clock.now())
                self.outcome = Outcome.GIVEN_UP
                log.error("delivery.given_up", handler=counted.handler, reason=attempts.UNANSWERED)
            return self.token is not None
        finally:
            _suspects.leave(self.urgency)

    def note(self, error: BaseException) -> None:
        """Writes to the row what went wrong."""
        if isinstance(error, Shutdown):
            log.info("delivery.given_back")
            self.outcome = Outcome.GIVEN_BACK
            with self.work.database.writing() as session:
                attempts.give_back(session, self.delivery_id, self.token)
            return
        reason = describe(error)
        log.warning("delivery.failed", reason=reason, attempt=self.begun and self.begun.attempt)
        with self.work.database.writing() as session:
            is_given_up = attempts.record_failure(
                session,
                self.delivery_id,
                reason,
                self.work.queue_time,
                retry=self.retry,
                token=self.token,
            )
        if is_given_up:
            self.outcome = Outcome.GIVEN_UP
            log.error("delivery.given_up", reason=reason)

    def tell(self) -> None:
        """Says in the log that it is done, and tells the watch how the attempt ended; nothing where none was made."""
        begun = self.begun
        if begun is None:
            return
        spent_s = time.perf_counter() - begun.at_s
        if self.outcome is Outcome.DONE:
            log.info(
                "delivery.done",
                attempt=begun.attempt,
                spent_ms=round(spent_s * 1000, 1),
                waited_ms=round(begun.waited_s * 1000, 1),
            )
        self.work.watch.delivery_ended(
            Attempt(
                self.delivery_id,
                begun.handler,
                begun.urgency,
                self.outcome,
                begun.attempt,
                begun.waited_s,
                spent_s,
            )
        )

    def _begin(self, row: Claimed, now: datetime) -> None:
        waited_s = max(0.0, (now - row.created_at).total_seconds())  # the clocks of two hosts may differ
        attempt = max(1, row.attempts)
        self.begun = _Begun(row.handler, row.urgency.value, attempt, waited_s, time.perf_counter())
        self.work.watch.delivery_began(self.delivery_id, row.handler)

    def _claim(self, uow: UnitOfWork) -> bool:
        """Applies the effects and marks the row as done, or leases it where its handler talks to the outside.

        Returns:
            True where nothing was done yet, since the attempt has to be counted first.
        """
        row = attempts.claim(uow.session, self.delivery_id, self.token)
        if row is None:
            return False
        if not is_known(self.work, row):
            set_aside(uow, self.work, row)
            return False
        self.retry, self.urgency = self.work.subscriptions.retry_of(row.handler), row.urgency
        if row.dispatches > 1 and self.token is None:
            return True
        fault("after_claim")
        self.context.enter_context(
            structlog.contextvars.bound_contextvars(
                request_id=row.request_id, event_id=str(row.event_id), handler=row.handler
            )
        )
        self._begin(row, uow.now)
        event = decode(row.kind, row.payload)
        handler = self.work.subscriptions.handlers[row.handler]
        if isinstance(handler, OutsideHandler):
            self.token = attempts.lease(uow.session, row, self.work.queue_time)
            self.leased = _Leased(self.token, handler, event)
            return False
        handler(uow, event)
        uow.session.flush()
        attempts.mark_done(uow.session, row, uow.now)
        fault("after_effects")
        return False

    def _talk_to_outside(self, leased: _Leased) -> Outcome:
        """Asks, calls and settles. A lease that was lost meanwhile settles nothing: somebody else runs the delivery."""
        fault("after_lease")
        with self.work.reading(SYSTEM, self.delivery_id) as uow:
            question = leased.handler.ask(uow, leased.event)
        is_asked = question is not None and not isinstance(question, NotYet)
        answer = leased.handler.call(question) if is_asked else None
        fault("after_call")
        with self.work.writing(SYSTEM, self.delivery_id) as uow:
            if not attempts.settle(uow.session, self.delivery_id, leased.token, uow.now):
                log.warning("delivery.lease_lost")
                return Outcome.LOST
            later = leased.handler.settle(uow, leased.event, answer) if is_asked else question
            if isinstance(later, NotYet):
                return self._put_off(uow, later)
        return Outcome.DONE

    def _put_off(self, uow: UnitOfWork, later: NotYet) -> Outcome:
        """Makes a delivery that was settled due again after a pause; given up after the last of its attempts."""
        row = uow.session.get_one(Delivery, self.delivery_id)
        row.state, row.done_at, row.error = DeliveryState.READY, None, later.why
        pause_s = later.after_s
        if not later.is_attempt:
            row.attempts, row.dispatches = row.attempts - 1, row.dispatches - 1
        elif row.attempts >= self.retry.attempts:
            row.state = DeliveryState.DEAD
            return Outcome.GIVEN_UP
        else:
            pause_s = max(pause_s, self.retry.pauses_s[row.attempts - 1])
        row.visible_at = self.work.queue_time + int(min(pause_s, later.at_most_s) * 1000)
        return Outcome.FAILED if later.is_attempt else Outcome.GIVEN_BACK


def deliver(work: Work, delivery_id: UUID) -> None:
    """Carries out the delivery once, or does nothing where it is done or held by somebody else.

    Never raises: a failure is written to the row, which comes due again. This is the one place that catches
    everything, since Dramatiq's time limit is a BaseException.
    """
    with ExitStack() as context:
        context.enter_context(structlog.contextvars.bound_contextvars(delivery_id=str(delivery_id)))
        run = _Run(work, delivery_id, context)
        try:
            run.carry_out()
        except BaseException as error:
            try:
                run.note(error)
            except Exception as second:
                # The store is away too: the row stays as it is, and comes due by itself.
                log.warning("delivery.not_noted", reason=describe(second))
        finally:
            run.tell()


def deliver_due(work: Work) -> int:
    """Carries out every delivery that is due, and those that follow from them, in this thread; returns how many.

    For a store that nothing serves yet: after an import, or when the demo city is made.
    """
    carried_out = 0
    while True:
        with work.database.writing() as session:
            due = outbox.queue_due(session, work.queue_time)
        if not due:
            return carried_out
        for wake_up in due:
            deliver(work, wake_up.delivery_id)
        carried_out += len(due)


def describe(error: BaseException) -> str:
    """The kind of an error and where it arose: its message may repeat personal data, so it is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {place}"
