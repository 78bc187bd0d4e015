"""A store that does not answer: whoever asks is told so in their language, and nothing of the question leaks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from crm.app import create_app
from crm.clock import FixedClock
from crm.db import Database
from crm.settings import Settings
from crm.unit_of_work import Work
from crm.viewer import Viewer
from crm.web.refusals import is_our_fault
from tests.conftest import NOW
from tests.server import free_port
from workers.subscriptions import subscriptions

SECRET = "Kanarie-77"
COOKIE = {"cookie": "__Host-session=nobody"}
SAID = {
    "nl": "We kunnen nu even niet bij onze gegevens.",
    "en": "We cannot reach our records at the moment.",
    "fr": "Nos données sont momentanément inaccessibles.",
}


@contextmanager
def _write_locked(database: Database) -> Iterator[None]:
    """Another process holds what a writer needs."""
    other = Database(database.url)
    with other.engine.connect() as connection:
        connection.execute(text("SELECT 1" if other.is_sqlite else "LOCK TABLE follow_up"))
        yield
    other.close()


@pytest.fixture
def impatient(database: Database) -> Database:
    """The store, whose locks are waited for a tenth of a second."""

    def shorten(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute("PRAGMA busy_timeout=100" if database.is_sqlite else "SET lock_timeout = 100")
        connection.commit()  # type: ignore[attr-defined]

    event.listen(database.engine, "connect", shorten)
    return database


@pytest.mark.parametrize("language", sorted(SAID))
def test_locked_store_refuses_a_command_and_keeps_nothing_of_it(
    impatient: Database, nora: Viewer, client_of: Callable[[str | None], TestClient], language: str
) -> None:
    client = client_of("nora")
    wanted = {"what": SECRET, "owner_id": str(nora.user_id), "due_on": "2026-12-01"}
    asked = {"accept-language": language}
    with capture_logs() as logged, _write_locked(impatient):
        refused = client.post("/api/v1/follow-ups", json=wanted, headers=asked)
        shown = client.post(f"/follow-ups/new?lang={language}", data=wanted)
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "store_away")
    assert refused.headers["retry-after"] == "5"
    assert refused.json()["error"]["message"].startswith(SAID[language])
    assert (shown.status_code, SAID[language] in shown.text) == (503, True)
    assert SECRET not in refused.text + shown.text + str(logged)
    kinds = {line["kind"] for line in logged if line["event"] == "store.away"}
    assert kinds == {"SQLITE_BUSY" if impatient.is_sqlite else "LockNotAvailable"}
    assert client.get("/api/v1/follow-ups").json()["items"] == []
    assert client.post("/api/v1/follow-ups", json=wanted).status_code == 201


def _app_over(url: str) -> FastAPI:
    settings = Settings(database_url=url)
    return create_app(settings, Work(Database(url), subscriptions, FixedClock(NOW), settings))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_store_that_is_gone_is_said_on_page_and_in_the_api(kind: str, tmp_path: Path) -> None:
    gone = {
        "sqlite": f"sqlite:///{tmp_path / 'nowhere' / 'bereik.db'}",
        "postgresql": f"postgresql://bereik:{SECRET}@127.0.0.1:{free_port()}/bereik",
    }
    with TestClient(_app_over(gone[kind]), base_url="https://testserver") as client:
        answers = [client.get(path, headers=COOKIE) for path in ("/", "/api/v1/me")]
        healthy = client.get("/healthz")
    assert [one.status_code for one in (*answers, healthy)] == [503, 503, 200]
    assert all(SAID["nl"] in one.text and SECRET not in one.text for one in answers)


def test_wrong_statement_is_our_own_fault(database: Database) -> None:
    with pytest.raises(DBAPIError) as failed, database.reading() as session:
        session.connection().execute(text("SELECT 1 FROM nowhere"))
    assert is_our_fault(failed.value)
