"""Imported calendars through their two doors."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import get_args

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from crm.accounts.guards import api_routes
from crm.importing import service
from crm.importing.contents import Contents, Day
from crm.importing.schemas import CalendarSource
from crm.importing.submitted import Sent, SentFile, Submitted, SubmittedNewer
from crm.unit_of_work import Work, Writing
from crm.viewer import Role, Viewer
from tests.crm.importing.conftest import Days
from tests.crm.importing.ics import FAIR, MATCH, MATCHES, calendar, event

Clients = Callable[[str | None], TestClient]
API = "/api/v1/calendars"
WANTED = {
    "name": "Wedstrijden",
    "meaning": "same_people",
    "level": "medium",
    "audience": ["youth", "families"],
}
FORM = {**WANTED, "content": ""}


def _file(text: str, name: str = "matches.ics") -> dict[str, tuple[str, bytes, str]]:
    return {"content": (name, text.encode(), "text/calendar")}


def _hidden(page: str) -> str:
    """The text that a page sends back, as a browser reads it."""
    found = re.search(r'name="content" value="([^"]*)"', page)
    assert found is not None
    return found[1].replace("&#34;", '"').replace("&amp;", "&")


def test_a_file_is_looked_at_first_and_then_stored(client_of: Clients, hilde: Viewer, days: Days) -> None:
    client = client_of("hilde")
    looked = client.post("/calendars/preview", data=FORM, files=_file(MATCHES))
    assert looked.status_code == 200
    assert "Dit brengt 2 dagen" in looked.text
    assert "Meikermis" in looked.text
    assert days() == []
    stored = client.post("/calendars/new", data={**WANTED, "content": _hidden(looked.text)})
    assert "Meikermis" in stored.text
    assert days() == [("KV Mechelen - Antwerp", "2027-01-16"), ("Meikermis", "2027-05-01")]
    listed = client.get(API).json()
    assert [(one["name"], one["level"], one["audience"], one["coming"]) for one in listed] == [
        ("Wedstrijden", "medium", ["families", "youth"], 2)
    ]


def test_the_api_looks_stores_and_answers_the_same(client_of: Clients, hilde: Viewer, days: Days) -> None:
    client = client_of("hilde")
    bad = calendar(MATCH, FAIR, event("X-A:1", uid="3", summary="Kapot"))
    looked = client.post(f"{API}/preview", json={**WANTED, "content": bad})
    assert looked.status_code == 200
    assert looked.json() == {
        "days": [
            {
                "title": "KV Mechelen - Antwerp",
                "start_on": "2027-01-16",
                "end_on": "2027-01-16",
                "starts_at": "2027-01-16T19:00:00Z",
                "ends_at": "2027-01-16T21:00:00Z",
            },
            {"title": "Meikermis", "start_on": "2027-05-01", "end_on": "2027-05-03"}
            | {"starts_at": None, "ends_at": None},
        ],
        "skipped": [{"title": "Kapot", "reason": "no_start"}],
    }
    assert days() == []
    made = client.post(API, json={**WANTED, "content": bad})
    assert made.status_code == 201
    key = made.json()["id"]
    assert client.get(f"{API}/{key}").json() == made.json()
    assert made.json()["skipped"] == looked.json()["skipped"]
    assert client.get(f"{API}/{key}/days").json()["items"] == looked.json()["days"]
    page = client.get(f"/calendars/{key}").text
    assert "heeft geen datum die we kunnen lezen" in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("geen kalender", "Dit is geen kalender."),
        (MATCHES[:-30], "De kalender stopt halverwege."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_its_field_and_stores_nothing(
    client_of: Clients, hilde: Viewer, days: Days, content: str, sentence: str
) -> None:
    client = client_of("hilde")
    for path in (API, f"{API}/preview"):
        answer = client.post(path, json={**WANTED, "content": content})
        assert answer.status_code == 422
        (field,) = answer.json()["error"]["fields"]
        assert (field["field"], field["message"].startswith(sentence)) == ("content", True)
    for path in ("/calendars/new", "/calendars/preview"):
        answer = client.post(path, data=FORM, files=_file(content))
        assert (answer.status_code, sentence in answer.text) == (422, True)
    assert (client.get(API).json(), days()) == ([], [])


def test_another_kind_of_file_and_none_at_all_are_refused(client_of: Clients, hilde: Viewer) -> None:
    client = client_of("hilde")
    wrong = client.post("/calendars/preview", data=FORM, files=_file(MATCHES, "matches.xlsx"))
    assert (wrong.status_code, "eindigt op .ics" in wrong.text) == (422, True)
    packed = {"content": ("matches.ics", b"\x1f\x8b\x08\xff\xfe", "text/calendar")}
    assert client.post("/calendars/preview", data=FORM, files=packed).status_code == 422
    none = client.post(API, json=WANTED)
    assert [one["field"] for one in none.json()["error"]["fields"]] == ["address"]
    both = client.post(API, json={**WANTED, "content": MATCHES, "address": "https://a.example.be/"})
    assert [one["field"] for one in both.json()["error"]["fields"]] == ["address"]


def test_addresses_are_off_until_the_settings_name_hosts(
    client_of: Clients, hilde: Viewer, days: Days
) -> None:
    client = client_of("hilde")
    assert "BEREIK_CALENDAR_HOSTS" in client.get("/calendars/new").text
    for path in (API, f"{API}/preview"):
        answer = client.post(path, json={**WANTED, "address": "https://127.0.0.1/secret.ics"})
        (field,) = answer.json()["error"]["fields"]
        assert (answer.status_code, field["field"]) == (422, "address")
        assert "127.0.0.1" not in answer.text
    assert (client.get(API).json(), days()) == ([], [])


def test_a_newer_file_is_looked_at_and_takes_the_place_of_the_older(
    client_of: Clients, hilde: Viewer, days: Days
) -> None:
    client = client_of("hilde")
    key = client.post(API, json={**WANTED, "content": MATCHES}).json()["id"]
    newer = calendar(FAIR, event("DTSTART;VALUE=DATE:20270620", uid="3", summary="Zomerfeest"))
    looked = client.post(f"/calendars/{key}/preview", files=_file(newer))
    assert (looked.status_code, "Zomerfeest" in looked.text) == (200, True)
    assert len(days()) == 2
    client.post(f"/calendars/{key}/read", data={"content": _hidden(looked.text)})
    assert days() == [("Meikermis", "2027-05-01"), ("Zomerfeest", "2027-06-20")]
    broken = client.post(f"/calendars/{key}/read", data={"content": "geen kalender"})
    assert (broken.status_code, len(days())) == (422, 2)
    assert client.post(f"{API}/{key}/refresh").status_code == 409


def test_a_calendar_is_renamed_and_two_who_save_at_once_see_each_other(
    client_of: Clients, hilde: Viewer
) -> None:
    client = client_of("hilde")
    key = client.post(API, json={**WANTED, "content": MATCHES}).json()["id"]
    changed = client.put(
        f"{API}/{key}", json={"name": "Kalender", "meaning": "note", "level": "high", "version": 1}
    )
    # A note is a remark, whatever is asked.
    assert [changed.json()[name] for name in ("name", "meaning", "level", "audience", "version")] == [
        "Kalender", "note", "low", [], 2,
    ]  # fmt: skip
    late = client.post(f"/calendars/{key}/change", data={**WANTED, "name": "Te laat", "version": "1"})
    assert late.status_code == 409
    assert "Te laat" in late.text
    assert "Kalender" in late.text
    assert 'name="version" value="2"' in late.text
    saved = client.post(f"/calendars/{key}/change", data={**WANTED, "name": "Toch", "version": "2"})
    assert saved.status_code == 200
    assert client.get(f"{API}/{key}").json()["name"] == "Toch"


def test_a_calendar_is_removed_with_its_days(client_of: Clients, hilde: Viewer, days: Days) -> None:
    client = client_of("hilde")
    keys = [client.post(API, json={**WANTED, "content": MATCHES}).json()["id"] for _ in range(2)]
    client.post(f"/calendars/{keys[0]}/remove")
    assert client.delete(f"{API}/{keys[1]}").status_code == 204
    assert (client.get(API).json(), days()) == ([], [])
    assert client.get(f"/calendars/{keys[0]}").status_code == 404


def test_files_and_addresses_are_read_before_the_transaction_of_a_command_begins(app: FastAPI) -> None:
    write = get_args(Writing)[1].dependency
    readers = {get_args(one)[1].dependency for one in (Sent, SentFile, Submitted, SubmittedNewer)}
    orders = {}
    for route in api_routes(app.routes):
        calls = [inner.call for inner in route.dependant.dependencies]
        read_at = [place for place, call in enumerate(calls) if call in readers]
        if read_at and write in calls:
            orders[f"{route.path}"] = read_at[0] < calls.index(write)
    assert orders == {
        "/api/v1/calendars": True,
        "/api/v1/calendars/{key}/read": True,
        "/calendars/new": True,
        "/calendars/{key}/read": True,
    }


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.MANAGER, Role.ORGANISER])
def test_only_administrators_keep_calendars(
    client_of: Clients, add_user: Callable[..., Viewer], role: Role
) -> None:
    add_user("bram", role)
    client = client_of("bram")
    assert client.get("/calendars").status_code == 403
    assert client.post(API, json={**WANTED, "content": MATCHES}).status_code == 403
    assert "/calendars&#34;" not in client.get("/calendars/mine").text
    assert 'href="/calendars"' not in client.get("/calendars/mine").text


def test_the_list_asks_the_store_as_often_for_one_calendar_as_for_fifty(
    client_of: Clients,
    hilde: Viewer,
    work: Work,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    client, asked = client_of("hilde"), []
    client.get("/calendars")  # what an administrator is alarmed about is worked out for some seconds
    for count in (1, 49):
        for _ in range(count):
            _add_plain(work, hilde)
        for path in (
            "/calendars",
            API,
            "/observances",
            "/api/v1/timing/occurrences?from=2027-01-01&to=2027-02-01",
        ):
            with count_queries() as seen:
                assert client.get(path).status_code == 200
            asked.append(len(seen))
    assert asked[:4] == asked[4:]


def _add_plain(work: Work, viewer: Viewer) -> None:
    with work.writing(viewer) as uow:
        wanted = CalendarSource(name="Wedstrijden", content="x", address=None)
        service.add_calendar(uow, wanted, Contents((Day("Dag", date(2027, 1, 16), date(2027, 1, 16)),)))
