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


def write_revision(url: str, message: str) -> None:
    """Writes a new migration from what the tables say and the store does not have yet."""
    _run(url, lambda config: command.revision(config, message, autogenerate=True))


# Made by migrations alone, since the tables of `crm` cannot say them alike for both databases: see revision 0015.
_PIECES = ("_found", "_gram", "gram_position")
_IN_ORDER = (
    "ix_party_spoken_last",
    "ix_party_spoken_first",
    "ix_party_latest",
    "ix_participation_event_newest",
    "ix_signal_told_back",
    "ix_signal_newest",
)


def is_in_tables(_item: object, name: str | None, kind: str, _is_reflected: bool, _other: object) -> bool:
    """Whether the tables of `crm` say that there is such a table or index, so that Alembic compares the two."""
    name = name or ""
    if kind == "table":
        return not name.endswith(_PIECES)
    return kind != "index" or not (name.endswith("_parts") or name in _IN_ORDER)


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
