"""Lists, search and suggestions."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from crm.parties.models import Party
from crm.unit_of_work import Work
from crm.viewer import Viewer
from tests.crm.parties.conftest import API, Add, City

Count = Callable[[], AbstractContextManager[list[str]]]


def _names(client: TestClient, address: str) -> list[str]:
    answer = client.get(f"{API}/{address}")
    assert answer.status_code == 200, answer.text
    body = answer.json()
    return [row["name"] for row in (body["items"] if isinstance(body, dict) else body)]


def _spoke(work: Work, viewer: Viewer, key: str, day: date) -> None:
    with work.writing(viewer) as uow:
        uow.session.get_one(Party, UUID(key)).last_contact_on = day


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sukru", ["Şükrü Aydın"]),
        ("ŞÜKRÜ", ["Şükrü Aydın"]),
        ("aydin suk", ["Şükrü Aydın"]),
        ("brug", ["Şükrü Aydın"]),
        ("%", ["Nadia Benali", "Şükrü Aydın"]),
        ("sukru benali", []),
    ],
)
def test_people_are_found_by_parts_of_words(
    client: TestClient, add: Add, query: str, found: list[str]
) -> None:
    school = add("organisations", name="Basisschool De Brug")
    add("people", name="Şükrü Aydın", roles=[{"role": "guide", "organisation_id": school["id"]}])
    add("people", name="Nadia Benali")
    assert _names(client, f"people?q={query.replace('%', '%25')}") == found


def test_networks_are_found_by_where_they_work(client: TestClient, add: Add, city: City) -> None:
    add("organisations", name="Buurthuis De Sleutel", neighbourhood_ids=[str(city.north)])
    add("organisations", name="Speelplein", place="Zaal Rode Kruis", neighbourhood_ids=[str(city.arsenaal)])
    add("communities", name="Jonge ouders", neighbourhood_ids=[str(city.north)])
    assert _names(client, "organisations?q=mech noord") == ["Buurthuis De Sleutel"]
    assert _names(client, "organisations?q=rode") == ["Speelplein"]
    assert _names(client, "communities?q=NOORD jong") == ["Jonge ouders"]


def test_a_person_is_found_by_the_new_name_of_the_organisation(client: TestClient, add: Add) -> None:
    school = add("organisations", name="De Brug")
    add("people", name="Nadia", roles=[{"role": "guide", "organisation_id": school["id"]}])
    changed = {"name": "De Zonnebloem", "type": "school", "version": 1}
    assert client.put(f"{API}/organisations/{school['id']}", json=changed).status_code == 200
    assert _names(client, "people?q=zonne") == ["Nadia"]
    assert _names(client, "people?q=brug") == []


def test_filters_of_organisations_combine(client: TestClient, add: Add, city: City, nora: Viewer) -> None:
    add("organisations", name="A", type="school", group_ids=[str(city.deaf)])
    add("organisations", name="B", type="school", group_ids=[str(city.turkish)])
    add("organisations", name="C", type="charity", neighbourhood_ids=[str(city.north)])
    add("organisations", name="D", type="school", owner_id=str(nora.user_id), group_ids=[str(city.deaf)])
    assert _names(client, "organisations?type=school") == ["A", "B", "D"]
    assert _names(client, f"organisations?type=school&group_id={city.deaf}") == ["A", "D"]
    assert _names(client, f"organisations?neighbourhood_id={city.north}") == ["C"]
    assert _names(client, f"organisations?owner_id={nora.user_id}&type=") == ["D"]


def test_filters_of_people(client: TestClient, add: Add) -> None:
    school = add("organisations", name="De Brug")["id"]
    add("people", name="A", roles=[{"role": "guide", "organisation_id": school}])
    add("people", name="B", roles=[{"role": "key_figure"}])
    add("people", name="C", roles=[{"role": "guide", "until": "2026-11-23"}])
    assert _names(client, "people?role=guide") == ["A"]
    assert _names(client, f"people?organisation_id={school}") == ["A"]


def test_people_not_spoken_to_for_long(client: TestClient, add: Add, work: Work, nora: Viewer) -> None:
    keys = {name: add("people", name=name)["id"] for name in ("Never", "Old", "New")}
    _spoke(work, nora, keys["Old"], date(2026, 8, 25))  # 90 days ago
    _spoke(work, nora, keys["New"], date(2026, 8, 26))
    assert _names(client, "people?quiet_days=90") == ["Never", "Old"]
    assert _names(client, "people?sort=last_contact") == ["New", "Old", "Never"]
    assert _names(client, "people?sort=longest_ago") == ["Never", "Old", "New"]
    assert _names(client, "people") == ["Never", "New", "Old"]


def test_names_are_sorted_without_accents_and_paged(client: TestClient, add: Add) -> None:
    for name in ("Zoë", "élan", "Şirin", "adam", "Öz"):
        add("people", name=name)
    assert _names(client, "people?size=2") == ["adam", "élan"]
    assert _names(client, "people?size=2&page=3") == ["Zoë"]
    assert _names(client, "people?size=2&page=4") == []
    assert client.get(f"{API}/people?size=2").json()["total"] == 5


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("origin=turkish", "origin"),
        ("group_id=01930000-0000-7000-8000-000000000001", "group_id"),
        ("role=boss", "role"),
        ("quiet_days=0", "quiet_days"),
        ("owner_id=nora", "owner_id"),
        ("page=0", "page"),
        ("size=1000", "size"),
        ("sort=strength", "sort"),
        ("archived=perhaps", "archived"),
        ("q=" + "a" * 101, "q"),
    ],
)
def test_unknown_or_impossible_filters_are_refused(client: TestClient, query: str, field: str) -> None:
    answer = client.get(f"{API}/people?{query}")
    assert (answer.status_code, [one["field"] for one in answer.json()["error"]["fields"]]) == (422, [field])


def test_suggestions_put_starts_of_names_first_then_the_last_spoken(
    client: TestClient, add: Add, work: Work, nora: Viewer
) -> None:
    add("organisations", name="Vrienden van Nadia", place="Nekkerspoel")
    late = add("people", name="Nadia Aziz", roles=[{"role": "guide", "title": "toeleider"}])
    add("people", name="Nadia Benali")
    add("communities", name="Nadiaskring")
    _spoke(work, nora, late["id"], date(2026, 11, 1))
    answer = client.get(f"{API}/parties?q=nadia").json()
    assert [(one["name"], one["about"], one["kind"]) for one in answer] == [
        ("Nadia Aziz", "toeleider", "person"),
        ("Nadia Benali", "", "person"),
        ("Nadiaskring", "", "community"),
        ("Vrienden van Nadia", "Nekkerspoel", "organisation"),
    ]
    assert _names(client, "parties?q=nadia&limit=1") == ["Nadia Aziz"]
    assert _names(client, "parties")[0] == "Nadia Aziz"


def test_similar_names_warn_of_a_second_entry(client: TestClient, add: Add) -> None:
    for name in ("Şükrü Aydın", "Aydın, Sükrü Mehmet", "Aydın Demir", "Sukru"):
        add("people", name=name)
    add("organisations", name="Sukru Aydin")
    answer = client.post(f"{API}/parties/similar", json={"kind": "person", "name": "sukru  AYDIN"})
    assert [one["name"] for one in answer.json()] == ["Aydın, Sükrü Mehmet", "Sukru", "Şükrü Aydın"]
    assert client.post(f"{API}/parties/similar", json={"kind": "person", "name": "Jef"}).json() == []


@pytest.mark.parametrize("where", ["people", "organisations", "communities"])
@pytest.mark.parametrize("door", ["", API])
def test_lists_use_the_same_number_of_queries_with_1_and_50_rows(
    client: TestClient,
    add: Add,
    city: City,
    nora: Viewer,
    count_queries: Count,
    where: str,
    door: str,
) -> None:
    school = add(
        "organisations", name="De Brug", neighbourhood_ids=[str(city.north)], group_ids=[str(city.deaf)]
    )

    def add_one(number: int) -> None:
        values: dict[str, object] = {"name": f"Naam {number}", "owner_id": str(nora.user_id)}
        if where == "people":
            values["roles"] = [{"role": "guide", "organisation_id": school["id"]}]
        else:
            values |= {
                "group_ids": [str(city.deaf), str(city.turkish)],
                "neighbourhood_ids": [str(city.north)],
            }
        add(where, **values)

    add_one(0)
    with count_queries() as with_one:
        assert client.get(f"{door}/{where}?size=50").status_code == 200
    for number in range(1, 50):
        add_one(number)
    with count_queries() as with_fifty:
        assert client.get(f"{door}/{where}?size=50").status_code == 200
    assert len(with_fifty) == len(with_one)
    assert len(with_fifty) <= 12


def test_reading_a_person_does_not_take_more_queries_with_more_lines(
    client: TestClient, add: Add, count_queries: Count
) -> None:
    nadia = add("people", name="Nadia", roles=[{"role": "guide"}])["id"]

    def add_lines(number: int) -> None:
        other = add("communities", name=f"Kring {number}")["id"]
        tie = {"party_id": nadia, "other_id": other, "kind": "knows", "strength": "acquainted"}
        assert client.post(f"{API}/ties", json=tie).status_code == 201
        link = {"holder_id": nadia, "target_id": other, "kind": "can_help_reach", "basis": "consent"}
        assert client.post(f"{API}/reach-links", json=link | {"basis_note": "Ja"}).status_code == 201

    add_lines(0)
    with count_queries() as with_one:
        assert len(client.get(f"{API}/people/{nadia}").json()["ties"]) == 1
    for number in range(1, 12):
        add_lines(number)
    with count_queries() as with_twelve:
        assert len(client.get(f"{API}/people/{nadia}").json()["opens"]) == 12
    assert len(with_twelve) == len(with_one)
    assert len(with_twelve) <= 12
