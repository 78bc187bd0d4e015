"""Makes a backup while the product runs: one state of the store, written aside, read back, then given its name."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from crm import migrate
from crm.backup import rows
from crm.backup.archive import Description, pieces
from crm.backup.checking import CheckedBackup, check_backup
from crm.backup.folder import forget_old, name_of, written_aside
from crm.backup.refusals import BackupRefused
from crm.backup.sealing import make_key, seal
from crm.clock import Clock
from crm.db import Database
from crm.operations.models import BackupRun


@dataclass(frozen=True)
class MadeBackup:
    """A backup that was written, read back and noted, and how many old ones went."""

    path: Path
    size_bytes: int
    checked: CheckedBackup
    forgotten: int


def make_backup(
    database: Database, clock: Clock, target: Path, recipients: Sequence[str], keep_days: int
) -> MadeBackup:
    """Writes a backup of the store, checks it, notes it in the store, and deletes those that are too old.

    Args:
        target: a file, or a folder that is there: then the file is called after the instant.
        recipients: public keys of age; none makes a backup that anybody can read.
        keep_days: in a folder, backups from more days ago are deleted; only after success.

    Raises:
        BackupRefused: with one line. Before the note nothing stands under the final name that did not before.
    """
    taken_at = clock.now()
    path = target / name_of(taken_at, is_sealed=bool(recipients)) if target.is_dir() else target
    try:
        checked = _write(database, taken_at, path, recipients)
        size_bytes = path.stat().st_size
        forgotten = forget_old(target, taken_at, keep_days) if target.is_dir() else 0
    except OSError as error:
        raise BackupRefused(f"the backup could not be written: {error.strerror}.") from None
    except SQLAlchemyError as error:
        raise BackupRefused(f"the store could not be read ({type(error).__name__}).") from None
    _note(
        database,
        BackupRun(
            created_at=clock.now(),
            taken_at=taken_at,
            row_count=checked.rows,
            size_bytes=size_bytes,
            is_encrypted=bool(recipients),
        ),
    )
    return MadeBackup(path, size_bytes, checked, forgotten)


def _write(database: Database, taken_at: datetime, path: Path, recipients: Sequence[str]) -> CheckedBackup:
    check = make_key() if recipients else None
    with written_aside(path) as aside:
        with snapshot(database) as connection:
            description = _describe(connection, taken_at)
            made = pieces(description, {one.name: rows.lines(connection, one) for one in rows.tables()})
            if check is None:
                aside.file.writelines(made)
            else:
                seal(made, aside.file, recipients, check)
        aside.settle()
        return check_backup(aside.path, [] if check is None else [check], must_fit=True)


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """A connection that sees one state of the store, whatever is written meanwhile; it holds up nobody."""
    if database.is_sqlite:
        engine = database.engine.execution_options(read_only=True)
    else:
        engine = database.engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    with engine.connect() as connection, connection.begin():
        if not database.is_sqlite:
            # Limits that are right for pages: a large store takes longer to read than any page may.
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield connection


def _describe(connection: Connection, taken_at: datetime) -> Description:
    revision, head = MigrationContext.configure(connection).get_current_revision(), migrate.head()
    if revision is None or revision != head:
        raise BackupRefused(f"the store is at revision {revision} and this version needs {head}.")
    return Description(
        version=version("bereik"),
        revision=revision,
        store=connection.dialect.name,
        taken_at=taken_at,
        columns=rows.columns(),
    )


def _note(database: Database, run: BackupRun) -> None:
    try:
        with database.writing() as session:
            session.add(run)
    except SQLAlchemyError as error:
        raise BackupRefused(
            f"the backup is whole and in its place, but the store could not note it ({type(error).__name__})."
        ) from None
