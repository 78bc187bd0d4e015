"""Handlers that talk to the outside, on both stores: called without a transaction, settled once, by whom it still is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from crm import attempts, outbox
from crm.clock import FixedClock
from crm.db import Database
from crm.domain_events import DomainEvent, FollowUpClosed, FollowUpPlanned
from crm.event_codec import decode
from crm.outbox import Delivery, DeliveryState
from crm.settings import Settings
from crm.unit_of_work import NotYet, OnDemand, OutsideHandler, Subscriptions, UnitOfWork, Work
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
        row = attempts.claim(session, key)
        assert row is not None
        attempts.lease(session, row, work.queue_time)
    assert _queue(work) == []
    with work.database.writing() as session:
        outbox.make_all_due(session)
    assert _queue(work) == [key]
    deliver(work, key)
    assert _effects(work) == [FollowUpClosed(UUID(int=1))]


def _answering(work: Work, outside: Outside, later: NotYet, *, in_ask: bool) -> Work:
    """The same work, whose handler says NotYet: instead of a question, or after it noted the answer."""

    def ask(uow: UnitOfWork, event: FollowUpPlanned) -> UUID | NotYet | None:
        return later if in_ask else outside.ask(uow, event)

    def settle(uow: UnitOfWork, event: FollowUpPlanned, answer: str) -> NotYet:
        outside.settle(uow, event, answer)
        return later

    handler = OutsideHandler("test.outside", ask, outside.call, settle)
    return Work(work.database, Subscriptions({"FollowUpPlanned": (handler,)}), work.clock, work.settings)


def test_what_is_not_done_yet_keeps_its_effects_and_comes_due_again_until_it_is_given_up(
    work: Work, key: UUID, outside: Outside, clock: FixedClock
) -> None:
    own = _answering(work, outside, NotYet("answer 500", after_s=3), in_ask=False)
    pauses = []
    for attempt in range(1, outbox.SOON.attempts + 1):
        deliver(own, key)
        row = _row(own, key)
        assert (row.attempts, row.error, row.done_at) == (attempt, "answer 500", None)
        pauses.append((row.visible_at - own.queue_time) / 1000)
        clock.instant += timedelta(minutes=1)
        _queue(own)
    assert pauses[:-1] == [max(3, pause) for pause in outbox.SOON.pauses_s]
    assert (_row(own, key).state, _row(own, key).token) == (DeliveryState.DEAD, None)
    assert _effects(own) == [
        FollowUpClosed(UUID(int=number)) for number in range(1, outbox.SOON.attempts + 1)
    ]


def test_waiting_without_a_call_uses_up_nothing_however_long_it_lasts(
    work: Work, key: UUID, outside: Outside, clock: FixedClock
) -> None:
    waiting = _answering(
        work, outside, NotYet("rests", after_s=300, at_most_s=200, is_attempt=False), in_ask=True
    )
    for _ in range(outbox.SOON.attempts + 2):
        deliver(waiting, key)
        row = _row(work, key)
        assert (row.state, row.attempts, row.dispatches, row.error) == (DeliveryState.READY, 0, 0, "rests")
        assert row.visible_at - work.queue_time == 200_000
        clock.instant += timedelta(seconds=200)
        assert _queue(work) == [key]
    deliver(work, key)
    assert (outside.asked, _row(work, key).attempts) == ([QUESTION], 1)


def test_a_handler_on_demand_gets_a_delivery_only_while_it_is_wanted(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    asked: list[str] = []

    def is_wanted(session: Session, topic: str) -> bool:
        asked.append(topic)
        return len(asked) > 1

    seldom = OnDemand(react, ("FollowUpPlanned",), is_wanted)
    work = Work(database, Subscriptions({}, bulk=(react,), on_demand=(seldom,)), clock, settings)
    for _ in range(2):
        with work.writing(SYSTEM) as uow:
            uow.record(EVENT)
            uow.record(FollowUpClosed(QUESTION))
    with database.reading() as session:
        rows = [(row.handler, row.urgency) for row in session.exec(select(Delivery))]
    assert asked == ["FollowUpPlanned"] * 2
    assert rows == [("store.react", outbox.Urgency.BULK)]


def react(uow: UnitOfWork, event: FollowUpPlanned) -> None:
    """Does nothing."""
