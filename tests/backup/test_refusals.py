"""What is refused, with one line and before anything is written: wrong keys, damage, other versions, data, company."""

import fcntl
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from pyrage.x25519 import Identity
from sqlalchemy import create_engine

from crm import migrate
from crm.backup import rows
from crm.backup.archive import Description, pieces
from crm.backup.checking import check_backup
from crm.backup.making import make_backup
from crm.backup.refusals import BackupRefused, DamagedBackup
from crm.backup.restoring import restore_backup
from crm.backup.sealing import make_key, seal
from crm.clock import FixedClock
from crm.db import Database
from tests.backup.every_table import rows_of
from tests.conftest import NOW

CANARY = "kanarierova"
GOOD = Description("0.1.0", migrate.head(), "sqlite", NOW, rows.columns())


@pytest.fixture
def sealed(full: Database, tmp_path: Path, key: Identity) -> Path:
    """A good backup of a store in which every table has rows."""
    path = tmp_path / "good.tar.gz.age"
    make_backup(full, FixedClock(NOW), path, [str(key.to_public())], 35)
    full.close()
    return path


def _written(path: Path, key: Identity, about: Description, lines: Mapping[str, Iterable[bytes]]) -> Path:
    """A backup with rows of our own making."""
    with path.open("wb") as file:
        seal(
            pieces(about, {name: lines.get(name, ()) for name in about.columns}),
            file,
            [str(key.to_public())],
            key,
        )
    return path


def test_wrong_key_and_no_key_are_refused(sealed: Path, key: Identity) -> None:
    with pytest.raises(BackupRefused, match=r"^none of the keys in the key file opens this backup\.$"):
        check_backup(sealed, [make_key()])
    with pytest.raises(BackupRefused, match=r"give the private key with --identity FILE\.$"):
        check_backup(sealed, [])
    # One of several keys is enough.
    assert check_backup(sealed, [make_key(), key]).rows == 3 * len(rows.tables())


