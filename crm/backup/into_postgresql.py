"""Restores into PostgreSQL: every table is emptied and filled in one transaction that nobody else sees."""

from collections.abc import Iterator

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Table, create_engine
from sqlalchemy.pool import NullPool

from crm import migrate
from crm.backup import rows
from crm.backup.filling import Filling, holds_rows
from crm.backup.refusals import BackupRefused
from crm.schema_promise import SchemaPromise
from crm.tables import metadata

# Clients, not the server's own processes. Of other users' sessions an ordinary user sees the kind as null.
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'
"""


def restore_postgresql(url: str, filling: Filling, *, force: bool) -> int:
    """Fills the database with the backup; returns how many deliveries are due again.

    Args:
        force: throw away what the store holds.

    Raises:
        BackupRefused: the store holds data, is at another revision, or is in use. It is as it was.
    """
    _bring_to_head(url)
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection, connection.begin():
        _hold_alone(connection)
        if not force and holds_rows(connection):
            raise BackupRefused("the store holds data already. Use --force to throw that away.")
        emptied = metadata.tables.keys() - {SchemaPromise.__tablename__}
        names = ", ".join(f'"{name}"' for name in sorted(emptied))
        connection.exec_driver_sql(f"TRUNCATE {names}")

        def write(table: Table, parts: Iterator[bytes]) -> None:
            _copy(connection, table, parts)

        found = filling.pour(connection, write)
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("ANALYZE")
    return found


def _bring_to_head(url: str) -> None:
    revision, head = migrate.current(url), migrate.head()
    if revision is None:
        migrate.upgrade(url)
    elif revision != head:
        raise BackupRefused(
            f"the store is at revision {revision} and this version needs {head}. Run 'bereik migrate' first."
        )


def _hold_alone(connection: Connection) -> None:
    """Keeps everybody else from the tables until the transaction ends."""
    for limit in ("statement_timeout = 0", "idle_in_transaction_session_timeout = 0", "lock_timeout = '5s'"):
        connection.exec_driver_sql(f"SET LOCAL {limit}")
    others = connection.exec_driver_sql(OTHERS).scalar_one()
    if others:
        raise BackupRefused(
            f"the store is in use by {others} other connections: stop every process of Bereik, then restore."
        )
    for name in sorted(metadata.tables):
        connection.exec_driver_sql(f'LOCK TABLE "{name}" IN ACCESS EXCLUSIVE MODE')


def _copy(connection: Connection, table: Table, parts: Iterator[bytes]) -> None:
    """One COPY for the table: PostgreSQL looks at what rows refer to when it ends, also within the table itself."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.columns.keys()))
    )
    driver = connection.connection.driver_connection
    assert driver is not None
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for part in parts:
                for row in rows.json_values(part):
                    copy.write_row(row)
    except psycopg.OperationalError as error:
        raise BackupRefused(
            f"the store could not be written: {error.diag.message_primary or 'it is gone'}."
        ) from None
    except psycopg.Error as error:
        # Its own words hold values of rows.
        raise BackupRefused(
            f"the store does not take the rows of {table.name} ({type(error).__name__})."
        ) from None
