"""Attendance through both doors: what is shown, hidden and compared, and that page and API say the same."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from crm.agenda.models import Flag, FlagState
from crm.parties.models import Neighbourhood
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.conftest import NOW
from tests.crm.agenda.attendance.conftest import Groups, Note, stated
from tests.crm.agenda.conftest import Planner

Clients = Callable[[str | None], TestClient]
AddUser = Callable[..., Viewer]
Json = dict[str, Any]
PAST = {"start_on": "2026-11-10"}
API = "/api/v1/events"


def _warn(work: Work, event_id: UUID, level: str = "high", state: FlagState = FlagState.OPEN) -> None:
    """A flag as it stood at the moment of a past event."""
    at = datetime(2026, 3, 1, 19, tzinfo=UTC)
    with work.writing(SYSTEM) as uow:
        flag = Flag(
            event_id=event_id,
            observance="ramadan",
            level=level,
            certainty="confirmed",
            clash_starts_at=at,
            clash_ends_at=at + timedelta(hours=2),
            until_on=at.date(),
            state=state,
            created_at=NOW,
            changed_at=NOW,
        )
        uow.session.add(flag)


@pytest.fixture
def series(nora: Viewer, plan: Planner, note: Note, work: Work) -> Callable[..., list[UUID]]:
    """Past events with these totals, one a day from 1 September 2026; `bad` of them, the first ones, with a warning."""

    def make(totals: list[int], bad: int = 0, viewer: Viewer = nora, **values: object) -> list[UUID]:
        keys = []
        for day, total in enumerate(totals, start=1):
            key = plan(viewer, start_on=f"2026-09-{day:02}", **values)
            note(nora, key, total=total)
            if day <= bad:
                _warn(work, key)
            keys.append(key)
        return keys

    return make


def _groups(answer: Json) -> dict[str, tuple[int | None, str | None, int | None]]:
    return {row["group"]: (row["count"], row["hidden"], row["percent"]) for row in answer["groups"]}


def test_nothing_noted_yet_is_an_answer(client_of: Clients, nora: Viewer, plan: Planner) -> None:
    key = plan(nora, **PAST)
    client = client_of("nora")
    assert client.get(f"{API}/{key}/attendance").json() == {
        "event_id": str(key),
        "counting": None,
        "total": None,
        "answered": None,
        "answered_hidden": None,
        "asked_how": None,
        "groups": [],
        "is_rounded": False,
        "noted_at": None,
        "version": None,
    }
    shown = client.get(f"/events/{key}?lang=en").text
    assert "Nobody noted yet how many people came." in shown
    assert f'href="/events/{key}/attendance"' in shown
    assert client.get(f"{API}/{key}").json()["headcount"] is None


def test_small_counts_are_hidden_alike_in_the_answer_on_the_page_and_in_what_was_just_sent(
    client_of: Clients, nora: Viewer, plan: Planner, groups: Groups
) -> None:
    key = plan(nora, **PAST)
    client = client_of("nora")
    sent = {"counting": "counted", "total": 34, "answered": 23, "asked_how": "door_form"}
    counts = stated(groups, women=12, turkish=3, deaf=20)
    answer = client.put(f"{API}/{key}/attendance", json={**sent, "counts": counts})
    assert answer.status_code == 200
    assert _groups(answer.json()) == {
        "Turkish": (None, "small_numbers", None),
        "Women": (12, None, 50),
        "Deaf": (None, "small_numbers", None),
    }
    assert client.get(f"{API}/{key}/attendance").json() == answer.json()
    assert client.get(f"{API}/{key}").json()["headcount"] == 34
    page = client.get(f"/events/{key}?lang=en").text
    cells = re.findall(
        r'<th scope="row">(\w+)</th><td class="num">(.*?)</td><td class="num">(.*?)</td>', page
    )
    word = '<span class="muted">not shown</span>'
    assert cells == [("Turkish", word, word), ("Women", "12", "50%"), ("Deaf", word, word)]
    assert "34<small>counted</small>" in page


def test_the_form_alone_shows_the_counts_as_they_were_noted(
    client_of: Clients, nora: Viewer, plan: Planner, note: Note, groups: Groups, add_user: AddUser
) -> None:
    add_user("karin", Role.MANAGER)
    key = plan(nora, **PAST)
    note(nora, key, answered=23, asked_how="door_form", counts=stated(groups, women=12, turkish=3))
    form = client_of("nora").get(f"/events/{key}/attendance").text
    assert f'name="counts.{groups["turkish"]}.count" type="number" value="3"' in form
    assert str(groups["roma"]) not in form
    assert str(groups["roma-women"]) not in form
    assert "Dit vragen we niet bij één moment: Roma, Roma-Women." in form
    assert client_of("karin").get(f"/events/{key}/attendance").status_code == 403
    read = client_of("karin").get(f"{API}/{key}/attendance").json()
    assert _groups(read)["Turkish"] == (None, "small_numbers", None)
    assert f'href="/events/{key}/attendance"' not in client_of("karin").get(f"/events/{key}").text


def test_organisers_read_rounded_numbers_with_a_higher_threshold(
    client_of: Clients, nora: Viewer, plan: Planner, note: Note, groups: Groups, add_user: AddUser
) -> None:
    bram = add_user("bram", Role.ORGANISER)
    key = plan(bram, **PAST)
    counts = stated(groups, women=22, turkish=7)
    note(bram, key, total=50, answered=41, asked_how="short_survey", counts=counts)
    inside = client_of("nora").get(f"{API}/{key}/attendance").json()
    assert (inside["answered"], _groups(inside)["Turkish"][0], inside["is_rounded"]) == (41, 7, False)
    outside = client_of("bram").get(f"{API}/{key}/attendance").json()
    assert (outside["total"], outside["is_rounded"]) == (50, True)
    assert (outside["answered"] % 5, abs(outside["answered"] - 41) < 5) == (0, True)
    assert _groups(outside)["Turkish"] == (None, "small_numbers", None)
    women = _groups(outside)["Women"][0]
    assert women in (20, 25)
    page = client_of("bram").get(f"/events/{key}?lang=en").text
    assert f"about {women}" in page
    assert ">22<" not in page
    assert 'type="number" value="22"' in client_of("bram").get(f"/events/{key}/attendance").text


BAD: list[tuple[str, Json]] = [
    ("total", {"total": None}),
    ("total", {"counting": "not_counted"}),
    ("total", {"total": -1}),
    ("counting", {"counting": "guessed"}),
    ("answered", {"answered": 35}),
    ("answered", {"answered": None}),
    ("answered", {"answered": 4}),
    ("asked_how", {"asked_how": None}),
    ("asked_how", {"asked_how": "by looking"}),
    ("counts.0.count", {"answered": 11}),
    ("note", {"note": "Wie er was"}),
]


@pytest.mark.parametrize(("field", "wrong"), BAD, ids=[f"{field}-{n}" for n, (field, _) in enumerate(BAD)])
def test_what_cannot_be_is_refused_by_its_field(
    client_of: Clients, nora: Viewer, plan: Planner, groups: Groups, field: str, wrong: Json
) -> None:
    key = plan(nora, **PAST)
    client = client_of("nora")
    right = {"counting": "counted", "total": 34, "answered": 23, "asked_how": "door_form"}
    answer = client.put(f"{API}/{key}/attendance", json=right | {"counts": stated(groups, women=12)} | wrong)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [field]
    assert client.get(f"{API}/{key}/attendance").json()["counting"] is None


def test_the_form_leaves_out_what_is_blank_and_puts_an_error_beside_its_group(
    client_of: Clients, nora: Viewer, plan: Planner, groups: Groups
) -> None:
    key = plan(nora, **PAST)
    client = client_of("nora")
    typed = {"counting": "estimated", "total": "34", "answered": "23", "asked_how": "other", "version": ""}
    for name in ("women", "turkish", "deaf", "turkish-women"):
        typed |= {f"counts.{groups[name]}.group_id": str(groups[name]), f"counts.{groups[name]}.count": ""}
    wrong = client.post(f"/events/{key}/attendance", data=typed | {f"counts.{groups['deaf']}.count": "24"})
    assert wrong.status_code == 422
    assert f'id="error-counts.{groups["deaf"]}.count"' in wrong.text
    assert f'name="counts.{groups["deaf"]}.count" type="number" value="24"' in wrong.text
    right = client.post(
        f"/events/{key}/attendance",
        data=typed | {f"counts.{groups['deaf']}.count": "8"},
        follow_redirects=False,
    )
    assert (right.status_code, right.headers["location"]) == (303, f"/events/{key}?said=saved")
    assert _groups(client.get(f"{API}/{key}/attendance").json()) == {"Deaf": (8, None, 35)}


def test_a_colleague_who_was_first_is_shown_beside_what_was_typed(
    client_of: Clients, nora: Viewer, plan: Planner, note: Note, groups: Groups
) -> None:
    key = plan(nora, **PAST)
    note(nora, key, answered=23, asked_how="door_form", counts=stated(groups, women=12))
    client = client_of("nora")
    typed = {"counting": "estimated", "total": "40", "version": ""}
    answer = client.post(f"/events/{key}/attendance?lang=nl", data=typed)
    assert answer.status_code == 409
    sides = re.findall(
        r"<h3>(.*?)</h3>.*?<span>(.*?)</span>.*?<span>(.*?)</span></div>", answer.text, re.DOTALL
    )
    assert [tuple(unescape(one) for one in side) for side in sides] == [
        ("Hoe weet je dat?", "geschat", "geteld"),
        ("Hoeveel mensen kwamen er?", "40", "34"),
        ("Van hoeveel mensen heb je een antwoord?", "niets", "23"),
        ("Hoe vroeg je het?", "niets", "Een blad aan de deur"),
        ("Women", "niets", "12"),
    ]
    (version,) = re.findall(r'name="version" value="(\d*)"', answer.text)
    again = client.post(
        f"/events/{key}/attendance", data=typed | {"version": version}, follow_redirects=False
    )
    assert again.status_code == 303
    assert client.get(f"{API}/{key}/attendance").json()["total"] == 40


def test_earlier_events_are_compared_when_there_are_three_on_each_side(
    client_of: Clients, nora: Viewer, plan: Planner, series: Callable[..., list[UUID]]
) -> None:
    series([10, 14, 12, 30, 34, 50, 32], bad=3)
    series([500, 600, 700], kind="workshop")
    key = plan(nora, **PAST)
    client = client_of("nora")
    found = client.get(f"{API}/{key}/attendance/comparison?lang=en").json()
    assert found["good"] == {"events": 4, "estimated": 0, "middle": 33, "missing": 0}
    assert found["bad"] == {"events": 3, "estimated": 0, "middle": 12, "missing": 0}
    assert found["sentences"] == [
        "At a good moment 33 people came on average.",
        "At a moment with a warning 12 people came on average.",
    ]
    page = client.get(f"/events/{key}?lang=en").text
    for sentence in found["sentences"]:
        assert sentence in page
    link = "/events/attendance/events?moment=bad&kind=participation_evening&before=2026-11-10"
    assert link in unescape(page)
    behind = client.get(f"/api/v1{link}").json()
    assert ([row["total"] for row in behind["items"]], behind["total"]) == ([12, 14, 10], 3)
    opened = client.get(link).text
    assert [f'href="/events/{row["id"]}"' in opened for row in behind["items"]] == [True] * 3


def test_too_few_events_say_what_is_missing(
    client_of: Clients, nora: Viewer, plan: Planner, series: Callable[..., list[UUID]]
) -> None:
    series([10, 30, 34, 50], bad=1)
    key = plan(nora, **PAST)
    found = client_of("nora").get(f"{API}/{key}/attendance/comparison?lang=nl").json()
    assert (found["is_enough"], found["bad"]["middle"], found["bad"]["missing"]) == (False, None, 2)
    assert found["sentences"] == [
        "Te weinig om te vergelijken. We hebben aan elke kant 3 momenten nodig.",
        "Op een goed moment: 3. Nog nodig: 0.",
        "Op een moment met een waarschuwing: 1. Nog nodig: 2.",
    ]


def test_only_what_stood_as_a_warning_makes_a_moment_bad(
    client_of: Clients, nora: Viewer, plan: Planner, series: Callable[..., list[UUID]], work: Work
) -> None:
    keys = series([10, 11, 12, 13])
    _warn(work, keys[0], level="low")
    _warn(work, keys[1], level="medium", state=FlagState.OVERRULED)
    _warn(work, keys[2], state=FlagState.LIFTED)
    found = client_of("nora").get(f"{API}/attendance/events?moment=bad").json()
    assert [(row["total"], row["is_good"]) for row in found["items"]] == [(11, False)]
    good = client_of("nora").get(f"{API}/attendance/events?moment=good").json()
    assert [row["total"] for row in good["items"]] == [13, 12, 10]


def test_figures_count_the_whole_city_and_an_organiser_opens_own_events(
    client_of: Clients, nora: Viewer, plan: Planner, series: Callable[..., list[UUID]], add_user: AddUser
) -> None:
    bram = add_user("bram", Role.ORGANISER)
    series([10, 14, 12, 30, 34, 50], bad=3)
    series([40], viewer=bram)
    own = plan(bram, **PAST)
    client = client_of("bram")
    compared = client.get(f"{API}/{own}/attendance/comparison").json()
    assert compared == client_of("nora").get(f"{API}/{own}/attendance/comparison").json()
    assert (compared["good"]["events"], compared["bad"]["events"]) == (4, 3)
    assert client.get(f"{API}/attendance").json() == client_of("nora").get(f"{API}/attendance").json()
    behind = client.get(f"{API}/attendance/events").json()
    assert ([row["total"] for row in behind["items"]], behind["total"]) == ([40], 1)
    shown = client.get("/events/attendance/events?lang=en").text
    assert "You see your own events. The figures count those of others too." in shown


def test_the_table_by_kind(
    client_of: Clients, nora: Viewer, plan: Planner, note: Note, series: Callable[..., list[UUID]]
) -> None:
    series([10, 14, 12, 30, 34, 50], bad=3)
    for day in range(11, 16):
        plan(nora, start_on=f"2026-10-{day}")
    note(nora, plan(nora, start_on="2026-10-01"), counting="not_counted", total=None)
    note(nora, plan(nora, kind="workshop", precision="period", start_on="2026-10-01", end_on="2026-10-30"))
    plan(nora, start_on="2027-03-16")
    client = client_of("nora")
    rows = client.get(f"{API}/attendance?lang=en").json()
    three = {"events": 3, "estimated": 0, "missing": 0}
    none = {"events": 0, "estimated": 0, "middle": None, "missing": 3}
    assert rows == [
        {
            "kind": "participation_evening",
            "name": "Participation evening",
            "past": 12,
            "noted": 6,
            "noted_percent": 50,
            "good": three | {"middle": 34},
            "bad": three | {"middle": 12},
        },
        {"kind": "workshop", "name": "Workshop", "past": 1, "noted": 1, "noted_percent": None}
        | {"good": none, "bad": none},
    ]
    page = client.get("/events/attendance?lang=en").text
    assert "<strong>34</strong>" in page
    assert "<strong>12</strong>" in page
    past = client.get(f"{API}?when=past&kind=participation_evening").json()
    assert (past["total"], {row["kind"] for row in past["items"]}) == (12, {"participation_evening"})
    undated = client.get(f"{API}/attendance/events?kind=workshop").json()["items"]
    assert [(row["total"], row["is_good"]) for row in undated] == [(34, None)]


def test_events_of_one_neighbourhood_are_compared_where_there_are_enough(
    client_of: Clients, nora: Viewer, plan: Planner, series: Callable[..., list[UUID]], work: Work
) -> None:
    with work.writing(SYSTEM) as uow:
        places = [Neighbourhood(key=key, name=key.title(), created_at=NOW) for key in ("noord", "zuid")]
        uow.session.add_all(places)
        uow.session.flush()
        north, south = (str(place.id) for place in places)
    series([10, 14, 12, 30, 34, 50], bad=3, neighbourhood_id=north)
    series([100, 100], bad=1, neighbourhood_id=south)
    client = client_of("nora")

    def compared(place: str) -> tuple[str | None, int, int]:
        key = plan(nora, **PAST, neighbourhood_id=place)
        found = client.get(f"{API}/{key}/attendance/comparison").json()
        return found["neighbourhood"], found["good"]["middle"], found["bad"]["middle"]

    assert compared(north) == ("Noord", 34, 12)
    assert compared(south) == (None, 42, 13)


def test_readings_make_the_same_number_of_queries_with_1_and_50_events(
    client_of: Clients,
    nora: Viewer,
    plan: Planner,
    series: Callable[..., list[UUID]],
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    client = client_of("nora")
    key = plan(nora, **PAST)
    paths = ["/events/attendance", "/events/attendance/events?size=100", f"/events/{key}", "/"]
    paths += [f"{API}/attendance", f"{API}/attendance/events?size=100", f"{API}?size=100&when=past"]

    def queries_of(path: str) -> int:
        with count_queries() as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    series([20])
    few = [queries_of(path) for path in paths]
    for _ in range(7):
        series([20, 30, 40, 50, 60, 70, 80], bad=2)
    assert [queries_of(path) for path in paths] == few


def test_today_asks_the_organiser_for_events_of_sixty_days_that_nobody_counted(
    client_of: Clients,
    nora: Viewer,
    plan: Planner,
    note: Note,
    add_user: AddUser,
    run_deliveries: Callable[[], int],
) -> None:
    bram = add_user("bram", Role.ORGANISER)
    add_user("karin", Role.MANAGER)
    asked = plan(nora, title="Gisteren", start_on="2026-11-22")
    plan(nora, title="Te lang geleden", start_on="2026-09-23")
    plan(nora, title="Nog net", start_on="2026-09-25")
    plan(nora, title="Straks", start_on="2027-03-16")
    plan(bram, title="Van Bram", start_on="2026-11-20")
    note(nora, plan(nora, title="Al geteld", start_on="2026-11-19"))
    run_deliveries()

    def titles(login: str) -> list[str]:
        return [row["title"] for row in client_of(login).get("/api/v1/today").json()["uncounted"]]

    assert {login: titles(login) for login in ("nora", "bram", "karin")} == {
        "nora": ["Gisteren", "Nog net"],
        "bram": ["Van Bram"],
        "karin": [],
    }
    client = client_of("nora")
    page = client.get("/").text
    assert "Hoeveel mensen kwamen er op “Gisteren”?" in page
    assert f'href="/events/{asked}/attendance?back=/"' in page
    answer = client.post(
        f"/events/{asked}/attendance",
        data={"counting": "not_counted", "back": "/"},
        follow_redirects=False,
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/?said=saved")
    assert titles("nora") == ["Nog net"]
    shown = client.get(f"/events/{asked}?lang=en").text
    assert "Nobody counted how many people came." in shown
