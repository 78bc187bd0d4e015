"""A backup or a restore that ends too soon, by a full disk or a kill, leaves nothing under the final name."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyrage.x25519 import Identity
from sqlalchemy import create_engine, insert

from crm.backup.checking import check_backup
from crm.backup.making import make_backup
from crm.backup.refusals import BackupRefused
from crm.backup.restoring import restore_backup
from crm.clock import FixedClock
from crm.db import Database, new_id
from crm.outbox import DomainEventRow
from tests.backup.every_table import rows_of
from tests.conftest import NOW

BACK_UP = """
import sys
from pathlib import Path
from crm.backup.making import make_backup
from crm.clock import SystemClock
from crm.db import Database
url, path, recipient = sys.argv[1:]
print("ready", flush=True)
make_backup(Database(url), SystemClock(), Path(path), [recipient], 35)
"""
RESTORE = """
import sys
from pathlib import Path
from crm.backup.restoring import restore_backup
from crm.backup.sealing import read_keys
url, path, keys = sys.argv[1:]
print("ready", flush=True)
restore_backup(url, Path(path), read_keys(Path(keys)), force=True)
"""


@pytest.fixture
def long(full: Database) -> Database:
    """A store whose backup takes a second or two."""
    rows = [
        {"id": new_id(), "created_at": NOW, "kind": "FollowUpPlanned", "payload": os.urandom(40).hex()}
        for _ in range(4_000)
    ]
    with full.writing() as session:
        session.connection().execute(insert(DomainEventRow), rows)
    full.close()
    return full


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """No file of this process can grow beyond that size, as if the disk were full there."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _start(program: str, *arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", program, *map(str, arguments)]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    return started


def _kill_when(begun: Path, started: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + 30
    while not begun.exists() and time.monotonic() < deadline:
        time.sleep(0.001)
    started.send_signal(signal.SIGKILL)
    started.communicate(timeout=30)
    assert begun.exists(), "it was killed in the middle"


def test_backup_that_is_killed_or_finds_the_disk_full_leaves_the_one_before(
    long: Database, tmp_path: Path, key: Identity
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    path, partial = folder / "daily.age", folder / "daily.age.partial"
    path.write_text("the one before")
    _kill_when(partial, _start(BACK_UP, long.url, path, key.to_public()))
    assert path.read_text() == "the one before"
    # The next one clears what the dead one left, and its own part when the disk is full.
    with (
        full_disk(50_000),
        pytest.raises(BackupRefused, match=r"^the backup could not be written: File too large\.$"),
    ):
        make_backup(long, FixedClock(NOW), path, [str(key.to_public())], 35)
    assert (path.read_text(), sorted(folder.iterdir())) == ("the one before", [path])
    made = make_backup(long, FixedClock(NOW), path, [str(key.to_public())], 35)
    long.close()
    assert (check_backup(path, [key]).rows, sorted(folder.iterdir())) == (made.checked.rows, [path])


def test_restore_that_is_killed_or_finds_the_disk_full_leaves_the_store(
    long: Database, tmp_path: Path, key: Identity, key_file: Path
) -> None:
    backup = tmp_path / "backup"
    make_backup(long, FixedClock(NOW), backup, [str(key.to_public())], 35)
    long.close()
    before = rows_of(long.url)
    store = tmp_path / "full.db"
    fresh = tmp_path / "full.db.restoring"
    _kill_when(fresh, _start(RESTORE, long.url, backup, key_file))
    assert rows_of(long.url) == before
    with (
        full_disk(store.stat().st_size // 2),
        pytest.raises(BackupRefused, match=r"^the store could not be written: "),
    ):
        restore_backup(long.url, backup, [key], force=True)
    assert (rows_of(long.url), fresh.exists()) == (before, False)
    restore_backup(long.url, backup, [key], force=True)
    after = rows_of(long.url)
    assert (after["domain_event"], fresh.exists()) == (before["domain_event"], False)


def test_store_that_is_no_database_any_more_is_replaced(
    long: Database, tmp_path: Path, key: Identity
) -> None:
    backup, store = tmp_path / "backup", tmp_path / "full.db"
    make_backup(long, FixedClock(NOW), backup, [str(key.to_public())], 35)
    long.close()
    before = rows_of(long.url)
    # A journal of the broken file lies beside it: it may not be played into the new one.
    for path in (store, tmp_path / "full.db-wal", tmp_path / "full.db-journal"):
        path.write_bytes(b"broken" * 10_000)
    restore_backup(long.url, backup, [key], force=True)
    assert rows_of(long.url)["domain_event"] == before["domain_event"]
    engine = create_engine(long.url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    engine.dispose()
