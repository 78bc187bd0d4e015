"""Brings the store to a revision of the schema, up or down, while others write to it; and says who may run on it.

A version of Bereik runs on its own revision, and on a newer one whose promise includes it: see
docs/decisions/schema-promise.md.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, delete, event, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlmodel import col

from crm.schema_promise import FIRST, ROW, SchemaPromise

log = structlog.get_logger()

FOLDER = Path(__file__).parent / "migrations"
VERSIONS = (FOLDER / "versions",)
RUNNER = 0x0BE2E1C  # the advisory lock of whoever migrates
LOCKED = ("55P03", "40P01")  # PostgreSQL: no lock in time, deadlock
BUSY = (5, 6)  # SQLite: busy, locked

OnStep = Callable[..., None]

# Made by migrations alone, since the tables of `crm` cannot say them alike for both databases: see revision 0015.
_PIECES = ("_found", "_gram", "gram_position")
_IN_ORDER = (
    "ix_party_spoken_last",
    "ix_party_spoken_first",
    "ix_party_latest",
    "ix_participation_event_newest",
    "ix_signal_told_back",
    "ix_signal_newest",
)


class MigrationRefused(RuntimeError):
    """One line that says why the store was not migrated; its schema is as it was before the step that failed."""


@dataclass(frozen=True)
class Patience:
    """How long a migration waits for others. While it waits for a table, everybody queues behind it: not for long."""

    lock_s: float = 3
    attempts: int = 20
    pause_s: float = 2
    runner_s: float = 600


class Fit(StrEnum):
    """How the store's schema and this version of Bereik fit."""

    EMPTY = "empty"  # nothing was migrated yet
    BEHIND = "behind"  # `bereik migrate` was not run yet
    CURRENT = "current"
    AHEAD = "ahead"  # a newer version migrated it, and promises that this one runs on it
    UNKNOWN = "unknown"  # a newer version migrated it and promises nothing, or it is no store of ours


@dataclass(frozen=True)
class SchemaState:
    """The store's revision beside the newest one that this version knows."""

    revision: str | None
    head: str
    fit: Fit

    @property
    def may_run(self) -> bool:
        """Whether this version may run on the store."""
        return self.fit in (Fit.CURRENT, Fit.AHEAD)

    @property
    def text(self) -> str:
        """One line for whoever starts a process."""
        at = f"the store is at revision {self.revision}"
        return {
            Fit.EMPTY: "the store is empty. Run 'bereik migrate', or 'bereik demo' for the demo city.",
            Fit.BEHIND: f"{at} and this version needs {self.head}. Run 'bereik migrate'.",
            Fit.CURRENT: f"{at}.",
            Fit.AHEAD: f"{at}, newer than this version ({self.head}), which still runs on it.",
            Fit.UNKNOWN: f"{at}, on which this version ({self.head}) may not run. Start a newer version of Bereik.",
        }[self.fit]


@dataclass(frozen=True)
class PlannedStep:
    """One migration that waits: `runs_from` is the oldest version that still runs after it, where it raises that."""

    revision: str
    title: str
    runs_from: str | None


def upgrade(
    url: str,
    revision: str = "head",
    *,
    versions: tuple[Path, ...] = VERSIONS,
    patience: Patience = Patience(),
) -> None:
    """Migrates the store up to that revision; makes a SQLite file that is not there yet.

    A store that a newer version migrated stays as it is, where this version may run on it.

    Raises:
        MigrationRefused: a table or another runner kept it waiting too long, or the store is not ours to migrate.
    """
    state = state_of(url, versions)
    if state.fit is Fit.UNKNOWN:
        raise MigrationRefused(state.text)
    if state.fit is not Fit.AHEAD:
        _run(url, lambda config: command.upgrade(config, revision), versions, patience)


