"""Persons, organisations and communities through the API: create, change, archive."""

from uuid import UUID, uuid4

from sqlmodel import col, select
from starlette.testclient import TestClient

from crm.outbox import DomainEventRow
from crm.parties.models import Community, PartyKind
from crm.parties.service import ensure_party
from crm.unit_of_work import Work
from crm.viewer import Viewer
from tests.crm.parties.conftest import API, Add, City


def _recorded(work: Work) -> list[str]:
    with work.database.reading() as session:
        return list(session.exec(select(DomainEventRow.kind).order_by(col(DomainEventRow.id))))


def test_create_person_keeps_data_and_roles(client: TestClient, add: Add, nora: Viewer, work: Work) -> None:
    school = add("organisations", name="Basisschool De Brug", type="school")
    made = add(
        "people",
        name="Şükrü Aydın",
        owner_id=str(nora.user_id),
        email="sukru@example.org",
        phone="0400 00 00 00",
        contact_language="Turks",
        informed_on="2026-11-20",
        roles=[{"role": "bridge_builder", "organisation_id": school["id"], "until": "2027-08-31"}],
    )
    assert client.get(f"{API}/people/{made['id']}").json() == made
    assert (made["name"], made["version"], made["owner_name"]) == ("Şükrü Aydın", 1, "Nora Peeters")
    assert (made["email"], made["informed_on"]) == ("sukru@example.org", "2026-11-20")
    assert [(role["role"], role["other"]["name"], role["until"]) for role in made["roles"]] == [
        ("bridge_builder", "Basisschool De Brug", "2027-08-31")
    ]
    assert _recorded(work) == ["PartyCreated", "PartyCreated"]


def test_create_organisation_keeps_groups_neighbourhoods_and_calendars(add: Add, city: City) -> None:
    made = add(
        "organisations",
        name="Dovenclub De Hand",
        place="Zaal boven de bibliotheek",
        website="https://example.org",
        is_registered=False,
        is_city_wide=True,
        group_ids=[str(city.deaf), str(city.deaf_turkish)],
        neighbourhood_ids=[str(city.north)],
        calendars=["islam_tr", "christian_western", "islam_tr"],
    )
    assert sorted(group["key"] for group in made["groups"]) == ["deaf", "deaf_turkish"]
    assert [area["name"] for area in made["neighbourhoods"]] == ["Mechelen-Noord"]
    assert made["calendars"] == ["islam_tr", "christian_western"]
    assert (made["is_city_wide"], made["is_registered"]) == (True, False)


def test_create_community_keeps_its_portrait(add: Add, city: City) -> None:
    made = add(
        "communities",
        name="Jonge dove mensen",
        portrait="Ze komen samen op vrijdag.",
        what_works="Filmpjes in gebarentaal",
        group_ids=[str(city.deaf)],
    )
    assert (made["portrait"], made["what_works"]) == ("Ze komen samen op vrijdag.", "Filmpjes in gebarentaal")
    assert made["meeting_places"] is None


def test_create_with_the_same_id_twice_makes_one(client: TestClient, add: Add, work: Work) -> None:
    key = str(uuid4())
    for where in ("people", "organisations", "communities"):
        own = key[:-1] + {"people": "1", "organisations": "2", "communities": "3"}[where]
        first = add(where, id=own, name="De Brug")
        assert add(where, id=own, name="Andere naam") == first
        assert client.get(f"{API}/{where}").json()["total"] == 1
    assert _recorded(work) == ["PartyCreated"] * 3


def test_create_with_an_id_of_another_kind_is_refused(client: TestClient, add: Add) -> None:
    made = add("organisations", name="De Brug")
    answer = client.post(f"{API}/people", json={"id": made["id"], "name": "Nadia"})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == ["id"]


def test_ensure_party_gives_the_same_party_for_the_same_id(work: Work, nora: Viewer) -> None:
    key = uuid4()
    for kind in PartyKind:
        own = uuid4() if kind != PartyKind.PERSON else key
        with work.writing(nora) as uow:
            first = ensure_party(uow, kind, "Nadia Benali", own)
            found = (first.id, first.kind, first.name, first.search)
        with work.writing(nora) as uow:
            again = ensure_party(uow, kind, "Nadia B.", own)
            assert (again.id, again.kind, again.name, again.search) == found
        assert found == (own, kind, "Nadia Benali", "nadia benali")
    assert _recorded(work) == ["PartyCreated"] * 3


def test_update_person_replaces_the_data_and_keeps_the_roles(
    client: TestClient, add: Add, work: Work
) -> None:
    made = add("people", name="Nadia", phone="0400 00 00 00", roles=[{"role": "guide"}])
    answer = client.put(f"{API}/people/{made['id']}", json={"name": "Nadia Benali", "version": 1})
    assert answer.status_code == 200
    changed = answer.json()
    assert (changed["name"], changed["phone"], changed["version"]) == ("Nadia Benali", None, 2)
    assert [role["role"] for role in changed["roles"]] == ["guide"]
    assert _recorded(work) == ["PartyCreated", "PartyChanged"]


