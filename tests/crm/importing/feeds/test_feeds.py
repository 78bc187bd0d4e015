"""The secret address of one's own diary: what it says, whom it names (nobody), and when it answers no longer."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
import structlog
from sqlmodel import select
from starlette.testclient import TestClient

from crm.accounts.models import User
from crm.agenda import service as agenda
from crm.agenda.schemas import EventCreate
from crm.clock import FixedClock
from crm.db import Database
from crm.followups import service as followups
from crm.followups.schemas import FollowUpCreate
from crm.importing.feeds.models import CalendarFeed
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.crm.importing.conftest import Recorded
from tests.crm.importing.ics import events_of

Clients = Callable[[str | None], TestClient]
EVENING: dict[str, Any] = {
    "title": "Ouderavond Arsenaal",
    "start_on": "2027-02-23",
    "start_hour": "19:30",
    "end_hour": "21:30",
    "audience": ["families"],
    "note": "Tolk is Nadia Bakir",
    "place": "Bij Nadia thuis",
}


def _plan(work: Work, viewer: Viewer, **values: object) -> UUID:
    with work.writing(viewer) as uow:
        return agenda.plan_event(uow, EventCreate.model_validate(EVENING | values)).id


def _promise(work: Work, viewer: Viewer, due_on: str) -> UUID:
    with work.writing(viewer) as uow:
        wanted = {"what": "Bel Nadia Bakir", "owner_id": viewer.user_id, "due_on": due_on}
        return followups.plan_follow_up(uow, FollowUpCreate.model_validate(wanted)).id


@pytest.fixture
def feed(client_of: Clients, nora: Viewer) -> str:
    """The path of a feed that Nora made."""
    made = client_of("nora").post("/api/v1/calendars/mine")
    assert made.status_code == 201
    address: str = made.json()["address"]
    assert address.startswith("https://testserver/feeds/")
    return address.removeprefix("https://testserver")


def _entries(client: TestClient, path: str) -> list[dict[str, Any]]:
    """What a diary reads there, by start."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return [
        {
            "title": str(one["SUMMARY"]),
            "start": one["DTSTART"].dt,
            "end": one["DTEND"].dt,
            "uid": str(one["UID"]),
            "url": str(one["URL"]),
        }
        for one in events_of(answer.text)
    ]


def test_a_diary_reads_events_and_how_many_follow_ups_there_are_without_signing_in(
    client_of: Clients, work: Work, nora: Viewer, feed: str
) -> None:
    evening = _plan(work, nora)
    day = _plan(work, nora, title="Opendeurdag", precision="day", start_on="2027-03-01", end_on="2027-03-02")
    _plan(work, nora, title="Ooit", precision="period", start_on="2027-04-01", end_on="2027-04-30")
    for due_on in ("2026-12-01", "2026-12-02", "2026-12-02"):
        _promise(work, nora, due_on)
    assert _entries(client_of(None), feed) == [
        {
            "title": "Opvolging",
            "start": date(2026, 12, 1),
            "end": date(2026, 12, 2),
            "uid": f"follow-ups.2026-12-01.{nora.user_id}@bereik",
            "url": "https://testserver/follow-ups",
        },
        {
            "title": "2 opvolgingen",
            "start": date(2026, 12, 2),
            "end": date(2026, 12, 3),
            "uid": f"follow-ups.2026-12-02.{nora.user_id}@bereik",
            "url": "https://testserver/follow-ups",
        },
        {
            "title": "Ouderavond Arsenaal",
            "start": datetime(2027, 2, 23, 18, 30, tzinfo=UTC),
            "end": datetime(2027, 2, 23, 20, 30, tzinfo=UTC),
            "uid": f"event.{evening}@bereik",
            "url": f"https://testserver/events/{evening}",
        },
        {
            "title": "Opendeurdag",
            "start": date(2027, 3, 1),
            "end": date(2027, 3, 3),
            "uid": f"event.{day}@bereik",
            "url": f"https://testserver/events/{day}",
        },
    ]


def test_a_feed_names_nobody_and_is_not_kept_by_others(
    client_of: Clients, work: Work, nora: Viewer, feed: str
) -> None:
    _plan(work, nora)
    _promise(work, nora, "2026-12-01")
    answer = client_of(None).get(feed)
    assert re.findall(r"Nadia|ATTENDEE|ORGANIZER|Nora|tolk", answer.text, re.IGNORECASE) == []
    assert answer.headers["cache-control"] == "private, max-age=900"


