"""`bereik backup` and `bereik restore` as they are typed: what they print, leave behind and refuse."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyrage.x25519 import Identity
from sqlalchemy import create_engine, text

from crm import migrate
from crm.backup.folder import name_of
from crm.backup.rows import tables
from crm.clock import SystemClock
from crm.db import Database
from tests.backup.conftest import Run
from tests.backup.every_table import rows_of

CANARY = "Kanarierova Vogelzangová"
COUNTED = f"{3 * len(tables())} rows of {len(tables())} tables, as of "


@pytest.fixture
def url(full: Database) -> str:
    """The address of a store that is full, and holds a name that stands nowhere else."""
    full.close()
    engine = create_engine(full.url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE party SET name = :name"), {"name": CANARY})
    engine.dispose()
    return full.url


def test_backup_is_made_checked_and_restored(
    url: str, tmp_path: Path, key: Identity, key_file: Path, bereik: Run
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    before = rows_of(url)
    made = bereik(url, "backup", folder, BACKUP_RECIPIENT=f"{key.to_public()}")
    assert (made.exit_code, made.stderr) == (0, "")
    (path,) = folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    content = path.read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n-> X25519 ")
    verified = bereik(url, "backup", "verify", path, "--identity", key_file)
    assert (verified.exit_code, verified.stderr) == (0, "")
    fresh = f"sqlite:///{tmp_path / 'fresh.db'}"
    restored = bereik(fresh, "restore", path, "--identity", key_file)
    assert (restored.exit_code, restored.stderr) == (0, "")
    assert restored.stdout.endswith("Everybody signs in again. Deliveries to carry out again: 3.\n")
    assert all(COUNTED in one.stdout for one in (made, verified, restored))
    assert rows_of(fresh)["party"] == before["party"]
    # Whoever finds the file, or reads what was printed, learns no name.
    assert CANARY.encode() not in content
    assert all(CANARY not in one.output for one in (made, verified, restored))


def test_backup_that_anybody_could_read_is_made_only_when_that_is_said(
    url: str, tmp_path: Path, bereik: Run
) -> None:
    refused = bereik(url, "backup", tmp_path / "x.tar.gz")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == (
        "bereik: without BEREIK_BACKUP_RECIPIENT the backup could be read by anybody. "
        "Make a pair of keys with 'bereik backup keygen FILE', or say --plain.\n"
    )
    assert not (tmp_path / "x.tar.gz").exists()
    made = bereik(url, "backup", "--plain", tmp_path / "x.tar.gz")
    assert made.exit_code == 0
    assert "NOT encrypted." in made.stdout
    assert bereik(url, "backup", "verify", tmp_path / "x.tar.gz").exit_code == 0


def test_keys_are_made_once_and_fit(url: str, tmp_path: Path, bereik: Run) -> None:
    private = tmp_path / "private.txt"
    made = bereik(url, "backup", "keygen", private)
    name, _, public = made.stdout.strip().partition("=")
    assert (made.exit_code, name, stat.S_IMODE(private.stat().st_mode)) == (
        0,
        "BEREIK_BACKUP_RECIPIENT",
        0o600,
    )
    again = bereik(url, "backup", "keygen", private)
    assert (again.exit_code, again.stderr) == (2, f"bereik: {private} cannot be written: File exists.\n")
    assert bereik(url, "backup", tmp_path / "b", BACKUP_RECIPIENT=public).exit_code == 0
    assert bereik(url, "backup", "verify", tmp_path / "b", "--identity", private).exit_code == 0


def test_old_backups_go_after_a_new_one_is_good_and_never_before(
    url: str, tmp_path: Path, key: Identity, bereik: Run
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    old = name_of(datetime(2020, 1, 1, tzinfo=UTC), is_sealed=True)
    recent = name_of(SystemClock().now(), is_sealed=False)
    foreign = "bereik-20200101T000000Z.tar.gz.age.keep"
    for name in (old, recent, foreign, "notes.txt", f"{old}.partial"):
        (folder / name).write_text("x")
    refused = bereik(url, "backup", folder, BACKUP_RECIPIENT="age1" + "q" * 58)
    assert refused.exit_code == 2
    assert refused.stderr == "bereik: BEREIK_BACKUP_RECIPIENT is not right: it is not a public key of age.\n"
    assert (folder / old).exists()
    made = bereik(url, "backup", folder, "--keep-days", "7", BACKUP_RECIPIENT=str(key.to_public()))
    assert made.stdout.endswith("Deleted 1 from more than 7 days ago.\n")
    left = {path.name for path in folder.iterdir()}
    assert {recent, foreign, "notes.txt"} < left
    assert (len(left), old in left) == (4, False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("backup", "{folder}/nowhere/b"), "the backup could not be written: No such file or directory."),
        (
            ("backup", "verify", "{folder}/nowhere"),
            "{folder}/nowhere cannot be read: No such file or directory.",
        ),
        (
            ("backup", "verify", "{folder}/b", "--identity", "{folder}/nowhere"),
            "the key file {folder}/nowhere cannot be read: No such file or directory.",
        ),
        (
            ("restore", "{folder}/full.db", "--identity", "{folder}/full.db"),
            "the key file {folder}/full.db holds no private key (a line that begins with AGE-SECRET-KEY-1).",
        ),
        (("restore", "{folder}/full.db"), "{folder}/full.db is not a backup of Bereik."),
    ],
)
def test_what_cannot_be_done_is_one_line(
    url: str, tmp_path: Path, key: Identity, bereik: Run, arguments: tuple[str, ...], said: str
) -> None:
    given = (one.format(folder=tmp_path) for one in arguments)
    done = bereik(url, *given, BACKUP_RECIPIENT=str(key.to_public()))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"bereik: {said.format(folder=tmp_path)}\n"


def test_store_at_another_revision_is_not_backed_up(
    url: str, tmp_path: Path, key: Identity, bereik: Run
) -> None:
    migrate.downgrade(url, "0017")
    done = bereik(url, "backup", tmp_path / "b", BACKUP_RECIPIENT=str(key.to_public()))
    assert done.stderr == f"bereik: the store is at revision 0017 and this version needs {migrate.head()}.\n"
    assert (done.exit_code, (tmp_path / "b").exists()) == (2, False)
