"""The ledger, on both stores: one delivery for each handler, carried out once, whatever happens to wake-ups."""

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from dramatiq.middleware import Shutdown
from sqlmodel import col, select

from crm import attempts, outbox, queue
from crm.clock import FixedClock, milliseconds
from crm.db import Database
from crm.domain_events import DomainEvent, FollowUpClosed, FollowUpPlanned
from crm.errors import Conflict
from crm.event_codec import decode, encode
from crm.outbox import Delivery, DeliveryState, Urgency
from crm.settings import Settings
from crm.unit_of_work import Subscriptions, UnitOfWork, Work
from crm.viewer import SYSTEM
from tests.conftest import NOW
from workers.delivery import deliver

EVENT = FollowUpPlanned(UUID(int=7))


def count_up(uow: UnitOfWork, event: DomainEvent) -> None:
    """Counts its runs without a unique key, so that doubling would show."""
    uow.record(FollowUpPlanned(UUID(int=8)))


def fail(uow: UnitOfWork, event: DomainEvent) -> None:
    """Writes, and then fails."""
    uow.record(FollowUpPlanned(UUID(int=9)))
    raise ZeroDivisionError("Nadia Bakir")


def stop(uow: UnitOfWork, event: DomainEvent) -> None:
    """Writes, and is interrupted since its worker has to stop."""
    uow.record(FollowUpPlanned(UUID(int=9)))
    raise Shutdown


@pytest.fixture
def work_with(database: Database, clock: FixedClock, settings: Settings) -> Callable[..., Work]:
    """Work whose handlers react to ContactLogged's place in the table, here FollowUpFellDue and such."""

    def make(*handlers: Callable[[UnitOfWork, DomainEvent], None]) -> Work:
        return Work(database, Subscriptions({"FollowUpPlanned": handlers[:1]}), clock, settings)

    return make


def _record(work: Work) -> UUID:
    with work.writing(SYSTEM) as uow:
        uow.record(EVENT)
    with work.database.reading() as session:
        return session.exec(select(Delivery.id)).one()


def _queue(work: Work) -> list[UUID]:
    with work.database.writing() as session:
        return [one.delivery_id for one in outbox.queue_due(session, work.queue_time)]


def _delivery(work: Work, key: UUID) -> Delivery:
    with work.database.reading() as session:
        return session.get_one(Delivery, key)


def _events(work: Work) -> list[DomainEvent]:
    with work.database.reading() as session:
        rows = session.exec(select(outbox.DomainEventRow).order_by(col(outbox.DomainEventRow.id))).all()
        return [decode(row.kind, row.payload) for row in rows]


