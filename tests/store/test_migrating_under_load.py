"""Migrations while others write: no write fails, and a migration that has to wait gives up and leaves all as it was."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from crm import migrate
from crm.accounts.models import User
from crm.clock import FixedClock
from crm.contacts.models import Channel, PeopleBand
from crm.contacts.schemas import ContactCreate
from crm.contacts.service import log_contact
from crm.db import Database
from crm.migrate import MigrationRefused, Patience
from crm.settings import Settings
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.servers.postgres import run_sql
from tests.servers.stores import PostgresStores, Stores, read_rows
from tests.store.next_versions import EXPANDING, INDEXING, NextVersion
from workers.subscriptions import subscriptions

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HURRIED = Patience(lock_s=0.2, attempts=2, pause_s=0.05, runner_s=0.3)
WRITERS = 3

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture
def url(stores: Stores) -> Iterator[str]:
    """A migrated store, of each kind in turn."""
    made = stores.migrated()
    yield made
    stores.remove(made)


class City:
    """Colleagues who log contacts all the time, each in a thread of its own, by the product's own service."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.work = Work(self.database, subscriptions, FixedClock(NOW), Settings(database_url=url))
        self.logged: list[str] = []
        self._stopped = threading.Event()
        with self.work.writing(SYSTEM) as uow:
            user = User(
                created_at=NOW,
                changed_at=NOW,
                name="Nora",
                login="nora",
                password_hash="x",
                role=Role.CONSULTANT,
            )
            uow.session.add(user)
            uow.session.flush()
            self._nora = Viewer(user.id, Role.CONSULTANT, "Nora", "nl")

    def _write(self) -> None:
        is_over = False
        while not is_over:
            contact = ContactCreate(
                channel=Channel.STREET, place="Grote Markt", people_band=PeopleBand("2-4"), summary="Vragen"
            )
            with self.work.writing(self._nora) as uow:
                made = log_contact(uow, contact).id
            self.logged.append(made.hex)
            is_over = self._stopped.is_set()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Writes while the block runs; raises what a writer met."""
        with ThreadPoolExecutor(WRITERS) as pool:
            writers = [pool.submit(self._write) for _ in range(WRITERS)]
            try:
                yield
            finally:
                self._stopped.set()
            for writer in writers:
                writer.result()
        self._stopped.clear()


def test_no_write_fails_while_the_next_version_migrates(url: str, tmp_path: Path, wait_until: Wait) -> None:
    city = City(url)
    first = NextVersion(tmp_path, 1, EXPANDING)
    second = NextVersion(tmp_path, 2, INDEXING, before=first)
    with city.writing():
        wait_until(lambda: len(city.logged) > 5)
        for versions in (first.versions, second.versions):
            seen = len(city.logged)
            migrate.upgrade(url, versions=versions)
            wait_until(lambda seen=seen: len(city.logged) > seen + 5)  # type: ignore[misc]
    stored = read_rows(url, "SELECT count(*), count(DISTINCT mood), min(mood) FROM contact_moment")
    recorded = read_rows(url, "SELECT count(*) FROM domain_event WHERE kind = 'ContactLogged'")
    city.database.close()
    assert (stored, recorded) == ([(len(city.logged), 1, "fine")], [(len(city.logged),)])
    assert migrate.state_of(url).fit is migrate.Fit.AHEAD


@contextmanager
def _holding(url: str, statement: str) -> Iterator[None]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))
        yield
        connection.rollback()
    engine.dispose()


def test_migration_that_is_kept_waiting_gives_up_and_leaves_the_schema_as_it_was(
    url: str, tmp_path: Path
) -> None:
    later = NextVersion(tmp_path, 1, EXPANDING)
    kept = "UPDATE schema_promise SET runs_from = runs_from" if url.startswith("sqlite") else ""
    with (
        _holding(url, kept or "SELECT count(*) FROM contact_moment"),
        pytest.raises(MigrationRefused) as refused,
    ):
        migrate.upgrade(url, versions=later.versions, patience=HURRIED)
    assert str(refused.value) == (
        "others kept the tables locked: gave up after 2 attempts of 0.2 s. What was not migrated is as it was; "
        "run it again later."
    )
    assert migrate.state_of(url).fit is migrate.Fit.CURRENT
    with pytest.raises(Exception, match="mood"):
        read_rows(url, "SELECT mood FROM contact_moment")
    migrate.upgrade(url, versions=later.versions, patience=HURRIED)
    assert read_rows(url, "SELECT mood FROM contact_moment") == []


def test_writers_behind_a_migration_that_waits_are_let_through(
    postgres_stores: PostgresStores, tmp_path: Path, wait_until: Wait
) -> None:
    url = postgres_stores.migrated()
    city, later = City(url), NextVersion(tmp_path, 1, EXPANDING)
    patience = Patience(lock_s=0.3, attempts=3, pause_s=0.3)
    with _holding(url, "SELECT count(*) FROM contact_moment"), city.writing():
        wait_until(lambda: len(city.logged) > 2)
        with pytest.raises(MigrationRefused):
            migrate.upgrade(url, versions=later.versions, patience=patience)
        seen = len(city.logged)
        wait_until(lambda: len(city.logged) > seen + 2)
    city.database.close()
    assert read_rows(url, "SELECT count(*) FROM contact_moment") == [(len(city.logged),)]
    postgres_stores.remove(url)


def test_index_of_a_large_table_waits_for_readers_and_nobody_waits_for_it(
    postgres_stores: PostgresStores, tmp_path: Path, wait_until: Wait
) -> None:
    url = postgres_stores.migrated()
    city, first = City(url), NextVersion(tmp_path, 1, EXPANDING)
    second = NextVersion(tmp_path, 2, INDEXING, before=first)
    migrate.upgrade(url, versions=first.versions)
    # What an attempt that was killed leaves behind.
    run_sql(
        url,
        "CREATE INDEX ix_contact_moment_mood ON contact_moment (mood)",
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_contact_moment_mood'::regclass",
    )
    building = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%CONCURRENTLY%' "
        "AND wait_event_type = 'Lock'"
    )
    with ThreadPoolExecutor(1) as pool, _holding(url, "SELECT count(*) FROM contact_moment"), city.writing():
        going = pool.submit(migrate.upgrade, url, versions=second.versions, patience=HURRIED)
        wait_until(lambda: read_rows(url, building) == [(1,)])
        seen = len(city.logged)
        wait_until(lambda: len(city.logged) > seen + 2)
    going.result()
    city.database.close()
    valid = read_rows(
        url, "SELECT indisvalid, indnatts FROM pg_index WHERE indexrelid = 'ix_contact_moment_mood'::regclass"
    )
    assert valid == [(True, 2)]
    assert migrate.state_of(url).revision == "next2"
    postgres_stores.remove(url)


RUNNER = """
import sys
from pathlib import Path
from crm import migrate
migrate.upgrade(sys.argv[1], versions=tuple(Path(each) for each in sys.argv[2:]))
"""


def test_one_migrates_at_a_time(url: str, tmp_path: Path) -> None:
    first = NextVersion(tmp_path, 1, EXPANDING)
    second = NextVersion(tmp_path, 2, INDEXING, before=first)
    command = [sys.executable, "-c", RUNNER, url, *map(str, second.versions)]
    runners = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [runner.wait(timeout=60) for runner in runners] == [0, 0]
    assert migrate.state_of(url).revision == "next2"


def test_second_runner_says_that_another_is_at_work(postgres_stores: PostgresStores, tmp_path: Path) -> None:
    url = postgres_stores.migrated()
    later = NextVersion(tmp_path, 1, EXPANDING)
    with (
        _holding(url, f"SELECT pg_advisory_lock({migrate.RUNNER})"),
        pytest.raises(MigrationRefused, match="another 'bereik migrate' is still at work"),
    ):
        migrate.upgrade(url, versions=later.versions, patience=HURRIED)
    postgres_stores.remove(url)


def test_old_version_fails_where_a_contract_did_not_say_so(url: str, tmp_path: Path) -> None:
    """What the promise is for: the same steps without it would break whoever still runs."""
    breaking = """
def upgrade() -> None:
    with op.batch_alter_table("contact_moment") as batch:
        batch.drop_column("summary")
"""
    city = City(url)
    migrate.upgrade(url, versions=NextVersion(tmp_path, 1, breaking, runs_from=migrate.head()).versions)
    with pytest.raises(Exception, match="summary"), city.writing():
        pass
    city.database.close()
