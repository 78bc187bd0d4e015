"""A phone that sends the same contact several times at once, on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text
from sqlmodel import func, select

from crm import migrate
from crm.accounts.models import User
from crm.clock import FixedClock
from crm.contacts.models import Agreement, ContactMoment, ContactParticipant
from crm.contacts.schemas import ContactCreate
from crm.contacts.service import log_contact
from crm.db import Database
from crm.outbox import DomainEventRow
from crm.settings import Settings
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.conftest import NOW
from tests.crm.contacts.parts import CONTACT_ID, add_party, contact_with
from tests.postgres import running_postgres
from workers.subscriptions import subscriptions

SENT_AT_ONCE = 6


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """PostgreSQL, with one empty database."""
    with running_postgres() as address:
        engine = create_engine(f"{address}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE at_once"))
        engine.dispose()
        yield f"{address}/at_once"


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Work]:
    """Units of work over an empty store of either kind."""
    is_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'at_once.db'}" if is_sqlite else request.getfixturevalue("server")
    migrate.upgrade(url)
    database = Database(url)
    yield Work(database, subscriptions, FixedClock(NOW), Settings(database_url=url))
    database.close()


def test_same_contact_sent_at_once_is_stored_once(either: Work) -> None:
    with either.writing(SYSTEM) as uow:
        user = User(
            created_at=NOW,
            changed_at=NOW,
            name="Nora Peeters",
            login="nora",
            password_hash="x",
            role=Role.CONSULTANT,
        )
        uow.session.add(user)
        uow.session.flush()
        nora = Viewer(user.id, Role.CONSULTANT, user.name)
    nadia = add_party(either, nora, "Nadia")
    promised = [{"what": "Bel terug", "owner_id": str(nora.user_id), "due_on": "2026-12-01"}]
    sent = contact_with(nadia, id=CONTACT_ID, agreements=promised)
    wanted = ContactCreate.model_validate(sent | {"new_parties": [{"kind": "person", "name": "Malik"}]})
    start = Barrier(SENT_AT_ONCE)

    def send(_number: int) -> UUID:
        start.wait()
        with either.writing(nora) as uow:
            return log_contact(uow, wanted).id

    with ThreadPoolExecutor(SENT_AT_ONCE) as threads:
        answers = list(threads.map(send, range(SENT_AT_ONCE)))
    assert answers == [UUID(CONTACT_ID)] * SENT_AT_ONCE
    with either.reading(SYSTEM) as uow:
        logged = select(func.count()).where(DomainEventRow.kind == "ContactLogged")
        counts = [
            uow.session.exec(select(func.count()).select_from(table)).one()
            for table in (ContactMoment, ContactParticipant, Agreement)
        ]
        assert [*counts, uow.session.exec(logged).one()] == [1, 2, 1, 1]
