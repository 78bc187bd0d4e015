"""The rows of a table as lines that both stores can write and read: values of JSON, in the order of the columns.

Keys, instants and dates are their ISO texts. What is JSON already, and what is a choice from a list, travels as the
text that the store holds, so that nothing is judged or made different on the way.
"""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Connection, Enum, String, Table, Text, TypeDecorator, cast, column, select, table
from sqlalchemy.sql.expression import TableClause
from sqlalchemy.types import TypeEngine

from crm.accounts.models import UserSession
from crm.operations.models import Process
from crm.outbox import BrokerEpoch
from crm.schema_promise import SchemaPromise
from crm.tables import metadata

AT_ONCE = 1000

Value = str | int | float | bool | UUID | date | time | bytes | None

# Nobody stays signed in from an old backup; what the broker remembers and which processes run are of the moment; what
# the schema promises to older versions is written by its migrations.
LEFT_OUT = frozenset(
    {
        UserSession.__tablename__,
        BrokerEpoch.__tablename__,
        Process.__tablename__,
        SchemaPromise.__tablename__,
    }
)

_FROM_JSON: Mapping[type, Callable[[str], Value]] = MappingProxyType(
    {
        UUID: UUID,
        datetime: datetime.fromisoformat,
        date: date.fromisoformat,
        time: time.fromisoformat,
        bytes: base64.b64decode,
    }
)


def tables() -> list[Table]:
    """The tables that are in a backup, each after those that it refers to."""
    return [one for one in metadata.sorted_tables if one.name not in LEFT_OUT]


def columns() -> dict[str, list[str]]:
    """The columns of each table that is in a backup, in order."""
    return {one.name: list(one.columns.keys()) for one in tables()}


def lines(connection: Connection, source: Table) -> Iterator[bytes]:
    """Yields the rows of a table, each as one line; in memory a thousand at a time."""
    shape = _shape(source)
    # PostgreSQL's driver reads JSON: asked for as text, null in JSON and no value at all stay two things.
    is_parsed = connection.dialect.name == "postgresql"
    asked = [
        cast(one, Text) if is_parsed and isinstance(source.c[one.name].type, JSON) else one for one in shape.c
    ]
    write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_to_json).encode
    streamed = {"stream_results": True, "yield_per": AT_ONCE}
    for some in connection.execute(select(*asked), execution_options=streamed).partitions():
        for row in some:
            yield write(list(row)).encode() + b"\n"


def values(target: Table, part: bytes) -> list[list[Value]]:
    """The rows in a part of an archive, as Python's values."""
    rows = json_values(part)
    for position, one in enumerate(_shape(target).c):
        read = _FROM_JSON.get(_python_type(one.type))
        if read is not None:
            for row in rows:
                if isinstance(text := row[position], str):
                    row[position] = read(text)
    return rows


def json_values(part: bytes) -> list[list[Value]]:
    """The rows in a part of an archive, as the values of JSON."""
    rows: list[list[Value]] = json.loads(b"[" + b",".join(part.splitlines()) + b"]")
    return rows


def insertable(target: Table) -> TableClause:
    """The table as what `values` gives is written to it."""
    return _shape(target)


def _shape(one: Table) -> TableClause:
    return table(one.name, *(column(each.name, _travelling(each.type)) for each in one.columns))


def _travelling(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return Text() if isinstance(kind, JSON | Enum | String) else kind


def _python_type(kind: TypeEngine[Any]) -> type:
    return kind.impl_instance.python_type if isinstance(kind, TypeDecorator) else kind.python_type


def _to_json(value: object) -> str:
    match value:
        case UUID():
            return str(value)
        case datetime() | date() | time():
            return value.isoformat()
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} does not travel")
