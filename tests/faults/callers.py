"""Those who ask for work during a fault and note what they were told: a recorder, phones, a reader of pages."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy.exc import SQLAlchemyError

from crm.domain_events import DomainEvent
from crm.unit_of_work import Work
from crm.viewer import SYSTEM
from tests.faults.checker import Checker
from tests.faults.processes import Web

ANSWERED_WITHIN_S = 240


class _RolledBack(Exception):
    """Ends a unit of work that is not to be kept."""


def record(work: Work, checker: Checker, make: Callable[[UUID], DomainEvent], *, is_kept: bool = True) -> str:
    """Records one event, notes what came of it, and gives its key; without `is_kept` the unit of work is rolled back."""
    key = uuid4()
    try:
        with work.writing(SYSTEM) as uow:
            uow.record(make(key))
            if not is_kept:
                raise _RolledBack
    except _RolledBack:
        checker.roll_back(str(key))
    except SQLAlchemyError:
        checker.doubt(str(key))
    else:
        checker.acknowledge(str(key))
    return str(key)


@contextmanager
def recording(
    work: Work, checker: Checker, make: Callable[[UUID], DomainEvent], *, pause_s: float = 0.03
) -> Iterator[None]:
    """Records events one after another while the block runs; every fifth unit of work is rolled back."""
    stopped = threading.Event()

    def run() -> None:
        number = 0
        while not stopped.wait(pause_s):
            number += 1
            record(work, checker, make, is_kept=number % 5 != 0)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


@dataclass
class Phone:
    """Logs contacts, and sends each again with the same id until the server answered, as the phone of a consultant does.

    One in ten is one that the server refuses after it has begun to store it; one in ten is sent once only, so that
    nobody knows what became of it when no answer came.
    """

    webs: list[Web]
    cookie: str
    owner: str
    checker: Checker
    seed: int = 0
    answers: Counter[int] = field(default_factory=Counter)  # by status; 0: none came

    def send(self, count: int, ended: threading.Event | None = None, pause_s: float = 0.0) -> None:
        """Sends so many contacts, and more until it has ended."""
        chance, sent = random.Random(self.seed), 0
        while sent < count or not (ended is None or ended.is_set()):
            dice = chance.random()
            self._send(str(uuid4()), chance, is_refused=dice < 0.1, is_sent_once=dice > 0.9)
            sent += 1
            time.sleep(pause_s)

    def _send(self, key: str, chance: random.Random, *, is_refused: bool, is_sent_once: bool) -> None:
        body = {
            "id": key,
            "channel": "street",
            "place": "Grote Markt",
            "people_band": "2-4",
            "summary": "Vragen over de zaal",
            "agreements": [
                {
                    "what": "Bel terug",
                    "owner_id": str(uuid4()) if is_refused else self.owner,
                    "due_on": "2030-01-15",
                }
            ],
        }
        self.checker.doubt(key)
        deadline = time.monotonic() + ANSWERED_WITHIN_S
        while True:
            status = self._post(chance.choice(self.webs), body)
            if 200 <= status < 300:
                self.checker.acknowledge(key)
            elif 400 <= status < 500:
                self.checker.roll_back(key)
            elif not is_sent_once:
                assert time.monotonic() < deadline, "no server answered"
                time.sleep(0.1)
                continue
            return

    def _post(self, web: Web, body: object) -> int:
        try:
            status = web.ask("POST", "/api/v1/contacts", body, self.cookie).status
        except OSError:
            status = 0
        self.answers[status] += 1
        return status


@contextmanager
def sending(phones: list[Phone], count: int) -> Iterator[list[threading.Thread]]:
    """Lets each phone send so many contacts while the block runs; waits for the last one at its end."""
    threads = [threading.Thread(target=phone.send, args=(count,)) for phone in phones]
    for thread in threads:
        thread.start()
    try:
        yield threads
    finally:
        for thread in threads:
            thread.join()


@contextmanager
def reading_pages(web: Web, cookie: str) -> Iterator[Counter[int]]:
    """Asks for a page again and again while the block runs, and counts the answers by status; 0: none came."""
    answers: Counter[int] = Counter()
    stopped = threading.Event()

    def run() -> None:
        while not stopped.is_set():
            try:
                answers[web.ask("GET", "/", cookie=cookie).status] += 1
            except OSError:
                answers[0] += 1
            stopped.wait(0.1)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield answers
    finally:
        stopped.set()
        thread.join()
