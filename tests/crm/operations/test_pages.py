"""Behind the scenes as administrators see it, the banners of other pages, and whether a server is ready."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from crm import migrate
from crm.clock import FixedClock
from crm.operations.models import QueueDecision
from crm.operations.readiness import Beside
from crm.outbox import Delivery, DeliveryState
from crm.unit_of_work import Work
from crm.viewer import Role, Viewer
from tests.crm.operations.test_queries import add_delivery

Clients = Callable[[str | None], TestClient]
API = "/api/v1"
LATER = "Opvolging en meldingen komen iets later. Wat je noteert, is bewaard."
ALARMED = "Achter de schermen vraagt iets je aandacht."


@pytest.fixture
def hilde(add_user: Callable[..., Viewer]) -> Viewer:
    """An administrator."""
    return add_user("hilde", Role.ADMINISTRATOR, name="Hilde Coppens")


def _give_up(work: Work, handler: str = "notices.tell_due") -> str:
    failed = {"state": DeliveryState.DEAD, "attempts": 8, "dispatches": 8, "error": "ValueError at x.py:1"}
    with work.database.writing() as session:
        return str(add_delivery(session, handler=handler, **failed))


def _states(work: Work) -> list[DeliveryState]:
    with work.database.reading() as session:
        return [row.state for row in session.exec(select(Delivery))]


def test_page_shows_what_was_given_up_and_who_decided(client_of: Clients, work: Work, hilde: Viewer) -> None:
    client, key = client_of("hilde"), _give_up(work)
    page = client.get("/operations").text
    assert [word in page for word in ("notices.tell_due", "ValueError at x.py:1", key)] == [True] * 3
    answer = client.post(f"/operations/deliveries/{key}/discard", data={"why": "Bestaat niet meer."})
    assert answer.url.path == "/operations"
    assert "Hilde Coppens liet het vallen" in answer.text
    assert "Bestaat niet meer." in answer.text
    assert _states(work) == [DeliveryState.DONE]


def test_discarding_without_a_reason_asks_for_it(client_of: Clients, work: Work, hilde: Viewer) -> None:
    client, key = client_of("hilde"), _give_up(work)
    for path in (f"/operations/deliveries/{key}/discard", "/operations/handlers/notices.tell_due/discard"):
        answer = client.post(path, data={"why": " "})
        assert (answer.status_code, 'id="error-why"' in answer.text) == (422, True)
    assert _states(work) == [DeliveryState.DEAD]


def test_what_a_colleague_decided_first_is_said(client_of: Clients, work: Work, hilde: Viewer) -> None:
    client, key = client_of("hilde"), _give_up(work)
    assert client.post(f"/operations/deliveries/{key}/retry").status_code == 200
    for path in (f"deliveries/{key}/retry", "handlers/notices.tell_due/retry"):
        assert client.post(f"/operations/{path}").status_code == 409
    assert client.get(f"/operations/deliveries/{key}/discard").status_code == 409
    assert client.get("/operations/handlers/notices.tell_due/discard").status_code == 409
    assert client.get("/operations/handlers/nobody.knows/discard").status_code == 404
    with work.database.reading() as session:
        assert len(session.exec(select(QueueDecision)).all()) == 1


def test_api_says_the_same_as_the_page(client_of: Clients, work: Work, hilde: Viewer) -> None:
    client = client_of("hilde")
    keys = [_give_up(work), _give_up(work)]
    seen = client.get(f"{API}/operations").json()
    assert [alarm["kind"] for alarm in seen["alarms"]] == ["given_up"]
    assert seen["alarms"][0]["message"] == "Opgegeven taken wachten op jouw beslissing: 2."
    assert [(one["handler"], one["total"]) for one in seen["given_up"]] == [("notices.tell_due", 2)]
    assert [one["id"] for one in seen["given_up"][0]["deliveries"]] == keys[::-1]
    why = {"why": "Bestaat niet meer."}
    assert client.post(f"{API}/operations/handlers/notices.tell_due/discard", json=why).json() == {"count": 2}
    (decided,) = client.get(f"{API}/operations").json()["decisions"]
    assert (decided["decided_by"], decided["decision"], decided["count"]) == ("Hilde Coppens", "discarded", 2)


def test_page_asks_the_same_number_of_questions_for_one_and_for_fifty(
    client_of: Clients, work: Work, hilde: Viewer, count_queries: Callable[..., object]
) -> None:
    client, asked = client_of("hilde"), []
    _give_up(work)
    client.get("/operations")
    for handlers in (("notices.tell_due",), ("agenda.check_event",) * 25 + ("notices.tell_flag",) * 25):
        for handler in handlers:
            _give_up(work, handler)
        with count_queries() as seen:  # type: ignore[attr-defined]
            assert client.get("/operations").status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_administrators_hear_of_alarms_on_every_page_and_others_do_not(
    client_of: Clients, work: Work, hilde: Viewer, nora: Viewer, clock: FixedClock
) -> None:
    administrator, consultant, key = client_of("hilde"), client_of("nora"), _give_up(work)
    assert ALARMED in administrator.get("/").text
    assert ALARMED not in administrator.get("/operations").text
    assert ALARMED not in consultant.get("/").text
    administrator.post(f"/operations/deliveries/{key}/retry")
    clock.instant += timedelta(seconds=6)  # what was seen is kept for a few seconds
    assert ALARMED not in administrator.get("/").text


def test_everybody_who_is_signed_in_hears_that_the_broker_is_silent(
    app: FastAPI, client_of: Clients, nora: Viewer
) -> None:
    consultant, answers = client_of("nora"), [False]
    app.state.beside = Beside(broker_answers=lambda: answers[0])
    for path in ("/", "/people"):
        assert LATER in consultant.get(path).text
    assert LATER not in client_of(None).get("/sign-in").text
    assert consultant.get("/readyz").status_code == 200
    answers[0] = True
    assert LATER not in consultant.get("/").text


def test_ready_says_each_part_and_nothing_else(app: FastAPI, client_of: Clients) -> None:
    client = client_of(None)
    answer = client.get("/readyz")
    well = {"state": "ready", "parts": {"store": "ok", "schema": "ok", "workers": "ok"}}
    assert (answer.status_code, answer.json()) == (200, well)
    app.state.beside = Beside(workers_live=lambda: False)
    stopped = client.get("/readyz")
    assert (stopped.status_code, stopped.json()["parts"]["workers"]) == (503, "stopped")


def test_not_ready_on_a_schema_that_does_not_fit(client_of: Clients, work: Work) -> None:
    client = client_of(None)
    migrate.downgrade(work.database.url, "0011")
    try:
        answer = client.get("/readyz")
    finally:
        migrate.upgrade(work.database.url)
    parts = {"store": "ok", "schema": "unfit", "workers": "ok"}
    assert (answer.status_code, answer.json()) == (503, {"state": "not ready", "parts": parts})


def test_not_ready_without_a_store_and_alive_all_the_same(
    client_of: Clients, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(None)
    # A path in which nothing can be made: the store is away.
    away = type(work.database)("sqlite:////nowhere/at/all.db")
    monkeypatch.setattr(work, "database", away)
    answer = client.get("/readyz")
    parts = {"store": "away", "schema": "unknown", "workers": "ok"}
    assert (answer.status_code, answer.json()) == (503, {"state": "not ready", "parts": parts})
    assert client.get("/healthz").json() == {"state": "ok"}
    away.close()


def test_today_leads_administrators_behind_the_scenes(client_of: Clients, work: Work, hilde: Viewer) -> None:
    _give_up(work)
    page = client_of("hilde").get("/").text
    assert len(re.findall(r'href="/operations"', page)) >= 3  # the menu, the banner and the card
