"""Whatever is wrong with what is sent: refused with the field named, in the reader's language, and nothing written."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.crm.walks import (
    EMPTY_CALENDAR,
    MAIL_ADDRESS,
    RECEIVER,
    UNKNOWN,
    City,
    Door,
    Keys,
    address,
    doors,
    login_of,
    open_city,
    real_keys,
    send,
)
from tests.servers.stores import Stores
from tests.servers.watching import unwritten_store

Json = Mapping[str, Any]
CANARY = "Kanarie-88"
LONG = CANARY + "k" * 1_000_000
BODIES = ("POST", "PUT", "PATCH")


@pytest.fixture(scope="module")
def city(stores: Stores) -> Iterator[City]:
    """A demo city of this file's own, to which nothing may be written."""
    with open_city(stores) as made:
        yield made


@pytest.fixture(scope="module")
def client(city: City) -> TestClient:
    """A consultant; whoever else a door needs is signed in as well, before anything is compared."""
    for door in doors(city.app):
        city.of(door)
    return city.client("nora")


@pytest.fixture(scope="module")
def keys(city: City, client: TestClient) -> dict[str, str]:
    """What stands for the braces in addresses."""
    return real_keys(city, client)


@pytest.fixture
def unwritten(city: City, client: TestClient) -> Iterator[None]:
    """Fails where anything was written to the store during the test."""
    with unwritten_store(city.url):
        yield


class Described:
    """The OpenAPI description, for what each operation takes."""

    def __init__(self, spec: Json) -> None:
        self.spec = spec

    def operation(self, door: Door) -> Json:
        """What is said of a door of the API."""
        found: Json = self.spec["paths"][door.path][door.method.lower()]
        return found

    def body(self, door: Door) -> Json | None:
        """The schema of its body, if it takes one."""
        taken = self.operation(door).get("requestBody")
        return None if taken is None else self.resolved(taken["content"]["application/json"]["schema"])

    def resolved(self, schema: Json) -> Json:
        """The schema itself, where it is a reference; of alternatives the one that is not null."""
        if "$ref" in schema:
            return self.resolved(self.spec["components"]["schemas"][schema["$ref"].split("/")[-1]])
        for one in schema.get("anyOf", ()):
            if one.get("type") != "null":
                return {**schema, "anyOf": (), **self.resolved(one)}
        return schema


@dataclass(frozen=True)
class Bad:
    """One wrong value, and the field that the refusal names (or a part of it)."""

    field: str
    value: object


def bad_values(described: Described, schema: Json, field: str) -> Iterator[Bad]:
    """Wrong values for one field, by its type."""
    schema = described.resolved(schema)
    kind = schema.get("type")
    wrong: list[object] = [CANARY] if kind != "string" or {"format", "enum", "const"} & set(schema) else []
    if kind == "string" and not wrong:
        wrong = [LONG, f"{CANARY}\x00", f"{CANARY}\ud800"]
    if schema.get("format") in ("date", "date-time", "time"):
        wrong += ["2026-02-30", "0001-01-01", "9999-12-31T23:59:59Z"]
    if kind == "integer":
        wrong += [-1, 1.5, 10**30]
    for value in (*wrong, {CANARY: CANARY} if kind != "object" else [CANARY]):
        yield Bad(field, value)
    if kind == "array":
        for inner in bad_values(described, schema["items"], f"{field}.0"):
            yield Bad(inner.field, [inner.value])
    if kind == "object":
        for name, part in schema.get("properties", {}).items():
            for inner in bad_values(described, part, f"{field}.{name}"):
                yield Bad(inner.field, {name: inner.value})
        yield Bad(f"{field}.score", {"score": CANARY})