def downgrade(
    url: str,
    revision: str,
    *,
    versions: tuple[Path, ...] = VERSIONS,
    patience: Patience = Patience(),
) -> None:
    """Migrates the store down to that revision; `base` empties it.

    Raises:
        MigrationRefused: a table or another runner kept it waiting too long, or the store is not ours to migrate.
    """
    state = state_of(url, versions)
    if state.fit in (Fit.UNKNOWN, Fit.AHEAD):
        raise MigrationRefused(
            f"{state.text.rstrip('.')}; only the version that made it can go down from there."
        )
    _run(url, lambda config: command.downgrade(config, revision), versions, patience)


def current(url: str) -> str | None:
    """The revision that the store is at; None where nothing was migrated yet."""
    return state_of(url).revision


def head() -> str:
    """The newest revision of this version of Bereik."""
    return _chain(VERSIONS)[-1].revision


def state_of(url: str, versions: tuple[Path, ...] = VERSIONS) -> SchemaState:
    """Whether this version may run on the store at that address, over a connection of its own."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return read_state(connection, versions)


def read_state(connection: Connection, versions: tuple[Path, ...] = VERSIONS) -> SchemaState:
    """Whether this version may run on the store that the connection leads to."""
    known = [step.revision for step in _chain(versions)]
    heads = MigrationContext.configure(connection).get_current_heads()
    revision = "+".join(heads) or None
    return SchemaState(revision, known[-1], _fit(revision, known, lambda: _promised(connection)))


def plan(url: str, versions: tuple[Path, ...] = VERSIONS) -> list[PlannedStep]:
    """The migrations that `upgrade` would run, oldest first."""
    state = state_of(url, versions)
    chain = _chain(versions)
    known = [step.revision for step in chain]
    done = known.index(state.revision) + 1 if state.revision in known else 0
    waiting = chain[done:] if state.fit in (Fit.EMPTY, Fit.BEHIND) else []
    return [PlannedStep(step.revision, step.doc, runs_from_of(step)) for step in waiting]


def knows(revision: str) -> bool:
    """Whether this version of Bereik has that revision, at its head or before."""
    return revision in {
        one.revision for one in ScriptDirectory.from_config(_config(VERSIONS)).walk_revisions()
    }


def write_revision(url: str, message: str) -> None:
    """Writes a new migration from what the tables say and the store does not have yet."""
    _run(url, lambda config: command.revision(config, message, autogenerate=True), VERSIONS, Patience())


def is_in_tables(_item: object, name: str | None, kind: str, _is_reflected: bool, _other: object) -> bool:
    """Whether the tables of `crm` say that there is such a table or index, so that Alembic compares the two."""
    name = name or ""
    if kind == "table":
        return not name.endswith(_PIECES)
    return kind != "index" or not (name.endswith("_parts") or name in _IN_ORDER)


def runs_from_of(step: Script) -> str | None:
    """What the migration says of older versions: None where it only adds, so that they go on."""
    said: str | None = getattr(step.module, "runs_from", None)
    return said


def _fit(revision: str | None, known: Sequence[str], promised: Callable[[], str | None]) -> Fit:
    if revision is None:
        return Fit.EMPTY
    if revision in known:
        return Fit.CURRENT if revision == known[-1] else Fit.BEHIND
    return Fit.AHEAD if promised() in known else Fit.UNKNOWN


def _promised(connection: Connection) -> str | None:
    if not inspect(connection).has_table(SchemaPromise.__tablename__):
        return None
    row = connection.execute(select(col(SchemaPromise.runs_from)).where(col(SchemaPromise.name) == ROW))
    return row.scalar_one_or_none()


def _config(versions: tuple[Path, ...]) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(str(folder) for folder in versions))
    return config


@cache
def _chain(versions: tuple[Path, ...]) -> list[Script]:
    """Every migration, oldest first: read once, since a proxy asks every second whether we may run."""
    return list(reversed(list(ScriptDirectory.from_config(_config(versions)).walk_revisions())))


def promise_at(revision: str, chain: Sequence[Script]) -> str | None:
    """The oldest version that runs on the schema after that revision; None before the store keeps promises.

    Raises:
        MigrationRefused: a migration names a version that does not come before it.
    """
    promised: int | None = None
    known: list[str] = []
    for step in chain:
        known.append(step.revision)
        said = FIRST if step.revision == FIRST else runs_from_of(step)
        if said is not None:
            if said not in known:
                raise MigrationRefused(
                    f"migration {step.revision} says runs_from {said}, which is not before it"
                )
            promised = max(promised or 0, known.index(said))
        if step.revision == revision:
            break
    return None if promised is None else known[promised]


def _run(url: str, step: Callable[[Config], object], versions: tuple[Path, ...], patience: Patience) -> None:
    chain = _chain(versions)
    engine = _engine(url, patience)
    with _only_runner(engine, patience):
        for attempt in range(1, patience.attempts + 1):
            try:
                with engine.connect() as connection:
                    config = _config(versions)
                    config.attributes["connection"] = connection
                    config.attributes["on_version_apply"] = _after_each(chain)
                    step(config)
                    return
            except DBAPIError as error:
                if not _is_kept_waiting(error):
                    raise
            log.warning("migrate.kept_waiting", attempt=attempt, of=patience.attempts)
            if attempt < patience.attempts:
                time.sleep(patience.pause_s)
    raise MigrationRefused(
        f"others kept the tables locked: gave up after {patience.attempts} attempts of {patience.lock_s:g} s. "
        "What was not migrated is as it was; run it again later."
    )


def _after_each(chain: Sequence[Script]) -> OnStep:
    def keep(ctx: MigrationContext, heads: set[str], **_rest: object) -> None:
        connection = ctx.connection
        assert connection is not None
        if connection.dialect.name == "sqlite":
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if orphans:
                raise MigrationRefused(f"it would leave {len(orphans)} rows without what they refer to")
        promised = promise_at(next(iter(heads)), chain) if heads else None
        if promised is not None:
            connection.execute(delete(SchemaPromise))
            connection.execute(insert(SchemaPromise).values(name=ROW, runs_from=promised))

    return keep


def _is_kept_waiting(error: DBAPIError) -> bool:
    if getattr(error.orig, "sqlstate", None) in LOCKED:
        return True
    return (getattr(error.orig, "sqlite_errorcode", 0) & 0xFF) in BUSY


def _engine(url: str, patience: Patience) -> Engine:
    engine = create_engine(url, poolclass=NullPool)
    wait_ms = round(patience.lock_s * 1000)
    if engine.dialect.name != "sqlite":

        @event.listens_for(engine, "connect")
        def _limit(connection: Any, _record: Any) -> None:
            with closing(connection.cursor()) as cursor:
                cursor.execute(f"SET lock_timeout = {wait_ms}")
                cursor.execute("SET statement_timeout = 0")
                cursor.execute("SET idle_in_transaction_session_timeout = 0")
            connection.commit()

        return engine

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we send BEGIN ourselves: else half a migration would stay
        connection.execute(f"PRAGMA busy_timeout={wait_ms}")
        connection.execute("PRAGMA journal_mode=WAL")
        # Rebuilding a table drops the old one: with foreign keys on, that would delete its children.
        connection.execute("PRAGMA foreign_keys=OFF")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@contextmanager
def _only_runner(engine: Engine, patience: Patience) -> Iterator[None]:
    """Keeps a second runner out while the block runs. SQLite needs none: it has one writer at a time anyway."""
    if engine.dialect.name == "sqlite":
        yield
        return
    # On a connection of its own, which ends with the process; and outside any transaction, since an index that is
    # built online waits for every transaction that is open, this one too.
    deadline = time.monotonic() + patience.runner_s
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as guard:
        while not guard.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": RUNNER}).scalar_one():
            if time.monotonic() > deadline:
                raise MigrationRefused("another 'bereik migrate' is still at work; nothing was changed.")
            time.sleep(0.2)
        yield
