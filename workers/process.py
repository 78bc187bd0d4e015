"""Relay and worker of one process: inside the server (in-memory broker), or on their own (Redis)."""

from collections.abc import Iterator
from contextlib import contextmanager

from dramatiq import Worker

from crm import outbox
from crm.settings import Settings
from crm.unit_of_work import Work
from workers.actors import Relay, declare_actor
from workers.broker import make_broker

THREADS = 4


@contextmanager
def running_worker(settings: Settings, work: Work) -> Iterator[Relay]:
    """Relays and works while the block runs; what is under way is finished before it ends."""
    broker = make_broker(settings)
    wake_up = declare_actor(broker, work)
    # Only Dramatiq's own command line says this; without it time limits do not work.
    broker.emit_after("process_boot")
    worker = Worker(broker, worker_threads=THREADS, worker_timeout=50)
    relay = Relay(work, wake_up)
    if settings.is_embedded:
        # The broker that held the wake-ups ended with the process before this one.
        with work.database.writing() as session:
            outbox.make_all_due(session)
        work.on_commit = relay.nudge
    worker.start()
    relay.start()
    try:
        yield relay
    finally:
        relay.stop()
        worker.stop(timeout=25_000)
        broker.close()