def good_bodies(city: City, keys: Keys) -> dict[str, dict[str, object]]:
    """For each command of the API, a body that it accepts."""
    nora, place = (
        city.id("select id from \"user\" where login = 'nora'"),
        city.id("select id from neighbourhood"),
    )
    service = city.id("select id from organisation where type = 'city_service'")
    lead = city.id("select id from signal where joined_to_id is null and state = 'open' order by id desc")
    event: dict[str, object] = {"title": "Ouderavond", "start_on": "2027-02-23", "start_hour": "19:30"}
    event |= {"end_hour": "21:30", "audience": ["families"]}
    question = {name: value for name, value in event.items() if name != "title"}
    todo: dict[str, object] = {"what": "Bel over de zaal", "owner_id": nora, "due_on": "2026-12-01"}
    heard: dict[str, object] = {"theme": "housing", "text": "De lift is stuk.", "heard_on": "2026-11-20"}
    calendar: dict[str, object] = {"name": "Wedstrijden", "content": EMPTY_CALENDAR}
    webhook: dict[str, object] = {"name": "Dataplatform", "kinds": ["contact.logged"]}
    webhook |= {"address": f"https://{RECEIVER}/bereik"}
    good: dict[str, dict[str, object]] = {
        "open_session": {"login": "nora", "password": "welkom-in-mechelen"},
        "log_contact": {
            "channel": "visit",
            "place": "Schoolpoort",
            "neighbourhood_id": place,
            "people_band": "2-4",
        },
        "correct_contact": {"version": 1, "summary": "Kort"},
        "plan_follow_up": todo,
        "move_follow_up": {"due_on": "2026-12-01"},
        "hand_over_follow_up": {"owner_id": nora},
        "create_person": {"name": "Nieuwe Naam"},
        "update_person": {"name": "Nieuwe Naam", "version": 1},
        "add_role": {"role": "guide"},
        "end_role": {},
        "create_organisation": {"name": "Nieuwe school", "type": "school"},
        "update_organisation": {"name": "Nieuwe school", "type": "school", "version": 1},
        "create_community": {"name": "Nieuwe kring"},
        "update_community": {"name": "Nieuwe kring", "version": 1},
        "record_tie": {"party_id": keys["organisations"], "other_id": keys["communities"]},
        "update_tie": {"strength": "acquainted", "version": 1},
        "add_reach_link": {"holder_id": keys["GET people"], "target_id": keys["GET communities"]},
        "list_similar_names": {"kind": "person", "name": "Nadia"},
        "capture_signal": heard,
        "update_signal": heard | {"version": 1},
        "reassign_signal": {"owner_id": nora, "service_id": service},
        "move_signal": {"answer_by": "2026-12-20"},
        "answer_signal": {"answer": "Hersteld."},
        "tell_back": {"how": "Op de koffieochtend."},
        "join_signals": {"to_id": lead},
        "plan_event": event,
        "update_event": event | {"version": 1},
        "move_event": {"start_on": "2027-03-16"},
        "note_attendance": {"counting": "counted", "total": 20, "version": 1},
        "invite_party": {"party_id": keys["communities"]},
        "answer_thresholds": {"answers": [{"question": "quiet_room", "state": "in_order"}]},
        "overrule_flag": {"reason": "De zaal is dan vrij."},
        "check_timing": question,
        "confirm_date": {"observance": "eid_al_fitr", "year": 2027, "start_on": "2027-03-10"}
        | {"source": "Moslimraad van België"},
        "set_public_switch": {"is_open": False},
        "change_effect": {"level": "medium", "shape": "iftar", "why": "Zo kwam het uit.", "version": 0},
        "put_back_effect": {"why": "Toch liever zo.", "version": 1},
        "dismiss_next_contact": {"reason": "busy", "seen": "0" * 64},
        "set_reach_rules": {"colleague": 180, "knows": 180, "works_together": 180, "works_at": 365}
        | {"volunteers_at": 180, "bridge": 110, "strong": 0.25, "weak": 0.1, "live": 0.05},
        "choose_city_wide_groups": {"group_ids": [city.id("select id from inclusion_group")]},
        "plan_cell_follow_up": todo,
        "ask_introduction": {"chain": [nora, keys["people"], keys["organisations"]], "due_on": "2026-12-01"},
        "answer_introduction": {"state": "accepted", "note": "Volgende week."},
        "note_leaving": {
            "user_id": city.id("select id from \"user\" where login = 'joris'"),
            "left_on": "2027-01-15",
        },
        "hand_over_all": {"to_id": nora, "everything": True},
        "write_group_note": {"quarter": "2026-Q3", "source": "signal", "text": "Vraag ons vroeger."},
        "add_webhook": webhook,
        "update_webhook": webhook | {"version": 1},
        "preview_calendar": calendar,
        "add_calendar": calendar,
        "update_calendar": {"name": "Wedstrijden", "version": 1},
        "preview_reading": {"content": calendar["content"]},
        "update_mail_choices": {"address": MAIL_ADDRESS, "digest": "daily"},
        "confirm_address": {"token": keys["nora proof"]},
        "read_calendar": {"content": calendar["content"]},
        "discard_delivery": {"why": "Deze agenda bestaat niet meer."},
        "discard_handler": {"why": "Deze agenda bestaat niet meer."},
    }
    good["record_tie"] |= {"kind": "works_together", "strength": "acquainted"}
    good["add_reach_link"] |= {
        "kind": "public_contact_of",
        "basis": "public_source",
        "basis_note": "Hun webstek",
    }
    return good


def _commands(city: City) -> Iterator[tuple[Door, Json]]:
    described = Described(city.app.openapi())
    for door in doors(city.app):
        if door.is_api and door.method in BODIES:
            body = described.body(door)
            if body is not None:
                yield door, body


def _named(answer: Response) -> list[str]:
    return [one["field"] for one in answer.json()["error"]["fields"]]


