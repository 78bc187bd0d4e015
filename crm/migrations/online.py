"""Steps of migrations that do not keep anybody waiting while they work on a large table."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import op
from sqlalchemy import text


def create_index_online(name: str, table: str, columns: list[Any], **settings: Any) -> None:
    """Makes the index while others write; on SQLite as any index.

    A migration that calls this does nothing else: what it did before would stay when the index fails, and run again.
    """
    if op.get_bind().dialect.name == "sqlite":
        op.create_index(name, table, columns, if_not_exists=True, **settings)
        return
    with op.get_context().autocommit_block(), _waiting_as_long_as_it_takes():
        # What an earlier attempt left behind, half built, is of no use to anybody.
        op.execute(text(f"DROP INDEX CONCURRENTLY IF EXISTS {name}"))
        op.create_index(name, table, columns, postgresql_concurrently=True, **settings)


def drop_index_online(name: str, table: str) -> None:
    """Drops the index while others write. A migration that calls this does nothing else but such steps."""
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index(name, table, if_exists=True)
        return
    with op.get_context().autocommit_block(), _waiting_as_long_as_it_takes():
        op.drop_index(name, table, if_exists=True, postgresql_concurrently=True)


@contextmanager
def _waiting_as_long_as_it_takes() -> Iterator[None]:
    # Nobody queues behind these steps: they take the lock that lets others write.
    before = op.get_bind().execute(text("SHOW lock_timeout")).scalar_one()
    op.execute("SET lock_timeout = 0")
    yield
    op.execute(f"SET lock_timeout = '{before}'")
