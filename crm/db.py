"""The store: engines for SQLite and PostgreSQL, sessions, and what every table has in common."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Connection,
    Engine,
    Enum,
    FunctionElement,
    Index,
    create_engine,
    event,
    func,
    literal,
    make_url,
    table,
    text,
)
from sqlalchemy import column as field
from sqlalchemy import select as select_rows
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.operators import OperatorType
from sqlmodel import Session, SQLModel, and_, col, true
from sqlmodel.sql.expression import SelectOfScalar
from uuid_utils.compat import uuid7

from crm.errors import NotFound, VersionConflict
from crm.folding import fold
from crm.privacy import column

# Constraints need names, or a migration on SQLite cannot drop them.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "busy_timeout=30000",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "cache_size=-8000",  # kilobytes, of each connection
    "mmap_size=268435456",  # pages read without a copy, shared by all connections
    "trusted_schema=OFF",
    "journal_size_limit=67108864",  # a long reading may have let it grow; it shrinks again
)
# Waiting ends in an error that can be told, before whoever waits gives up. An address may choose other values.
POSTGRES_SETTINGS = {
    "statement_timeout": "30s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
    # The server too must learn that a client's host is gone, or its locks stay.
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "60s",
    # Many short questions at once, over a disk that finds any page as fast as the next one.
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
}
REPEATING_SETTINGS = {**POSTGRES_SETTINGS, "synchronous_commit": "off"}
POSTGRES_CONNECTION = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
# A page that counts for the menu holds two connections for a moment. More than all threads together means that
# somebody always gets the second one: 40 threads that answer, 6 that work, the relay, the scheduler, beat and metrics.
MOST_CONNECTIONS = 52
KEPT_CONNECTIONS = 10


T = TypeVar("T")
RowT = TypeVar("RowT", bound="Row")


def new_id() -> UUID:
    """A fresh key: version 7, so that rows made together lie together."""
    return uuid7()


def choice(values: type[StrEnum]) -> Enum:
    """The column type of a closed list: its values as text, on both databases.

    There is no CHECK and no native type, so that a list can grow without a migration.
    """
    return Enum(
        values,
        native_enum=False,
        create_constraint=False,
        length=40,
        validate_strings=True,
        values_callable=lambda members: [member.value for member in members],
    )


def partial_index(name: str, *columns: str, where: str) -> Index:
    """An index over the rows for which a condition holds, on both databases."""
    return Index(name, *columns, postgresql_where=text(where), sqlite_where=text(where))


class Row(SQLModel):
    """What every table has: a key that may be made by a client, and the instant of its making."""

    id: UUID = column(default_factory=new_id, primary_key=True)
    created_at: datetime = column()


class VersionedRow(Row):
    """A row that people edit: the version lets the second saver see what the first one changed."""

    version: int = column(default=1)
    changed_at: datetime = column()


class Database:
    """One store. Reading and writing sessions differ: a writer holds SQLite's only write lock from its start."""

    def __init__(self, url: str, name: str = "bereik") -> None:
        """Opens no connection yet.

        Args:
            name: what the server calls our connections (`application_name`).
        """
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        # An acknowledged contact survives a power cut; what is done again where it is not found done need not.
        if self.is_sqlite:
            self.engine = self._make_sqlite(url)
            self._repeating_engine: Engine = self.engine.execution_options(may_repeat=True)
        else:
            self.engine = _make_postgres(url, name, POSTGRES_SETTINGS)
            # Connections of their own: to say it in each transaction would cost a fifth of the deliveries.
            self._repeating_engine = _make_postgres(url, name, REPEATING_SETTINGS)
        # PostgreSQL would let each statement see what was committed in between.
        isolation = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._read_engine = self.engine.execution_options(
            read_only=True, postgresql_readonly=True, **isolation
        )
        # One writer at a time within the process: waiting here is fair, waiting inside SQLite is not
        # (8 writers of 20 ms: up to 3.4 s for the unluckiest).
        self._write_lock = threading.Lock() if self.is_sqlite else None

    def _make_sqlite(self, url: str) -> Engine:
        engine = create_engine(url, connect_args={"check_same_thread": False}, **_pool(KEPT_CONNECTIONS * 2))

        @event.listens_for(engine, "connect")
        def _prepare(connection: Any, _record: Any) -> None:
            connection.isolation_level = None  # we send BEGIN ourselves
            cursor = connection.cursor()
            for pragma in SQLITE_PRAGMAS:
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            options = connection.get_execution_options()
            if options.get("read_only"):
                connection.exec_driver_sql("BEGIN")
                return
            level = "NORMAL" if options.get("may_repeat") else "FULL"
            if connection.info.get("synchronous") != level:
                connection.exec_driver_sql(f"PRAGMA synchronous={level}")
                connection.info["synchronous"] = level
            # A deferred BEGIN that turns into a write loses updates or fails as locked; IMMEDIATE does neither.
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        return engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the store and writes nothing."""
        with Session(self._read_engine, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self, *, may_repeat: bool = False) -> Iterator[Session]:
        """A session that commits when the block ends, and rolls back when it raises.

        Args:
            may_repeat: the commit does not wait for the disk. A power cut may then undo it, never without everything
                that was committed after it: for work that is done again where it is not found done.
        """
        engine = self._repeating_engine if may_repeat else self.engine
        with self._write_lock or nullcontext(), Session(engine) as session, session.begin():
            yield session

    def close(self) -> None:
        """Closes the pooled connections."""
        self.engine.dispose()
        self._repeating_engine.dispose()


def _pool(kept: int) -> dict[str, Any]:
    return {"pool_size": kept, "max_overflow": MOST_CONNECTIONS - kept, "pool_timeout": 10}


def _make_postgres(url: str, name: str, settings: Mapping[str, str]) -> Engine:
    chosen = make_url(url).query
    options = " ".join(f"-c {key}={value}" for key, value in settings.items())
    ours = {**POSTGRES_CONNECTION, "application_name": name}
    connect_args = {key: value for key, value in ours.items() if key not in chosen}
    # What stands later in the options holds.
    connect_args["options"] = f"{options} {chosen.get('options', '')}".strip()
    return create_engine(
        url, connect_args=connect_args, pool_pre_ping=True, pool_recycle=1800, **_pool(KEPT_CONNECTIONS)
    )


def get(session: Session, table: type[RowT], key: UUID) -> RowT:
    """The row with that key.

    Raises:
        NotFound: there is none.
    """
    row = session.get(table, key)
    if row is None:
        raise NotFound
    return row


def get_for_update(session: Session, table: type[RowT], key: UUID, version: int | None = None) -> RowT:
    """The row with that key, locked until the transaction ends.

    Args:
        version: the version that the writer has seen; None skips the comparison.

    Raises:
        NotFound: there is none.
        VersionConflict: the row has another version; it holds the stored values.
    """
    row = session.get(table, key, with_for_update=True)
    if row is None:
        raise NotFound
    if version is not None and isinstance(row, VersionedRow) and row.version != version:
        raise VersionConflict(row.model_dump(mode="json"))
    return row


def touch(row: VersionedRow, now: datetime) -> None:
    """Raises the row's version: call it in every change of the row."""
    row.version += 1
    row.changed_at = now


