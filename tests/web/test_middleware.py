"""Around every answer: headers, refusal of other sites, language, and nothing personal in the log."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy.exc import IntegrityError
from sqlmodel import select
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from crm.accounts.models import UserSession
from crm.app import LARGEST_BODY
from crm.clock import FixedClock
from crm.unit_of_work import Work
from crm.viewer import Role, Viewer

Clients = Callable[[str | None], TestClient]
COMMAND = "/api/v1/follow-ups"


@pytest.mark.parametrize(
    "path", ["/sign-in", "/healthz", "/nowhere", "/api/v1/follow-ups", "/api/v1/nowhere"]
)
def test_every_answer_carries_the_security_headers(client_of: Clients, path: str) -> None:
    answer = client_of(None).get(path, follow_redirects=False)
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 422),
        ({"sec-fetch-site": "none"}, 422),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://testserver"}, 422),
        ({"origin": "https://elsewhere.example"}, 403),
        ({}, 403),
    ],
)
def test_commands_from_another_site_are_refused(
    client_of: Clients, nora: Viewer, headers: dict[str, str], status: int
) -> None:
    client = client_of("nora")
    del client.headers["sec-fetch-site"]
    assert client.post(COMMAND, json={}, headers=headers).status_code == status


def test_session_cookie_is_for_this_site_over_a_safe_connection_and_unseen_by_scripts(
    client_of: Clients, nora: Viewer
) -> None:
    from tests.conftest import PASSWORD

    answer = client_of(None).post("/api/v1/session", json={"login": "nora", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= {part.strip() for part in cookie.split(";")}


def test_wrong_password_and_unknown_name_get_the_same_answer(client_of: Clients, nora: Viewer) -> None:
    client = client_of(None)
    answers = [
        client.post("/api/v1/session", json={"login": login, "password": "niet-dit-wachtwoord"})
        for login in ("nora", "niemand")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[0].json() == answers[1].json()


def test_signing_out_ends_the_session_on_the_server(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    token = client.cookies["__Host-session"]
    assert client.get("/api/v1/me").status_code == 200
    assert client.delete("/api/v1/session").status_code == 204
    client.cookies.set("__Host-session", token)
    assert client.get("/api/v1/me").status_code == 401


def test_role_without_the_right_is_refused_and_nobody_is_asked_to_sign_in(
    client_of: Clients, add_user: Callable[..., Viewer]
) -> None:
    add_user("bram", Role.ORGANISER)
    assert client_of("bram").get(COMMAND).status_code == 403
    assert client_of(None).get(COMMAND).status_code == 401
    page = client_of(None).get("/follow-ups?owner_id=x", follow_redirects=False)
    assert (page.status_code, page.headers["location"]) == (303, "/sign-in?next=/follow-ups")


def test_reader_chooses_a_language_and_keeps_it(client_of: Clients) -> None:
    client = client_of(None)
    assert '<html lang="nl">' in client.get("/sign-in").text
    assert '<html lang="fr">' in client.get("/sign-in?lang=fr").text
    assert '<html lang="fr">' in client.get("/sign-in").text


def test_malformed_json_names_what_is_wrong_and_repeats_nothing(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    answer = client.post(COMMAND, content=b'{"what": "Nadia', headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "bad_input"
    assert "Nadia" not in answer.text


def test_log_line_holds_the_route_and_never_the_address(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    with capture_logs() as lines:
        client.get("/follow-ups?party_id=Nadia+Bakir")
        client.get("/search/Nadia")
    assert [(line["event"], line["route"], line["status"]) for line in lines] == [
        ("request.answered", "/follow-ups", 422),
        ("request.answered", None, 404),
    ]
    assert "Nadia" not in str(lines)


def test_too_large_body_is_refused_before_it_is_read(client_of: Clients, nora: Viewer) -> None:
    answer = client_of("nora").post(COMMAND, content=b"x" * (LARGEST_BODY + 1))
    assert (answer.status_code, answer.json()["error"]["message"]) == (413, "Dit is te groot om te sturen.")


def test_writer_who_was_overtaken_gets_a_conflict_and_not_a_failure(app: FastAPI, client_of: Clients) -> None:
    @app.get("/api/v1/overtaken")
    def overtaken() -> None:
        raise IntegrityError("INSERT", {}, ValueError("UNIQUE constraint failed"))

    answer = client_of(None).get("/api/v1/overtaken")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "conflict")


def test_rows_of_ended_sessions_go_at_the_next_sign_in(
    client_of: Clients, nora: Viewer, work: Work, clock: FixedClock
) -> None:
    client = client_of("nora")
    clock.instant += timedelta(hours=work.settings.session_hours, seconds=1)
    assert client.get("/api/v1/me").status_code == 401
    client_of("nora")
    with work.database.reading() as session:
        assert [row.created_at for row in session.exec(select(UserSession))] == [clock.instant]