def test_a_feed_holds_only_what_is_ones_own_open_and_near(
    client_of: Clients,
    work: Work,
    nora: Viewer,
    add_user: Callable[..., Viewer],
    feed: str,
    clock: FixedClock,
) -> None:
    karim = add_user("karim")
    _plan(work, karim, title="Van een ander")
    _promise(work, karim, "2026-12-01")
    cancelled = _plan(work, nora, title="Afgelast")
    done = _promise(work, nora, "2026-12-03")
    with work.writing(nora) as uow:
        agenda.cancel_event(uow, cancelled)
        followups.complete_follow_up(uow, done)
    for on in ("2026-08-22", "2026-08-24", "2028-05-24", "2028-05-26"):
        _plan(work, nora, title=on, start_on=on)
        _promise(work, nora, on)
    assert [(one["title"], f"{one['start']:%F}") for one in _entries(client_of(None), feed)] == [
        ("Opvolging", "2026-08-24"),
        ("2026-08-24", "2026-08-24"),
        ("Opvolging", "2028-05-24"),
        ("2028-05-24", "2028-05-24"),
    ]


def test_a_feed_speaks_its_owners_language(
    client_of: Clients, work: Work, add_user: Callable[..., Viewer]
) -> None:
    esther = add_user("esther", Role.CONSULTANT, language="fr")
    _promise(work, esther, "2026-12-01")
    address = client_of("esther").post("/api/v1/calendars/mine").json()["address"]
    path = address.removeprefix("https://testserver")
    assert [one["title"] for one in _entries(client_of(None), path)] == ["Suivi"]


def test_an_address_that_nobody_has_that_was_revoked_or_whose_user_left_is_not_found(
    client_of: Clients, work: Work, nora: Viewer, feed: str, database: Database
) -> None:
    diary, client = client_of(None), client_of("nora")
    answers = [diary.get("/feeds/" + "a" * 43 + ".ics"), diary.get("/feeds/x.ics")]
    assert diary.get(feed).status_code == 200
    newer = client.post("/api/v1/calendars/mine").json()["address"].removeprefix("https://testserver")
    assert newer != feed
    answers.append(diary.get(feed))
    with work.writing(SYSTEM) as uow:
        uow.session.get_one(User, nora.user_id).left_on = date(2026, 11, 23)
    answers.append(diary.get(newer))
    with work.writing(SYSTEM) as uow:
        uow.session.get_one(User, nora.user_id).left_on = None
    assert diary.get(newer).status_code == 200
    assert client.delete("/api/v1/calendars/mine").status_code == 204
    answers.append(diary.get(newer))
    assert [answer.status_code for answer in answers] == [404] * 5
    told = {re.sub(r"/feeds/[\w-]+\.ics", "", answer.text) for answer in answers}
    assert len(told) == 1
    with database.reading() as session:
        assert session.exec(select(CalendarFeed)).all() == []


def test_only_a_hash_of_the_token_is_stored_and_it_stands_in_no_log(
    client_of: Clients, nora: Viewer, database: Database
) -> None:
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logged:
        client = client_of("nora")
        page = client.post("/calendars/mine").text
        found = re.search(r"https://testserver/feeds/([\w-]+)\.ics", page)
        assert found is not None
        token = found[1]
        assert client.get(f"/feeds/{token}.ics").status_code == 200
        assert client.get(f"/feeds/{token}x.ics").status_code == 404
    assert len(token) == 43  # 256 bits
    assert [line for line in logged if token in str(line)] == []
    assert "/feeds/{token}.ics" in [line.get("route") for line in logged]
    with database.reading() as session:
        texts = [
            str(tuple(row))
            for table in ("calendar_feed", "domain_event", "delivery")
            for row in session.connection().exec_driver_sql(f"select * from {table}")
        ]
    assert texts != []
    assert [text for text in texts if token in text] == []


def test_the_page_makes_shows_once_and_ends_an_address(
    client_of: Clients, nora: Viewer, recorded: Recorded
) -> None:
    client = client_of("nora")
    assert "Maak een adres" in client.get("/calendars/mine").text
    assert client.get("/api/v1/calendars/mine").json() == {"made_at": None}
    assert "/feeds/" in client.post("/calendars/mine").text
    again = client.get("/calendars/mine").text
    assert ("/feeds/" in again, "Maak een nieuw adres" in again) == (False, True)
    assert client.get("/api/v1/calendars/mine").json() == {"made_at": "2026-11-23T09:00:00Z"}
    ended = client.post("/calendars/mine/revoke")
    assert "Het adres werkt niet meer." in ended.text
    client.post("/calendars/mine/revoke")
    assert [one.split()[0] for one in recorded("FeedMade", "FeedRevoked")] == ["FeedMade", "FeedRevoked"]


def test_an_organiser_reads_only_own_events(
    client_of: Clients, work: Work, nora: Viewer, add_user: Callable[..., Viewer]
) -> None:
    bram = add_user("bram", Role.ORGANISER)
    _plan(work, nora, title="Van Nora")
    _plan(work, bram, title="Van Bram")
    address = client_of("bram").post("/api/v1/calendars/mine").json()["address"]
    found = _entries(client_of(None), address.removeprefix("https://testserver"))
    assert [one["title"] for one in found] == ["Van Bram"]
