"""The relay, which sends wake-ups for due rows, and the actors that answer them: one for each urgency."""

import threading
from collections.abc import Callable, Mapping
from types import MappingProxyType
from uuid import UUID

import dramatiq
import structlog
from dramatiq import Broker

from crm import outbox
from crm.faults import fault
from crm.outbox import TIME_LIMIT_MS, Urgency, WakeUp
from crm.unit_of_work import Work
from workers.delivery import deliver, describe

log = structlog.get_logger()

POLL_S = 0.5  # the poll is the path of correctness; the nudge after a commit only spares this pause
BREATH_S = 0.1  # between two sends while more may be due: the window makes room for many, not for each one

Actors = Mapping[Urgency, "dramatiq.Actor[[str], None]"]


def declare_actors(broker: Broker, work: Work) -> Actors:
    """One actor for each urgency, on the queue of that name: its message is the id of a delivery and nothing else."""

    def run(delivery_id: str) -> None:
        deliver(work, UUID(delivery_id))

    return MappingProxyType(
        {
            urgency: dramatiq.actor(
                actor_name=f"deliver_{urgency}",
                queue_name=urgency.value,
                broker=broker,
                time_limit=TIME_LIMIT_MS[urgency],
                notify_shutdown=True,
            )(run)
            for urgency in Urgency
        }
    )


class Relay:
    """Finds due deliveries, marks them queued, commits, and sends a wake-up for each. Any number may run.

    Args:
        read_epoch: the broker's mark of its memory; raises where the broker does not answer. None: the broker is in
            this process and forgets nothing before the process ends.
    """

    def __init__(self, work: Work, actors: Actors, read_epoch: Callable[[], str] | None = None) -> None:
        self._work = work
        self._actors = actors
        self._read_epoch = read_epoch
        self._epoch = ""
        self._nudged = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)

    @property
    def is_alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread after what it is doing."""
        self._stopped.set()
        self._nudged.set()
        self._thread.join(timeout=5)

    def nudge(self) -> None:
        """Spares the relay its pause: something was just committed."""
        self._nudged.set()

    def send_due(self) -> int:
        """Sends a wake-up for every delivery that is due now; returns how many."""
        self._note_epoch()
        now = self._work.queue_time
        with self._work.database.reading() as session:
            among = outbox.urgencies_due(session, now)
        if not among:
            return 0
        with self._work.database.writing(may_repeat=True) as session:
            due = outbox.queue_due(session, now, among=among)
        fault("before_send")
        self._send(due)
        return len(due)

    def _send(self, due: list[WakeUp]) -> None:
        sent = 0
        try:
            for wake_up in due:
                self._actors[wake_up.urgency].send(str(wake_up.delivery_id))
                sent += 1
        finally:
            if sent < len(due):
                with self._work.database.writing() as session:
                    outbox.take_back(session, due[sent:])

    def _note_epoch(self) -> None:
        if self._read_epoch is None:
            return
        epoch = self._read_epoch()
        if epoch == self._epoch:
            return
        with self._work.database.writing() as session:
            if outbox.note_epoch(session, epoch):
                log.warning("broker.emptied")
        self._epoch = epoch

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._nudged.clear()
            try:
                sent = self.send_due()
            except Exception as error:
                log.warning("relay.failed", reason=describe(error))
                sent = 0
            self._nudged.wait(BREATH_S if sent else POLL_S)