def _complaint(answer: Response, field: str) -> str:
    """What is wrong with the answer as a refusal that names the field; empty where nothing is."""
    if not 400 <= answer.status_code < 500:
        return f"status {answer.status_code}"
    error = answer.json()["error"]
    if set(error) - {"current"} != {"code", "message", "fields"}:
        return f"format {sorted(error)}"
    if CANARY in answer.text or "kkkk" in answer.text:
        return "the input is repeated"
    if not any(name == field or name.startswith(f"{field}.") for name in _named(answer)):
        return f"names {_named(answer)} instead"
    return ""


def _post(client: TestClient, door: Door, called: str, body: object, language: str = "nl") -> Response:
    content = json.dumps(body).encode()
    return client.request(
        door.method,
        called,
        content=content,
        headers={"content-type": "application/json", "accept-language": language},
    )


def test_every_good_body_is_accepted(stores: Stores) -> None:
    with open_city(stores) as city:
        keys = real_keys(city, city.client("nora"))
        good, refused = good_bodies(city, keys), []
        # A signal is edited at its first version, and joined before it is answered.
        first = {"update_signal": 0, "join_signals": 1}
        found = sorted((door for door, _ in _commands(city)), key=lambda door: first.get(door.name, 2))
        for door in found:
            answer = _post(city.of(door), door, address(door, keys), good[door.name])
            if answer.status_code not in (200, 201):
                refused.append((door.name, answer.status_code, answer.text))
    assert {door.name for door in found} == set(good)
    assert refused == []


def test_every_wrong_value_is_refused_by_its_field(city: City, keys: Keys, unwritten: None) -> None:
    described, good, complaints = Described(city.app.openapi()), good_bodies(city, keys), []
    said: dict[str, tuple[Door, str, Json]] = {}
    for door, body in _commands(city):
        called = address(door, keys)
        cases = [Bad("score", CANARY)]
        for name, schema in body["properties"].items():
            cases += bad_values(described, schema, name)
        for bad in cases:
            sent = {**good[door.name], bad.field.split(".")[0]: bad.value}
            answer = _post(city.of(door), door, called, sent)
            complaint = _complaint(answer, bad.field)
            if complaint:
                complaints.append((door.name, bad.field, repr(bad.value)[:40], complaint))
            else:
                for one in answer.json()["error"]["fields"]:
                    said.setdefault(one["message"], (door, called, sent))
    assert complaints == []
    for sentence, (door, called, wrong) in said.items():
        spoken = {
            language: [
                one["message"]
                for one in _post(city.of(door), door, called, wrong, language).json()["error"]["fields"]
            ]
            for language in ("nl", "fr", "en")
        }
        assert sentence in spoken["nl"]
        assert all(len({*alike}) == 3 for alike in zip(*spoken.values(), strict=True)), spoken


BROKEN = (b"", b"{", b'{"name": ', b"[]", b"null", b'"kanarie"', b"7", b"\xff\xfe{}", b"[" * 100_000)


def test_what_is_not_json_is_refused(city: City, keys: Keys, unwritten: None) -> None:
    complaints = []
    for door, _ in _commands(city):
        for content in BROKEN:
            answer = city.of(door).request(
                door.method,
                address(door, keys),
                content=content,
                headers={"content-type": "application/json", "accept-language": "en"},
            )
            error = answer.json()["error"]
            is_refused = 400 <= answer.status_code < 500 and bool(error["message"])
            if not is_refused or b"kanarie" in answer.content:
                complaints.append((door.name, repr(content[:10]), answer.status_code))
        for answer in (
            city.of(door).request(door.method, address(door, keys)),
            city.of(door).request(door.method, address(door, keys), data={"name": CANARY}),
        ):
            if not 400 <= answer.status_code < 500 or CANARY in answer.text:
                complaints.append((door.name, "no JSON", answer.status_code))
    assert complaints == []


def test_unknown_ids_in_what_is_sent_are_refused_by_their_field(
    city: City, keys: Keys, unwritten: None
) -> None:
    described, good, complaints, asked = Described(city.app.openapi()), good_bodies(city, keys), [], 0
    for door, body in _commands(city):
        for name, schema in body["properties"].items():
            told = described.resolved(schema)
            is_list = (
                told.get("type") == "array" and described.resolved(told["items"]).get("format") == "uuid"
            )
            if name == "id" or not (is_list or told.get("format") == "uuid"):
                continue
            sent = {**good[door.name], name: [UNKNOWN] if is_list else UNKNOWN}
            complaint = _complaint(_post(city.of(door), door, address(door, keys), sent), name)
            asked += 1
            if complaint:
                complaints.append((door.name, name, complaint))
    assert (asked > 30, complaints) == (True, [])


