"""A worker killed (kill -9) while it talks to the outside: the call is made again, its answer applied once."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from crm import outbox
from crm.clock import FixedClock
from crm.db import Database
from crm.domain_events import FollowUpClosed, FollowUpPlanned
from crm.event_codec import decode
from crm.faults import OUTSIDE_FAULT_POINTS
from crm.settings import Settings
from crm.unit_of_work import OutsideHandler, Subscriptions, UnitOfWork, Work
from crm.viewer import SYSTEM
from tests.conftest import NOW
from workers.delivery import deliver

LEASE_MS = outbox.TIME_LIMIT_MS[outbox.Urgency.DEFAULT] + outbox.LEASE_BEYOND_LIMIT_MS
EVENT = FollowUpPlanned(UUID(int=7))


def _ask(uow: UnitOfWork, event: FollowUpPlanned) -> UUID:
    return event.follow_up_id


def _settle(uow: UnitOfWork, event: FollowUpPlanned, answer: str) -> None:
    uow.record(FollowUpClosed(event.follow_up_id))


def _work(url: str, folder: Path, clock: FixedClock) -> Work:
    def call(question: UUID) -> str:
        with (folder / "calls").open("a") as calls:
            calls.write(f"{question}\n")
        return "answered"

    table = {"FollowUpPlanned": (OutsideHandler("test.outside", _ask, call, _settle),)}
    return Work(Database(url), Subscriptions(table), clock, Settings(database_url=url))


def carry_out(url: str, folder: str, key: str) -> None:
    """What the process that dies does: one delivery."""
    deliver(_work(url, Path(folder), FixedClock(NOW)), UUID(key))


@pytest.mark.parametrize("point", OUTSIDE_FAULT_POINTS)
def test_kill_around_the_call_applies_its_answer_once(database: Database, tmp_path: Path, point: str) -> None:
    clock = FixedClock(NOW)
    work = _work(database.url, tmp_path, clock)
    with work.writing(SYSTEM) as uow:
        uow.record(EVENT)
    with work.database.writing() as session:
        (sent,) = outbox.queue_due(session, work.queue_time)
        key = sent.delivery_id

    call = f"carry_out({database.url!r}, {str(tmp_path)!r}, {str(key)!r})"
    code = f"from tests.faults.test_killed_caller import carry_out; {call}"
    died = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "BEREIK_FAULT": point}, check=False
    )
    assert died.returncode == -signal.SIGKILL

    deliver(work, key)  # a wake-up that comes too early finds it held
    clock.instant += timedelta(milliseconds=LEASE_MS)
    with work.database.writing() as session:
        assert [one.delivery_id for one in outbox.queue_due(session, work.queue_time)] == [key]
    deliver(work, key)
    deliver(work, key)
    with work.database.reading() as session:
        events = [decode(row.kind, row.payload) for row in session.exec(select(outbox.DomainEventRow))]
    work.database.close()
    assert events.count(FollowUpClosed(EVENT.follow_up_id)) == 1
    assert len((tmp_path / "calls").read_text().splitlines()) == (1 if point == "after_lease" else 2)
