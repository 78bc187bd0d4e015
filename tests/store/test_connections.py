"""What a connection is set to, and what its settings promise."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from crm.db import Database
from crm.domain_events import ContactLogged
from crm.unit_of_work import Work
from crm.viewer import SYSTEM
from tests.conftest import NOW
from tests.servers.stores import PostgresStores

CHOSEN = {
    "statement_timeout": "30s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "1min",
    "tcp_keepalives_idle": "30",
    "application_name": "bereik-work",
}


def _shown(url: str) -> dict[str, str]:
    database = Database(url, "bereik-work")
    with database.reading() as session:
        found = {
            name: str(session.connection().execute(text(f"SHOW {name}")).scalar_one()) for name in CHOSEN
        }
    database.close()
    return found


def test_postgres_stops_what_would_wait_for_ever(postgres_url: str) -> None:
    assert _shown(postgres_url) == CHOSEN


def test_address_may_choose_other_values(postgres_url: str) -> None:
    chosen = f"{postgres_url}?options=-c%20lock_timeout%3D1s&application_name=proef"
    assert _shown(chosen) == CHOSEN | {"lock_timeout": "1s", "application_name": "proef"}


def test_table_of_the_queue_has_room(postgres_stores: PostgresStores, postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.reading() as session:
        asked = text("SELECT reloptions FROM pg_class WHERE relname = 'delivery'")
        options = session.connection().execute(asked).scalar_one()
    database.close()
    assert "fillfactor=80" in options


def test_reading_sees_one_state_and_writes_nothing(database: Database) -> None:
    counting = text('SELECT count(*) FROM "user_session"')
    adding = text("INSERT INTO broker_epoch (name, epoch) VALUES ('redis', 'a')")
    seen = text("SELECT count(*) FROM broker_epoch")
    with database.reading() as session:
        assert session.connection().execute(counting).scalar_one() == 0
        with database.writing() as other:
            other.connection().execute(adding)
        assert session.connection().execute(seen).scalar_one() == 0
    with database.reading() as session:
        assert session.connection().execute(seen).scalar_one() == 1
    with suppress(DBAPIError), database.reading() as session:
        session.connection().execute(adding)
    with database.reading() as session:
        assert session.connection().execute(seen).scalar_one() == 1


def test_only_what_a_delivery_commits_does_not_wait_for_the_disk(work: Work) -> None:
    asked = text("PRAGMA synchronous" if work.database.is_sqlite else "SHOW synchronous_commit")
    waits, waits_not = ("2", "1") if work.database.is_sqlite else ("on", "off")
    for delivery_id, level in ((None, waits), (UUID(int=1), waits_not), (None, waits)):
        with work.writing(SYSTEM, delivery_id) as uow:
            assert str(uow.session.connection().execute(asked).scalar_one()) == level


def test_only_a_commit_that_made_something_due_nudges_the_relay(work: Work) -> None:
    nudges: list[str] = []
    work.on_due = lambda: nudges.append("nudged")
    with work.writing(SYSTEM) as uow:
        uow.session.connection().execute(text("INSERT INTO broker_epoch (name, epoch) VALUES ('redis', 'a')"))
        uow.record(ContactLogged(UUID(int=1)), not_before=NOW + timedelta(days=1))
    assert nudges == []
    with work.writing(SYSTEM) as uow:
        uow.record(ContactLogged(UUID(int=1)))
    assert nudges == ["nudged"]
