"""The tests of this folder run on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from crm import migrate
from crm.db import Database
from tests.postgres import running_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server that has one migrated database, `template`, to copy."""
    with running_postgres() as address:
        _command(address, "CREATE DATABASE template")
        migrate.upgrade(f"{address}/template")
        yield address


def _command(address: str, command: str) -> None:
    engine = create_engine(f"{address}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(command))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A store of this test's own, of each kind in turn."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("template"), tmp_path / "bereik.db")
        made = Database(f"sqlite:///{tmp_path / 'bereik.db'}")
        yield made
        made.close()
        return
    address, name = request.getfixturevalue("postgres"), f"test_{uuid4().hex}"
    _command(address, f"CREATE DATABASE {name} TEMPLATE template")
    made = Database(f"{address}/{name}")
    yield made
    made.close()
    _command(address, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a store without any table, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    address, name = request.getfixturevalue("postgres"), f"empty_{uuid4().hex}"
    _command(address, f"CREATE DATABASE {name}")
    yield f"{address}/{name}"
    _command(address, f"DROP DATABASE {name} WITH (FORCE)")
