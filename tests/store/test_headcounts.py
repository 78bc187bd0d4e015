"""The bare headcount of an event becomes its attendance, and comes back on the way down; on both stores."""

from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection, create_engine

from crm import migrate

AT = datetime(2026, 11, 10, 19, tzinfo=UTC)
USER, WITH, WITHOUT = (UUID(int=n) for n in (1, 2, 3))


def _insert(connection: Connection, table_name: str, **values: object) -> None:
    table = sa.Table(table_name, sa.MetaData(), autoload_with=connection)
    connection.execute(table.insert().values(**values))


def _first_store(url: str) -> None:
    migrate.upgrade(url, "0001")
    engine = create_engine(url)
    row = {"created_at": AT, "changed_at": AT, "version": 1}
    with engine.begin() as connection:
        user = {"name": "Bram", "login": "bram", "password_hash": "x", "role": "organiser", "language": "nl"}
        _insert(connection, "user", id=_key(url, USER), **row, **user)
        for key, headcount in ((WITH, 34), (WITHOUT, None)):
            event: dict[str, object] = {
                "title": "Avond",
                "search": "avond",
                "kind": "workshop",
                "audience": [],
            }
            event |= {
                "starts_at": AT,
                "ends_at": AT,
                "precision": "hour",
                "format": "meeting",
                "state": "planned",
            }
            event |= {"is_online": False, "is_decision": False, "organiser_id": _key(url, USER)}
            _insert(connection, "participation_event", id=_key(url, key), headcount=headcount, **row, **event)
    engine.dispose()


def _key(url: str, key: UUID) -> object:
    """The key as a reflected column takes it: text on SQLite."""
    return key.hex if url.startswith("sqlite") else key


def _rows(url: str, sql: str) -> list[tuple[object, ...]]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(sa.text(sql))]
    engine.dispose()
    return found


def test_headcounts_become_attendance_and_come_back(empty_url: str) -> None:
    _first_store(empty_url)
    migrate.upgrade(empty_url)
    noted = _rows(
        empty_url, "select event_id, counting, total, answered, noted_by_id, version from attendance"
    )
    assert noted == [(_key(empty_url, WITH), "counted", 34, None, _key(empty_url, USER), 1)]
    migrate.downgrade(empty_url, "0001")
    events = _rows(empty_url, "select id, headcount from participation_event order by id")
    assert events == [(_key(empty_url, WITH), 34), (_key(empty_url, WITHOUT), None)]
