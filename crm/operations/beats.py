"""A process tells the store that it runs, and what it carries out: one small write every ten seconds."""

import json
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from uuid import UUID

import structlog
from sqlalchemy import delete
from sqlmodel import Session, col

from crm.clock import Clock
from crm.db import new_id
from crm.operations.models import Process, ProcessKind
from crm.unit_of_work import Work
from crm.watch import Attempt, Watch

log = structlog.get_logger()

BEAT_S = 10.0
KEPT = timedelta(days=1)
_MOST_SHOWN = 50
_CLEAN_EVERY = 360  # beats: an hour


def own_version() -> str:
    """The version of Bereik that runs here; empty where it was never installed."""
    try:
        return version("bereik")
    except PackageNotFoundError:
        return ""


class InHand(Watch):
    """What the workers of this process carry out at this moment."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._held: dict[UUID, tuple[str, datetime]] = {}

    def delivery_began(self, delivery_id: UUID, handler: str) -> None:
        """Notes it."""
        with self._lock:
            self._held[delivery_id] = (handler, self._clock.now())

    def delivery_ended(self, attempt: Attempt) -> None:
        """Forgets it."""
        with self._lock:
            self._held.pop(attempt.delivery_id, None)

    def as_json(self) -> str:
        """The oldest of them, as a process row keeps them."""
        with self._lock:
            held = list(self._held.items())[:_MOST_SHOWN]
        return json.dumps(
            [
                {"delivery_id": str(key), "handler": handler, "since": since.isoformat()}
                for key, (handler, since) in held
            ]
        )


class Beat:
    """The row of this process in the store: written every ten seconds, and taken away at a good end.

    Work never waits for it: a thread of its own writes, and a store that is away only makes the row old.
    """

    def __init__(
        self,
        work: Work,
        kind: ProcessKind,
        revision: str,
        in_hand: InHand,
        broker_answers: Callable[[], bool],
    ) -> None:
        self._work = work
        self._kind = kind
        self._revision = revision
        self._in_hand = in_hand
        self._broker_answers = broker_answers
        self._id = new_id()
        self._beats = 0
        self._stopped = threading.Event()

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Beats while the block runs."""
        thread = threading.Thread(target=self._run, name="beat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopped.set()
            thread.join(timeout=5)

    def beat(self) -> None:
        """Writes once that this process runs, and now and then forgets those that have not for a day."""
        with self._work.database.writing(may_repeat=True) as session:
            here = self._work.clock.now()
            at = self._work.present_in(session)
            if self._beats % _CLEAN_EVERY == 0:
                self._clean(session, at)
            self._write(session, at, here - at)
        self._beats += 1

    def _write(self, session: Session, at: datetime, ahead: timedelta) -> None:
        row = session.get(Process, self._id)
        if row is None:
            row = Process(
                id=self._id,
                created_at=at,
                kind=self._kind,
                host=socket.gethostname(),
                pid=os.getpid(),
                version=own_version(),
                revision=self._revision,
                seen_at=at,
            )
            session.add(row)
        row.seen_at, row.ahead_ms = at, round(ahead.total_seconds() * 1000)
        row.broker_answers, row.carries = self._broker_answers(), self._in_hand.as_json()

    def _clean(self, session: Session, at: datetime) -> None:
        gone = col(Process.seen_at) < at - KEPT
        if self._work.settings.is_embedded and self._beats == 0:
            gone = col(Process.id) != self._id  # there is one process: whoever is left here was killed
        session.execute(delete(Process).where(gone))

    def _run(self) -> None:
        is_away = False
        while not self._stopped.is_set():
            try:
                self.beat()
                is_away = False
            except Exception as error:
                if not is_away:
                    log.warning("process.not_noted", kind=type(error).__name__)
                is_away = True
            self._stopped.wait(BEAT_S)
        try:
            with self._work.database.writing() as session:
                session.execute(delete(Process).where(col(Process.id) == self._id))
        except Exception as error:
            log.warning("process.not_noted", kind=type(error).__name__)
