"""The map through its two doors: for the team only, no group beside a person, and the list with the same lines."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from crm.db import new_id
from crm.insight.map.view import MOST_SHOWN
from crm.parties.models import Party, PartyKind, Person, Strength, TieKind
from crm.viewer import Role, Viewer
from tests.crm.insight.city import NOW, City

Clients = Callable[[str | None], TestClient]
Counting = Callable[[], AbstractContextManager[list[str]]]
API, LINES = "/api/v1/network", "/api/v1/network/lines"


@dataclass
class Town:
    """Hodan opens Dhulka in the north and works at the school in the south; Stil is not spoken to for long."""

    somali: UUID
    roma: UUID
    north: UUID
    south: UUID
    hodan: UUID
    dhulka: UUID
    school: UUID
    stil: UUID


@pytest.fixture
def town(city: City, nora: Viewer) -> Town:
    somali, roma = city.group("zzsomali"), city.group("zzroma", city_only=True)
    north, south = city.place("noord"), city.place("zuid")
    hodan = city.person("Hodan Warsame")
    dhulka = city.community("Dhulka", (somali,), (north,))
    school = city.organisation("De Wilgenboom", (), (south,))
    stil = city.organisation("Stil Huis", (roma,), (north,))
    city.knows(nora, hodan, Strength.TRUSTS_US)
    city.knows(nora, stil, Strength.ACQUAINTED, 900)
    city.opens(hodan, dhulka)
    city.tie(hodan, school, Strength.WORKS_TOGETHER, 200, kind=TieKind.WORKS_AT)
    return Town(somali, roma, north, south, hodan, dhulka, school, stil)


def _names(client: TestClient, query: str = "") -> list[str]:
    answer = client.get(f"{API}{query}")
    assert answer.status_code == 200, answer.text
    return sorted(node["name"] for node in answer.json()["nodes"])


def test_team_reads_nodes_lines_and_places(client_of: Clients, nora: Viewer, town: Town) -> None:
    found = client_of("nora").get(API).json()

    assert {node["name"]: (node["kind"], node["href"], node["colour"]) for node in found["nodes"]} == {
        "Nora Peeters": ("consultant", None, "consultant"),
        "Hodan Warsame": ("person", f"/people/{town.hodan}", None),
        "Dhulka": ("community", f"/communities/{town.dhulka}", "community"),
        "De Wilgenboom": ("organisation", f"/organisations/{town.school}", "organisation"),
        "Stil Huis": ("organisation", f"/organisations/{town.stil}", "organisation"),
    }
    assert all(0 <= node[axis] <= 1 for node in found["nodes"] for axis in "xy")
    lines = {frozenset((line["a"], line["b"])): line for line in found["lines"]}
    assert {pair: (line["kinds"], line["strength"], line["state"]) for pair, line in lines.items()} == {
        frozenset((str(nora.user_id), str(town.hodan))): (["colleague"], "trusts_us", "works"),
        frozenset((str(nora.user_id), str(town.stil))): (["colleague"], "acquainted", "quiet"),
        frozenset((str(town.hodan), str(town.dhulka))): (["opens"], None, None),
        frozenset((str(town.hodan), str(town.school))): (["works_at"], "works_together", "works"),
    }
    assert (found["total"], found["is_cut"], found["as_of"]) == (5, False, "2026-11-23")
    assert found == client_of("nora").get(API).json()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR, Role.ORGANISER])
def test_only_the_team_opens_the_map(
    client_of: Clients, add_user: Callable[..., Viewer], town: Town, role: Role
) -> None:
    add_user("iemand", role)
    client = client_of("iemand")
    answers = [client.get(path) for path in (API, LINES, "/network", "/network/lines")]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert ["Hodan" in answer.text for answer in answers] == [False] * 4
    if role != Role.ORGANISER:
        assert 'href="/network"' not in client.get("/reach").text


QUERIES = (
    "",
    "?colour=origin",
    "?colour=neighbourhood",
    "?group_id={somali}",
    "?group_id={somali}&colour=origin",
    "?around={dhulka}&steps=2&colour=origin",
    "?around={hodan}&colour=origin",
    "?around={hodan}&group_id={somali}&colour=origin&steps=3",
)


@pytest.mark.parametrize("query", QUERIES)
def test_no_group_stands_beside_a_person(client_of: Clients, nora: Viewer, town: Town, query: str) -> None:
    asked = query.format(**vars(town))
    found = client_of("nora").get(f"{API}{asked}").json()
    persons = [node for node in found["nodes"] if node["kind"] == "person"]
    groups = {str(town.somali), str(town.roma), "zzsomali", "zzroma"}

    assert [node["name"] for node in persons] == ["Hodan Warsame"]
    assert {node["colour"] for node in persons} == {None}
    beside = json.dumps([persons, found["lines"]])
    assert [group for group in groups if group in beside] == []
    if "around={hodan}" in query:  # nothing of a group at all, not even on its neighbours
        assert [group for group in groups if group in json.dumps(found)] == []
        assert (found["group_id"], found["colour"]) == (None, "kind")
    listed = client_of("nora").get(LINES + re.sub(r"[?&]colour=\w+", "", asked))
    assert (listed.status_code, [group for group in groups if group in listed.text]) == (200, [])


def test_group_that_a_small_area_betrays_gives_no_colour_and_shows_no_person(
    city: City, client_of: Clients, nora: Viewer, town: Town
) -> None:
    city.tie(town.hodan, town.stil, Strength.TRUSTS_US)
    client = client_of("nora")

    assert _names(client, f"?group_id={town.roma}") == ["Nora Peeters", "Stil Huis"]
    assert _names(client, f"?group_id={town.roma}&neighbourhood_id={town.south}") == [
        "Nora Peeters",
        "Stil Huis",
    ]
    assert client.get(f"{API}?group_id={town.roma}&colour=neighbourhood").json()["colour"] == "kind"
    assert str(town.roma) not in client.get(f"{API}?colour=origin").text
    assert str(town.somali) in client.get(f"{API}?colour=origin").text


def test_filters_and_steps_choose(client_of: Clients, nora: Viewer, town: Town) -> None:
    client = client_of("nora")

    assert _names(client, f"?group_id={town.somali}") == ["Dhulka", "Hodan Warsame"]
    assert _names(client, f"?neighbourhood_id={town.south}") == ["De Wilgenboom", "Hodan Warsame"]
    assert _names(client, "?kind=organisation&kind=community") == ["De Wilgenboom", "Dhulka", "Stil Huis"]
    assert _names(client, "?state=quiet") == ["Nora Peeters", "Stil Huis"]
    assert _names(client, f"?around={town.dhulka}") == ["Dhulka", "Hodan Warsame"]
    assert _names(client, f"?around={town.dhulka}&steps=2") == [
        "De Wilgenboom",
        "Dhulka",
        "Hodan Warsame",
        "Nora Peeters",
    ]
    assert _names(client, f"?group_id={UUID(int=5)}") == []


def test_odd_input_is_refused(client_of: Clients, nora: Viewer, town: Town) -> None:
    client = client_of("nora")
    asked = (
        "?steps=0",
        "?steps=4",
        "?kind=group",
        "?state=old",
        "?colour=gender2",
        "?around=hodan",
        "?who=1",
    )
    assert [client.get(f"{API}{query}").status_code for query in asked] == [422] * len(asked)
    assert [client.get(f"{LINES}{query}").status_code for query in ("?sort=rank", "?page=0")] == [422, 422]
    for path in (API, LINES, "/network", "/network/lines"):
        assert client.get(f"{path}?around={UUID(int=9)}").status_code == 404


def test_list_holds_the_lines_of_the_map(client_of: Clients, nora: Viewer, town: Town) -> None:
    client = client_of("nora")
    for query in ("", f"?around={town.dhulka}&steps=2", "?state=quiet", f"?neighbourhood_id={town.north}"):
        drawn, listed = client.get(f"{API}{query}").json(), client.get(f"{LINES}{query}").json()
        assert listed["total"] == len(drawn["lines"])
        assert {(row["one"]["id"], row["other"]["id"], row["state"]) for row in listed["items"]} == {
            (line["a"], line["b"], line["state"]) for line in drawn["lines"]
        }


def test_list_is_sorted_through_links_and_comes_in_pages(
    client_of: Clients, nora: Viewer, town: Town
) -> None:
    client = client_of("nora")
    page = client.get("/network/lines?sort=last_contact&size=2&state=quiet").text
    assert 'href="/network/lines?state=quiet&amp;sort=last_contact&amp;size=2&amp;descending=True"' in page
    assert 'aria-sort="ascending"' in page
    firsts = [
        client.get(f"{LINES}?sort=last_contact&size=2&page={number}&descending=true").json()["items"][0][
            "other"
        ]["name"]
        for number in (1, 2)
    ]
    assert firsts == ["Hodan Warsame", "Stil Huis"]


def test_page_names_what_it_shows_and_holds_the_lines_for_who_has_no_script(
    client_of: Clients, nora: Viewer, town: Town
) -> None:
    client = client_of("nora")
    answer = client.get(f"/network?around={town.hodan}&group_id={town.somali}")
    assert answer.url.query.decode() == f"around={town.hodan}"  # no address names a person beside a group
    page = answer.text
    assert f'data-source="/api/v1/network?around={town.hodan}&amp;colour=kind"' in page
    listed = client.get(f"/network/lines?around={town.hodan}&group_id={town.somali}")
    assert (listed.status_code, str(town.somali) in str(listed.url)) == (200, False)
    assert 'class="card no-js-only"' in page and "De Wilgenboom" in page
    assert 'name="group_id"' not in page  # around a person nothing is chosen by group
    assert "<title>Hodan" not in page
    party = client.get(f"/people/{town.hodan}").text
    assert f'href="/network?around={town.hodan}"' in party


def test_search_finds_who_is_on_the_map(city: City, client_of: Clients, nora: Viewer, town: Town) -> None:
    city.person("Hodan Weg", archived_on=NOW.date())
    client = client_of("nora")
    page = client.get("/network?q=hodan").text
    assert f'href="/network?around={town.hodan}"' in page and "Hodan Weg" not in page
    assert f'href="/network?around={nora.user_id}"' in client.get("/network?q=peeters").text
    for nothing in ("zzzz", "%25", "!!!"):
        assert "?around=" not in client.get(f"/network?q={nothing}").text


def test_more_than_five_hundred_are_cut_with_a_sentence(city: City, client_of: Clients, nora: Viewer) -> None:
    keys = [new_id() for _ in range(MOST_SHOWN + 40)]
    city.add(
        *(
            row
            for key in keys
            for row in (
                Party(
                    id=key,
                    created_at=NOW,
                    changed_at=NOW,
                    kind=PartyKind.PERSON,
                    name="Iemand",
                    search="iemand",
                ),
                Person(id=key),
            )
        )
    )
    client = client_of("nora")
    found = client.get(API).json()
    assert (len(found["nodes"]), found["total"], found["is_cut"]) == (500, 541, True)
    assert "500" in client.get("/network").text and "541" in client.get("/network").text


def test_pages_open_when_nobody_is_there(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    for path in (
        "/network",
        "/network/lines",
        "/network?kind=person",
        f"/network/lines?group_id={UUID(int=1)}",
    ):
        assert client.get(path).status_code == 200


def test_number_of_queries_does_not_grow(
    city: City, client_of: Clients, nora: Viewer, town: Town, count_queries: Counting
) -> None:
    client, counts = client_of("nora"), []
    for _ in range(2):
        for path in (API, LINES, "/network", "/network/lines"):
            client.get(path)  # the report is kept from here on
            with count_queries() as seen:
                assert client.get(path).status_code == 200
            counts.append(len(seen))
        before = [city.person(f"P{at}") for at in range(30)]
        for one, other in pairwise(before):
            city.tie(one, other, Strength.ACQUAINTED)
    assert counts[:4] == counts[4:]
    assert counts[0] <= 6  # the sign-in, the rules and state of the report, and two for the names