def test_unknown_ids_in_addresses_are_not_found(city: City, keys: Keys, unwritten: None) -> None:
    good, complaints = good_bodies(city, keys), []
    for door in doors(city.app):
        if "{" not in door.path:
            continue
        for key in (UNKNOWN, CANARY):
            called = door.path.replace("{key}", key).replace("{role_id}", key).replace("{group_id}", key)
            called = called.replace("{place}", key).replace("{token}", key).replace("{effect}", key)
            values = good.get(door.name, {}) if door.is_api else {}
            answer = send(city.of(door), door, called, values)
            if answer.status_code != 404 or (door.is_api and answer.json()["error"]["code"] != "not_found"):
                complaints.append((door.method, door.path, key, answer.status_code))
    assert complaints == []


def test_wrong_filters_are_refused_by_name(
    city: City, client: TestClient, keys: Keys, unwritten: None
) -> None:
    described, complaints = Described(city.app.openapi()), []
    for door in doors(city.app):
        if not door.is_api or door.method != "GET" or door.path.endswith("openapi.json"):
            continue
        asked = {
            one["name"]: one
            for one in described.operation(door).get("parameters", [])
            if one["in"] == "query"
        }
        cases = [("colour", "red")] if asked else []
        for name, parameter in asked.items():
            schema = described.resolved(parameter["schema"])
            plain = schema.get("type") == "string" and not {"format", "enum"} & set(schema)
            wrong = ["k" * 2000, "a%00b"] if plain else [CANARY, "%00"]
            wrong += {"page": ["0", "-1", "9" * 40], "size": ["0", "10000", "9" * 40]}.get(name, [])
            wrong += ["0001-01-01", "2026-02-30"] if schema.get("format") == "date" else []
            cases += [(name, value) for value in wrong]
        called = address(door, keys, "nora").split("?")[0]
        for name, value in cases:
            complaint = _complaint(city.of(door).get(f"{called}?{name}={value}"), name)
            if complaint:
                complaints.append((door.path, name, value[:20], complaint))
    assert complaints == []


def test_every_reading_takes_the_language_in_its_address(city: City, keys: Keys) -> None:
    # Clients of its own: the language stays in a cookie.
    clients, refused = {login: city.client(login) for login in ("nora", "hilde")}, []
    for door in doors(city.app):
        if door.method == "GET" and door.name != "sign_in_form":
            called = address(door, keys, "nora")
            answer = clients[login_of(door)].get(f"{called}{'&' if '?' in called else '?'}lang=nl")
            if answer.status_code != 200:
                refused.append((door.path, answer.status_code))
    assert refused == []


TYPED = 'Kanarie <i>"&amp;'
KEPT = "Kanarie &lt;i&gt;&#34;&amp;amp;"


# What a page takes from its address, or does not ask: by command.
NOT_IN_FORMS = {
    "end_role": ("until",),
    "record_tie": ("party_id",),
    "add_reach_link": ("holder_id", "target_id"),
}


def _is_text(schema: Json) -> bool:
    return schema.get("type") == "string" and not {"format", "enum", "const"} & set(schema)


def _forms(city: City) -> Iterator[tuple[Door, Json]]:
    """The doors that take a form, with what the same command of the API takes."""
    bodies = {door.name: body for door, body in _commands(city)}
    for door in doors(city.app):
        if not door.is_api and door.method == "POST" and door.name in bodies:
            yield door, bodies[door.name]


def test_a_wrong_form_comes_back_with_what_was_typed(city: City, keys: Keys, unwritten: None) -> None:
    described, good, complaints, asked = Described(city.app.openapi()), good_bodies(city, keys), [], 0
    for door, body in _forms(city):
        fields = {name: described.resolved(schema) for name, schema in body["properties"].items()}
        texts = [name for name, schema in fields.items() if _is_text(schema) and "password" not in name]
        for name, schema in fields.items():
            if schema.get("type") in ("boolean", "array", "object") or name in ("id", "version"):
                continue
            if name in NOT_IN_FORMS.get(door.name, ()):
                continue
            wrong = f"{TYPED}\x00" if _is_text(schema) else "kanarie"
            values = {**good[door.name], **dict.fromkeys(texts, TYPED), name: wrong}
            if door.name == "log_contact":
                values["nobody"] = "true"  # the switch that opens place and number of people
            answer = send(city.of(door), door, address(door, keys), values)
            kept = [one for one in texts if one != name and one not in ("email", "phone", "website")]
            asked += 1
            if not 400 <= answer.status_code < 500 or "<form" not in answer.text:
                complaints.append((door.path, name, f"status {answer.status_code}"))
            elif TYPED in answer.text or (kept and KEPT not in answer.text):
                complaints.append((door.path, name, "not kept as it was typed"))
    assert (asked > 60, complaints) == (True, [])
