"""Brings the store to a revision of the schema, up or down."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool


def upgrade(url: str, revision: str = "head") -> None:
    """Migrates the store up to that revision; makes a SQLite file that is not there yet."""
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Migrates the store down to that revision; `base` empties it."""
    _run(url, lambda config: command.downgrade(config, revision))


def current(url: str) -> str | None:
    """The revision that the store is at; None where nothing was migrated yet."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """The newest revision of this version of Bereik."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    assert revision is not None
    return revision


def knows(revision: str) -> bool:
    """Whether this version of Bereik has that revision, at its head or before."""
    return revision in {one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()}


def fits(url: str) -> bool:
    """Whether this version of Bereik runs on the store as it is."""
    return current(url) == head()


def write_revision(url: str, message: str) -> None:
    """Writes a new migration from what the tables say and the store does not have yet."""
    _run(url, lambda config: command.revision(config, message, autogenerate=True))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _run(url: str, step: Callable[[Config], object]) -> None:
    engine = create_engine(url, poolclass=NullPool)
    config = _config()
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            _migrate_sqlite(connection, config, step)
        else:
            config.attributes["connection"] = connection
            step(config)
            connection.commit()


def _migrate_sqlite(connection: Connection, config: Config, step: Callable[[Config], object]) -> None:
    # Rebuilding a table drops the old one: with foreign keys on, that would delete its children.
    connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.commit()
    config.attributes["connection"] = connection
    step(config)
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if orphans:
        connection.rollback()
        raise RuntimeError(f"the migration would leave {len(orphans)} rows without what they refer to")
    connection.commit()
