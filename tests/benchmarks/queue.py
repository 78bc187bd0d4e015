"""Deliveries: how many a second to done, at which cost, and how soon, beside other engines in the same run.

Each engine does the same nothing. They promise different things: only ours and Procrastinate take a job in the
transaction of a change and have it done when its effects are committed; raw Dramatiq and Celery carry messages.
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import UUID

from crm import migrate
from crm.clock import SystemClock
from crm.db import Database
from crm.domain_events import FollowUpPlanned
from crm.outbox import Urgency, append
from tests.benchmarks.measuring import Row, row_of
from tests.benchmarks.queue_worker import celery_app, dramatiq_broker, procrastinate_app
from tests.servers.postgres import Postgres, run_sql
from tests.servers.redis import Redis

JOBS = 3000
HANDLER = {"benchmarks.count": Urgency.INTERACTIVE}
# Imported, not run as a program: a handler is named after its module.
RUN = "from tests.benchmarks.queue_worker import main; main()"
NUMBERS = count(1)


@dataclass(frozen=True)
class Servers:
    """The PostgreSQL and the Redis that every engine uses in turn."""

    postgres: Postgres
    redis: Redis

    def fresh_store(self) -> str:
        """The address of a new, migrated database."""
        url = self.empty_store()
        migrate.upgrade(url)
        return url

    def empty_store(self) -> str:
        """The address of a new database without a table."""
        name = f"bench_{next(NUMBERS)}"
        run_sql(f"{self.postgres.url}/postgres", f"CREATE DATABASE {name}")
        return f"{self.postgres.url}/{name}"


@dataclass(frozen=True)
class Rate:
    """How many jobs a second came to done, and how much processor time of the workers each one took."""

    per_second: float
    cpu_ms: float


class Workers:
    """Worker processes of one engine; what they say is read as it comes."""

    def __init__(self, engine: str, store: str, broker: str, *, processes: int = 1, mode: str = "") -> None:
        command = [sys.executable, "-c", RUN, engine, store, broker]
        self._processes = [
            subprocess.Popen(
                [*command, mode],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            for _ in range(processes)
        ]
        self.lines: list[list[dict[str, object]]] = [[] for _ in self._processes]
        for process, lines in zip(self._processes, self.lines, strict=True):
            threading.Thread(target=self._read, args=(process, lines), daemon=True).start()

    @staticmethod
    def _read(process: "subprocess.Popen[str]", lines: list[dict[str, object]]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("{"):
                lines.append(json.loads(line))

    def wait(self, is_over: Callable[[], bool], within_s: float = 180) -> None:
        """Waits until it is over.

        Raises:
            TimeoutError: it never was.
        """
        deadline = time.monotonic() + within_s
        while not is_over():
            if time.monotonic() > deadline:
                raise TimeoutError
            time.sleep(0.02)

    def done(self) -> int:
        """How many were done, as far as it was said."""
        return sum(int(str(lines[-1]["done"])) for lines in self.lines if lines)

    def rate(self, jobs: int) -> Rate:
        """The rate between the first tenth and the last twentieth of so many jobs."""
        marks = sorted(
            (float(str(mark["at"])), int(str(mark["done"])), float(str(mark["cpu_s"])), which)
            for which, lines in enumerate(list(self.lines))
            for mark in list(lines)
        )
        done, cpu_s = dict.fromkeys(range(len(self.lines)), 0), dict.fromkeys(range(len(self.lines)), 0.0)
        begun: tuple[float, int, float] | None = None
        for at, number, used_s, which in marks:
            done[which], cpu_s[which] = number, used_s
            total = sum(done.values())
            if begun is None and total >= jobs // 10 and all(done.values()):
                begun = (at, total, sum(cpu_s.values()))
            if begun is not None and total >= jobs * 19 // 20:
                made, spent_s = total - begun[1], at - begun[0]
                return Rate(made / spent_s, (sum(cpu_s.values()) - begun[2]) / made * 1000)
        raise RuntimeError("the workers did not say enough")

    def stop(self) -> None:
        """Ends the processes."""
        for process in self._processes:
            process.kill()
            process.wait(timeout=10)


def _record(store: str, jobs: int) -> None:
    """Commits so many events of ours, a hundred in one transaction."""
    database = Database(store)
    for first in range(0, jobs, 100):
        with database.writing() as session:
            for number in range(first, min(first + 100, jobs)):
                event = FollowUpPlanned(UUID(int=number))
                append(session, event, HANDLER, actor_id=None, now=SystemClock().now())
    database.close()


def _measure_ledger(store: str, broker: str, *, processes: int = 1) -> Rate:
    _record(store, JOBS)
    return _measure("ledger", store, broker, processes=processes)


def _measure(engine: str, store: str, broker: str, *, processes: int = 1) -> Rate:
    workers = Workers(engine, store, broker, processes=processes)
    try:
        workers.wait(lambda: workers.done() >= JOBS * 19 // 20)
        return workers.rate(JOBS)
    finally:
        workers.stop()


def _procrastinate(servers: Servers) -> Rate:
    store = servers.empty_store()
    app = procrastinate_app(store, lambda: None, is_sync=True)
    with app.open():
        app.schema_manager.apply_schema()
        nothing = app.tasks["nothing"]
        for _ in range(JOBS // 100):
            nothing.batch_defer(*[{} for _ in range(100)])
    return _measure("procrastinate", store, "")


def _dramatiq(servers: Servers) -> Rate:
    broker = dramatiq_broker(servers.redis.url, lambda: None)
    nothing = broker.get_actor("nothing")
    for _ in range(JOBS):
        nothing.send()
    broker.close()
    return _measure("dramatiq", "", servers.redis.url)


def _celery(servers: Servers) -> Rate:
    nothing = celery_app(servers.redis.url, lambda: None).tasks["nothing"]
    for _ in range(JOBS):
        nothing.delay()
    return _measure("celery", "", servers.redis.url)


def _embedded(folder: Path) -> Rate:
    store = f"sqlite:///{folder / f'{next(NUMBERS)}.db'}"
    migrate.upgrade(store)
    return _measure_ledger(store, "memory://")


def _best(run: Callable[[], Rate], rounds: int = 2) -> Rate:
    return max((run() for _ in range(rounds)), key=lambda rate: rate.per_second)


def _latency(store: str, broker: str) -> list[float]:
    """Milliseconds from a commit to the start of its handler, 200 times."""
    workers = Workers("ledger", store, broker, mode="latency")
    (lines,) = workers.lines
    committed: dict[str, float] = {}
    try:
        if broker != "memory://":
            committed = _commit_slowly(store, broker)
        workers.wait(lambda: sum("about" in line for line in list(lines)) >= 200)
    finally:
        workers.stop()
    committed |= {str(line["committed"]): float(str(line["at"])) for line in lines if "committed" in line}
    started = {str(line["about"]): float(str(line["at"])) for line in lines if "about" in line}
    return [max(0.0, (started[key] - at) * 1000) for key, at in committed.items() if key in started]


def _commit_slowly(store: str, broker: str) -> dict[str, float]:
    from workers.link import Link

    time.sleep(3)  # the worker is up by then; what is not, is measured as late
    database, link, committed = Database(store), Link(broker), {}
    with link.talking():
        for number in range(200):
            time.sleep(0.02)
            key = UUID(int=number)
            with database.writing() as session:
                append(
                    session,
                    FollowUpPlanned(key),
                    HANDLER,
                    actor_id=None,
                    now=SystemClock().now(),
                )
            link.nudge()
            committed[str(key)] = time.time()
    database.close()
    return committed


@contextmanager
def _servers() -> Iterator[Servers]:
    with Postgres(durable=True) as postgres, Redis() as redis:
        yield Servers(postgres, redis)


def measure_queue() -> list[Row]:
    """The rates, their ratios, the cost of one delivery and the pauses."""
    with _servers() as servers, tempfile.TemporaryDirectory(prefix="bereik-bench-") as name:
        folder, redis = Path(name), servers.redis.url
        ours = _best(lambda: _measure_ledger(servers.fresh_store(), redis))
        theirs = _best(lambda: _procrastinate(servers))
        two = _best(lambda: _measure_ledger(servers.fresh_store(), redis, processes=2))
        embedded = _best(lambda: _embedded(folder))
        raw, celery = _best(lambda: _dramatiq(servers)), _best(lambda: _celery(servers))
        store = f"sqlite:///{folder / 'latency.db'}"
        migrate.upgrade(store)
        return [
            _at_least("deliveries a second, PostgreSQL and Redis, beside Procrastinate", ours, theirs, 1.3),
            _at_least("two worker processes beside one", two, ours, 1.3),
            _at_least("embedded on SQLite beside PostgreSQL and Redis", embedded, ours, 2),
            *(
                row_of(f"deliveries a second: {what}", float("inf"), [rate.per_second], "a second")
                for what, rate in {
                    "PostgreSQL and Redis": ours,
                    "the same, two processes": two,
                    "embedded on SQLite": embedded,
                    "Procrastinate": theirs,
                    "raw Dramatiq": raw,
                    "Celery": celery,
                }.items()
            ),
            *(
                row_of(f"processor time of a delivery: {what}", float("inf"), [rate.cpu_ms])
                for what, rate in {"ours": ours, "raw Dramatiq": raw, "Celery": celery}.items()
            ),
            row_of("commit to start of the handler, embedded", 15, _latency(store, "memory://")),
            row_of("commit to start of the handler, Redis", 40, _latency(servers.fresh_store(), redis)),
        ]


def _at_least(what: str, one: Rate, other: Rate, goal: float) -> Row:
    """A ratio that is to be at least that: printed the other way round, so that less is better as everywhere."""
    ratio = one.per_second / other.per_second
    return row_of(f"{what}: {ratio:.2f} times (goal {goal}); the inverse", 1 / goal, [1 / ratio], "")