def test_event_of_a_rolled_back_unit_of_work_is_gone(work_with: Callable[..., Work]) -> None:
    work = work_with(count_up)

    def write_and_fail() -> None:
        with work.writing(SYSTEM) as uow:
            uow.record(EVENT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert _events(work) == []


def test_reading_unit_of_work_refuses_to_record(work_with: Callable[..., Work]) -> None:
    with work_with(count_up).reading(SYSTEM) as uow, pytest.raises(RuntimeError):
        uow.record(EVENT)


def test_due_delivery_is_queued_once_until_its_wake_up_is_late(
    work_with: Callable[..., Work], clock: FixedClock
) -> None:
    work = work_with(count_up)
    key = _record(work)
    assert _queue(work) == [key]
    assert _queue(work) == []
    clock.instant += timedelta(milliseconds=outbox.WAKE_UP_MS)
    assert _queue(work) == [key]
    assert _delivery(work, key).dispatches == 2


def test_delivery_runs_once_for_eight_wake_ups_at_once(work_with: Callable[..., Work]) -> None:
    work = work_with(count_up)
    key = _record(work)
    _queue(work)
    workers = [threading.Thread(target=deliver, args=(work, key)) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert _events(work) == [EVENT, FollowUpPlanned(UUID(int=8))]
    assert _delivery(work, key).state == DeliveryState.DONE


def test_failing_handler_keeps_no_effect_and_is_given_up_after_its_attempts(
    work_with: Callable[..., Work], clock: FixedClock
) -> None:
    work = work_with(fail)
    key = _record(work)
    for _ in range(outbox.SOON.attempts):
        assert _queue(work) == [key]
        deliver(work, key)
        clock.instant += timedelta(minutes=5)
    dead = _delivery(work, key)
    assert (dead.state, dead.attempts, _events(work)) == (DeliveryState.DEAD, outbox.SOON.attempts, [EVENT])
    assert dead.error is not None
    assert dead.error.startswith("ZeroDivisionError at test_outbox.py:")
    assert "Nadia" not in dead.error
    assert _queue(work) == []


def test_row_that_kills_its_workers_is_given_up_after_its_attempts(
    work_with: Callable[..., Work], clock: FixedClock
) -> None:
    """What such a worker does before it ends: it counts, where an earlier wake-up went unanswered, and claims."""
    work = work_with(count_up)
    key = _record(work)
    begun = 0
    for _ in range(3 * outbox.SOON.attempts):
        _queue(work)
        if _delivery(work, key).dispatches > 1:
            with work.database.writing() as session:
                counted = attempts.count_attempt(session, key, outbox.SOON.attempts)
                begun += counted is not None and counted.token is not None
        else:
            begun += 1
        clock.instant += timedelta(hours=2)
    assert begun == outbox.SOON.attempts
    assert _delivery(work, key).state == DeliveryState.DEAD


def test_lost_wake_ups_alone_give_nothing_up(work_with: Callable[..., Work], clock: FixedClock) -> None:
    work = work_with(count_up)
    key = _record(work)
    for _ in range(50):
        assert _queue(work) == [key]
        clock.instant += timedelta(hours=2)
    deliver(work, key)
    assert (_delivery(work, key).state, _events(work)) == (
        DeliveryState.DONE,
        [EVENT, FollowUpPlanned(UUID(int=8))],
    )


def test_wake_ups_that_could_not_be_sent_are_due_again_at_once(work_with: Callable[..., Work]) -> None:
    work = work_with(count_up)
    key = _record(work)
    with work.database.writing() as session:
        outbox.take_back(session, outbox.queue_due(session, work.queue_time))
    assert (_delivery(work, key).dispatches, _queue(work)) == (0, [key])


def test_a_broker_that_was_emptied_makes_what_it_held_due(work_with: Callable[..., Work]) -> None:
    work = work_with(count_up)
    key = _record(work)
    with work.database.writing() as session:
        assert outbox.note_epoch(session, "one") is False
    assert _queue(work) == [key]
    for epoch, is_lost in (("one", False), ("two", True), ("two", False)):
        with work.database.writing() as session:
            assert outbox.note_epoch(session, epoch) is is_lost
    assert _queue(work) == [key]


def test_what_a_worker_gave_back_when_told_to_stop_is_no_failure(work_with: Callable[..., Work]) -> None:
    work = work_with(stop)
    key = _record(work)
    assert _queue(work) == [key]
    deliver(work, key)
    row = _delivery(work, key)
    assert (row.state, row.attempts, row.error, _events(work)) == (DeliveryState.READY, 0, None, [EVENT])
    assert _queue(work) == [key]


def test_the_most_urgent_goes_first_and_a_full_window_of_another_does_not_hold_it(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    table = {"FollowUpPlanned": (count_up,), "FollowUpClosed": (fail,)}
    work = Work(database, Subscriptions(table, interactive=(fail,), bulk=(count_up,)), clock, settings)
    with work.writing(SYSTEM) as uow:
        for _ in range(outbox.WINDOW + 20):
            uow.record(EVENT)
    for _ in range(5):
        _queue(work)
    with work.writing(SYSTEM) as uow:
        uow.record(FollowUpClosed(UUID(int=1)))
    with work.database.writing() as session:
        sent = outbox.queue_due(session, work.queue_time)
    assert [one.urgency for one in sent] == [Urgency.INTERACTIVE]


def test_a_moment_further_ahead_than_any_that_can_be_set_holds_nothing_back(
    work_with: Callable[..., Work], clock: FixedClock
) -> None:
    """A clock that was an hour ahead for a while, and is right again."""
    work = work_with(count_up)
    key = _record(work)
    clock.instant += timedelta(hours=1)
    assert _queue(work) == [key]
    clock.instant -= timedelta(hours=1)
    assert _queue(work) == [key]


def test_unanswered_wake_ups_have_a_window(work_with: Callable[..., Work]) -> None:
    work = work_with(count_up)
    with work.writing(SYSTEM) as uow:
        for _ in range(outbox.WINDOW + 20):
            uow.record(EVENT)
    sent = sum(len(_queue(work)) for _ in range(5))
    assert sent == outbox.WINDOW


def test_lost_wake_ups_are_due_again_after_a_start(work_with: Callable[..., Work]) -> None:
    work = work_with(count_up)
    key = _record(work)
    assert _queue(work) == [key]
    with work.database.writing() as session:
        outbox.make_all_due(session)
    assert _queue(work) == [key]


def test_same_dedupe_key_is_recorded_once(work_with: Callable[..., Work]) -> None:
    work = work_with(count_up)
    for expected in (True, False):
        with work.writing(SYSTEM) as uow:
            assert uow.record(EVENT, dedupe_key="reminder:7:2026-12-01") is expected
    assert len(_events(work)) == 1


def test_dead_delivery_can_be_retried_or_discarded_and_a_live_one_cannot(
    work_with: Callable[..., Work],
) -> None:
    work = work_with(count_up)
    key = _record(work)
    with pytest.raises(Conflict), work.database.writing() as session:
        queue.take_dead(session, key)
    with work.database.writing() as session:
        session.get_one(Delivery, key).state = DeliveryState.DEAD
    with work.database.writing() as session:
        queue.retry(queue.take_dead(session, key), milliseconds(NOW))
    assert _queue(work) == [key]
    with work.database.writing() as session:
        session.get_one(Delivery, key).state = DeliveryState.DEAD
    with work.database.writing() as session:
        for row in queue.take_all_dead(session):
            queue.discard(row, NOW)
    assert (_delivery(work, key).state, _delivery(work, key).error) == (DeliveryState.DONE, "discarded")


def test_queue_depth_counts_states_and_says_since_when_the_oldest_waits(
    work_with: Callable[..., Work],
) -> None:
    work = work_with(count_up)
    _record(work)
    with work.database.reading() as session:
        depth = queue.queue_depth(session, milliseconds(NOW))
    assert depth.counts == {
        DeliveryState.READY: 1,
        DeliveryState.QUEUED: 0,
        DeliveryState.RUNNING: 0,
        DeliveryState.DONE: 0,
        DeliveryState.DEAD: 0,
    }
    assert depth.oldest_due_at == NOW


@pytest.mark.parametrize("kind", sorted(DomainEvent.kinds))
def test_every_event_survives_its_codec(kind: str) -> None:
    from dataclasses import fields
    from datetime import UTC, date, datetime
    from typing import get_type_hints

    samples = {
        UUID: UUID(int=1),
        date: date(2027, 2, 23),
        datetime: datetime(2027, 2, 23, tzinfo=UTC),
        bool: True,
    }
    cls = DomainEvent.kinds[kind]
    hints = get_type_hints(cls)
    event = cls(**{one.name: samples.get(hints[one.name], "text") for one in fields(cls)})
    assert decode(kind, encode(event)) == event
