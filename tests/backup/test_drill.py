"""The restore drill: back up, destroy, restore, compare row for row, and work on; on both stores and across."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from pyrage.x25519 import Identity
from sqlmodel import Session, col, select, update
from starlette.testclient import TestClient

from crm.accounts.models import User
from crm.app import create_app
from crm.backup import rows
from crm.backup.making import make_backup, snapshot
from crm.backup.restoring import restore_backup
from crm.clock import FixedClock
from crm.contacts.models import Channel, ContactColleague, ContactMoment, PeopleBand
from crm.contacts.schemas import AgreementCreate, ContactCreate
from crm.contacts.service import log_contact
from crm.db import Database
from crm.operations.models import BackupRun
from crm.operations.queries import observe
from crm.outbox import STORE_TIME, Delivery, DeliveryState, DomainEventRow
from crm.settings import Settings
from crm.tables import metadata
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.backup.every_table import Rows, rows_of
from tests.conftest import NOW, PASSWORD, PASSWORD_HASH
from tests.server import Server
from workers.delivery import deliver_due
from workers.subscriptions import subscriptions

CLOCK = FixedClock(NOW)


def as_after_a_crash(before: Rows) -> Rows:
    """What a restored store holds: nobody is signed in, no process runs, and what was under way is due now."""
    after = before | {"user_session": [], "broker_epoch": [], "process": []}
    after["schema_promise"] = [("schema", "0016")]  # what the migrations wrote
    names = metadata.tables["delivery"].columns.keys()
    due = {"state": DeliveryState.READY, "visible_at": 0, "token": None}
    after["delivery"] = [
        tuple((dict(zip(names, row, strict=True)) | due).values())
        if row[names.index("state")] in ("queued", "running")
        else row
        for row in before["delivery"]
    ]
    return after


def _lines(url: str) -> dict[str, list[bytes]]:
    database = Database(url)
    with snapshot(database) as connection:
        found = {one.name: sorted(rows.lines(connection, one)) for one in rows.tables()}
    database.close()
    del found["delivery"]
    return found


def _back_up(url: str, path: Path, key: Identity) -> None:
    database = Database(url)
    make_backup(database, CLOCK, path, [str(key.to_public())], 35)
    database.close()


def test_every_row_comes_back_on_both_stores_and_across(
    full: Database, new_database: Callable[[], str], tmp_path: Path, key: Identity
) -> None:
    before, lines = rows_of(full.url), _lines(full.url)
    full.close()
    _back_up(full.url, tmp_path / "first", key)
    in_postgres = new_database()
    restored = restore_backup(in_postgres, tmp_path / "first", [key], force=False)
    assert rows_of(in_postgres) == as_after_a_crash(before)
    assert (restored.checked.rows, restored.due_again) == (3 * len(rows.tables()), 3)
    # Null in JSON and no value at all look the same to Python, and are two things to a query.
    assert _lines(in_postgres) == lines
    assert any(b'"null"' in line for some in lines.values() for line in some)

    _back_up(in_postgres, tmp_path / "second", key)
    in_sqlite = f"sqlite:///{tmp_path / 'new.db'}"
    restore_backup(in_sqlite, tmp_path / "second", [key], force=False)
    assert rows_of(in_sqlite) == as_after_a_crash(before)

    # What was lost since is thrown away only when that is said.
    restore_backup(full.url, tmp_path / "second", [key], force=True)
    assert rows_of(full.url) == as_after_a_crash(before)
    restore_backup(in_postgres, tmp_path / "first", [key], force=True)
    assert rows_of(in_postgres) == as_after_a_crash(before)


@pytest.fixture
def served(store_url: str) -> Iterator[Work]:
    """Units of work over a store of each kind."""
    database = Database(store_url)
    yield Work(database, subscriptions, CLOCK, Settings(database_url=store_url))
    database.close()


@pytest.fixture
def consultant(served: Work) -> Viewer:
    """Nora, in that store."""
    return _add_nora(served)


def _add_nora(work: Work) -> Viewer:
    with work.writing(SYSTEM) as uow:
        user = User(
            created_at=NOW,
            changed_at=NOW,
            name="Nora Peeters",
            login="nora",
            password_hash=PASSWORD_HASH,
            role=Role.CONSULTANT,
        )
        uow.session.add(user)
        uow.session.flush()
        return Viewer(user.id, user.role, user.name, "nl")


def _log(work: Work, viewer: Viewer) -> UUID:
    assert viewer.user_id is not None
    promise = AgreementCreate(what="Bel terug", owner_id=viewer.user_id, due_on=NOW.date())
    with work.writing(viewer) as uow:
        wanted = ContactCreate(
            channel=Channel.STREET, place="Grote Markt", people_band=PeopleBand.FEW, agreements=[promise]
        )
        return log_contact(uow, wanted).id


def test_snapshot_does_not_see_what_is_written_while_it_is_read(served: Work, consultant: Viewer) -> None:
    first = _log(served, consultant)
    with snapshot(served.database) as connection:
        seen = [len(list(rows.lines(connection, metadata.tables["domain_event"])))]
        _log(served, consultant)
        seen += [
            len(list(rows.lines(connection, metadata.tables[name])))
            for name in ("contact_moment", "agreement")
        ]
    with served.database.reading() as session:
        now = session.exec(select(ContactMoment.id)).all()
    assert (seen, len(now), first in now) == ([1, 1, 1], 2, True)


def test_backup_while_contacts_are_logged_holds_each_with_all_its_rows(
    served: Work, consultant: Viewer, tmp_path: Path, key: Identity
) -> None:
    logged: list[UUID] = []
    enough, stopped = threading.Event(), threading.Event()

    def write() -> None:
        while not stopped.is_set():
            logged.append(_log(served, consultant))
            if len(logged) == 5:
                enough.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert enough.wait(timeout=60)
        before = list(logged)
        make_backup(served.database, CLOCK, tmp_path / "backup", [str(key.to_public())], 35)
        after = len(logged)
    finally:
        stopped.set()
        writer.join()
    url = f"sqlite:///{tmp_path / 'restored.db'}"
    restore_backup(url, tmp_path / "backup", [key], force=False)
    restored = Database(url)
    with restored.reading() as session:
        stored = set(session.exec(select(ContactMoment.id)))
        colleagues = session.exec(select(ContactColleague.contact_id)).all()
        handlers = len(subscriptions.handlers_of("ContactLogged"))
        events = session.exec(select(DomainEventRow.id).where(DomainEventRow.kind == "ContactLogged")).all()
        deliveries = session.exec(select(Delivery).where(col(Delivery.event_id).in_(events))).all()
    restored.close()
    assert set(before) <= stored <= set(logged)
    assert len(before) <= len(stored) <= after + 1
    assert sorted(colleagues) == sorted(stored)
    assert (len(events), len(deliveries)) == (len(stored), handlers * len(stored))
    # The run is noted for whoever looks after the system.
    with served.database.reading() as session:
        (run,) = session.exec(select(BackupRun)).all()
        assert (run.taken_at, run.is_encrypted) == (NOW, True)
        assert run.size_bytes == (tmp_path / "backup").stat().st_size
        assert observe(session, SYSTEM, NOW, is_embedded=True).backup_taken_at == NOW


def _put_under_way(session: Session) -> None:
    """As if a worker had died with every delivery in its hands."""
    session.exec(update(Delivery).values(state=DeliveryState.RUNNING, visible_at=9_999_999_999_999))


@pytest.fixture
def under_way(template: Path, tmp_path: Path, key: Identity) -> Viewer:
    """Nora, in a SQLite store that is gone: a backup is left, made while her contact was being handled."""
    store = Path(shutil.copy(template, tmp_path / "bereik.db"))
    url = f"sqlite:///{store}"
    work = Work(Database(url), subscriptions, CLOCK, Settings(database_url=url))
    nora = _add_nora(work)
    _log(work, nora)
    with work.database.writing() as session:
        _put_under_way(session)
    make_backup(work.database, CLOCK, tmp_path / "backup", [str(key.to_public())], 35)
    work.database.close()
    store.unlink()
    return nora


def test_server_works_on_with_a_restored_store(
    under_way: Viewer, tmp_path: Path, key: Identity, wait_until: Callable[[Callable[[], bool]], None]
) -> None:
    store = tmp_path / "bereik.db"
    restore_backup(f"sqlite:///{store}", tmp_path / "backup", [key], force=False)
    with Server(store) as server:
        cookie = server.sign_in("nora", PASSWORD)
        body = {
            "channel": "street",
            "place": "Grote Markt",
            "people_band": "2-4",
            "agreements": [
                {"what": "Stuur de brief", "owner_id": str(under_way.user_id), "due_on": "2030-01-15"}
            ],
        }
        assert server.ask("POST", "/api/v1/contacts", body, cookie).status == 201

        def promised() -> list[str]:
            found = server.ask("GET", "/api/v1/follow-ups", cookie=cookie)
            return sorted(one for one in ("Bel terug", "Stuur de brief") if one.encode() in found.body)

        wait_until(lambda: promised() == ["Bel terug", "Stuur de brief"])


def test_postgresql_works_on_with_what_was_a_sqlite_store(
    under_way: Viewer, new_database: Callable[[], str], tmp_path: Path, key: Identity
) -> None:
    url = new_database()
    restore_backup(url, tmp_path / "backup", [key], force=False)
    moved = Work(Database(url), subscriptions, CLOCK, Settings(database_url=url), store_time=STORE_TIME)
    app = create_app(moved.settings, moved)
    with TestClient(app, base_url="https://testserver", headers={"sec-fetch-site": "same-origin"}) as client:
        assert client.post("/api/v1/session", json={"login": "nora", "password": PASSWORD}).status_code == 200
        promise = {"what": "Stuur de brief", "owner_id": str(under_way.user_id), "due_on": "2026-12-01"}
        body = {"channel": "street", "place": "Grote Markt", "people_band": "2-4", "agreements": [promise]}
        assert client.post("/api/v1/contacts", json=body).status_code == 201
        deliver_due(moved)
        found = client.get("/api/v1/follow-ups").json()["items"]
    moved.database.close()
    assert sorted(one["what"] for one in found) == ["Bel terug", "Stuur de brief"]
