"""A PostgreSQL server for as long as a block runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.postgres import Postgres


@contextmanager
def running_postgres() -> Iterator[str]:
    """The address of a server that runs while the block does, without a database name at its end."""
    with Postgres() as server:
        yield server.url
