"""Signals through the API and the pages, and who may use them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from crm.db import new_id
from crm.viewer import Role, Viewer
from tests.crm.signals.conftest import City, Heard, Stored

Clients = Callable[[str | None], TestClient]
AddUser = Callable[..., Viewer]
Run = Callable[[], int]
Counts = Callable[[], AbstractContextManager[list[str]]]
TOLD = {"theme": "housing", "text": "De lift is stuk."}


def noted(client: TestClient, **values: object) -> str:
    answer = client.post("/api/v1/signals", json=TOLD | values)
    assert answer.status_code == 201, answer.text
    key: str = answer.json()["id"]
    return key


def test_api_carries_a_signal_round_the_loop(client_of: Clients, nora: Viewer, city: City) -> None:
    client = client_of("nora")
    key = noted(client, service_id=str(city.service), neighbourhood_id=str(city.north))
    early = client.post(f"/api/v1/signals/{key}/tell-back", json={"how": "Verteld."})
    assert (early.status_code, early.json()["error"]["code"]) == (409, "conflict")
    said = client.post(f"/api/v1/signals/{key}/answer", json={"answer": "Hersteld."}).json()
    assert (said["state"], said["answer"]) == ("answered", "Hersteld.")
    told = client.post(f"/api/v1/signals/{key}/tell-back", json={"how": "Verteld."}).json()
    assert (told["state"], told["told_back_how"]) == ("told_back", "Verteld.")
    assert [row["id"] for row in client.get("/api/v1/signals?state=told_back").json()["items"]] == [key]


def test_api_joins_and_shows_what_is_joined(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    lead, second = noted(client), noted(client)
    joined = client.post(f"/api/v1/signals/{second}/join", json={"to_id": lead})
    assert joined.json()["id"] == lead
    shown = client.get(f"/api/v1/signals/{lead}").json()
    assert ([one["id"] for one in shown["joined"]], shown["contact_happened_at"]) == ([second], None)
    listed = client.get("/api/v1/signals").json()["items"]
    assert [(row["id"], row["joined_count"]) for row in listed] == [(lead, 1)]


def test_api_edits_moves_and_reassigns(client_of: Clients, nora: Viewer, city: City) -> None:
    client = client_of("nora")
    key = noted(client)
    changed = {"version": 1, "theme": "work", "text": "Anders.", "heard_on": "2026-11-20"}
    assert client.put(f"/api/v1/signals/{key}", json=changed).json()["text"] == "Anders."
    late = client.put(f"/api/v1/signals/{key}", json=changed)
    assert (late.status_code, late.json()["error"]["current"]["version"]) == (409, 2)
    moved = client.post(f"/api/v1/signals/{key}/move", json={"answer_by": "2026-12-24"})
    assert moved.json()["answer_by"] == "2026-12-24"
    given = {"owner_id": str(nora.user_id), "service_id": str(city.service)}
    assert client.post(f"/api/v1/signals/{key}/reassign", json=given).json()["service_id"] == str(
        city.service
    )


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"theme": "gossip", "text": "x"}, "theme"),
        ({"theme": "work", "text": " "}, "text"),
        ({"theme": "work", "text": "x" * 1501}, "text"),
        ({"theme": "work", "text": "x", "heard_on": "0001-01-01"}, "heard_on"),
        ({"theme": "work", "text": "x", "service_id": "none"}, "service_id"),
        ({"theme": "work", "text": "x", "person_id": str(new_id())}, "person_id"),
    ],
)
def test_bad_input_names_the_field_and_writes_nothing(
    client_of: Clients, nora: Viewer, stored: Stored, sent: dict[str, object], field: str
) -> None:
    answer = client_of("nora").post("/api/v1/signals", json=sent)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [field]
    assert stored() == []


def test_unknown_filter_and_unknown_signal_are_refused(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    assert client.get("/api/v1/signals?mood=bad").status_code == 422
    assert client.get(f"/api/v1/signals/{new_id()}").status_code == 404
    assert client.get("/signals/not-an-id").status_code == 404


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [(Role.MANAGER, 200, 403), (Role.ADMINISTRATOR, 200, 403), (Role.ORGANISER, 403, 403), (None, 401, 401)],
)
def test_who_reads_and_who_writes(
    client_of: Clients, nora: Viewer, add_user: AddUser, role: Role | None, reads: int, writes: int
) -> None:
    key = noted(client_of("nora"))
    if role is not None:
        add_user("somebody", role)
    client = client_of(None if role is None else "somebody")
    got = [client.get(f"/api/v1/signals{rest}").status_code for rest in ("", f"/{key}")]
    sent = [
        client.post("/api/v1/signals", json=TOLD).status_code,
        client.post(f"/api/v1/signals/{key}/answer", json={"answer": "Ja."}).status_code,
        client.post(f"/api/v1/signals/{key}/join", json={"to_id": key}).status_code,
    ]
    assert (got, sent) == ([reads] * 2, [writes] * 3)


def test_manager_sees_coded_fields_but_no_note_and_no_persons(
    client_of: Clients, heard: Heard, stored: Stored, city: City, add_user: AddUser, run_deliveries: Run
) -> None:
    contact_id = heard(city.person, city.mothers)
    run_deliveries()
    add_user("karin", Role.MANAGER)
    client, (signal,) = client_of("karin"), stored()
    pages = client.get("/signals").text + client.get(f"/signals/{signal.id}").text
    shown = pages + client.get(f"/api/v1/signals/{signal.id}").text + client.get("/api/v1/signals").text
    assert "Inschrijven kan alleen online." not in shown
    assert f"/signals/{signal.id}" in pages
    assert ("Ilse" in shown, str(city.person) in shown, str(contact_id) in shown) == (False, False, False)
    assert ("/answer" in pages, "/signals/new" in pages) == (False, False)


def test_detail_tells_the_story_of_a_signal_from_a_contact(
    client_of: Clients, heard: Heard, stored: Stored, city: City, run_deliveries: Run
) -> None:
    contact_id = heard(signal_service_id=city.service, group_itself_heard=True, neighbourhood_id=city.north)
    run_deliveries()
    client, key = client_of("nora"), stored()[0].id
    client.post(f"/signals/{key}/answer", data={"answer": "Elke woensdag een zitdag."})
    client.post(f"/signals/{key}/tell-back", data={"how": "Aan de poort."})
    text = client.get(f"/signals/{key}").text
    for told in ("Dienst Onderwijs", "Mechelen-Noord", "Elke woensdag een zitdag.", "Aan de poort."):
        assert told in text
    assert ("20 nov" in text, str(contact_id) in text) == (True, False)


def test_new_page_says_where_danger_and_discrimination_go(client_of: Clients, nora: Viewer) -> None:
    text = client_of("nora").get("/signals/new").text
    assert [where in text for where in ('href="tel:112"', 'href="tel:1712"', "Unia", "VMRI")] == [True] * 4


def test_page_notes_a_signal_and_shows_it(client_of: Clients, nora: Viewer, stored: Stored) -> None:
    sent = TOLD | {"heard_on": "20/11/2026", "group_itself_heard": "on"}
    answer = client_of("nora").post("/signals/new", data=sent, follow_redirects=False)
    (signal,) = stored()
    assert (answer.status_code, answer.headers["location"]) == (303, f"/signals/{signal.id}?said=saved")
    assert (signal.heard_on.isoformat(), signal.group_itself_heard) == ("2026-11-20", True)


def test_page_keeps_what_was_typed_beside_its_error(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    answer = client.post("/signals/new", data={"text": "De <lift>", "heard_on": "31/31/2026"})
    assert answer.status_code == 422
    assert ("De &lt;lift&gt;" in answer.text, 'id="error-heard_on"' in answer.text) == (True, True)
    future = client.post("/signals/new", data=TOLD | {"heard_on": "24/12/2026"})
    assert (future.status_code, 'id="error-heard_on"' in future.text) == (422, True)


@pytest.mark.parametrize(
    ("place", "sent", "status"),
    [
        ("answer", {"answer": ""}, 422),
        ("tell-back", {"how": "Te vroeg verteld."}, 409),
        ("join", {"to_id": str(new_id())}, 422),
        ("move", {"answer_by": "1/1/2020"}, 422),
        ("reassign", {"owner_id": str(new_id())}, 422),
    ],
)
def test_page_refuses_a_wrong_command_and_shows_the_signal_again(
    client_of: Clients, nora: Viewer, place: str, sent: dict[str, str], status: int
) -> None:
    client = client_of("nora")
    key = noted(client)
    noted(client)  # so that there is one to join
    answer = client.post(f"/signals/{key}/{place}", data=sent)
    assert (answer.status_code, "De lift is stuk." in answer.text) == (status, True)
    assert "error-summary" in answer.text


@pytest.mark.parametrize("place", ["answer", "tell-back", "join", "move", "reassign"])
def test_page_command_on_an_unknown_signal_is_not_found(client_of: Clients, nora: Viewer, place: str) -> None:
    sent = {
        "answer": "Ja.",
        "how": "Ja.",
        "to_id": str(new_id()),
        "answer_by": "1/12/2026",
        "owner_id": str(nora.user_id),
    }
    wanted = {"answer": "answer", "tell-back": "how", "join": "to_id", "move": "answer_by"}
    field = wanted.get(place, "owner_id")
    answer = client_of("nora").post(f"/signals/{new_id()}/{place}", data={field: sent[field]})
    assert answer.status_code == 404


def test_page_commands_go_back_to_where_they_were_asked(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    key = noted(client)
    sent = {"answer": "Hersteld.", "back": "/"}
    answer = client.post(f"/signals/{key}/answer", data=sent, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?said=answered")


def test_second_saver_sees_both_versions_and_can_save_again(
    client_of: Clients, nora: Viewer, stored: Stored
) -> None:
    client = client_of("nora")
    key = noted(client)
    sent = TOLD | {"version": "1", "heard_on": "20/11/2026"}
    client.post(f"/signals/{key}/edit", data=sent | {"text": "Eerst."})
    late = client.post(f"/signals/{key}/edit", data=sent | {"text": "Daarna."})
    assert (late.status_code, "Eerst." in late.text, "Daarna." in late.text) == (409, True, True)
    assert 'name="version" value="2"' in late.text
    client.post(f"/signals/{key}/edit", data=sent | {"text": "Daarna.", "version": "2"})
    assert [one.text for one in stored()] == ["Daarna."]


def test_list_page_uses_as_many_queries_for_one_row_as_for_fifty(
    client_of: Clients, nora: Viewer, city: City, count_queries: Counts
) -> None:
    client = client_of("nora")
    noted(client, service_id=str(city.service))
    client.get("/signals?size=50")
    with count_queries() as with_one:
        client.get("/signals?size=50")
    lead = noted(client)
    for _ in range(48):
        noted(client, service_id=str(city.service))
    client.post(f"/api/v1/signals/{noted(client)}/join", json={"to_id": lead})
    with count_queries() as with_fifty:
        client.get("/signals?size=50")
    with count_queries() as of_one_signal:
        client.get(f"/signals/{lead}")
    assert (len(with_one), len(with_fifty) <= 12, len(of_one_signal) <= 12) == (len(with_fifty), True, True)


def test_lists_have_tabs_and_an_empty_state(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    for state in ("open", "answered", "told_back"):
        text = client.get(f"/signals?state={state}").text
        assert ('class="empty"' in text, "<tr" in text) == (True, False)
    assert 'class="empty"' in client.get(f"/signals?theme=work&service_id={UUID(int=1)}").text


def test_filter_form_with_choices_left_open_lists_everything(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    noted(client)
    left_open = "/signals?state=open&theme=&service_id=&neighbourhood_id=&owner_id="
    assert "De lift is stuk." in client.get(left_open).text
    assert "De lift is stuk." not in client.get(f"{left_open}&overdue=on").text
    assert client.get("/signals?theme=gossip").status_code == 422
