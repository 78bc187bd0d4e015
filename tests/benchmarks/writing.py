"""Logging a contact, against the bare insert of the same rows, interleaved in one run."""

import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlmodel import select

from crm.accounts.models import User
from crm.clock import SystemClock
from crm.contacts.models import Agreement, Channel, ContactColleague, ContactMoment, ContactParticipant
from crm.contacts.schemas import ContactCreate
from crm.contacts.service import log_contact
from crm.db import Database, new_id
from crm.domain_events import ContactLogged
from crm.outbox import Delivery, DomainEventRow
from crm.parties.models import Party
from crm.settings import Settings
from crm.unit_of_work import Work
from crm.viewer import Role, Viewer
from tests.benchmarks.measuring import Row, row_of
from workers.subscriptions import subscriptions

TIMES = 60


def measure_writing(store: Path) -> list[Row]:
    """What the service adds over the rows that it writes."""
    settings = Settings(database_url=f"sqlite:///{store}")
    database = Database(settings.database_url)
    work = Work(database, subscriptions, SystemClock(), settings)
    with database.reading() as session:
        user = session.exec(select(User).where(User.role == Role.CONSULTANT)).first()
        assert user is not None
        viewer = Viewer(user.id, user.role, user.name)
        parties = list(session.exec(select(Party.id).limit(2)))
    logged, bare = [], []
    for _ in range(TIMES):
        bare.append(_spent(lambda: _insert(database, viewer, parties)))
        logged.append(_spent(lambda: _log(work, viewer, parties)))
    database.close()
    over = [a - b for a, b in zip(sorted(logged), sorted(bare), strict=True)]
    return [
        row_of("bare insert of the rows of a contact", 50, bare),
        row_of("logging a contact", 50, logged),
        row_of("logging a contact, over the bare insert", 15, over),
    ]


def _spent(run: object) -> float:
    assert callable(run)
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


def _log(work: Work, viewer: Viewer, parties: list[UUID]) -> None:
    wanted = ContactCreate.model_validate(
        {
            "channel": "visit",
            "party_ids": parties,
            "summary": "Vraagt een zaal",
            "agreements": [{"what": "Bel terug", "owner_id": viewer.user_id, "due_on": "2030-01-15"}],
        }
    )
    with work.writing(viewer) as uow:
        log_contact(uow, wanted)


def _insert(database: Database, viewer: Viewer, parties: list[UUID]) -> None:
    now = datetime.now(UTC)
    assert viewer.user_id is not None
    with database.writing() as session:
        contact = ContactMoment(
            created_at=now,
            changed_at=now,
            author_id=viewer.user_id,
            happened_at=now,
            channel=Channel.VISIT,
            summary="x",
        )
        session.add(contact)
        session.flush()
        session.add(ContactColleague(contact_id=contact.id, user_id=viewer.user_id))
        session.add_all(ContactParticipant(contact_id=contact.id, party_id=key) for key in parties)
        session.add(
            Agreement(
                created_at=now, contact_id=contact.id, what="x", owner_id=viewer.user_id, due_on=now.date()
            )
        )
        event = DomainEventRow(id=new_id(), created_at=now, kind=ContactLogged.__name__, payload="{}")
        session.add(event)
        session.flush()
        # Never due: nothing carries out what was only inserted to be measured.
        for handler in subscriptions.handlers_of(ContactLogged.__name__):
            session.add(Delivery(created_at=now, event_id=event.id, handler=handler, visible_at=2**60))
