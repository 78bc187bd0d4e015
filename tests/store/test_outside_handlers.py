"""Handlers that talk to the outside, on both stores: called without a transaction, settled once, by whom it still is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from crm import outbox
from crm.clock import FixedClock
from crm.db import Database
from crm.domain_events import DomainEvent, FollowUpClosed, FollowUpPlanned, decode
from crm.outbox import Delivery, DeliveryState
from crm.settings import Settings
from crm.unit_of_work import OutsideHandler, Subscriptions, UnitOfWork, Work
from crm.viewer import SYSTEM
from workers.delivery import deliver

QUESTION = UUID(int=7)
LEASE_MS = outbox.TIME_LIMIT_MS[outbox.Urgency.DEFAULT] + outbox.LEASE_BEYOND_LIMIT_MS
EVENT = FollowUpPlanned(QUESTION)


@dataclass
class Outside:
    """The other side: it notes what it is asked; `meanwhile` runs during a call."""

    asked: list[UUID] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None
    knows: bool = True

    def ask(self, uow: UnitOfWork, event: FollowUpPlanned) -> UUID | None:
        """The id to ask about; nothing where it is gone."""
        return event.follow_up_id if self.knows else None

    def call(self, question: UUID) -> str:
        """Answers after what happens meanwhile."""
        self.asked.append(question)
        self.meanwhile()
        return f"answer {len(self.asked)}"

    def settle(self, uow: UnitOfWork, event: FollowUpPlanned, answer: str) -> None:
        """One effect for each settling, which says which answer it applies."""
        uow.record(FollowUpClosed(UUID(int=int(answer.split()[1]))))


@pytest.fixture
def outside() -> Outside:
    """The other side of the test."""
    return Outside()


@pytest.fixture
def work(database: Database, clock: FixedClock, settings: Settings, outside: Outside) -> Work:
    """Work with one handler, which talks to the other side."""
    handler = OutsideHandler("test.outside", outside.ask, outside.call, outside.settle)
    return Work(database, Subscriptions({"FollowUpPlanned": (handler,)}), clock, settings)


@pytest.fixture
def key(work: Work) -> UUID:
    """The delivery of one event, its wake-up sent."""
    with work.writing(SYSTEM) as uow:
        uow.record(EVENT)
    (sent,) = _queue(work)
    return sent


def _queue(work: Work) -> list[UUID]:
    with work.database.writing() as session:
        return [one.delivery_id for one in outbox.queue_due(session, work.queue_time)]


def _row(work: Work, key: UUID) -> Delivery:
    with work.database.reading() as session:
        return session.get_one(Delivery, key)


def _effects(work: Work) -> list[DomainEvent]:
    with work.database.reading() as session:
        rows = session.exec(select(outbox.DomainEventRow).order_by(col(outbox.DomainEventRow.id))).all()
        return [decode(row.kind, row.payload) for row in rows][1:]


def test_the_answer_is_settled_once_however_often_a_wake_up_comes(
    work: Work, key: UUID, outside: Outside
) -> None:
    deliver(work, key)
    deliver(work, key)
    row = _row(work, key)
    assert (outside.asked, _effects(work)) == ([QUESTION], [FollowUpClosed(UUID(int=1))])
    assert (row.state, row.attempts, row.token, row.error) == (DeliveryState.DONE, 1, None, None)


def test_nothing_is_asked_when_the_row_is_gone(work: Work, key: UUID, outside: Outside) -> None:
    outside.knows = False
    deliver(work, key)
    assert (outside.asked, _effects(work)) == ([], [])
    assert _row(work, key).state == DeliveryState.DONE


def test_a_call_holds_no_transaction(work: Work, key: UUID, outside: Outside) -> None:
    seen = []

    def write_meanwhile() -> None:
        with work.writing(
            SYSTEM
        ) as uow:  # on SQLite this would wait for ever inside a transaction of the worker
            seen.append(uow.session.get_one(Delivery, key).state)

    outside.meanwhile = write_meanwhile
    deliver(work, key)
    assert seen == [DeliveryState.RUNNING]
    assert _row(work, key).state == DeliveryState.DONE


def test_a_second_wake_up_during_the_call_does_nothing(work: Work, key: UUID, outside: Outside) -> None:
    outside.meanwhile = lambda: deliver(work, key)
    deliver(work, key)
    assert (outside.asked, _effects(work)) == ([QUESTION], [FollowUpClosed(UUID(int=1))])


def test_a_worker_that_was_frozen_past_its_lease_settles_nothing(
    work: Work, key: UUID, outside: Outside, clock: FixedClock
) -> None:
    def another_takes_over() -> None:
        outside.meanwhile = lambda: None
        assert _queue(work) == [], "the lease still holds"
        clock.instant += timedelta(milliseconds=LEASE_MS)
        assert _queue(work) == [key]
        deliver(work, key)

    outside.meanwhile = another_takes_over
    deliver(work, key)
    # The second call settled, and the first one found a row that was no longer its own.
    assert (outside.asked, _effects(work)) == ([QUESTION, QUESTION], [FollowUpClosed(UUID(int=2))])
    assert _row(work, key).attempts == 2


def test_a_frozen_worker_settles_nothing_while_its_row_waits_for_another(
    work: Work, key: UUID, outside: Outside, clock: FixedClock
) -> None:
    def is_due_again() -> None:
        outside.meanwhile = lambda: None
        clock.instant += timedelta(milliseconds=LEASE_MS)
        assert _queue(work) == [key]

    outside.meanwhile = is_due_again
    deliver(work, key)
    assert (_effects(work), _row(work, key).state) == ([], DeliveryState.QUEUED)
    deliver(work, key)
    assert _effects(work) == [FollowUpClosed(UUID(int=2))]


def test_a_failing_call_is_tried_again_and_one_of_a_lost_lease_notes_nothing(
    work: Work, key: UUID, outside: Outside, clock: FixedClock
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("Nadia Bakir")

    outside.meanwhile = fail
    deliver(work, key)
    row = _row(work, key)
    assert (row.state, row.attempts, row.token) == (DeliveryState.READY, 1, None)
    assert row.error is not None
    assert row.error.startswith("ZeroDivisionError at test_outside_handlers.py:")

    def fail_late() -> None:
        clock.instant += timedelta(milliseconds=LEASE_MS)
        assert _queue(work) == [key]
        fail()

    clock.instant += timedelta(minutes=5)
    assert _queue(work) == [key]
    outside.meanwhile = fail_late
    deliver(work, key)
    assert (_row(work, key).state, _row(work, key).attempts) == (DeliveryState.QUEUED, 2)


def test_a_lease_of_a_process_that_ended_is_due_after_a_start(work: Work, key: UUID) -> None:
    with work.database.writing() as session:
        row = outbox.claim(session, key)
        assert row is not None
        outbox.lease(row, work.queue_time)
    assert _queue(work) == []
    with work.database.writing() as session:
        outbox.make_all_due(session)
    assert _queue(work) == [key]
    deliver(work, key)
    assert _effects(work) == [FollowUpClosed(UUID(int=1))]
