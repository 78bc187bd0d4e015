"""What all tests share: a store of their own each, a clock that stands still, and clients that are signed in."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import event
from sqlmodel import col, select
from starlette.datastructures import State
from starlette.testclient import TestClient

from crm.accounts.models import User
from crm.app import create_app
from crm.clock import FixedClock
from crm.db import Database
from crm.outbox import UNSETTLED, Delivery
from crm.settings import Settings
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.servers.shared import (
    KINDS,
    empty_url,
    postgres_stores,
    postgres_url,
    redis_address,
    redis_url,
    sqlite_stores,
    stores,
)
from tests.servers.stores import SqliteStores, Stores, file_of
from workers.delivery import deliver
from workers.subscriptions import subscriptions

__all__ = [
    "empty_url",
    "postgres_stores",
    "postgres_url",
    "redis_address",
    "redis_url",
    "sqlite_stores",
    "stores",
]

# Nothing here asserts a time: an example that is slow on a busy machine is not wrong.
hypothesis.settings.register_profile("bereik", deadline=None)
hypothesis.settings.load_profile("bereik")

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, ten in the morning in Mechelen
PASSWORD = "een-lang-wachtwoord"
# The product's kind of hash, at a cost that hundreds of tests can afford to sign in with.
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--store`: which kinds of store the tests run on that use one; all, unless said."""
    parser.addoption("--store", choices=[*KINDS, "both"], default="both", help="the kind of store to test on")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs each test that uses a store once for each kind; a test that uses none runs once."""
    if "stores" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("--store")
        is_for_one = metafunc.definition.get_closest_marker("one_store") is not None
        kinds = (KINDS[:1] if is_for_one else KINDS) if wanted == "both" else (wanted,)
        metafunc.parametrize("stores", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def template(sqlite_stores: SqliteStores) -> Path:
    """A migrated, empty SQLite file, to copy."""
    return file_of(sqlite_stores.template)


@pytest.fixture
def database(stores: Stores) -> Iterator[Database]:
    """A store of this test's own, of each kind in turn."""
    url = stores.borrow()
    made = Database(url)
    yield made
    made.close()
    stores.give_back(url)


@pytest.fixture
def served_store(template: Path, tmp_path: Path) -> Path:
    """A SQLite file with one consultant in it, nora, for a server process."""
    path = Path(shutil.copy(template, tmp_path / "served.db"))
    database = Database(f"sqlite:///{path}")
    with database.writing() as session:
        nora = User(created_at=NOW, changed_at=NOW, name="Nora Peeters", login="nora", role=Role.CONSULTANT)
        nora.password_hash, nora.language = PASSWORD_HASH, "nl"
        session.add(nora)
    database.close()
    return path


@pytest.fixture
def clock() -> FixedClock:
    """Stands at Monday 23 November 2026, ten o'clock in Mechelen."""
    return FixedClock(NOW)


@pytest.fixture
def work(database: Database, clock: FixedClock, settings: Settings) -> Work:
    """Units of work over the test's store, with the product's own table of handlers."""
    return Work(database, subscriptions, clock, settings)


@pytest.fixture
def add_user(work: Work) -> Callable[..., Viewer]:
    """Adds a user and gives it as a viewer: add_user("nora", Role.CONSULTANT, name="Nora Peeters")."""

    def add(login: str, role: Role = Role.CONSULTANT, *, name: str = "", language: str = "nl") -> Viewer:
        with work.writing(SYSTEM) as uow:
            user = User(
                created_at=NOW,
                changed_at=NOW,
                name=name or login.title(),
                login=login,
                password_hash=PASSWORD_HASH,
                role=role,
                language=language,
            )
            uow.session.add(user)
            uow.session.flush()
            return Viewer(user.id, role, user.name, language)

    return add


@pytest.fixture
def nora(add_user: Callable[..., Viewer]) -> Viewer:
    """A consultant."""
    return add_user("nora", Role.CONSULTANT, name="Nora Peeters")


@pytest.fixture
def run_deliveries(work: Work) -> Callable[[], int]:
    """Carries out every delivery that is not settled, as the worker would, until none is left; returns how many."""

    def run() -> int:
        done = 0
        while True:
            with work.database.writing() as session:
                rows = session.exec(select(Delivery).where(col(Delivery.state).in_(UNSETTLED))).all()
                waiting = [(row.id, row.error) for row in rows]
                for row in rows:
                    row.state = type(row.state)("queued")
            if not waiting:
                return done
            failed = [error for _, error in waiting if error]
            assert failed == [], "a handler failed"
            for delivery_id, _ in waiting:
                deliver(work, delivery_id)
                done += 1

    return run


@pytest.fixture
def settings(database: Database) -> Settings:
    """The defaults, with the test's store."""
    return Settings(database_url=database.url)


@pytest.fixture
def app(settings: Settings, work: Work) -> Iterator[FastAPI]:
    """The application, without anything in the background."""
    made = create_app(settings, work)
    yield made
    # What is large in it goes with the test, whoever still holds on to it.
    made.state = State()


@pytest.fixture
def client_of(app: FastAPI) -> Iterator[Callable[[str | None], TestClient]]:
    """A client of the application, signed in by login name (None: nobody)."""
    opened: list[TestClient] = []

    def client(login: str | None) -> TestClient:
        made = TestClient(app, base_url="https://testserver", headers={"sec-fetch-site": "same-origin"})
        opened.append(made)
        if login is not None:
            answer = made.post("/api/v1/session", json={"login": login, "password": PASSWORD})
            assert answer.status_code == 200, answer.text
        return made

    yield client
    for made in opened:
        made.close()


@pytest.fixture
def wait_until() -> Callable[[Callable[[], bool]], None]:
    """Waits until something holds, a minute at most; fails when it never does."""

    def wait(holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if holds():
                return
            time.sleep(0.02)
        pytest.fail("it did not come to hold in time")

    return wait


@pytest.fixture
def count_queries(database: Database) -> Callable[[], AbstractContextManager[list[str]]]:
    """Counts statements: `with count_queries() as seen: ...; len(seen)`. Those of the sign-in are among them."""

    @contextmanager
    def count() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith("BEGIN"):
                seen.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(database.engine, "before_cursor_execute", note)

    return count
