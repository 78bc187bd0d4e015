"""Work whose handler a worker does not know, on both stores: left for another, without using up an attempt."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from crm import outbox
from crm.clock import FixedClock
from crm.db import Database
from crm.domain_events import FollowUpClosed, FollowUpPlanned
from crm.outbox import Delivery, DeliveryState, DomainEventRow
from crm.settings import Settings
from crm.unit_of_work import Subscriptions, UnitOfWork, Work
from crm.viewer import SYSTEM
from workers.delivery import deliver, deliver_due
from workers.versions import NOT_KNOWN


def close(uow: UnitOfWork, event: FollowUpPlanned) -> None:
    """One effect."""
    uow.record(FollowUpClosed(event.follow_up_id))


@pytest.fixture
def newer(database: Database, clock: FixedClock, settings: Settings) -> Work:
    """Work of the version that knows the handler."""
    return Work(database, Subscriptions({"FollowUpPlanned": (close,)}), clock, settings)


@pytest.fixture
def older(database: Database, clock: FixedClock, settings: Settings) -> Work:
    """Work of the version before it."""
    return Work(database, Subscriptions({}), clock, settings)


def _queue(work: Work) -> list[UUID]:
    with work.database.writing() as session:
        return [one.delivery_id for one in outbox.queue_due(session, work.queue_time)]


def _row(work: Work) -> Delivery:
    with work.database.reading() as session:
        return session.exec(select(Delivery)).one()


def test_worker_of_the_version_before_leaves_what_it_does_not_know(
    older: Work, newer: Work, clock: FixedClock
) -> None:
    with newer.writing(SYSTEM) as uow:
        uow.record(FollowUpPlanned(UUID(int=7)))
    for _ in range(3 * outbox.SOON.attempts):
        (key,) = _queue(older)
        deliver(older, key)
        row = _row(older)
        assert (row.state, row.attempts, row.dispatches) == (DeliveryState.READY, 0, 0)
        assert row.error == NOT_KNOWN
        assert _queue(older) == []
        clock.instant += timedelta(hours=1)
    (key,) = _queue(newer)
    deliver(newer, key)
    row = _row(newer)
    assert (row.state, row.attempts, row.error) == (DeliveryState.DONE, 1, None)


def test_event_of_another_version_is_left_too(newer: Work) -> None:
    with newer.writing(SYSTEM) as uow:
        uow.record(FollowUpPlanned(UUID(int=7)))
    with newer.database.writing() as session:
        session.exec(select(DomainEventRow)).one().kind = "NotInventedYet"
    assert deliver_due(newer) == 1
    assert (_row(newer).state, _row(newer).error) == (DeliveryState.READY, NOT_KNOWN)
