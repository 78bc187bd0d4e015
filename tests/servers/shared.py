"""Fixtures: the servers that all tests of one worker share, and stores of the kind that is tested.

BEREIK_TEST_POSTGRES_URL (`postgresql://user:secret@host:port`, whose user may do everything) and
BEREIK_TEST_REDIS_URL (`redis://host:port`) name servers that are there already; otherwise the tests start their own.
"""

import os
from collections.abc import Iterator

import pytest
from redis import Redis as Client

from tests.servers.postgres import Postgres
from tests.servers.redis import Redis
from tests.servers.stores import PostgresStores, SqliteStores, Stores

POSTGRES_URL = "BEREIK_TEST_POSTGRES_URL"
REDIS_URL = "BEREIK_TEST_REDIS_URL"
KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres_stores() -> Iterator[PostgresStores]:
    """Databases on one PostgreSQL server, which is started when a test first asks for it."""
    named = os.environ.get(POSTGRES_URL)
    if named:
        stores = PostgresStores(named.rstrip("/"))
        yield stores
        stores.close()
        return
    with Postgres() as server:
        yield PostgresStores(server.url)


@pytest.fixture(scope="session")
def sqlite_stores(tmp_path_factory: pytest.TempPathFactory) -> SqliteStores:
    """SQLite files."""
    return SqliteStores(tmp_path_factory.mktemp("stores"))


@pytest.fixture(scope="session")
def stores(request: pytest.FixtureRequest) -> Stores:
    """Stores of the kind that is tested: each test that uses one runs for each kind of `--store`."""
    named = "sqlite_stores" if request.param == "sqlite" else "postgres_stores"
    found: Stores = request.getfixturevalue(named)
    return found


@pytest.fixture(scope="session")
def redis_address(worker_id: str) -> Iterator[str]:
    """The address of a Redis database of this worker's own."""
    named = os.environ.get(REDIS_URL)
    if named:
        yield f"{named.rstrip('/')}/{worker_id.removeprefix('gw') if worker_id != 'master' else 0}"
        return
    with Redis() as server:
        yield server.url


@pytest.fixture
def redis_url(redis_address: str) -> str:
    """The address of a Redis database that is empty."""
    with Client.from_url(redis_address) as client:
        client.flushdb()
    return redis_address


@pytest.fixture
def postgres_url(postgres_stores: PostgresStores) -> Iterator[str]:
    """The address of a migrated PostgreSQL database, whatever kind of store is tested."""
    url = postgres_stores.migrated()
    yield url
    postgres_stores.remove(url)


@pytest.fixture
def empty_url(stores: Stores) -> Iterator[str]:
    """The address of a store without any table, of each kind in turn."""
    url = stores.empty()
    yield url
    stores.remove(url)
