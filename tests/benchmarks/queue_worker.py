"""One worker process of one engine, which does nothing a great many times: run by `tests.benchmarks.queue`.

It prints a line of JSON every so often: how many it did, when, and how much processor time it used so far. With
`latency` it prints one line for each job: what it was about, and when its handler started.
Its arguments: the engine, the store, the broker, and perhaps `latency`.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

THREADS = 8
EVERY = 25


def _say(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


class Counter:
    """Counts what was done, and says so."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._done = 0

    def count(self, about: str = "") -> None:
        """One more; `about` names it where each one is to be said."""
        at = time.time()
        with self._lock:
            self._done += 1
            if about or self._done % EVERY == 0:
                said = {"done": self._done, "at": at, "cpu_s": time.process_time(), "about": about}
                _say(said)


def run_ledger(store: str, broker: str, counter: Counter, *, says_each: bool) -> None:
    """Ours: relay and worker over the store, with a handler that only counts."""
    from crm.clock import SystemClock
    from crm.db import Database
    from crm.domain_events import FollowUpPlanned
    from crm.logs import configure_logging
    from crm.outbox import STORE_TIME
    from crm.settings import Settings
    from crm.unit_of_work import Subscriptions, UnitOfWork, Work
    from workers.process import running_worker

    def count(uow: UnitOfWork, event: FollowUpPlanned) -> None:
        counter.count(str(event.follow_up_id) if says_each else "")

    settings = Settings(database_url=store, broker_url=broker)
    configure_logging(settings)
    database = Database(store)
    time_of_store = None if database.is_sqlite else STORE_TIME
    table = Subscriptions({"FollowUpPlanned": (count,)}, interactive=(count,))
    work = Work(database, table, SystemClock(), settings, store_time=time_of_store)
    with running_worker(settings, work):
        if settings.is_embedded and says_each:
            _commit_here(work)
        _wait_for_end()


def _commit_here(work: Any) -> None:
    """Commits the events of the embedded measurement in this very process, as its server would."""
    from crm.domain_events import FollowUpPlanned
    from crm.viewer import SYSTEM

    for number in range(200):
        time.sleep(0.02)
        with work.writing(SYSTEM) as uow:
            uow.record(FollowUpPlanned(UUID(int=number)))
        _say({"committed": str(UUID(int=number)), "at": time.time()})


def run_procrastinate(store: str, _broker: str, counter: Counter, *, says_each: bool) -> None:
    """Procrastinate on the same PostgreSQL."""
    app = procrastinate_app(store, counter.count)
    app.run_worker(concurrency=THREADS, wait=True, listen_notify=True)


def procrastinate_app(store: str, run: Callable[[], None], *, is_sync: bool = False) -> Any:
    """Its application with one task, `nothing`."""
    import procrastinate

    kind = procrastinate.SyncPsycopgConnector if is_sync else procrastinate.PsycopgConnector
    app = procrastinate.App(connector=kind(conninfo=store))

    app.task(name="nothing")(run)
    return app


def run_dramatiq(_store: str, broker: str, counter: Counter, *, says_each: bool) -> None:
    """Raw Dramatiq: the message is all there is."""
    import dramatiq

    made = dramatiq_broker(broker, counter.count)
    worker = dramatiq.Worker(made, worker_threads=THREADS, worker_timeout=50)
    worker.start()
    _wait_for_end()


def dramatiq_broker(broker: str, run: Callable[[], None]) -> Any:
    """Its broker with one actor, `nothing`."""
    import dramatiq
    from dramatiq.brokers.redis import RedisBroker

    made = RedisBroker(url=broker, namespace="raw")  # type: ignore[no-untyped-call]

    @dramatiq.actor(actor_name="nothing", broker=made)
    def nothing() -> None:
        run()

    return made


def run_celery(_store: str, broker: str, counter: Counter, *, says_each: bool) -> None:
    """Celery with threads, late acknowledgement as ours."""
    celery_app(broker, counter.count).worker_main(
        [
            "worker",
            "--pool",
            "threads",
            "--concurrency",
            str(THREADS),
            "--loglevel",
            "ERROR",
            "--without-mingle",
        ]
    )


def celery_app(broker: str, run: Callable[[], None]) -> Any:
    """Its application with one task, `nothing`."""
    from celery import Celery

    app = Celery("bench", broker=broker)
    app.conf.update(
        task_acks_late=True,
        task_ignore_result=True,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
    )

    @app.task(name="nothing")  # type: ignore[misc, untyped-decorator, unused-ignore]
    def nothing() -> None:
        run()

    return app


def _wait_for_end() -> None:
    sys.stdin.read()


ENGINES = {
    "ledger": run_ledger,
    "procrastinate": run_procrastinate,
    "dramatiq": run_dramatiq,
    "celery": run_celery,
}


def main() -> None:
    """Runs the engine that is named until standard input ends or the process is stopped."""
    engine, store, broker = sys.argv[1:4]
    ENGINES[engine](store, broker, Counter(), says_each="latency" in sys.argv[4:])
