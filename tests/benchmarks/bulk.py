"""Rows in bulk, by the fastest way that each store has: COPY on PostgreSQL, one prepared insert on SQLite."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from crm.db import Database

_AT_ONCE = 20_000


@dataclass(frozen=True)
class Rows:
    """Rows of one table: the names of the columns that are given, and the values."""

    kind: type[SQLModel]
    columns: tuple[str, ...]
    values: Iterator[tuple[object, ...]]


@contextmanager
def write_rows(database: Database) -> Iterator[Callable[[Rows], None]]:
    """A function that writes rows, in any order of the tables; all of it is one transaction.

    When it ends, the store counts anew what its planner goes by.
    """
    engine = database.engine
    if database.is_sqlite:
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            # Outside a transaction: inside one these two change nothing.
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("PRAGMA synchronous=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield lambda rows: _insert(connection, rows)
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("ANALYZE")
            connection.invalidate()  # its settings are not for others
        return
    with engine.connect() as connection:
        connection.execute(text("SET session_replication_role = replica"))  # no check of foreign keys
        yield lambda rows: _copy(connection, rows)
        connection.commit()
        connection.invalidate()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _insert(connection: Connection, rows: Rows) -> None:
    names = ", ".join(f'"{name}"' for name in _all_columns(rows))
    marks = ", ".join("?" for _ in _all_columns(rows))
    statement = f'INSERT INTO "{rows.kind.__tablename__}" ({names}) VALUES ({marks})'
    values = _bound(connection, rows)
    cursor: Any = connection.connection.cursor()
    while batch := list(islice(values, _AT_ONCE)):
        cursor.executemany(statement, batch)


def _copy(connection: Connection, rows: Rows) -> None:
    names = ", ".join(f'"{name}"' for name in _all_columns(rows))
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f'COPY "{rows.kind.__tablename__}" ({names}) FROM STDIN') as copy:
        for row in _bound(connection, rows):
            copy.write_row(row)


def _all_columns(rows: Rows) -> tuple[str, ...]:
    return (*rows.columns, *_defaults(rows))


def _defaults(rows: Rows) -> dict[str, object]:
    """What the model gives to columns that are not named and may not be empty."""
    table: Any = rows.kind.__table__  # type: ignore[attr-defined]
    fields = rows.kind.model_fields
    return {
        column.name: fields[column.name].get_default(call_default_factory=True)
        for column in table.columns
        if column.name not in rows.columns and not column.nullable
    }


def _bound(connection: Connection, rows: Rows) -> Iterator[tuple[object, ...]]:
    """The values as the driver takes them."""
    table: Any = rows.kind.__table__  # type: ignore[attr-defined]
    dialect = connection.dialect
    binders = [
        table.columns[name].type.dialect_impl(dialect).bind_processor(dialect) for name in rows.columns
    ]
    fixed = tuple(
        value if binder is None else binder(value)
        for name, value in _defaults(rows).items()
        for binder in [table.columns[name].type.dialect_impl(dialect).bind_processor(dialect)]
    )
    for row in rows.values:
        yield (
            *(
                value if binder is None or value is None else binder(value)
                for binder, value in zip(binders, row, strict=True)
            ),
            *fixed,
        )
