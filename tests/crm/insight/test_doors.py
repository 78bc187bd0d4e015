"""The report through its two doors: the JSON API and the pages. No name of a person reaches who may not see it."""

from collections.abc import Callable
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from crm.insight.export import report_json, stored_network
from crm.parties.models import PersonRole, Strength
from crm.unit_of_work import Work
from crm.viewer import Role, Viewer
from graph.io import analyse
from tests.crm.insight.city import TODAY, City

Clients = Callable[[str | None], TestClient]
CANARY = "Zzkanarie"
COLD = 900


@pytest.fixture
def cell(city: City, nora: Viewer) -> str:
    """The address of a cell that is reached over two persons, who are named in contacts and follow-ups too."""
    group, place = city.group("somali"), city.place()
    network = city.community("Dhulka", (group,), (place,))
    near = city.person(f"Hodan {CANARY}", PersonRole.KEY_FIGURE)
    far = city.person(f"Ayaan {CANARY}", PersonRole.BRIDGE_BUILDER)
    city.knows(nora, near, Strength.TRUSTS_US)
    city.tie(near, far, Strength.TRUSTS_US)
    city.opens(far, network)
    city.contact(nora, near, summary=f"{CANARY} belt terug")
    city.contact(nora, network, far, group_itself_heard=True)
    return f"/reach/{group}/{place}"


