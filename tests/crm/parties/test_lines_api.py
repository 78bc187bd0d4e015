"""Ties and reach links through the API."""

from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from crm.parties.models import ColleagueTie, Strength, Tie
from crm.unit_of_work import Work
from crm.viewer import Viewer
from tests.conftest import NOW
from tests.crm.parties.conftest import API, Add


def _fields(answer: Any) -> list[str]:
    return [one["field"] for one in answer.json()["error"]["fields"]]


def _tie(client: TestClient, a: str, b: str, **values: object) -> Any:
    wanted = {"party_id": a, "other_id": b, "kind": "knows", "strength": "acquainted"} | values
    return client.post(f"{API}/ties", json=wanted)


def _link(client: TestClient, holder: str, target: str, **values: object) -> Any:
    wanted = {
        "holder_id": holder,
        "target_id": target,
        "kind": "can_help_reach",
        "basis": "consent",
        "basis_note": "Gevraagd aan de telefoon",
    }
    return client.post(f"{API}/reach-links", json=wanted | values)


def test_tie_is_the_same_from_both_ends_and_starts_today(client: TestClient, add: Add, work: Work) -> None:
    nadia, brug = (
        add("people", name="Nadia", roles=[{"role": "guide"}])["id"],
        add("organisations", name="De Brug")["id"],
    )
    made = _tie(client, nadia, brug, kind="volunteers_at", since="2020-01-01").json()
    assert [made["a_id"], made["b_id"]] == sorted([nadia, brug])
    assert made["last_contact_on"] == "2026-11-23"
    (from_nadia,) = client.get(f"{API}/people/{nadia}").json()["ties"]
    (from_brug,) = client.get(f"{API}/organisations/{brug}").json()["ties"]
    assert (from_nadia["other"]["name"], from_nadia["strength"]) == ("De Brug", "acquainted")
    assert (from_brug["other"]["name"], from_brug["other_roles"]) == ("Nadia", ["guide"])
    again = _tie(client, brug, nadia, kind="volunteers_at")
    assert (again.status_code, _fields(again)) == (409, ["kind"])
    with work.database.reading() as session:
        assert len(session.exec(select(Tie)).all()) == 1


def test_tie_with_the_same_id_twice_is_one(client: TestClient, add: Add) -> None:
    a, b = add("people", name="Nadia")["id"], add("people", name="Karim")["id"]
    key = "01930000-0000-7000-8000-000000000001"
    assert _tie(client, a, b, id=key).json() == _tie(client, b, a, id=key).json()


def test_tie_changes_ends_and_starts_again(client: TestClient, add: Add) -> None:
    a, b = add("people", name="Nadia")["id"], add("people", name="Karim")["id"]
    key = _tie(client, a, b, last_contact_on="2026-10-01").json()["id"]
    changed = client.put(f"{API}/ties/{key}", json={"strength": "trusts_us", "version": 1}).json()
    assert (changed["strength"], changed["last_contact_on"], changed["version"]) == (
        "trusts_us",
        "2026-10-01",
        2,
    )
    late = client.put(f"{API}/ties/{key}", json={"strength": "knows_us", "version": 1})
    assert (late.status_code, late.json()["error"]["current"]["strength"]) == (409, "trusts_us")
    ended = client.post(f"{API}/ties/{key}/end").json()
    assert (ended["until"], ended["version"]) == ("2026-11-23", 3)
    assert client.post(f"{API}/ties/{key}/end").json() == ended
    again = _tie(client, a, b, strength="works_together").json()
    assert (again["id"], again["until"], again["strength"]) == (key, None, "works_together")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"since": "2026-05-01", "until": "2026-04-01"}, "until"),
        ({"last_contact_on": "2026-11-24"}, "last_contact_on"),
        ({"other_id": "01930000-0000-7000-8000-000000000001"}, "other_id"),
        ({"strength": "strong"}, "strength"),
        ({"kind": "married"}, "kind"),
        ({"since": "0001-01-01"}, "since"),
        ({"score": 3}, "score"),
    ],
)
def test_bad_tie_is_refused_by_field(
    client: TestClient, add: Add, values: dict[str, object], field: str
) -> None:
    a, b = add("people", name="Nadia")["id"], add("people", name="Karim")["id"]
    answer = _tie(client, a, b, **values)
    assert (answer.status_code, _fields(answer)) == (422, [field])
    assert client.get(f"{API}/people/{a}").json()["ties"] == []


