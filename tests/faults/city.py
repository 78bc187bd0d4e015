"""A deployment with people in it: contacts are logged and pages read while something is broken."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from crm.domain_events import ContactLogged
from tests.conftest import PASSWORD
from tests.faults.callers import Phone, reading_pages
from tests.faults.checker import Checker, Verdict
from tests.faults.stand import Stand
from workers.subscriptions import subscriptions

AT_LEAST = 10
HANDLERS = tuple(subscriptions.handlers_of("ContactLogged"))


@dataclass
class Told:
    """What people were answered: how often which status, for contacts and for pages; 0: no answer came."""

    contacts: Counter[int] = field(default_factory=Counter)
    pages: Counter[int] = field(default_factory=Counter)


class City:
    """A web process, a worker that counts and a scheduler, all running, and one consultant."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.web = stand.web()
        self.worker = stand.own("work", "product")
        self.scheduler = stand.product("schedule")
        self.owner = stand.add_nora()
        programs = (self.web, self.worker, self.scheduler)
        for program in programs:
            program.launch()
        for program in programs:
            program.await_ready()
        self.cookie = self.web.sign_in("nora", PASSWORD)
        self.checker = Checker()

    @contextmanager
    def busy(self) -> Iterator[Told]:
        """Logs contacts and reads pages while the block runs, and until the last contact was answered."""
        self.stand.await_settled()
        self.stand.forget_work()
        self.checker = Checker()
        told, ended = Told(), threading.Event()
        phone = Phone([self.web], self.cookie, self.owner, self.checker, answers=told.contacts)
        sending = threading.Thread(target=phone.send, args=(AT_LEAST, ended, 0.05))
        with reading_pages(self.web, self.cookie) as told.pages:
            sending.start()
            try:
                yield told
            finally:
                ended.set()
                sending.join()

    @property
    def is_up(self) -> bool:
        """Whether every process runs and the pages answer."""
        programs = (self.web, self.worker, self.scheduler)
        return all(one.is_alive for one in programs) and self._answers()

    def _answers(self) -> bool:
        return self.web.ask("GET", "/", cookie=self.cookie).status == 200

    def judge(self, fault: str) -> Verdict:
        """What the fault did, once everything is settled."""
        self.stand.await_settled()
        return self.stand.judge(self.checker, fault, ContactLogged, HANDLERS)
