"""The year calendar without an account: closed until an administrator opens it, and then it tells nothing of ours."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from starlette.testclient import TestClient

from crm.agenda.calendars.queries import open_calendar
from crm.agenda.observances.keys import Certainty, Observance
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.crm.agenda.conftest import Planner

Clients = Callable[[str | None], TestClient]
PAGES = (
    "/calendar",
    "/calendar/check",
    "/api/v1/calendar?from=2027-03-01&to=2027-03-31",
    "/api/v1/calendar/check?on=2027-02-23&start_hour=19:30&end_hour=21:30",
)


@pytest.fixture
def hilde(add_user: Callable[..., Viewer]) -> Viewer:
    """An administrator."""
    return add_user("hilde", Role.ADMINISTRATOR, name="Hilde Coppens")


@pytest.fixture
def opened(client_of: Clients, hilde: Viewer) -> TestClient:
    """A client of nobody, where the calendar is open."""
    answer = client_of("hilde").post("/observances/public", data={"is_open": "true"}, follow_redirects=False)
    assert answer.headers["location"] == "/observances/public?said=saved"
    return client_of(None)


def test_it_is_closed_until_somebody_opens_it(client_of: Clients, hilde: Viewer) -> None:
    strangers = {login: client_of(login) for login in (None, "hilde")}
    statuses = {
        (login, path): strangers[login].get(path).status_code for login in strangers for path in PAGES
    }
    assert set(statuses.values()) == {404}
    nowhere = strangers[None].get("/nowhere")
    assert strangers[None].get("/calendar").text == nowhere.text.replace("/nowhere", "/calendar")


def test_administrator_opens_and_closes_it_and_both_stay_readable(
    client_of: Clients, opened: TestClient, hilde: Viewer
) -> None:
    assert {opened.get(path).status_code for path in PAGES} == {200}
    client = client_of("hilde")
    told = client.put("/api/v1/observances/public", json={"is_open": False}).json()
    assert told["is_open"] is False
    assert [(one["is_open"], one["changed_by"]) for one in told["changes"]] == [
        (False, "Hilde Coppens"),
        (True, "Hilde Coppens"),
    ]
    assert {opened.get(path).status_code for path in PAGES} == {404}
    page = client.get("/observances/public?lang=en").text
    assert "Only who is signed in sees it" in page
    assert re.findall(r"<strong>(Closed|Opened to everybody)</strong>", page) == [
        "Closed",
        "Opened to everybody",
    ]


def test_nobody_else_opens_it(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    assert client.get("/observances/public").status_code == 403
    assert client.post("/observances/public", data={"is_open": "true"}).status_code == 403
    assert client.put("/api/v1/observances/public", json={"is_open": True}).status_code == 403
    assert client_of(None).get("/calendar").status_code == 404


def test_visitor_sees_no_event_and_nothing_that_a_colleague_typed(
    client_of: Clients, opened: TestClient, nora: Viewer, plan: Planner
) -> None:
    plan(nora, title="Kanarie-avond", start_on="2027-03-10")
    client_of("nora").post(
        "/api/v1/observances/confirmations",
        json={
            "observance": "eid_al_fitr",
            "year": 2027,
            "start_on": "2027-03-10",
            "source": "Gehoord van Kanarie",
        },
    )
    walked = [
        "/calendar?day=2027-03-10&lang=nl",
        "/calendar?view=list&year=2027",
        "/calendar/check?on=2027-03-10&start_hour=19:30&end_hour=21:30&respect=islam_general",
        *PAGES,
    ]
    said = "\n".join(opened.get(path).text for path in walked)
    assert re.findall(r"Kanarie|Nora|/events|/observances|sign-out", said) == []
    assert "Aangekondigd, en genoteerd door de stad" in said
    assert "Kanarie" in client_of("nora").get("/observances?day=2027-03-10").text, "those signed in do see it"


def test_visitor_who_is_signed_in_reads_the_same_page(
    client_of: Clients, opened: TestClient, nora: Viewer
) -> None:
    path = "/calendar?year=2027&month=3"
    assert client_of("nora").get(path).text == opened.get(path).text


def test_page_may_be_kept_for_a_while_unless_it_sets_a_language(opened: TestClient) -> None:
    kept = opened.get("/calendar?year=2027&month=3")
    assert kept.headers["cache-control"] == "public, max-age=300"
    assert "Cookie" in kept.headers["vary"]
    assert opened.get("/calendar?lang=fr").headers["cache-control"] == "no-store"


def test_visitor_asks_about_an_evening_and_nothing_is_written(opened: TestClient) -> None:
    query = {"on": "2027-02-23", "start_hour": "19:30", "end_hour": "21:30", "respect": "islam_general"}
    page = opened.get("/calendar/check", params=query).text
    assert "Liever niet" in page
    assert len(re.findall(r'class="suggestion" href="/calendar/check\?', page)) == 3
    told = opened.get("/api/v1/calendar/check", params=query).json()
    assert told["clashes"][0]["text"] in page


def test_calendar_of_visitors_is_the_same_value_while_nothing_is_confirmed(work: Work) -> None:
    with work.reading(SYSTEM) as uow:
        first, second = open_calendar(uow.session, SYSTEM), open_calendar(uow.session, SYSTEM)
    assert first is second, "what was worked out for one visitor serves the next"
    assert (first.imported, first.confirmations) == ((), ())
    found = first.occurrences(date(2027, 3, 9), date(2027, 3, 9))
    assert [each.certainty for each in found if each.observance is Observance.EID_AL_FITR] == [
        Certainty.EXPECTED
    ]
