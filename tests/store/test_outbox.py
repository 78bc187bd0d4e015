"""The ledger, on both stores: one delivery for each handler, carried out once, whatever happens to wake-ups."""

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from crm import outbox
from crm.clock import FixedClock
from crm.db import Database
from crm.domain_events import DomainEvent, FollowUpPlanned, decode, encode
from crm.errors import Conflict
from crm.outbox import Delivery, DeliveryState
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
        return outbox.queue_due(session, work.clock.now())


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
    for _ in range(outbox.MAX_ATTEMPTS):
        assert _queue(work) == [key]
        deliver(work, key)
        clock.instant += timedelta(minutes=5)
    dead = _delivery(work, key)
    assert (dead.state, dead.attempts, _events(work)) == (DeliveryState.DEAD, outbox.MAX_ATTEMPTS, [EVENT])
    assert dead.error is not None
    assert dead.error.startswith("ZeroDivisionError at test_outbox.py:")
    assert "Nadia" not in dead.error
    assert _queue(work) == []


def test_row_that_kills_its_workers_is_given_up(work_with: Callable[..., Work], clock: FixedClock) -> None:
    work = work_with(count_up)
    key = _record(work)
    for _ in range(outbox.MAX_DISPATCHES + 1):
        _queue(work)
        clock.instant += timedelta(hours=2)
    assert _delivery(work, key).state == DeliveryState.DEAD


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
        outbox.retry(session, key)
    with work.database.writing() as session:
        session.get_one(Delivery, key).state = DeliveryState.DEAD
    with work.database.writing() as session:
        outbox.retry(session, key)
    assert _queue(work) == [key]
    with work.database.writing() as session:
        session.get_one(Delivery, key).state = DeliveryState.DEAD
    with work.database.writing() as session:
        outbox.discard(session, key, NOW)
    assert (_delivery(work, key).state, _delivery(work, key).error) == (DeliveryState.DONE, "discarded")


def test_queue_depth_counts_states_and_says_since_when_the_oldest_waits(
    work_with: Callable[..., Work],
) -> None:
    work = work_with(count_up)
    _record(work)
    with work.database.reading() as session:
        depth = outbox.queue_depth(session, NOW)
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
