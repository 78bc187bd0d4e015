"""What is seen of queue and processes, on both stores."""

from datetime import timedelta

import pytest
from sqlmodel import select

from crm.clock import Clock, FixedClock, SystemClock, milliseconds
from crm.db import Database
from crm.operations.beats import BEAT_S, Beat, InHand
from crm.operations.models import Process, ProcessKind
from crm.operations.queries import observe
from crm.outbox import DeliveryState, Urgency
from crm.settings import Settings
from crm.unit_of_work import Subscriptions, Work
from crm.viewer import SYSTEM
from tests.conftest import NOW
from tests.crm.operations.test_queries import add_delivery


def _beat(database: Database, clock: Clock, settings: Settings, kind: ProcessKind) -> Beat:
    work = Work(database, Subscriptions({}), clock, settings)
    return Beat(work, kind, "0014", InHand(clock), lambda: True)


@pytest.fixture
def distributed(database: Database) -> Settings:
    """Settings with a broker outside."""
    return Settings(database_url=database.url, broker_url="redis://127.0.0.1:1/0")


def test_due_deliveries_are_counted_since_their_moment(database: Database) -> None:
    now = SystemClock().now()
    with database.writing() as session:
        add_delivery(session, created_at=now - timedelta(seconds=90))
        add_delivery(session, created_at=NOW, visible_at=milliseconds(now) - 5_000, urgency=Urgency.BULK)
        add_delivery(session, state=DeliveryState.DEAD)
    with database.reading() as session:
        observed = observe(session, SYSTEM, now, is_embedded=True)
    assert {(line.urgency, line.state, line.count, line.due) for line in observed.depth} == {
        (Urgency.DEFAULT, DeliveryState.READY, 1, 1),
        (Urgency.BULK, DeliveryState.READY, 1, 1),
        (Urgency.DEFAULT, DeliveryState.DEAD, 1, 0),
    }
    assert observed.due_since(Urgency.DEFAULT) == now - timedelta(seconds=90)
    since = observed.due_since(Urgency.BULK)
    assert since is not None
    assert milliseconds(since) == milliseconds(now) - 5_000


def test_processes_beat_into_rows_of_their_own(database: Database, distributed: Settings) -> None:
    clock = SystemClock()
    for kind in ProcessKind:
        beat = _beat(database, clock, distributed, kind)
        beat.beat()
        beat.beat()
    with database.reading() as session:
        observed = observe(session, SYSTEM, clock.now(), is_embedded=False)
    assert sorted(one.kind for one in observed.seen) == sorted(ProcessKind)
    assert [abs(one.ahead_s) < BEAT_S for one in observed.seen] == [True] * 3


def test_a_clock_that_is_wrong_shows_where_the_store_has_its_own(
    database: Database, distributed: Settings
) -> None:
    ahead = FixedClock(SystemClock().now() + timedelta(hours=1))
    _beat(database, ahead, distributed, ProcessKind.WORK).beat()
    with database.reading() as session:
        (row,) = session.exec(select(Process)).all()
    told_s = 0 if database.is_sqlite else 3600
    assert abs(row.ahead_ms / 1000 - told_s) < 300
    assert (abs(row.seen_at - SystemClock().now()) < timedelta(minutes=5)) is not database.is_sqlite
