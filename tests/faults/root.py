"""The composition root of the fault tests: the product's machines with short times and handlers that count.

`main` is what a process of it runs. Its first argument is work, relay, schedule or embedded (a worker and a scheduler
with a broker in memory); its second one, the table, is own (tests/faults/handlers.py) or product (the product's own table, counted).
"""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, cast
from uuid import UUID

# The machines are imported after the times have been shortened, since they take some of them over by name.
if TYPE_CHECKING:
    from sqlmodel import Session

    from crm.outbox import QueueTime
    from crm.settings import Settings
    from crm.unit_of_work import Subscriptions, Work

WAKE_UP_MS = 2_000
TIME_LIMIT_MS = 2_000
LEASE_MS = 3_000
# As many attempts as the product makes in the long form; fewer in the short one, to spare time. Together the pauses
# outlast every server that is broken for a while: what is given up meanwhile would count as lost.
PAUSES_S = (0.2, 0.5, 1, 2, 4, 8, 16) if os.environ.get("BEREIK_FAULTS") == "full" else (0.2, 0.5, 4)
ATTEMPTS = len(PAUSES_S) + 1
READY = "the root is ready"


@dataclass(frozen=True)
class MovedClock:
    """The machine's clock, moved by the seconds that a file says."""

    path: Path

    def now(self) -> datetime:
        """The present instant of this clock."""
        from crm.clock import SystemClock

        try:
            by_s = float(self.path.read_text() or 0)
        except FileNotFoundError:
            by_s = 0.0
        return SystemClock().now() + timedelta(seconds=by_s)


def shorten_times() -> None:
    """Makes wake-ups, leases and pauses seconds long, in this process."""
    from crm import outbox

    # A worker that was frozen would be stopped by its time limit first: where a test is about the lease, it is longer.
    limit_ms = int(os.environ.get("FAULTS_TIME_LIMIT_MS", TIME_LIMIT_MS))
    outbox.WAKE_UP_MS = WAKE_UP_MS
    outbox.MOST_DOUBLINGS = 0
    outbox.TIME_LIMIT_MS = MappingProxyType(dict.fromkeys(outbox.Urgency, limit_ms))
    outbox.LEASE_BEYOND_LIMIT_MS = LEASE_MS - limit_ms
    outbox.SOON = outbox.Retry(PAUSES_S)


def settle_whatever_the_token(session: "Session", delivery_id: UUID, token: UUID, now: datetime) -> bool:
    """A broken variant: marks as done what may long be in other hands."""
    from crm.outbox import Delivery, DeliveryState

    row = session.get_one(Delivery, delivery_id)
    row.state, row.done_at, row.error, row.token = DeliveryState.DONE, now, None, None
    return True


def make_work(settings: "Settings", table: str, variant: str) -> "Work":
    """Units of work with the handlers of that table, of a sound or a broken variant."""
    from crm import attempts
    from crm.db import Database
    from crm.unit_of_work import Work

    if variant == "no_fencing":
        attempts.settle = settle_whatever_the_token
    database = Database(settings.database_url)
    clock = MovedClock(Path(os.environ["FAULTS_FOLDER"]) / "clock")
    store_time = None if database.is_sqlite else _moved_store_time()
    work = Work(database, _subscriptions(table), clock, settings, store_time=store_time)
    if variant == "effects_first":
        work.subscriptions = _apart(work)
    return work


def _moved_store_time() -> "QueueTime":
    """PostgreSQL's clock, moved by the seconds that a table of ours says."""
    from sqlalchemy import BigInteger, literal_column

    moved = "clock_timestamp() + coalesce((SELECT max(by_s) FROM fault_clock), 0) * interval '1 second'"
    expression = literal_column(f"(extract(epoch from {moved}) * 1000)::bigint", BigInteger())
    return cast("QueueTime", expression)


def _subscriptions(table: str) -> "Subscriptions":
    from crm.unit_of_work import Subscriptions
    from tests.faults.handlers import OWN, counted, own_subscriptions

    if table == "own":
        return own_subscriptions()
    if table == "older":  # of a version that does not know one of the handlers yet
        return Subscriptions({topic: known for topic, known in OWN.items() if topic != "FollowUpPlanned"})
    from workers.subscriptions import BULK, INTERACTIVE, ON_DEMAND, TABLE

    wrapped = {handler: counted(handler) for handlers in TABLE.values() for handler in handlers}
    return Subscriptions(
        {topic: tuple(wrapped[one] for one in handlers) for topic, handlers in TABLE.items()},
        interactive=[wrapped[one] for one in INTERACTIVE],
        bulk=[wrapped.get(one, one) for one in BULK],
        on_demand=ON_DEMAND,
    )


def _apart(work: "Work") -> "Subscriptions":
    from crm.unit_of_work import Subscriptions
    from tests.faults.handlers import OWN, effects_first

    return Subscriptions(
        {topic: tuple(effects_first(work, one) for one in handlers) for topic, handlers in OWN.items()}
    )


@contextmanager
def relaying(settings: "Settings", work: "Work") -> Iterator[None]:
    """A relay alone, without any worker."""
    from workers.actors import Relay, declare_actors
    from workers.broker import make_broker
    from workers.link import Link

    broker, link = make_broker(settings), Link(settings.broker_url)
    relay = Relay(work, declare_actors(broker, work), link.read_epoch)
    with link.listening(relay.nudge):
        relay.start()
        yield
        relay.stop()


@contextmanager
def ticking(work: "Work") -> Iterator[None]:
    """A scheduler with one job, at an hour of the night that summer time takes or doubles, which looks ten times a second."""
    from scheduler.jobs import Job
    from scheduler.run import tick

    stopped = threading.Event()

    def run() -> None:
        while not stopped.wait(0.1):
            try:
                tick(work, [Job("morning", "30 2 * * *")])
            except Exception as error:  # as APScheduler does: the next tick comes
                print(f"tick failed: {type(error).__name__}", flush=True)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield
    stopped.set()
    thread.join(timeout=10)


def main(what: str, table: str) -> None:
    """Runs until it is told to stop."""
    shorten_times()
    from crm.logs import configure_logging
    from crm.settings import read_settings
    from workers.process import running_worker

    settings = read_settings()
    configure_logging(settings)
    work = make_work(settings, table, os.environ.get("FAULTS_VARIANT", ""))
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    with ExitStack() as running:
        if what in ("work", "embedded"):
            running.enter_context(running_worker(settings, work))
        if what == "relay":
            running.enter_context(relaying(settings, work))
        if what in ("schedule", "embedded"):
            running.enter_context(ticking(work))
        print(READY, flush=True)
        stopped.wait()