def test_update_organisation_replaces_groups_and_neighbourhoods(
    client: TestClient, add: Add, city: City
) -> None:
    made = add(
        "organisations",
        name="De Hand",
        group_ids=[str(city.deaf), str(city.turkish)],
        neighbourhood_ids=[str(city.north)],
    )
    answer = client.put(
        f"{API}/organisations/{made['id']}",
        json={
            "name": "De Hand",
            "type": "charity",
            "version": 1,
            "group_ids": [str(city.turkish), str(city.deaf_turkish)],
            "neighbourhood_ids": [str(city.arsenaal)],
        },
    )
    changed = answer.json()
    assert sorted(group["key"] for group in changed["groups"]) == ["deaf_turkish", "turkish"]
    assert [area["key"] for area in changed["neighbourhoods"]] == ["arsenaal"]
    assert changed["type"] == "charity"


def test_update_keeps_audience_tags_that_are_no_calendars(
    client: TestClient, add: Add, work: Work, nora: Viewer
) -> None:
    key = add("communities", name="Jonge ouders")["id"]
    with work.writing(nora) as uow:
        uow.session.get_one(Community, UUID(key)).calendars = ["families", "islam_ma"]
    assert client.get(f"{API}/communities/{key}").json()["calendars"] == ["islam_ma"]
    wanted = {"name": "Jonge ouders", "version": 1, "calendars": ["jewish"]}
    assert client.put(f"{API}/communities/{key}", json=wanted).json()["calendars"] == ["jewish"]
    with work.reading(nora) as uow:
        assert uow.session.get_one(Community, UUID(key)).calendars == ["jewish", "families"]
    late = client.put(f"{API}/communities/{key}", json=wanted)
    assert late.json()["error"]["current"]["calendars"] == ["jewish"]


def test_update_after_a_colleague_is_refused_with_what_is_stored(
    client: TestClient, add: Add, city: City
) -> None:
    made = add("communities", name="Jonge dove mensen", group_ids=[str(city.deaf)])
    address = f"{API}/communities/{made['id']}"
    first = {"name": "Dove jongeren", "version": 1, "portrait": "Nieuw", "group_ids": [str(city.deaf)]}
    assert client.put(address, json=first).status_code == 200
    answer = client.put(address, json={"name": "Doven", "version": 1})
    assert answer.status_code == 409
    error = answer.json()["error"]
    assert error["code"] == "version_conflict"
    assert error["current"] == {
        "id": made["id"],
        "version": 2,
        "name": "Dove jongeren",
        "owner_id": None,
        "portrait": "Nieuw",
        "meeting_places": None,
        "channels": None,
        "what_works": None,
        "calendars": [],
        "calendars_said_on": None,
        "calendars_source": None,
        "is_city_wide": False,
        "group_ids": [str(city.deaf)],
        "neighbourhood_ids": [],
    }
    assert client.get(address).json()["name"] == "Dove jongeren"


def test_archive_takes_off_the_lists_and_restore_brings_back(
    client: TestClient, add: Add, work: Work
) -> None:
    made = {where: add(where, name="Nadia")["id"] for where in ("people", "organisations", "communities")}
    for where, key in made.items():
        archived = client.post(f"{API}/{where}/{key}/archive").json()
        assert (archived["archived_on"], archived["version"]) == ("2026-11-23", 2)
        assert client.post(f"{API}/{where}/{key}/archive").json()["version"] == 2
        assert client.get(f"{API}/{where}").json()["total"] == 0
        assert client.get(f"{API}/{where}?archived=true").json()["total"] == 1
    assert client.get(f"{API}/parties?q=nadia").json() == []
    for where, key in made.items():
        assert client.post(f"{API}/{where}/{key}/restore").json()["archived_on"] is None
        assert client.get(f"{API}/{where}").json()["total"] == 1
    assert _recorded(work) == ["PartyCreated"] * 3 + ["PartyArchived"] * 6


def test_a_party_of_another_kind_is_not_found(client: TestClient, add: Add) -> None:
    key = add("organisations", name="De Brug")["id"]
    assert client.get(f"{API}/people/{key}").status_code == 404
    assert client.get(f"{API}/communities/{key}").status_code == 404
    assert client.put(f"{API}/people/{key}", json={"name": "Nadia", "version": 1}).status_code == 404
    assert client.post(f"{API}/communities/{key}/archive").status_code == 404
    assert client.get(f"{API}/organisations/{key}").json()["archived_on"] is None


def test_roles_are_added_and_ended(client: TestClient, add: Add, work: Work) -> None:
    school = add("organisations", name="De Brug")
    person = add("people", name="Nadia")
    role = client.post(
        f"{API}/people/{person['id']}/roles",
        json={"role": "board_member", "organisation_id": school["id"], "title": "voorzitter"},
    )
    assert role.status_code == 201
    seen = client.get(f"{API}/organisations/{school['id']}").json()
    assert [(one["title"], one["other"]["name"]) for one in seen["roles"]] == [("voorzitter", "Nadia")]
    ended = client.post(f"{API}/people/{person['id']}/roles/{role.json()['id']}/end", json={})
    assert ended.json()["until"] == "2026-11-23"
    assert client.get(f"{API}/people?role=board_member").json()["total"] == 0
    other = add("people", name="Karim")
    wrong = client.post(f"{API}/people/{other['id']}/roles/{role.json()['id']}/end", json={})
    assert wrong.status_code == 404
    assert _recorded(work) == ["PartyCreated"] * 2 + ["PartyChanged"] * 2 + ["PartyCreated"]
