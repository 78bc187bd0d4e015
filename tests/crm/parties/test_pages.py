"""The pages of parties: lists, forms, warnings and conflicts."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from crm.viewer import Viewer
from tests.crm.parties.conftest import API, Add, City


def _post(client: TestClient, path: str, **values: object) -> Any:
    return client.post(path, data=values, follow_redirects=False)


def _items(client: TestClient, where: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{API}/{where}").json()["items"]
    return found


@pytest.mark.parametrize(
    "path",
    [
        "/people",
        "/organisations",
        "/communities",
        "/people/new",
        "/organisations/new",
        "/communities/new",
        "/people?said=archived&lang=fr",
        "/people?q=&role=&owner_id=&quiet_days=&sort=name",
    ],
)
def test_pages_open_while_nothing_is_stored(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_person_form_stores_a_person_with_a_role(client: TestClient, add: Add, nora: Viewer) -> None:
    school = add("organisations", name="De Brug")["id"]
    values = {
        "name": "Şükrü Aydın",
        "owner_id": str(nora.user_id),
        "roles.0.role": "bridge_builder",
        "roles.0.organisation_id": school,
        "roles.0.until": "31/8/2027",
        "phone": "",
    }
    answer = _post(client, "/people/new", **values)
    (made,) = _items(client, "people")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/people/{made['id']}?said=added")
    stored = client.get(f"{API}/people/{made['id']}").json()
    assert [(role["role"], role["until"]) for role in stored["roles"]] == [("bridge_builder", "2027-08-31")]
    listed = client.get("/people?q=sukru").text
    assert f'href="/people/{made["id"]}"' in listed
    assert "Şükrü Aydın" in listed


def test_person_form_asks_no_group_and_says_what_to_write(client: TestClient, city: City) -> None:
    text = client.get("/people/new?lang=en").text
    assert "Write down what the person does, never what the person is." in text
    assert "group_ids" not in text
    assert "calendars" not in text


def test_organisation_form_stores_ticks_and_their_absence(client: TestClient, city: City) -> None:
    values = {"name": "De Hand", "type": "sports_club", "calendars": ["islam_ma", "jewish"]}
    values |= {"group_ids": [str(city.deaf), str(city.turkish)], "neighbourhood_ids": [str(city.north)]}
    assert _post(client, "/organisations/new", **values).status_code == 303
    (made,) = _items(client, "organisations")
    stored = client.get(f"{API}/organisations/{made['id']}").json()
    assert (stored["calendars"], stored["is_registered"]) == (["islam_ma", "jewish"], False)
    form = client.get(f"/organisations/{made['id']}/change").text
    assert re.findall(r'value="(islam_ma|islam_tr|jewish)"[^>]* checked', form) == ["islam_ma", "jewish"]
    assert f'value="{city.north}" id="f-neighbourhood_ids" checked' in form


def test_form_with_errors_keeps_what_was_typed(client: TestClient) -> None:
    answer = _post(client, "/people/new", name="<Nadia>", email="nadia", informed_on="31/31/2026")
    assert answer.status_code == 422
    assert 'value="&lt;Nadia&gt;"' in answer.text
    assert set(re.findall(r'id="error-([\w.]+)"', answer.text)) == {"email", "informed_on"}
    assert _items(client, "people") == []


def test_a_similar_name_is_asked_about_once(client: TestClient, add: Add) -> None:
    add("people", name="Şükrü Aydın")
    asked = _post(client, "/people/new?lang=en", name="Sukru AYDIN")
    assert asked.status_code == 409
    assert "This name looks like one we know." in asked.text
    assert 'name="anyway" value="on"' in asked.text
    assert len(_items(client, "people")) == 1
    assert _post(client, "/people/new", name="Sukru AYDIN", anyway="on").status_code == 303
    assert [row["name"] for row in _items(client, "people")] == ["Şükrü Aydın", "Sukru AYDIN"]


def test_similar_names_arrive_while_typing(client: TestClient, add: Add) -> None:
    key = add("communities", name="Dove jongeren")["id"]
    found = _post(client, "/parties/similar?kind=community", name="jongeren dove", portrait="Half")
    assert f'href="/communities/{key}"' in found.text
    assert "href" not in _post(client, "/parties/similar?kind=community", name="Senioren").text


def test_second_saver_sees_both_versions_and_can_save_again(client: TestClient, add: Add) -> None:
    key = add("communities", name="Jongeren", what_works="Filmpjes")["id"]
    colleague = {"name": "Dove jongeren", "what_works": "Filmpjes", "version": 1}
    assert client.put(f"{API}/communities/{key}", json=colleague).status_code == 200
    path = f"/communities/{key}/change"
    typed = {"name": "Jongeren", "what_works": "Bezoek", "version": "1"}
    answer = _post(client, f"{path}?lang=en", **typed)
    assert answer.status_code == 409
    assert re.findall(r"<h3>(.*?)</h3>", answer.text) == ["Name", "What works"]
    assert "Dove jongeren" in answer.text
    assert 'name="version" value="2"' in answer.text
    assert 'name="what_works" rows="3" maxlength="1000">Bezoek</textarea>' in answer.text
    assert client.get(f"{API}/communities/{key}").json()["name"] == "Dove jongeren"
    assert _post(client, path, **(typed | {"version": "2"})).status_code == 303
    assert client.get(f"{API}/communities/{key}").json()["what_works"] == "Bezoek"


@pytest.mark.parametrize("where", ["people", "organisations", "communities"])
def test_archive_and_restore_buttons(client: TestClient, add: Add, where: str) -> None:
    key = add(where, name="Nadia")["id"]
    assert _post(client, f"/{where}/{key}/archive").headers["location"] == f"/{where}/{key}?said=archived"
    assert f"/{where}/{key}" not in client.get(f"/{where}").text
    assert f"/{where}/{key}" in client.get(f"/{where}?archived=on").text
    assert _post(client, f"/{where}/{key}/restore").headers["location"] == f"/{where}/{key}?said=restored"
    assert f"/{where}/{key}" in client.get(f"/{where}").text


def test_role_form_gives_a_role_and_ends_it(client: TestClient, add: Add) -> None:
    key = add("people", name="Nadia")["id"]
    assert client.get(f"/people/{key}/roles/new").status_code == 200
    wrong = _post(client, f"/people/{key}/roles/new", role="guide", since="1/2/2026", until="1/1/2026")
    assert (wrong.status_code, 'id="error-until"' in wrong.text) == (422, True)
    assert _post(client, f"/people/{key}/roles/new", role="guide").status_code == 303
    (role,) = client.get(f"{API}/people/{key}").json()["roles"]
    assert _post(client, f"/people/{key}/roles/{role['id']}/end").status_code == 303
    assert client.get(f"{API}/people/{key}").json()["roles"][0]["until"] == "2026-11-23"


def test_tie_form_finds_the_other_and_stores_the_line(client: TestClient, add: Add) -> None:
    nadia, karim = add("people", name="Nadia")["id"], add("people", name="Karim Şahin")["id"]
    add("people", name="Lies")
    path = f"/people/{nadia}/ties/new?q=sahin"
    form = client.get(path).text
    assert re.findall(r'name="other_id" value="([^"]+)"', form) == [karim]
    missing = _post(client, path, kind="knows", strength="acquainted")
    assert (missing.status_code, 'id="error-other_id"' in missing.text) == (422, True)
    answer = _post(client, path, other_id=karim, kind="knows", strength="acquainted")
    assert answer.headers["location"] == f"/people/{nadia}?said=added"
    twice = _post(client, f"/people/{nadia}/ties/new", other_id=karim, kind="knows", strength="acquainted")
    assert (twice.status_code, 'id="error-kind"' in twice.text) == (422, True)
    assert len(client.get(f"{API}/people/{karim}").json()["ties"]) == 1


def test_tie_is_changed_and_ended_on_its_page(client: TestClient, add: Add) -> None:
    a, b = add("people", name="Nadia")["id"], add("organisations", name="De Hand")["id"]
    tie = {"party_id": a, "other_id": b, "kind": "knows", "strength": "knows_us"}
    key = client.post(f"{API}/ties", json=tie).json()["id"]
    assert client.get(f"/ties/{key}/change?back=/people/{a}").status_code == 200
    typed = {"strength": "trusts_us", "version": "1", "back": f"/people/{a}"}
    assert _post(client, f"/ties/{key}/change", **typed).headers["location"] == f"/people/{a}?said=saved"
    late = _post(client, f"/ties/{key}/change", **(typed | {"strength": "acquainted"}))
    assert (late.status_code, 'name="version" value="2"' in late.text) == (409, True)
    again = typed | {"strength": "acquainted", "version": "2"}
    assert _post(client, f"/ties/{key}/change", **again).status_code == 303
    assert (
        _post(client, f"/ties/{key}/end", back="https://elsewhere.example").headers["location"]
        == "/?said=saved"
    )
    (line,) = client.get(f"{API}/people/{a}").json()["ties"]
    assert (line["strength"], line["until"]) == ("acquainted", "2026-11-23")


def test_reach_link_form_opens_from_both_ends(client: TestClient, add: Add) -> None:
    nadia, deaf = add("people", name="Nadia")["id"], add("communities", name="Dove jongeren")["id"]
    add("people", name="Karim")
    form = client.get(f"/people/{nadia}/reach-links/new").text
    assert re.findall(r'name="target_id" value="([^"]+)"', form) == [deaf]
    assert "speaks_for" not in form
    values = {"kind": "can_help_reach", "basis": "consent", "basis_note": "Gevraagd"}
    answer = _post(client, f"/communities/{deaf}/reach-links/new?q=nad", holder_id=nadia, **values)
    assert answer.headers["location"] == f"/communities/{deaf}?said=added"
    (link,) = client.get(f"{API}/people/{nadia}").json()["opens"]
    assert _post(client, f"/reach-links/{link['id']}/end", back=f"/people/{nadia}").status_code == 303
    wrong = _post(client, f"/people/{nadia}/reach-links/new", target_id="nonsense", **values)
    assert (wrong.status_code, 'id="error-target_id"' in wrong.text) == (422, True)


def test_forms_of_unknown_parties_are_not_found(client: TestClient, add: Add) -> None:
    organisation = add("organisations", name="De Hand")["id"]
    unknown = "01930000-0000-7000-8000-000000000001"
    for path in (
        f"/people/{organisation}/change",
        f"/people/{organisation}/roles/new",
        f"/people/{unknown}/ties/new",
        f"/communities/{unknown}/reach-links/new",
        f"/ties/{unknown}/change",
        "/people/nonsense/change",
    ):
        assert client.get(path).status_code == 404
