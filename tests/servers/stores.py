"""Stores of either kind for the tests: SQLite files, and databases on a PostgreSQL server."""

import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from crm import migrate
from tests.servers.postgres import run_sql

Made = TypeVar("Made")
# A database that was emptied often is slow, since what was deleted still lies in its files.
TURNS = 60
KEPT = ("alembic_version", "schema_promise")


def read_rows(url: str, sql: str, **values: object) -> list[tuple[object, ...]]:
    """The rows that a store answers; `sql` is what both kinds understand."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(sql), values)]
    engine.dispose()
    return rows


class Stores(ABC):
    """Makes stores of one kind, each by its address."""

    def __init__(self) -> None:
        self._template = ""
        self._kept: dict[object, object] = {}

    @property
    def template(self) -> str:
        """A migrated store without rows, made once: it is only copied."""
        if not self._template:
            made = self.empty()
            migrate.upgrade(made)
            self._template = made
        return self._template

    def once(self, make: Callable[["Stores"], Made]) -> Made:
        """What that function makes of these stores, made at the first call and kept: a store to copy, say."""
        if make not in self._kept:
            self._kept[make] = make(self)
        found: Made = self._kept[make]  # type: ignore[assignment]
        return found

    def migrated(self) -> str:
        """A new store with every table and without rows."""
        return self.copy(self.template)

    @abstractmethod
    def empty(self) -> str:
        """A new store without any table."""

    @abstractmethod
    def copy(self, url: str) -> str:
        """A new store with the rows of another one, which nobody uses at this moment."""

    @abstractmethod
    def remove(self, url: str) -> None:
        """Removes a store, even while somebody uses it."""

    def borrow(self) -> str:
        """A migrated store without rows that is given back after a test."""
        return self.migrated()

    def give_back(self, url: str) -> None:
        """Takes back what was borrowed."""
        self.remove(url)


class SqliteStores(Stores):
    """SQLite files in one folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def empty(self) -> str:
        return f"sqlite:///{self._folder / uuid4().hex}.db"

    def copy(self, url: str) -> str:
        made = self.empty()
        shutil.copy(file_of(url), file_of(made))
        return made

    def remove(self, url: str) -> None:
        for end in ("", "-wal", "-shm"):
            Path(f"{file_of(url)}{end}").unlink(missing_ok=True)


class PostgresStores(Stores):
    """Databases on one server; its user may do everything there.

    A test borrows a database. What comes back is emptied and lent again: 2 ms, against 250 ms for a new copy.
    """

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address
        self._made: list[str] = []
        self._lent: dict[str, int] = {}
        self._free: list[str] = []
        self._emptying = ""

    def empty(self) -> str:
        return self._create("")

    def copy(self, url: str) -> str:
        return self._create(f"TEMPLATE {name_of(url)} STRATEGY FILE_COPY")

    def remove(self, url: str) -> None:
        self._command(f"DROP DATABASE IF EXISTS {name_of(url)} WITH (FORCE)")
        self._made.remove(url)

    def borrow(self) -> str:
        url = self._free.pop() if self._free else self.migrated()
        self._lent[url] = self._lent.get(url, 0) + 1
        return url

    def give_back(self, url: str) -> None:
        if self._lent[url] >= TURNS:
            del self._lent[url]
            self.remove(url)
            return
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = '{}'"
        run_sql(url, cut.format(name_of(url)), "SET session_replication_role = replica", self._deletions(url))
        self._free.append(url)

    def close(self) -> None:
        """Removes every database that was made here."""
        for url in list(self._made):
            self.remove(url)

    def _create(self, how: str) -> str:
        name = f"test_{uuid4().hex}"
        self._command(f"CREATE DATABASE {name} {how}")
        self._made.append(f"{self._address}/{name}")
        return self._made[-1]

    def _deletions(self, url: str) -> str:
        if not self._emptying:
            tables = read_rows(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            counters = read_rows(url, "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
            emptied = [f'DELETE FROM "{name}"' for (name,) in tables if name not in KEPT]
            self._emptying = ";".join(
                [*emptied, *(f'ALTER SEQUENCE "{name}" RESTART' for (name,) in counters)]
            )
        return self._emptying

    def _command(self, command: str) -> None:
        run_sql(f"{self._address}/postgres", command)


def file_of(url: str) -> Path:
    """The file of a SQLite store."""
    return Path(url.removeprefix("sqlite:///"))


def name_of(url: str) -> str:
    """The name of a database on a server."""
    return url.rpartition("/")[2]