def test_a_flipped_byte_anywhere_is_refused(sealed: Path, tmp_path: Path, key: Identity) -> None:
    good = sealed.read_bytes()
    places = [*range(0, len(good), len(good) // 40), *range(len(good) - 20, len(good))]
    damaged = tmp_path / "damaged"
    for place in places:
        damaged.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        with pytest.raises(BackupRefused):
            check_backup(damaged, [key])


def test_a_file_cut_short_anywhere_is_refused(sealed: Path, tmp_path: Path, key: Identity) -> None:
    good = sealed.read_bytes()
    damaged = tmp_path / "damaged"
    for length in (0, 5, 100, 300, len(good) // 2, len(good) - 17, len(good) - 1):
        damaged.write_bytes(good[:length])
        with pytest.raises(DamagedBackup):
            check_backup(damaged, [key])


def test_a_plain_backup_that_is_altered_or_cut_short_is_refused(full: Database, tmp_path: Path) -> None:
    path = tmp_path / "plain.tar.gz"
    make_backup(full, FixedClock(NOW), path, [], 35)
    good = path.read_bytes()
    for length in (2, 30, len(good) // 2, len(good) - 100):
        path.write_bytes(good[:length])
        with pytest.raises(DamagedBackup):
            check_backup(path, [])
    for place in range(10, len(good), len(good) // 40):
        path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        with pytest.raises(BackupRefused):
            check_backup(path, [])


@pytest.mark.parametrize(
    ("about", "said"),
    [
        (
            replace(GOOD, revision="0009"),
            f"the backup is at revision 0009 (Bereik 0.1.0) and this version restores {migrate.head()} only. "
            "Restore it with the version that made it, then update and run 'bereik migrate'.",
        ),
        (
            replace(GOOD, revision="9999", version="7.0"),
            f"the backup is at revision 9999 (Bereik 7.0), which this version ({migrate.head()}) does not know. "
            "Restore it with the version that made it.",
        ),
        (
            replace(GOOD, columns={**GOOD.columns, "person": ["id"]}),
            f"the backup is at revision {migrate.head()} (Bereik 0.1.0), which this version ({migrate.head()}) "
            "does not know. Restore it with the version that made it.",
        ),
    ],
)
def test_another_revision_is_refused(tmp_path: Path, key: Identity, about: Description, said: str) -> None:
    path = _written(tmp_path / "other", key, about, {})
    assert check_backup(path, [key]).description == about
    with pytest.raises(BackupRefused) as refused:
        restore_backup(f"sqlite:///{tmp_path / 'new.db'}", path, [key], force=False)
    assert str(refused.value) == said
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x1f\x8b", b"age-encryption.org/v1\n"])
def test_what_is_no_backup_is_refused(tmp_path: Path, key: Identity, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(BackupRefused):
        check_backup(path, [key])


def test_a_store_that_holds_data_or_is_in_use_is_left_alone(
    sealed: Path, full: Database, key: Identity
) -> None:
    store = Path(full.url.removeprefix("sqlite:///"))
    before = rows_of(full.url)

    def refusal(*, force: bool) -> str:
        with pytest.raises(BackupRefused) as refused:
            restore_backup(full.url, sealed, [key], force=force)
        return str(refused.value)

    assert refusal(force=False) == "the store holds data already. Use --force to throw that away."
    in_use = "the store is in use: stop every process of Bereik that serves it, then restore."
    with closing(sqlite3.connect(store)) as other:
        other.execute("SELECT count(*) FROM schedule").fetchone()
        assert refusal(force=True) == in_use
    lock = store.with_name(store.name + ".lock")
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert refusal(force=True) == in_use
    assert rows_of(full.url) == before
    # The server lets go: now it is done.
    restore_backup(full.url, sealed, [key], force=True)


def test_a_postgresql_that_holds_data_or_is_in_use_is_left_alone(
    sealed: Path, full: Database, new_database: Callable[[], str], key: Identity
) -> None:
    url = new_database()
    restore_backup(url, sealed, [key], force=False)
    before = rows_of(url)
    with pytest.raises(
        BackupRefused, match=r"^the store holds data already\. Use --force to throw that away\.$"
    ):
        restore_backup(url, sealed, [key], force=False)
    engine = create_engine(url)
    with (
        engine.connect(),
        pytest.raises(BackupRefused, match=r"^the store is in use by 1 other connections: "),
    ):
        restore_backup(url, sealed, [key], force=True)
    engine.dispose()
    migrate.downgrade(url, "0017")
    with pytest.raises(
        BackupRefused, match=r"^the store is at revision 0017 and .* Run 'bereik migrate' first\.$"
    ):
        restore_backup(url, sealed, [key], force=True)
    migrate.upgrade(url)
    assert rows_of(url) == before | {"backup_run": []}


def test_rows_that_the_store_does_not_take_leave_it_as_it_was_and_are_not_repeated(
    store_url: str, tmp_path: Path, key: Identity
) -> None:
    # An archive as whole as can be, with a row whose date is none.
    at, one = NOW.isoformat(), "01890000-0000-7000-8000-000000000001"
    good = f'["{one}","{at}",1,"{at}","Nora","nora","x","consultant","nl",null]\n'
    wrong = good.replace(one, one[:-1] + "2").replace("null", f'"{CANARY}"').replace('"nora"', f'"{CANARY}"')
    path = _written(tmp_path / "wrong", key, GOOD, {"user": [good.encode(), wrong.encode()]})
    before = rows_of(store_url)
    with pytest.raises(
        BackupRefused, match=r"^the store (could not be written|does not take the rows of user) \("
    ) as no:
        restore_backup(store_url, path, [key], force=False)
    assert CANARY not in str(no.value)
    assert no.value.__cause__ is None
    assert rows_of(store_url) == before
    assert [found.name for found in tmp_path.iterdir() if "restoring" in found.name] == []


def test_a_row_that_refers_to_nothing_is_refused(store_url: str, tmp_path: Path, key: Identity) -> None:
    at = datetime.isoformat(NOW)
    line = f'["01890000-0000-7000-8000-000000000001","{at}","public_calendar","true","01890000-0000-7000-8000-000000000002"]\n'
    path = _written(tmp_path / "orphan", key, GOOD, {"policy_change": [line.encode()]})
    with pytest.raises(BackupRefused):
        restore_backup(store_url, path, [key], force=False)
    assert rows_of(store_url)["policy_change"] == []
