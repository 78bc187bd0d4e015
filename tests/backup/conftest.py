"""Keys, full stores of both kinds to back up, and empty ones to restore into."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyrage.x25519 import Identity
from sqlalchemy import create_engine

from crm.__main__ import cli, make_work
from crm.backup.sealing import make_key
from crm.db import Database
from crm.settings import read_settings
from tests.backup.every_table import fill_every_table
from tests.servers.stores import PostgresStores, Stores

Run = Callable[..., Result]


@pytest.fixture
def new_database(postgres_stores: PostgresStores) -> Iterator[Callable[[], str]]:
    """Makes databases without any table in PostgreSQL; gives the address of each."""
    made: list[str] = []

    def make() -> str:
        made.append(postgres_stores.empty())
        return made[-1]

    yield make
    for url in made:
        postgres_stores.remove(url)


@pytest.fixture(scope="session")
def every_table(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with three rows in every table."""
    path = Path(shutil.copy(template, tmp_path_factory.mktemp("full") / "full.db"))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        fill_every_table(connection)
    engine.dispose()
    return path


@pytest.fixture
def full(every_table: Path, tmp_path: Path) -> Iterator[Database]:
    """A store of this test's own in which every table has rows."""
    database = Database(f"sqlite:///{shutil.copy(every_table, tmp_path / 'full.db')}")
    yield database
    database.close()


@pytest.fixture
def store_url(stores: Stores) -> Iterator[str]:
    """The address of a migrated store without rows, of each kind in turn."""
    url = stores.migrated()
    yield url
    stores.remove(url)


@pytest.fixture(scope="session")
def key() -> Identity:
    """The private key of whoever keeps the backups."""
    return make_key()


@pytest.fixture
def key_file(key: Identity, tmp_path: Path) -> Path:
    """The private key in a file, as `age-keygen` writes it."""
    path = tmp_path / "key.txt"
    path.write_text(f"# created: 2026-11-23T09:00:00Z\n# public key: {key.to_public()}\n{key}\n")
    return path


@pytest.fixture
def bereik(monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs the command line over a store: bereik(url, "backup", folder, BACKUP_RECIPIENT=...)."""
    opened: list[Database] = []

    def run(url: str, *arguments: str | Path, **settings: str) -> Result:
        with monkeypatch.context() as context:
            for name, value in {"DATABASE_URL": url, **settings}.items():
                context.setenv(f"BEREIK_{name}", value)

            def stored() -> object:
                work = make_work(read_settings())
                opened.append(work.database)
                return work

            return CliRunner().invoke(cli, [str(one) for one in arguments], obj=stored, prog_name="bereik")

    yield run
    for database in opened:
        database.close()
