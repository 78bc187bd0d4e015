"""Every field of bad input is refused by name, and nothing is written."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.crm.parties.conftest import API, Add

UNKNOWN = "01930000-0000-7000-8000-000000000001"
LONG = "a" * 1_000_000

COMMON: list[tuple[str, object]] = [
    ("name", None),
    ("name", ""),
    ("name", "   "),
    ("name", "!?"),
    ("name", 5),
    ("name", LONG),
    ("owner_id", UNKNOWN),
    ("owner_id", "nora"),
    ("id", "one"),
    ("score", 3),
]
PERSON: list[tuple[str, object]] = [
    ("email", "nadia"),
    ("email", LONG),
    ("phone", "bel me"),
    ("contact_language", LONG),
    ("preferred_channel", LONG),
    ("informed_on", "0001-01-01"),
    ("informed_on", "2026-02-30"),
    ("informed_on", 12),
    ("roles", "guide"),
    ("group_ids", [UNKNOWN]),
    ("neighbourhood_ids", []),
    ("calendars", ["islam_ma"]),
]
NETWORK: list[tuple[str, object]] = [
    ("group_ids", [UNKNOWN]),
    ("group_ids", UNKNOWN),
    ("neighbourhood_ids", [UNKNOWN]),
    ("calendars", "islam_ma"),
    ("is_city_wide", "perhaps"),
]
ORGANISATION: list[tuple[str, object]] = [
    ("type", None),
    ("type", "cult"),
    ("is_registered", []),
    ("place", LONG),
    ("website", "javascript:alert(1)"),
    ("website", "example.org"),
    ("email", "a@b"),
    ("phone", LONG),
]
COMMUNITY: list[tuple[str, object]] = [
    ("portrait", LONG),
    ("meeting_places", LONG),
    ("channels", 7),
    ("what_works", LONG),
]


def _fields(answer: Any) -> list[str]:
    return sorted({one["field"] for one in answer.json()["error"]["fields"]})


CASES = (
    [("people", *case) for case in COMMON + PERSON]
    + [("organisations", *case) for case in COMMON + NETWORK + ORGANISATION]
    + [("communities", *case) for case in COMMON + NETWORK + COMMUNITY]
)


def _id(value: object) -> str:
    return str(value)[:20]


@pytest.mark.parametrize(("where", "field", "value"), CASES, ids=_id)
def test_bad_field_is_refused_when_creating_and_changing(
    client: TestClient, add: Add, where: str, field: str, value: object
) -> None:
    good: dict[str, object] = (
        {"name": "Goed", "type": "school"} if where == "organisations" else {"name": "Goed"}
    )
    bad = good | {field: value}
    answer = client.post(f"{API}/{where}", json=bad)
    assert (answer.status_code, _fields(answer)) == (422, [field])
    assert client.get(f"{API}/{where}").json()["total"] == 0
    made = add(where, **good)
    changed = client.put(f"{API}/{where}/{made['id']}", json=bad | {"version": 1})
    assert (changed.status_code, _fields(changed)) == (422, [field])
    assert client.get(f"{API}/{where}/{made['id']}").json() == made


@pytest.mark.parametrize("version", [None, 0, "one", 1.5, 10**12])
def test_a_change_needs_a_version(client: TestClient, add: Add, version: object) -> None:
    made = add("people", name="Nadia")
    answer = client.put(f"{API}/people/{made['id']}", json={"name": "Anders", "version": version})
    assert (answer.status_code, _fields(answer)) == (422, ["version"])
    assert client.get(f"{API}/people/{made['id']}").json() == made


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"role": "boss"}, "role"),
        ({"role": None}, "role"),
        ({"organisation_id": UNKNOWN}, "organisation_id"),
        ({"title": LONG}, "title"),
        ({"since": "2026-05-01", "until": "2026-04-01"}, "until"),
        ({"until": "9999-01-01"}, "until"),
        ({"strength": 1}, "strength"),
    ],
)
def test_bad_role_is_refused_on_its_own_and_with_its_person(
    client: TestClient, add: Add, values: dict[str, object], field: str
) -> None:
    role: dict[str, object] = {"role": "guide"} | values
    answer = client.post(f"{API}/people", json={"name": "Nadia", "roles": [{"role": "guide"}, role]})
    assert (answer.status_code, _fields(answer)) == (422, [f"roles.1.{field}"])
    assert client.get(f"{API}/people").json()["total"] == 0
    made = add("people", name="Nadia")
    answer = client.post(f"{API}/people/{made['id']}/roles", json=role)
    assert (answer.status_code, _fields(answer)) == (422, [field])
    assert client.get(f"{API}/people/{made['id']}").json() == made


def test_unknown_calendar_is_refused_by_its_place(client: TestClient) -> None:
    answer = client.post(f"{API}/communities", json={"name": "Kring", "calendars": ["jewish", "families"]})
    assert (answer.status_code, _fields(answer)) == (422, ["calendars.1"])


def test_malformed_json_is_refused(client: TestClient) -> None:
    answer = client.post(f"{API}/people", content=b'{"name": ', headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert client.get(f"{API}/people").json()["total"] == 0


@pytest.mark.parametrize("path", ["people", "organisations", "communities"])
def test_unknown_party_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(f"{API}/{path}/{UNKNOWN}").status_code == 404
    assert client.get(f"{API}/{path}/nonsense").status_code == 404
    good = {"name": "Goed", "version": 1} | ({"type": "school"} if path == "organisations" else {})
    assert client.put(f"{API}/{path}/{UNKNOWN}", json=good).status_code == 404
    assert client.post(f"{API}/{path}/{UNKNOWN}/archive").status_code == 404
