"""The agenda through its two doors: the API and the pages."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event as sql_event
from sqlmodel import select
from starlette.testclient import TestClient

from crm.agenda.models import Flag, FlagState, ParticipationEvent
from crm.db import Database
from crm.i18n import translate
from crm.parties.models import PartyKind
from crm.viewer import Role, Viewer
from tests.crm.agenda.conftest import PARENTS_EVENING, Inviter, Planner

Clients = Callable[[str | None], TestClient]
Flags = Callable[[UUID], dict[str, Flag]]
Run = Callable[[], int]

BAD_INPUT: list[tuple[str, dict[str, Any]]] = [
    ("title", {"title": ""}),
    ("title", {"title": "x" * 1_000_000}),
    ("start_on", {"start_on": "0001-01-01"}),
    ("start_on", {"start_on": "2027-02-30"}),
    ("start_on", {"start_on": "2099-02-03"}),
    ("start_hour", {"start_hour": 5}),
    ("start_hour", {"start_hour": None}),
    ("start_hour", {"start_hour": "25:10"}),
    ("end_hour", {"end_hour": "19:00"}),
    ("end_hour", {"end_hour": "21:30+02:00"}),
    ("end_on", {"end_on": "2027-02-22"}),
    ("end_on", {"end_on": "2029-02-23"}),
    ("audience", {"audience": []}),
    ("audience.0", {"audience": ["people of one street"]}),
    ("invited_ids", {"invited_ids": ["01890000-0000-7000-8000-000000000000"]}),
    ("neighbourhood_id", {"neighbourhood_id": "01890000-0000-7000-8000-000000000000"}),
    ("kind", {"kind": "party"}),
    ("celebrates", {"celebrates": "my_birthday"}),
    ("is_decision", {"is_decision": "perhaps"}),
    ("moved_from", {"moved_from": "0001-01-01T00:00"}),
    ("colour", {"colour": "red"}),
]


@pytest.mark.parametrize(
    ("field", "wrong"), BAD_INPUT, ids=[f"{row}-{one}" for row, (one, _) in enumerate(BAD_INPUT)]
)
def test_bad_input_names_the_field_and_writes_nothing(
    client_of: Clients, nora: Viewer, field: str, wrong: dict[str, Any]
) -> None:
    client = client_of("nora")
    answer = client.post("/api/v1/events", json=PARENTS_EVENING | wrong)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [field]
    assert client.get("/api/v1/events").json()["total"] == 0


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/api/v1/events?colour=red", "colour"),
        ("/api/v1/events?when=tomorrow", "when"),
        ("/api/v1/timing/occurrences?from=2027-03-01&to=2027-02-01", "to"),
        ("/api/v1/timing/occurrences?from=2027-03-01", "to"),
    ],
)
def test_unknown_filters_are_refused(client_of: Clients, nora: Viewer, path: str, field: str) -> None:
    answer = client_of("nora").get(path)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [field]


def test_live_check_of_page_and_api_says_what_is_stored(
    client_of: Clients, nora: Viewer, plan: Planner, run_deliveries: Run, flags: Flags
) -> None:
    client = client_of("nora")
    question = {name: value for name, value in PARENTS_EVENING.items() if name != "title"}
    live = client.post("/api/v1/timing/check", json=question).json()
    key = plan(nora)
    run_deliveries()
    stored = flags(key)["ramadan"]
    (clash,) = live["clashes"]
    assert (live["level"], live["word"]) == ("high", "Liever niet")
    assert (clash["level"], clash["certainty"], clash["reason_codes"], clash["source"]) == (
        stored.level,
        stored.certainty,
        stored.reason_codes,
        translate("nl", stored.source),
    )
    assert datetime.fromisoformat(clash["starts_at"]) == stored.clash_starts_at
    assert live["suggestions"][0]["start"] == "2027-03-16T19:30:00+01:00"
    fragment = client.post("/events/check", data=PARENTS_EVENING, headers={"hx-request": "true"}).text
    assert clash["text"] in fragment
    assert live["suggestions"][0]["why"] in fragment
    assert "<html" not in fragment
    detail = client.get(f"/api/v1/events/{key}").json()
    assert detail["verdict"] == live
    assert clash["text"] in client.get(f"/events/{key}").text


def test_check_speaks_the_readers_language(client_of: Clients, nora: Viewer) -> None:
    question = {name: value for name, value in PARENTS_EVENING.items() if name != "title"}
    words = [
        client_of("nora")
        .post("/api/v1/timing/check", json=question, headers={"accept-language": code})
        .json()["word"]
        for code in ("nl", "en", "fr")
    ]
    assert words == ["Liever niet", "Better not", "Plutôt pas"]


def test_form_without_script_is_checked_moved_and_saved(
    client_of: Clients, add_user: Callable[..., Viewer], run_deliveries: Run, flags: Flags, database: Database
) -> None:
    add_user("emma", Role.ORGANISER, language="en")
    client = client_of("emma")
    typed = PARENTS_EVENING | {"kind": "participation_evening", "precision": "hour"}
    checked = client.post("/events/check", data=typed)
    assert checked.status_code == 200
    assert 'value="Ouderavond Arsenaal"' in checked.text
    proposals = re.findall(r'name="move_to" value="([^"]+)"', checked.text)
    assert proposals[0] == "2027-03-16T19:30+01:00"
    moved = client.post("/events/check", data=typed | {"move_to": proposals[0]})
    assert 'name="start_on" type="date" value="2027-03-16"' in moved.text
    (origin,) = re.findall(r'name="moved_from" value="([^"]*)"', moved.text)
    assert origin == "2027-02-23T19:30"
    saved = client.post(
        "/events/new", data=typed | {"start_on": "2027-03-16", "moved_from": origin}, follow_redirects=False
    )
    assert saved.status_code == 303
    key = UUID(saved.headers["location"].split("/")[-1].split("?")[0])
    run_deliveries()
    assert flags(key) == {}
    with database.reading() as session:
        stored = session.get_one(ParticipationEvent, key)
    assert stored.starts_at == datetime(2027, 3, 16, 18, 30, tzinfo=UTC)
    assert stored.moved_because == "It was planned on Tuesday 23 February 2027, 19:30: Better not (Ramadan)."


def test_nothing_is_proposed_when_the_organiser_has_another_event(
    client_of: Clients, nora: Viewer, add_user: Callable[..., Viewer], plan: Planner
) -> None:
    add_user("karim")
    question = {name: value for name, value in PARENTS_EVENING.items() if name != "title"}
    free = client_of("nora").post("/api/v1/timing/check", json=question).json()["suggestions"]
    assert free[0]["start"] == "2027-03-16T19:30:00+01:00"
    other = plan(nora, start_on="2027-03-16", start_hour="21:00", end_hour="22:00")
    taken = client_of("nora").post("/api/v1/timing/check", json=question).json()["suggestions"]
    assert "2027-03-16T19:30:00+01:00" not in [each["start"] for each in taken]
    # It is free for a colleague, and for that other event itself.
    assert client_of("karim").post("/api/v1/timing/check", json=question).json()["suggestions"] == free
    client_of("nora").post(f"/api/v1/events/{other}/cancel")
    assert client_of("nora").post("/api/v1/timing/check", json=question).json()["suggestions"] == free


@pytest.mark.parametrize(
    ("on", "hour", "note"),
    [
        ("2027-03-28", "02:30", "The start falls in the hour that summer time skips. We use 03:30."),
        ("2027-10-31", "02:30", "The start exists twice that night (winter time). We use the first."),
    ],
)
def test_hour_that_summer_time_skips_or_doubles_is_said(
    client_of: Clients, add_user: Callable[..., Viewer], on: str, hour: str, note: str
) -> None:
    add_user("ann")
    asked = {"start_on": on, "start_hour": hour, "end_hour": "05:00", "audience": ["youth"]}
    answer = client_of("ann").post("/api/v1/timing/check", json=asked, headers={"accept-language": "en"})
    assert answer.json()["notes"] == [note]


def test_year_without_a_calendar_is_refused(client_of: Clients, nora: Viewer, database: Database) -> None:
    answer = client_of("nora").post("/api/v1/events", json=PARENTS_EVENING | {"start_on": "2046-01-02"})
    assert answer.status_code == 422
    assert [(one["field"], one["message"]) for one in answer.json()["error"]["fields"]] == [
        ("start_on", "Voor dat jaar is er geen kalender. Geef een datum van 2015 tot 2045.")
    ]
    with database.reading() as session:
        assert session.exec(select(ParticipationEvent)).all() == []


def test_warning_does_not_stand_in_the_way_of_saving(
    client_of: Clients, nora: Viewer, run_deliveries: Run
) -> None:
    client = client_of("nora")
    saved = client.post("/events/new", data=PARENTS_EVENING)
    assert saved.status_code == 200
    run_deliveries()
    shown = client.get(saved.url.path)
    assert "Liever niet" in shown.text
    assert len(re.findall(r'class="suggestion"', shown.text)) == 3


def test_form_with_errors_keeps_what_was_typed(client_of: Clients, nora: Viewer) -> None:
    answer = client_of("nora").post(
        "/events/new", data=PARENTS_EVENING | {"title": "Avond <ouders>", "end_hour": "18:00"}
    )
    assert answer.status_code == 422
    assert 'value="Avond &lt;ouders&gt;"' in answer.text
    assert 'id="error-end_hour"' in answer.text


def test_overrule_and_move_from_the_event_page(
    client_of: Clients, nora: Viewer, plan: Planner, run_deliveries: Run, flags: Flags
) -> None:
    client = client_of("nora")
    key = plan(nora)
    run_deliveries()
    flag = flags(key)["ramadan"]
    refused = client.post(f"/flags/{flag.id}/overrule", data={"reason": "nee"})
    assert refused.status_code == 422
    assert flags(key)["ramadan"].state == FlagState.OPEN
    kept = client.post(f"/flags/{flag.id}/overrule", data={"reason": "De moskee doet zelf mee."})
    assert "De moskee doet zelf mee." in kept.text
    assert "Nora Peeters" in kept.text
    moved = client.post(
        f"/events/{key}/move", data={"start_on": "2027-03-16", "start_hour": "19:30"}, follow_redirects=False
    )
    assert moved.headers["location"] == f"/events/{key}?said=moved"
    assert client.get(f"/api/v1/events/{key}").json()["starts_at"] == "2027-03-16T18:30:00Z"


def test_second_saver_sees_both_versions_and_can_save_again(
    client_of: Clients, nora: Viewer, plan: Planner
) -> None:
    client = client_of("nora")
    key = plan(nora)
    first = PARENTS_EVENING | {"event_id": str(key), "version": "1"}
    assert client.post(f"/events/{key}/change", data=first | {"title": "Eerst"}).status_code == 200
    second = client.post(f"/events/{key}/change", data=first | {"title": "Daarna"})
    assert second.status_code == 409
    assert ("Eerst" in second.text, "Daarna" in second.text) == (True, True)
    (version,) = re.findall(r'name="version" value="(\d+)"', second.text)
    again = client.post(f"/events/{key}/change", data=first | {"title": "Daarna", "version": version})
    assert again.status_code == 200
    assert client.get(f"/api/v1/events/{key}").json()["title"] == "Daarna"
    refused = client.put(f"/api/v1/events/{key}", json=PARENTS_EVENING | {"version": 1})
    assert refused.status_code == 409
    assert refused.json()["error"]["current"]["title"] == "Daarna"


def test_organiser_sees_own_events_only(
    client_of: Clients, nora: Viewer, plan: Planner, add_user: Callable[..., Viewer], run_deliveries: Run
) -> None:
    bram = add_user("bram", Role.ORGANISER)
    other, own = plan(nora, title="Van Nora"), plan(bram, title="Van Bram")
    run_deliveries()
    client = client_of("bram")
    assert [row["title"] for row in client.get("/api/v1/events").json()["items"]] == ["Van Bram"]
    assert client.get(f"/api/v1/events/{other}").status_code == 404
    assert client.post(f"/api/v1/events/{other}/cancel").status_code == 404
    assert client.post(f"/api/v1/events/{own}/cancel").json()["state"] == "cancelled"
    assert "Van Nora" not in client.get("/events").text
    confirming = {"observance": "eid_al_fitr", "year": 2027, "start_on": "2027-03-09", "source": "Gehoord"}
    assert client.post("/api/v1/observances/confirmations", json=confirming).status_code == 403
    assert client.get("/observances/confirm").status_code == 403


def test_confirmed_date_through_the_page_softens_the_verdict(
    client_of: Clients, nora: Viewer, plan: Planner, run_deliveries: Run
) -> None:
    client = client_of("nora")
    key = plan(nora, start_on="2027-03-10", start_hour="14:00", end_hour="17:00", audience=["islam_general"])
    run_deliveries()
    link = f"/observances/confirm?observance=eid_al_fitr&amp;year=2027&amp;back=/events/{key}"
    assert link in client.get(f"/events/{key}").text
    form = {"observance": "eid_al_fitr", "year": "2027", "authority": "belgium", "back": f"/events/{key}"}
    refused = client.post("/observances/confirm", data=form | {"start_on": "2027-06-01", "source": "Krant"})
    assert refused.status_code == 422
    assert 'id="error-start_on"' in refused.text
    client.post("/observances/confirm", data=form | {"start_on": "9/3/2027", "source": "Moslimraad"})
    run_deliveries()
    shown = client.get(f"/events/{key}?lang=en").text
    told = "Eid al-Fitr: on 23 Nov 2026 Take care (expected), on 23 Nov 2026 Good moment, with a remark (confirmed)"
    assert told in shown
    (stored,) = client.get("/api/v1/observances/confirmations").json()
    assert (stored["start_on"], stored["source"], stored["confirmed_by_id"]) == (
        "2027-03-09",
        "Moslimraad",
        str(nora.user_id),
    )


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("observance", {"observance": "jumuah"}),
        ("start_on", {"start_on": "2027-03-20"}),
        ("start_on", {"year": 2028}),
        ("source", {"source": ""}),
        ("authority", {"authority": "the neighbours"}),
    ],
)
def test_confirmation_that_cannot_be_is_refused(
    client_of: Clients, nora: Viewer, field: str, wrong: dict[str, Any]
) -> None:
    client = client_of("nora")
    right = {"observance": "eid_al_fitr", "year": 2027, "start_on": "2027-03-09", "source": "Moslimraad"}
    answer = client.post("/api/v1/observances/confirmations", json=right | wrong)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [field]
    assert client.get("/api/v1/observances/confirmations").json() == []


def test_persons_are_not_invited_and_not_found(client_of: Clients, nora: Viewer, add_party: Inviter) -> None:
    client = client_of("nora")
    person = add_party("Aylin Doganay", PartyKind.PERSON)
    network = add_party("Aylin en vriendinnen")
    found = client.get("/api/v1/events/invitees?q=aylin").json()
    assert [row["id"] for row in found] == [str(network)]
    answer = client.post("/api/v1/events", json=PARENTS_EVENING | {"invited_ids": [str(person)]})
    assert [one["field"] for one in answer.json()["error"]["fields"]] == ["invited_ids"]
    fragment = client.post("/events/invitees", data={"invite_q": "vriend", "invited_ids": str(network)})
    assert re.findall(r'value="([^"]+)"[^>]* checked', fragment.text) == [str(network)]


def test_calendar_that_we_do_not_know_is_said(client_of: Clients, nora: Viewer, add_party: Inviter) -> None:
    house = add_party("Huis van de Mens", PartyKind.ORGANISATION, ("humanist",))
    answer = client_of("nora").post(
        "/api/v1/timing/check",
        json={
            "start_on": "2027-03-16",
            "start_hour": "19:30",
            "end_hour": "21:00",
            "invited_ids": [str(house)],
        },
        headers={"accept-language": "en"},
    )
    assert answer.json()["notes"] == [
        "We do not know these calendars yet: Humanist. Ask the people themselves."
    ]


def test_event_that_is_the_feast_is_a_chance(client_of: Clients, nora: Viewer) -> None:
    iftar = {
        "start_on": "2027-02-25",
        "start_hour": "17:30",
        "end_hour": "20:00",
        "audience": ["islam_general", "youth"],
        "format": "meal",
        "food": "iftar",
        "celebrates": "ramadan",
    }
    answer = client_of("nora").post("/api/v1/timing/check", json=iftar).json()
    assert (answer["level"], [one["observance"] for one in answer["opportunities"]]) == ("none", ["ramadan"])


def test_occurrences_follow_confirmed_dates(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    client.post(
        "/api/v1/observances/confirmations",
        json={"observance": "eid_al_fitr", "year": 2027, "start_on": "2027-03-10", "source": "Moslimraad"},
    )
    found = client.get("/api/v1/timing/occurrences?from=2027-03-01&to=2027-03-31").json()
    assert [(row["start_on"], row["certainty"]) for row in found if row["observance"] == "eid_al_fitr"] == [
        ("2027-03-10", "confirmed")
    ]


def test_calendar_of_the_year_offers_to_confirm_what_is_expected(
    client_of: Clients, nora: Viewer, add_user: Callable[..., Viewer]
) -> None:
    add_user("bram", Role.ORGANISER)
    link = "/observances/confirm?observance=eid_al_fitr&amp;year=2027&amp;back=/observances"
    shown = {login: client_of(login).get("/observances?view=list").text for login in ("nora", "bram")}
    assert {login: link in text for login, text in shown.items()} == {"nora": True, "bram": False}
    assert "Eid al-Fitr" in shown["bram"]


def test_list_is_filtered_and_searched(
    client_of: Clients, nora: Viewer, plan: Planner, run_deliveries: Run, add_user: Callable[..., Viewer]
) -> None:
    karin = add_user("karin", Role.MANAGER)
    plan(nora, title="Ouderavond Café Élan")
    plan(karin, title="Rustig", start_on="2027-03-16")
    plan(nora, title="Vroeger", start_on="2026-03-03")
    run_deliveries()
    client = client_of("nora")

    def titles(query: str) -> list[str]:
        assert client.get(f"/events{query}").status_code == 200
        return [row["title"] for row in client.get(f"/api/v1/events{query}").json()["items"]]

    assert titles("") == ["Ouderavond Café Élan", "Rustig"]
    assert titles("?when=past") == ["Vroeger"]
    assert titles("?is_mine=true&when=all") == ["Ouderavond Café Élan", "Vroeger"]
    assert titles("?is_warned=true") == ["Ouderavond Café Élan"]
    assert titles("?q=cafe+elan") == ["Ouderavond Café Élan"]
    assert titles("?state=cancelled") == []
    assert titles("?neighbourhood_id=&state=&q=") == ["Ouderavond Café Élan", "Rustig"]


def test_list_uses_the_same_number_of_queries_with_1_and_50_events(
    client_of: Clients, nora: Viewer, plan: Planner, run_deliveries: Run, database: Database
) -> None:
    client = client_of("nora")
    sent: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    def queries_of(path: str) -> int:
        sent.clear()
        assert client.get(path).status_code == 200
        return len([one for one in sent if one.startswith("SELECT")])

    sql_event.listen(database.engine, "before_cursor_execute", count)
    plan(nora)
    run_deliveries()
    one = queries_of("/events?size=50")
    for _ in range(49):
        plan(nora)
    run_deliveries()
    assert queries_of("/events?size=50") == one
    assert one <= 12
