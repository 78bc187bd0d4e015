"""Relay and worker of one process: inside the server (in-memory broker), or on their own (Redis)."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from dramatiq import Worker

from crm import outbox
from crm.outbox import Urgency
from crm.settings import Settings
from crm.unit_of_work import Work
from workers.actors import Relay, declare_actors
from workers.broker import make_broker
from workers.link import Link

THREADS = 4
BULK_THREADS = 2  # of its own, so that long work never keeps a person waiting
STOP_WITHIN_MS = 20_000


@dataclass(frozen=True)
class Running:
    """The relay and the workers of one process, and its link to the broker where that is outside."""

    relay: Relay
    workers: tuple[Worker, ...]
    link: Link | None = None

    def workers_live(self) -> bool:
        """Whether every thread of them runs."""
        threads = [
            thread for worker in self.workers for thread in (*worker.workers, *worker.consumers.values())
        ]
        return self.relay.is_alive and all(thread.is_alive() for thread in threads)

    def broker_answers(self) -> bool:
        """Whether the broker answered when it was last asked; one in this process always does."""
        return self.link is None or self.link.is_up


@contextmanager
def running_worker(settings: Settings, work: Work) -> Iterator[Running]:
    """Relays and works while the block runs; what is under way is finished before it ends, or given back."""
    broker = make_broker(settings)
    actors = declare_actors(broker, work)
    # Only Dramatiq's own command line says this; without it time limits do not work.
    broker.emit_after("process_boot")
    workers = [
        Worker(broker, queues=set(queues), worker_threads=threads, worker_timeout=50)
        for queues, threads in (
            ((Urgency.INTERACTIVE.value, Urgency.DEFAULT.value), THREADS),
            ((Urgency.BULK.value,), BULK_THREADS),
        )
    ]
    with ExitStack() as ending:
        ending.callback(broker.close)
        link = None
        if settings.is_embedded:
            relay = Relay(work, actors)
            # The broker that held the wake-ups ended with the process before this one.
            with work.database.writing() as session:
                outbox.make_all_due(session)
        else:
            link = Link(settings.broker_url)
            relay = Relay(work, actors, link.read_epoch)
            ending.enter_context(link.listening(relay.nudge))
        work.on_due = relay.nudge
        for worker in workers:
            worker.start()
            ending.callback(worker.stop, timeout=STOP_WITHIN_MS)
        relay.start()
        ending.callback(relay.stop)
        yield Running(relay, tuple(workers), link)
