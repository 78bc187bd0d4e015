"""One wake-up delivered eight times at once, on both stores: one effect, and one attempt, also when it is the last."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Table
from sqlmodel import select

from crm import outbox
from crm.clock import FixedClock
from crm.db import Database
from crm.domain_events import FollowUpClosed, FollowUpPlanned
from crm.outbox import SOON, Delivery, DeliveryState
from crm.settings import Settings
from crm.unit_of_work import Work
from tests.faults.callers import record
from tests.faults.checker import Checker
from tests.faults.handlers import EFFECTS, own_subscriptions
from workers.delivery import deliver, deliver_due

ROUNDS = 12


def _deliver_eight_times(work: Work, delivery_id: UUID) -> None:
    start = threading.Barrier(8)

    def run() -> None:
        start.wait()
        deliver(work, delivery_id)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture
def effects(database: Database) -> Iterator[Table]:
    """The table of effects in the test's store."""
    EFFECTS.create(database.engine)
    yield EFFECTS
    EFFECTS.drop(database.engine)


@pytest.mark.parametrize("make", [FollowUpPlanned, FollowUpClosed], ids=["inside", "outside"])
@pytest.mark.parametrize("sent_before", [0, 1, SOON.attempts - 1, 3 * SOON.attempts])
def test_eight_wake_ups_at_once_make_one_effect(
    database: Database,
    effects: Table,
    clock: FixedClock,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: type[FollowUpPlanned] | type[FollowUpClosed],
    sent_before: int,
) -> None:
    """Where earlier wake-ups failed, this may be the last attempt: the seven others may not use it up."""
    monkeypatch.setenv("FAULTS_FOLDER", str(tmp_path))
    work = Work(database, own_subscriptions(), clock, settings)
    keys = [record(work, Checker(), make) for _ in range(ROUNDS)]
    with database.writing() as session:
        for row in session.exec(select(Delivery)):
            row.dispatches, row.attempts = sent_before, min(sent_before, SOON.attempts - 1)
    with database.writing() as session:
        sent = [one.delivery_id for one in outbox.queue_due(session, work.queue_time)]
    for delivery_id in sent:
        _deliver_eight_times(work, delivery_id)
    # One of the eight may have been in the way of the others, and nobody ran it: then it comes again.
    clock.instant += timedelta(milliseconds=outbox.WAKE_UP_MS)
    deliver_due(work)
    with database.reading() as session:
        rows = session.exec(select(Delivery.state, Delivery.attempts)).all()
        made = session.connection().execute(select(effects.c.key)).scalars().all()
    attempts = min(sent_before, SOON.attempts - 1) + 1
    assert list(map(tuple, rows)) == [(DeliveryState.DONE, attempts)] * ROUNDS
    assert sorted(made) == sorted(keys)
