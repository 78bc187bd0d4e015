"""Restores into SQLite: a new file is made beside the store, filled, checked, and takes its place in one step."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from sqlalchemy import Connection, Table, create_engine, make_url
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from crm import migrate
from crm.backup import rows
from crm.backup.filling import Filling, holds_rows
from crm.backup.folder import settle_folder
from crm.backup.refusals import BackupRefused

# A journal that stays would be played into the new file: SQLite does not see that it belongs to another one.
BESIDE = ("-wal", "-shm", "-journal")
RESTORING = ".restoring"
IN_USE = "the store is in use: stop every process of Bereik that serves it, then restore."


def restore_sqlite(url: str, filling: Filling, *, force: bool) -> int:
    """Puts the backup in the place of the SQLite file; returns how many deliveries are due again.

    Args:
        force: throw away what the store holds.

    Raises:
        BackupRefused: the store holds data, or is in use. It is as it was.
    """
    path = Path(make_url(url).database or "")
    if not force and path.exists() and _holds_rows(url):
        raise BackupRefused("the store holds data already. Use --force to throw that away.")
    fresh = path.with_name(path.name + RESTORING)
    with _held_alone(path):
        _remove(fresh)  # of a restore that was killed
        try:
            found = _fill(fresh, filling)
            _take_place(fresh, path)
        finally:
            _remove(fresh)
    return found


def _holds_rows(url: str) -> bool:
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return holds_rows(connection)
    except DatabaseError:
        return True  # what cannot be read may still be worth something to somebody


@contextmanager
def _held_alone(path: Path) -> Iterator[None]:
    """Keeps every other process from the store while the block runs.

    Raises:
        BackupRefused: another process uses it now.
    """
    with _locked(path.with_name(path.name + ".lock")):
        if not path.exists():
            yield
            return
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
            try:
                # Leaving WAL needs the file for oneself, puts every commit in it, and removes the files beside it.
                left = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError:
                raise BackupRefused(IN_USE) from None
            except sqlite3.DatabaseError:
                pass  # no database any more: nobody can use it, and it is about to be replaced
            else:
                if left != "delete":
                    raise BackupRefused(IN_USE)
            yield


@contextmanager
def _locked(lock: Path) -> Iterator[None]:
    """Holds the lock that a server holds while it runs, where there is one."""
    if not lock.exists():
        yield
        return
    with lock.open("rb") as file:
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            raise BackupRefused(IN_USE) from None
        yield


def _fill(fresh: Path, filling: Filling) -> int:
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    url = f"sqlite:///{fresh}"
    migrate.upgrade(url)
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        # Nothing to roll back to and nobody else to see it: a file that fails is thrown away.
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-65536"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        connection.commit()

        def write(table: Table, parts: Iterator[bytes]) -> None:
            _insert(connection, table, parts)

        found = filling.pour(connection, write)
        connection.commit()
        _check(connection)
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    return found


def _insert(connection: Connection, table: Table, parts: Iterator[bytes]) -> None:
    names, statement = list(table.columns.keys()), rows.insertable(table).insert()
    for part in parts:
        connection.execute(
            statement, [dict(zip(names, row, strict=True)) for row in rows.values(table, part)]
        )


def _check(connection: Connection) -> None:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    whole = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
    if orphans or whole != "ok":
        raise BackupRefused(f"the backup cannot be restored: {len(orphans)} rows refer to nothing.")


def _take_place(fresh: Path, path: Path) -> None:
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    before = path if path.exists() else path.parent
    owner = before.stat()
    if path.exists():
        fresh.chmod(owner.st_mode & 0o777)
    with suppress(PermissionError):
        os.chown(fresh, owner.st_uid, owner.st_gid)  # root restores what another user serves
    for suffix in BESIDE:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    fresh.replace(path)
    settle_folder(path.parent)


def _remove(fresh: Path) -> None:
    for suffix in ("", *BESIDE):
        fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)
