"""Whether this server is ready to serve: its store answers, the schema fits, and what should run beside it does."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import structlog

from crm import migrate
from crm.unit_of_work import Work
from crm.viewer import SYSTEM

log = structlog.get_logger()
STORE_ANSWERS_WITHIN_S = 3.0


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Beside:
    """What runs beside the pages in a server process: whether its workers live, and whether the broker answers."""

    workers_live: Callable[[], bool] = _always
    broker_answers: Callable[[], bool] = _always


class PartState(StrEnum):
    """How one part of a server is."""

    OK = "ok"
    AWAY = "away"  # it does not answer
    UNFIT = "unfit"  # the schema is one that this version does not know
    STOPPED = "stopped"
    UNKNOWN = "unknown"  # the part that it hangs on is away


@dataclass(frozen=True)
class Readiness:
    """The parts that a server cannot serve without.

    The broker is not among them: without it contacts are still taken, and what follows from them comes later.
    """

    store: PartState
    schema: PartState
    workers: PartState

    @property
    def is_ready(self) -> bool:
        """Whether requests may be sent here."""
        return {self.store, self.schema, self.workers} == {PartState.OK}


class Probe:
    """Asks the store in a thread of its own, so that one that hangs keeps nobody; one question at a time."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._asking: threading.Thread | None = None
        self._answer = (PartState.AWAY, PartState.UNKNOWN)

    def readiness(self, beside: Beside) -> Readiness:
        """How the parts are now."""
        store, schema = self._ask()
        workers = PartState.OK if beside.workers_live() else PartState.STOPPED
        return Readiness(store, schema, workers)

    def _ask(self) -> tuple[PartState, PartState]:
        with self._lock:
            if self._asking is None or not self._asking.is_alive():
                self._answer = (PartState.AWAY, PartState.UNKNOWN)
                self._asking = threading.Thread(target=self._look, name="probe", daemon=True)
                self._asking.start()
            self._asking.join(timeout=STORE_ANSWERS_WITHIN_S)
            return self._answer

    def _look(self) -> None:
        try:
            with self._work.reading(SYSTEM) as uow:
                fits = migrate.read_state(uow.session.connection()).may_run
        except Exception as error:
            log.warning("store.away", kind=type(error).__name__)
            return
        self._answer = (PartState.OK, PartState.OK if fits else PartState.UNFIT)