def test_tie_with_oneself_or_somebody_archived_is_refused(client: TestClient, add: Add) -> None:
    a, b = add("people", name="Nadia")["id"], add("people", name="Karim")["id"]
    assert _fields(_tie(client, a, a)) == ["other_id"]
    client.post(f"{API}/people/{b}/archive")
    assert _fields(_tie(client, a, b)) == ["other_id"]


def test_reach_link_is_seen_from_both_ends_and_ends(client: TestClient, add: Add) -> None:
    nadia, deaf = add("people", name="Nadia")["id"], add("communities", name="Dove jongeren")["id"]
    made = _link(client, nadia, deaf)
    assert (made.status_code, made.json()["since"]) == (201, "2026-11-23")
    (opens,) = client.get(f"{API}/people/{nadia}").json()["opens"]
    (opened,) = client.get(f"{API}/communities/{deaf}").json()["opened_by"]
    assert (opens["other"]["name"], opens["basis_note"]) == ("Dove jongeren", "Gevraagd aan de telefoon")
    assert (opened["other"]["name"], opened["kind"]) == ("Nadia", "can_help_reach")
    assert client.get(f"{API}/people/{nadia}").json()["opened_by"] == []
    assert _fields(_link(client, nadia, deaf)) == ["kind"]
    key = made.json()["id"]
    assert client.post(f"{API}/reach-links/{key}/end").json()["until"] == "2026-11-23"
    again = _link(client, nadia, deaf, basis="public_source", basis_note="Website").json()
    assert (again["id"], again["until"], again["basis"]) == (key, None, "public_source")


def test_only_an_organisation_speaks_for_others(client: TestClient, add: Add) -> None:
    nadia, deaf = add("people", name="Nadia")["id"], add("communities", name="Dove jongeren")["id"]
    club = add("organisations", name="De Hand")["id"]
    refused = _link(client, nadia, deaf, kind="speaks_for")
    assert (refused.status_code, _fields(refused)) == (422, ["kind"])
    assert _link(client, club, deaf, kind="speaks_for").status_code == 201


def test_reach_link_needs_the_right_ends_and_a_basis(client: TestClient, add: Add) -> None:
    nadia, deaf = add("people", name="Nadia")["id"], add("communities", name="Dove jongeren")["id"]
    club = add("organisations", name="De Hand")["id"]
    assert _fields(_link(client, deaf, club)) == ["holder_id"]
    assert _fields(_link(client, club, nadia)) == ["target_id"]
    assert _fields(_link(client, club, club)) == ["target_id"]
    assert _fields(_link(client, nadia, deaf, basis_note="  ")) == ["basis_note"]
    assert _fields(_link(client, nadia, deaf, basis="hearsay")) == ["basis"]
    assert _fields(_link(client, nadia, deaf, since="2026-05-01", until="2026-04-01")) == ["until"]
    assert client.get(f"{API}/communities/{deaf}").json()["opened_by"] == []


def test_lines_with_colleagues_are_read_with_their_names(
    client: TestClient, add: Add, work: Work, nora: Viewer
) -> None:
    made = add("people", name="Nadia")
    with work.writing(nora) as uow:
        assert nora.user_id is not None
        uow.session.add(
            ColleagueTie(
                user_id=nora.user_id,
                party_id=UUID(made["id"]),
                strength=Strength.TRUSTS_US,
                last_contact_on=NOW.date(),
                created_at=NOW,
                changed_at=NOW,
            )
        )
    assert client.get(f"{API}/people/{made['id']}").json()["colleagues"] == [
        {
            "user_id": str(nora.user_id),
            "name": "Nora Peeters",
            "strength": "trusts_us",
            "last_contact_on": "2026-11-23",
        }
    ]