def matches(searched: str, query: str) -> ColumnElement[bool]:
    """The condition that a folded search column holds every word of the query, whole or in part.

    Args:
        searched: the class attribute of the column, such as `Party.search`.
    """
    words = fold(query).split()
    if not words:
        return true()
    # Folded words are letters and digits only: nothing in them is a sign of a pattern.
    holds = and_(*(col(searched).like(f"%{word}%") for word in words))
    grams = sorted({gram for word in words if len(word) >= GRAM for gram in _telling_grams(word)})
    return _Matching(holds, and_(holds, _holds_grams(searched, grams)) if grams else holds)


GRAM = 3
"""Of so many letters are the pieces by which a store finds parts of words; shorter words are looked for in every row."""


class _Matching(FunctionElement[bool]):
    """A condition said in two ways that mean the same: PostgreSQL finds parts of words by its index pg_trgm.

    SQLite has triggers that keep a table of pieces; the second way asks that first (docs/decisions/parts-of-words.md).
    """

    inherit_cache = True
    type = Boolean()

    def self_group(self, against: OperatorType | None = None) -> "_Matching":
        """Itself: without this, SQLite would get `(...) = 1`, for which it uses no index."""
        return self


@compiles(_Matching)
def _as_pattern(element: _Matching, compiler: SQLCompiler, **settings: Any) -> str:
    return f"({compiler.process(next(iter(element.clauses)), **settings)})"


@compiles(_Matching, "sqlite")
def _with_pieces(element: _Matching, compiler: SQLCompiler, **settings: Any) -> str:
    return f"({compiler.process(list(element.clauses)[1], **settings)})"


def _telling_grams(word: str) -> set[str]:
    """The first, the middle and the last piece of a word: enough to find it by, the pattern decides."""
    last = len(word) - GRAM
    return {word[at : at + GRAM] for at in (0, last // 2, last)}


def _holds_grams(searched: str, grams: list[str]) -> ColumnElement[bool]:
    kind: Any = col(searched).class_  # type: ignore[attr-defined]
    numbered = table(f"{kind.__tablename__}_found", field("n"), field("id"))
    found = select_rows(numbered.c.id)
    for position, gram in enumerate(grams):
        pieces = table(f"{kind.__tablename__}_gram", field("gram"), field("n")).alias(f"piece_{position}")
        found = found.where(pieces.c.n == numbered.c.n, pieces.c.gram == gram)
    return col(kind.id).in_(found)


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list: its items, its number from 1, the size asked for and the total over all pages.

    `is_more` says that there are more than `total`, which was not counted further.
    """

    items: list[T]
    number: int
    size: int
    total: int
    is_more: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are; at least 1."""
        return max(1, -(-self.total // self.size))


def paginate(
    session: Session, statement: SelectOfScalar[T], number: int, size: int, most_counted: int | None = None
) -> Page[T]:
    """The page of that number (from 1) of a statement over one kind of row, in two queries.

    Args:
        most_counted: how far the rows are counted; None: to the end, which costs as much as there are rows.
    """
    if most_counted is None:
        counted = statement.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    else:
        # In the order of the list: the index that keeps it holds no row that does not count.
        one_each = statement.with_only_columns(literal(1), maintain_column_froms=True)
        counted = select_rows(func.count()).select_from(one_each.limit(most_counted + 1).subquery())
    total: int = session.execute(counted).scalar_one()
    items = session.exec(statement.limit(size).offset((number - 1) * size)).all()
    is_more = most_counted is not None and total > most_counted
    return Page(list(items), number, size, most_counted if is_more and most_counted else total, is_more)
