"""Rows for every table of the product, with values that a careless format would spoil; and a way to compare stores."""

import re
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Connection,
    Enum,
    Table,
    create_engine,
    insert,
    null,
    select,
)
from sqlalchemy.pool import NullPool

from crm.tables import metadata

SPACE = UUID(int=20271126)
ODD = "é \"'\\ \n\r\t {}[];, \u2028 😀 \x01 NULL \\N \\."
Rows = dict[str, list[tuple[object, ...]]]


def fill_every_table(connection: Connection) -> None:
    """Inserts three rows in each table: with every value, with as few as can be, and with null of JSON in them."""
    for table in metadata.sorted_tables:
        for number in range(3):
            made = {one.name: _value(table, one, number) for one in table.columns}
            connection.execute(insert(table).values(made))


def _value(table: Table, column: Column[Any], number: int) -> object:
    referred = next((key.column for key in column.foreign_keys), None)
    is_json = isinstance(column.type, JSON)
    may_be_left_out = column.nullable and not _is_first_of_two(table, column)
    if may_be_left_out and (
        number == 1 or _is_in_check(table, column) or (number == 2 and referred is not None)
    ):
        return null() if is_json else None
    if referred is not None:
        if referred.table is table:
            return None if number == 0 else _value(table, referred, 0)
        # Two columns of one row refer to two rows.
        before = [one for one in table.columns if one.references(referred)].index(column)
        return _value(referred.table, referred, (number + before) % 3)
    if is_json:
        return [{"a": [1, None, 2.5, ODD]}, {}, None][number]
    return _plain(table, column, number)


def _is_in_check(table: Table, column: Column[Any]) -> bool:
    return any(
        column.name in str(one.sqltext) for one in table.constraints if isinstance(one, CheckConstraint)
    )


def _is_first_of_two(table: Table, column: Column[Any]) -> bool:
    checks = [str(one.sqltext) for one in table.constraints if isinstance(one, CheckConstraint)]
    return any(re.match(rf"\W*{column.name}\b", one) for one in checks)


def _plain(table: Table, column: Column[Any], number: int) -> object:
    name = f"{table.name}.{column.name}.{number}"
    if isinstance(column.type, Enum):
        members: list[StrEnum] = list(column.type.enum_class or ())
        return members[number % len(members)]
    kind = getattr(column.type, "impl_instance", column.type).python_type
    if kind is UUID:
        return uuid5(SPACE, f"{table.name}.{number}" if column.primary_key else name)
    if kind is str:
        text = f"{number}{ODD}{name}"
        return text[: getattr(column.type, "length", None) or 500]
    if kind is datetime:
        return datetime(1999, 12, 31, 23, 59, 59, 999_999, UTC) + timedelta(days=9_000 * number)
    if kind is date:
        return date(1600, 2, 29) + timedelta(days=100_000 * number)
    if kind is bool:
        return number != 1
    if kind is float:
        return [0.1 + 0.2, -1e-300, 1.0][number]
    assert kind is int, name
    return 10 * number + 1


def rows_of(url: str) -> Rows:
    """Every row of every table, sorted, as the product reads them."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }
