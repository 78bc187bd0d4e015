"""One store, one broker and the processes over them: what a fault test sets up, breaks and judges."""

import time
from collections.abc import Callable, Collection
from pathlib import Path

from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from crm.accounts.models import User
from crm.clock import SystemClock
from crm.db import Database
from crm.domain_events import DomainEvent
from crm.event_codec import decode
from crm.outbox import STORE_TIME
from crm.settings import Settings
from crm.unit_of_work import Subscriptions, Work
from crm.viewer import SYSTEM, Role
from tests.conftest import NOW, PASSWORD_HASH
from tests.faults.checker import Checker, Effect, Verdict, count_effects
from tests.faults.handlers import EFFECTS, key_of, own_subscriptions
from tests.faults.processes import Forked, Program, Web
from tests.faults.root import READY

SETTLED_WITHIN_S = 240
UNSETTLED = "SELECT count(*) FROM delivery WHERE state IN ('ready', 'queued', 'running')"


def wait_until(holds: Callable[[], bool], what: str, within_s: float = SETTLED_WITHIN_S) -> None:
    """Waits until something holds; fails, saying what, when it does not in time."""
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, f"not in time: {what}"
        time.sleep(0.05)


class Stand:
    """The processes of one deployment.

    Args:
        url: of the store, which has the table of effects.
        broker: the address of the broker.
        folder: for what the processes write.
    """

    def __init__(self, url: str, broker: str, folder: Path) -> None:
        self.url = url
        self.folder = folder
        self.environment = {
            "BEREIK_DATABASE_URL": url,
            "BEREIK_BROKER_URL": broker,
            "FAULTS_FOLDER": str(folder),
        }
        self.programs: list[Program] = []
        self._databases: list[Database] = []
        self._engine = create_engine(url, poolclass=NullPool)

    def own(self, what: str, table: str = "own", *, name: str = "", variant: str = "") -> Program:
        """A process of the tests' own root, not yet started."""
        program = Forked(
            name or f"{what}-{len(self.programs)}",
            (what, table),
            {**self.environment, "FAULTS_VARIANT": variant},
            self.folder,
            READY,
        )
        self.programs.append(program)
        return program

    def product(self, command: str) -> Program:
        """A process of the product itself, not yet started."""
        said = {"work": "Bereik works", "schedule": "Bereik ticks"}[command]
        name = f"bereik-{command}-{len(self.programs)}"
        program = Program(name, ("-m", "crm", command), self.environment, self.folder, said)
        self.programs.append(program)
        return program

    def web(self) -> Web:
        """A web process of the product, not yet started."""
        program = Web(f"web-{len(self.programs)}", self.environment, self.folder)
        self.programs.append(program)
        return program

    def work(self, subscriptions: Subscriptions | None = None) -> Work:
        """Units of work of this process, to record with."""
        database = Database(self.url)
        self._databases.append(database)
        store_time = None if database.is_sqlite else STORE_TIME
        settings = Settings(database_url=self.url)
        table = own_subscriptions() if subscriptions is None else subscriptions
        return Work(database, table, SystemClock(), settings, store_time=store_time)

    def add_nora(self) -> str:
        """Adds a consultant who signs in as nora, and gives her id."""
        with self.work().writing(SYSTEM) as uow:
            user = User(
                created_at=NOW,
                changed_at=NOW,
                name="Nora Peeters",
                login="nora",
                password_hash=PASSWORD_HASH,
                role=Role.CONSULTANT,
            )
            uow.session.add(user)
            uow.session.flush()
            return str(user.id)

    def scalar(self, query: str) -> int:
        """The one number that a query gives."""
        with self._engine.connect() as connection:
            return int(connection.execute(text(query)).scalar_one())

    def run(self, *statements: str) -> None:
        """Carries out statements in one transaction."""
        with self._engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def await_settled(self) -> None:
        """Waits until every delivery is done or given up."""

        def is_settled() -> bool:
            try:
                return self.scalar(UNSETTLED) == 0
            except DBAPIError:
                return False  # the store is not back yet

        wait_until(is_settled, "every delivery is settled")

    def forget_work(self) -> None:
        """Throws away what was settled and its effects, before another fault is looked at."""
        self.run(*(f"DELETE FROM {table}" for table in ("fault_effect", "delivery", "domain_event")))

    def judge(
        self, checker: Checker, fault: str, kind: type[DomainEvent], handlers: Collection[str]
    ) -> Verdict:
        """What the fault did to the work that events of that kind asked for."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                text("SELECT kind, payload FROM domain_event WHERE kind = :kind"), {"kind": kind.__name__}
            ).all()
            stored = {key_of(decode(row.kind, row.payload)) for row in rows}
            effects = [
                Effect(row.key, row.handler)
                for row in connection.execute(select(EFFECTS.c.key, EFFECTS.c.handler))
                if row.handler in handlers
            ]
        return checker.judge(fault, stored, count_effects(effects), handlers)

    def end(self) -> None:
        """Kills what still runs."""
        for program in self.programs:
            if hasattr(program, "process") and program.is_alive:
                program.kill()
        for database in self._databases:
            database.close()
