"""Introductions through their two doors, and the number of queries of the lists."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from crm.parties.models import Strength
from crm.viewer import Role, Viewer
from tests.crm.insight.city import City

Clients = Callable[[str | None], TestClient]
AddUser = Callable[..., Viewer]
API = "/api/v1"


@pytest.fixture
def karim(add_user: AddUser) -> Viewer:
    """A colleague."""
    return add_user("karim", name="Karim Bouzid")


@pytest.fixture
def target(city: City, nora: Viewer, karim: Viewer) -> UUID:
    """Whom Karim knows, and Nora over Amina."""
    target, amina = city.organisation("Dhulka"), city.person("Amina Aziz")
    city.knows(karim, target, Strength.TRUSTS_US)
    city.knows(nora, amina, Strength.TRUSTS_US)
    city.tie(amina, target, Strength.TRUSTS_US)
    return target


def test_ask_answer_and_read_through_the_pages(client_of: Clients, karim: Viewer, target: UUID) -> None:
    nora = client_of("nora")
    page = nora.get(f"/introductions?target_id={target}").text
    assert "Vraag het aan Karim Bouzid" in page
    assert "Ik vraag het aan Amina Aziz" in page
    ask = f"/introductions/ask?chain={karim.user_id}&chain={target}"
    assert ask.replace("&", "&amp;") in page or ask in page
    assert 'value="2026-12-07"' in nora.get(ask).text  # in two weeks

    sent = {"chain": [str(karim.user_id), str(target)], "due_on": "1/12/2026"}
    answer = nora.post("/introductions", data=sent, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/introductions/requests?said=asked")
    key = nora.get(f"{API}/introductions").json()["items"][0]["id"]

    colleague = client_of("karim")
    assert "Nora Peeters wil kennismaken met" in colleague.get("/introductions").text
    assert colleague.post(f"/introductions/{key}/answer", data={"state": "declined"}).status_code == 422
    said = {"state": "declined", "note": "Na de verhuis."}
    answer = colleague.post(f"/introductions/{key}/answer", data=said, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/introductions?said=answer_kept")

    page = nora.get("/introductions/requests").text
    assert "Na de verhuis." in page
    assert "Niet nu" in page
    assert nora.get(f"/introductions/{key}/answer").status_code == 200


def test_ways_of_the_api_are_what_a_question_takes(client_of: Clients, karim: Viewer, target: UUID) -> None:
    nora = client_of("nora")
    ways = nora.get(f"{API}/parties/{target}/introductions").json()
    assert ways["target_id"] == str(target)
    assert [len(one["chain"]) for one in ways["mine"]["live"]] == [3]
    assert (ways["mine"]["once"], ways["team"]["once"]) == (None, None)
    wanted = {"chain": ways["team"]["live"][0]["chain"], "due_on": "2026-12-01"}
    asked = nora.post(f"{API}/introductions", json=wanted)
    assert (asked.status_code, asked.json()["via_user_id"]) == (201, str(karim.user_id))
    again = nora.post(f"{API}/introductions", json=wanted)
    assert again.json()["id"] == asked.json()["id"]
    to_me = client_of("karim").get(f"{API}/introductions?side=to_me").json()
    assert [(one["id"], one["may_answer"], one["may_close"]) for one in to_me["items"]] == [
        (asked.json()["id"], True, False)
    ]


def test_who_is_found_by_name_and_odd_addresses(client_of: Clients, target: UUID) -> None:
    nora = client_of("nora")
    assert f"/introductions?target_id={target}" in nora.get("/introductions?q=dhul").text
    unknown = UUID(int=7)
    statuses = [
        nora.get(path).status_code
        for path in (
            "/introductions?q=",
            "/introductions/ask",
            "/introductions?target_id=x",
            f"/introductions?target_id={unknown}",
            f"/introductions/ask?chain={unknown}&chain={target}",
            "/introductions/requests?side=theirs",
            f"/introductions/{unknown}/answer",
        )
    ]
    assert statuses == [200, 200, 422, 404, 404, 422, 404]
    refused = nora.post("/introductions", data={"chain": ["x"], "due_on": "31/31/2026"})
    assert (refused.status_code, 'id="error-due_on"' in refused.text) == (422, True)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ORGANISER, Role.ADMINISTRATOR])
def test_introductions_are_for_the_team(
    client_of: Clients, add_user: AddUser, target: UUID, role: Role
) -> None:
    add_user("ander", role)
    client = client_of("ander")
    paths = ("/introductions", f"{API}/introductions", f"{API}/parties/{target}/introductions")
    assert [client.get(path).status_code for path in paths] == [403, 403, 403]


def test_page_of_a_party_leads_to_it(client_of: Clients, target: UUID) -> None:
    assert f"/introductions?target_id={target}" in client_of("nora").get(f"/organisations/{target}").text


def test_number_of_queries_does_not_grow(
    city: City,
    client_of: Clients,
    nora: Viewer,
    karim: Viewer,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    client, counts = client_of(nora.name.split()[0].lower()), []
    for size in (1, 12):
        for number in range(size):
            target = city.organisation(f"Kring {size} {number}")
            chain = [str(karim.user_id), str(target)]
            client.post(f"{API}/introductions", json={"chain": chain, "due_on": "2026-12-01"})
        with count_queries() as seen:
            assert client.get("/introductions/requests").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
