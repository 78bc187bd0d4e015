"""The relay, which sends wake-ups for due rows, and the actor that answers one."""

import threading
from uuid import UUID

import dramatiq
import structlog
from dramatiq import Broker
from sqlmodel import col, select

from crm import outbox
from crm.clock import milliseconds
from crm.faults import fault
from crm.unit_of_work import Work
from workers.delivery import deliver, describe

log = structlog.get_logger()

POLL_S = 0.5  # the poll is the path of correctness; the nudge after a commit only spares this pause


def declare_actor(broker: Broker, work: Work) -> "dramatiq.Actor[[str], None]":
    """The actor `deliver` on that broker: its message is the id of a delivery and nothing else."""

    @dramatiq.actor(actor_name="deliver", queue_name="default", broker=broker)
    def run(delivery_id: str) -> None:
        deliver(work, UUID(delivery_id))

    return run


class Relay:
    """Finds due deliveries, marks them queued, commits, and sends a wake-up for each. Any number may run."""

    def __init__(self, work: Work, wake_up: "dramatiq.Actor[[str], None]") -> None:
        self._work = work
        self._wake_up = wake_up
        self._nudged = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread after what it is doing."""
        self._stopped.set()
        self._nudged.set()
        self._thread.join(timeout=10)

    def nudge(self) -> None:
        """Spares the relay its pause: something was just committed."""
        self._nudged.set()

    def send_due(self) -> int:
        """Sends a wake-up for every delivery that is due now; returns how many."""
        now = self._work.clock.now()
        with self._work.database.reading() as session:
            due = select(outbox.Delivery.id).where(
                col(outbox.Delivery.state).in_(outbox.UNSETTLED),
                outbox.Delivery.visible_at <= milliseconds(now),
            )
            if session.exec(due.limit(1)).first() is None:
                return 0
        with self._work.database.writing() as session:
            ids = outbox.queue_due(session, now)
        fault("before_send")
        for delivery_id in ids:
            self._wake_up.send(str(delivery_id))
        return len(ids)

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._nudged.clear()
            try:
                sent = self.send_due()
            except Exception as error:
                log.warning("relay.failed", reason=describe(error))
                sent = 0
            if not sent:
                self._nudged.wait(POLL_S)
