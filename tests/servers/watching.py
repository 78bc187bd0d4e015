"""Whether a store was written to."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool


@contextmanager
def unwritten_store(url: str) -> Iterator[None]:
    """Fails where anybody wrote to the store while the block ran."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        before = _trace(connection)
        yield
        assert _trace(connection) == before, "something was written"
    engine.dispose()


def _trace(connection: Connection) -> list[object]:
    """What any write changes: a counter of SQLite; of PostgreSQL each table's count and newest transaction."""
    if connection.dialect.name == "sqlite":
        return list(connection.execute(text("PRAGMA data_version")).scalars())
    tables = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars()
    counted = [f'SELECT count(*), max(xmin::text::bigint) FROM "{name}"' for name in sorted(tables)]
    return [tuple(connection.execute(text(one)).one()) for one in counted]
