"""Follow-ups through the API."""

from collections.abc import Callable

from starlette.testclient import TestClient

from crm.parties.models import Dimension, InclusionGroup
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer

Clients = Callable[[str | None], TestClient]


def test_plan_follow_up_is_listed_and_can_be_done(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    planned = client.post(
        "/api/v1/follow-ups",
        json={"what": "Bel over de zaal", "owner_id": str(nora.user_id), "due_on": "2026-12-01"},
    )
    assert planned.status_code == 201
    key = planned.json()["id"]
    assert [row["id"] for row in client.get("/api/v1/follow-ups").json()["items"]] == [key]
    assert client.post(f"/api/v1/follow-ups/{key}/done").json()["state"] == "done"
    assert client.get("/api/v1/follow-ups").json()["total"] == 0


def test_hand_over_to_somebody_outside_the_team_is_refused(
    client_of: Clients, nora: Viewer, add_user: Callable[..., Viewer]
) -> None:
    manager = add_user("karin", Role.MANAGER)
    client = client_of("nora")
    key = client.post(
        "/api/v1/follow-ups", json={"what": "Bel", "owner_id": str(nora.user_id), "due_on": "2026-12-01"}
    ).json()["id"]
    answer = client.post(f"/api/v1/follow-ups/{key}/hand-over", json={"owner_id": str(manager.user_id)})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == ["owner_id"]
    assert client.get(f"/api/v1/follow-ups/{key}").json()["owner_id"] == str(nora.user_id)


def test_pages_of_follow_ups_open(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    form = {
        "what": "Bel over de zaal",
        "owner_id": str(nora.user_id),
        "due_on": "1/12/2026",
        "back": "/follow-ups",
    }
    answer = client.post("/follow-ups/new", data=form, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/follow-ups?said=planned")
    assert "Bel over de zaal" in client.get("/follow-ups").text


def test_form_with_errors_keeps_what_was_typed(client_of: Clients, nora: Viewer) -> None:
    answer = client_of("nora").post("/follow-ups/new", data={"what": "Bel <Nadia>", "due_on": "31/31/2026"})
    assert answer.status_code == 422
    assert 'value="Bel &lt;Nadia&gt;"' in answer.text
    assert 'id="error-due_on"' in answer.text


def test_list_takes_what_every_address_may_carry_and_refuses_unknown_filters(
    client_of: Clients, nora: Viewer
) -> None:
    client = client_of("nora")
    assert client.get("/follow-ups?said=planned&lang=fr&owner_id=").status_code == 200
    refused = client.get("/api/v1/follow-ups?colour=red")
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["error"]["fields"]] == ["colour"]


def test_text_that_the_store_cannot_hold_is_refused(client_of: Clients, nora: Viewer) -> None:
    body = {"what": "Bel\x00", "owner_id": str(nora.user_id), "due_on": "2026-12-01"}
    refused = client_of("nora").post("/api/v1/follow-ups", json=body)
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["error"]["fields"]] == ["what"]


def test_page_shows_my_own_until_everybody_is_chosen(
    client_of: Clients, nora: Viewer, add_user: Callable[..., Viewer]
) -> None:
    karim, client = add_user("karim", name="Karim Bouzid"), client_of("nora")
    for owner, what in ((nora, "Bel de school"), (karim, "Bel de moskee")):
        body = {"what": what, "owner_id": str(owner.user_id), "due_on": "2026-12-01"}
        client.post("/api/v1/follow-ups", json=body)
    shown = {
        query: ["Bel de school" in text, "Bel de moskee" in text]
        for query in ("", "?owner_id=", f"?owner_id={karim.user_id}")
        for text in [client.get(f"/follow-ups{query}").text]
    }
    assert list(shown.values()) == [[True, False], [True, True], [False, True]]


def test_follow_up_names_a_party_or_a_group_and_never_both(
    client_of: Clients, nora: Viewer, work: Work
) -> None:
    client = client_of("nora")
    person = client.post("/api/v1/people", json={"name": "Nadia Bakir"}).json()["id"]
    with work.writing(SYSTEM) as uow:
        group = InclusionGroup(
            created_at=uow.now,
            key="newcomers",
            dimension=Dimension.NEWCOMERS,
            name_nl="Nieuwkomers",
            name_en="Newcomers",
            name_fr="Primo-arrivants",
        )
        uow.session.add(group)
        key = str(group.id)
    body = {"what": "Bel", "owner_id": str(nora.user_id), "due_on": "2026-12-01"}
    refused = client.post("/api/v1/follow-ups", json=body | {"party_id": person, "group_id": key})
    assert (refused.status_code, refused.json()["error"]["fields"][0]["field"]) == (422, "party_id")
    assert client.post("/api/v1/follow-ups", json=body | {"group_id": key}).status_code == 201
