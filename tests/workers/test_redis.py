"""Web, worker and scheduler as processes of their own, with a real Redis and a real PostgreSQL."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable

from sqlmodel import select

from crm.clock import SystemClock
from crm.db import Database, new_id
from crm.domain_events import ContactLogged
from crm.outbox import Delivery
from crm.schedules import Schedule
from crm.settings import Settings
from crm.unit_of_work import Work
from crm.viewer import SYSTEM
from scheduler.jobs import JOBS
from workers.subscriptions import subscriptions


def test_worker_process_carries_out_what_another_process_recorded(
    redis_url: str, postgres_url: str, wait_until: Callable[[Callable[[], bool]], None]
) -> None:
    environment = {**os.environ, "BEREIK_DATABASE_URL": postgres_url, "BEREIK_BROKER_URL": redis_url}
    processes = [
        subprocess.Popen([sys.executable, "-m", "crm", command], env=environment, stderr=subprocess.DEVNULL)
        for command in ("work", "schedule")
    ]
    work = Work(Database(postgres_url), subscriptions, SystemClock(), Settings(database_url=postgres_url))

    def states() -> list[str]:
        with work.database.reading() as session:
            return [row.state.value for row in session.exec(select(Delivery))]

    def planned_jobs() -> int:
        with work.database.reading() as session:
            return len(session.exec(select(Schedule)).all())

    try:
        with work.writing(SYSTEM) as uow:
            uow.record(
                ContactLogged(new_id())
            )  # the contact is gone: every handler sees that and does nothing
        wait_until(lambda: states() != [] and set(states()) == {"done"})
        wait_until(lambda: planned_jobs() == len(JOBS))
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        exits = [process.wait(timeout=40) for process in processes]
        work.database.close()
    assert exits == [0, 0]