def plan(client: TestClient, cell: str, owner: Viewer, **fields: str) -> int:
    wanted = {"what": f"Bel {CANARY}", "owner_id": str(owner.user_id), "due_on": "2026-12-01"} | fields
    return client.post(f"/api/v1{cell}/follow-ups", json=wanted).status_code


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_no_name_of_a_person_reaches_who_reads_roles(
    client_of: Clients, nora: Viewer, add_user: Callable[..., Viewer], cell: str, role: Role
) -> None:
    add_user("annelies", role)
    assert plan(client_of("nora"), cell, nora) == 201
    client = client_of("annelies")
    for path in ("/reach", cell, "/api/v1/reach", f"/api/v1{cell}"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert CANARY not in answer.text, path
        assert "belt terug" not in answer.text, path
    way = client.get(f"/api/v1{cell}").json()["way"]
    assert [(one["box"]["kind"], one["box"]["id"], one["box"]["roles"]) for one in way["steps"]] == [
        ("consultant", None, []),
        ("person", None, ["key_figure"]),
        ("person", None, ["bridge_builder"]),
    ]


def test_team_reads_names_and_dates(client_of: Clients, nora: Viewer, cell: str) -> None:
    answer = client_of("nora").get(f"/api/v1{cell}").json()
    assert [one["box"]["name"] for one in answer["way"]["steps"]] == [
        "Nora Peeters",
        f"Hodan {CANARY}",
        f"Ayaan {CANARY}",
    ]
    assert [one["last_contact_on"] for one in answer["way"]["steps"]] == [None, "2026-11-23", "2026-11-23"]
    assert (answer["opens"], answer["cell"]["status"], answer["hangs_on_one_colleague"]) == (
        ["Dhulka"],
        "single",
        True,
    )
    assert {one["box"]["name"]: one["left"] for one in answer["departures"]} == {
        f"Hodan {CANARY}": 0,
        f"Ayaan {CANARY}": 0,
    }
    page = client_of("nora").get(cell).text
    assert f"Hodan {CANARY}" in page
    assert "belt terug" in page


@pytest.mark.parametrize(("is_invented", "mark"), [(True, " (verzonnen)"), (False, "")])
def test_invented_figure_says_so(
    city: City, client_of: Clients, cell: str, is_invented: bool, mark: str
) -> None:
    group, place = (UUID(key) for key in cell.split("/")[2:])
    city.figure(group, place, 826, is_invented=is_invented)
    city.figure(group, None, 1826, is_invented=is_invented)
    client = client_of("nora")
    assert f"<small>1.826 inwoners, 2019{mark}</small>" in client.get("/reach").text
    assert f"<dd>826<small>Register, 2019{mark}</small></dd>" in client.get(cell).text


def test_planned_follow_up_stands_on_the_card_and_the_cell(
    client_of: Clients, nora: Viewer, cell: str
) -> None:
    client = client_of("nora")
    sent = {"what": "Kennismaken", "owner_id": str(nora.user_id), "due_on": "1/12/2026"}
    answer = client.post(f"{cell}/follow-ups", data=sent, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{cell}?said=planned")
    gap = client.get("/api/v1/reach").json()["largest_gaps"][0]
    assert [(one["what"], one["owner_id"], one["due_on"]) for one in gap["follow_ups"]] == [
        ("Kennismaken", str(nora.user_id), "2026-12-01")
    ]
    assert "Kennismaken" in client.get("/reach").text
    assert "Kennismaken" in client.get(cell).text


def test_manager_plans_too_and_reads_what_was_planned(
    city: City, client_of: Clients, nora: Viewer, add_user: Callable[..., Viewer], cell: str
) -> None:
    add_user("annelies", Role.MANAGER)
    client = client_of("annelies")
    assert plan(client, cell, nora, what="Kom langs op de koffie") == 201
    assert "Kom langs op de koffie" in client.get(cell).text  # a manager reads what the manager planned


def test_form_with_errors_keeps_what_was_typed(client_of: Clients, nora: Viewer, cell: str) -> None:
    answer = client_of("nora").post(f"{cell}/follow-ups", data={"what": "Bel <x>", "due_on": "31/31/2026"})
    assert answer.status_code == 422
    assert 'value="Bel &lt;x&gt;"' in answer.text
    assert 'id="error-due_on"' in answer.text


def test_unknown_cells_and_odd_input_are_refused(client_of: Clients, nora: Viewer, cell: str) -> None:
    client = client_of("nora")
    group = cell.split("/")[2]
    statuses = {
        path: client.get(f"/api/v1/reach{path}").status_code
        for path in (
            f"/{group}/city",
            f"/{group}/{UUID(int=7)}",
            f"/{group}/village",
            "?as_of=0001-01-01",
            "?as_of=soon",
            "?nobody=1",
            "?dimension=staff",
            "?as_of=",
            "?as_of=2026-01-01&dimension=origin",
        )
    }
    assert list(statuses.values()) == [404, 404, 404, 422, 422, 422, 422, 200, 200]
    assert plan(client, f"/reach/{group}/city", nora) == 404


def test_command_line_reads_what_the_api_answers(
    client_of: Clients, work: Work, nora: Viewer, cell: str
) -> None:
    with work.reading(nora) as uow:
        said = report_json(uow.session, nora, TODAY)
        network = stored_network(uow.session, nora, TODAY)
    assert said == client_of("nora").get("/api/v1/reach").json()
    assert list(analyse(network)["groups"]) == [cell.removeprefix("/reach/").replace("/", ":")]


def test_organisers_do_not_read_the_report(
    client_of: Clients, nora: Viewer, add_user: Callable[..., Viewer], cell: str
) -> None:
    add_user("bram", Role.ORGANISER)
    client = client_of("bram")
    assert [client.get(path).status_code for path in ("/api/v1/reach", f"/api/v1{cell}")] == [403, 403]


def test_pages_open_in_every_state(city: City, client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    assert client.get("/reach").status_code == 200  # nothing at all is stored
    place, roma = city.place(), city.group("roma", city_only=True)
    unknown, cold, far = city.group("unknown"), city.group("cold"), city.group("far")
    city.figure(cold, place, 9)
    city.figure(far, place, 90)
    city.knows(nora, city.community("Stil", (cold,), (place,)), Strength.TRUSTS_US, COLD)
    middle, network = city.person("Iemand"), city.community("Ver", (far, roma), (place,))
    city.knows(nora, middle, Strength.KNOWS_US)
    city.tie(middle, network, Strength.KNOWS_US)
    for path in ("/reach", "/reach?as_of=2026-01-01", "/reach?dimension=origin&as_of="):
        assert client.get(path).status_code == 200, path
    for group, where in ((roma, "city"), (unknown, place), (cold, place), (far, place)):
        assert client.get(f"/reach/{group}/{where}").status_code == 200
        assert client.get(f"/api/v1/reach/{group}/{where}").status_code == 200
    statuses = [one["status"] for one in client.get("/api/v1/reach").json()["cells"]]
    assert sorted(statuses) == ["not_reached", "not_reached", "stale", "unknown"]
