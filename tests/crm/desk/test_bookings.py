"""What must be arranged for an event is a follow-up, and what becomes of one becomes of the other: once, in any order."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from crm.accounts.models import User
from crm.clock import FixedClock
from crm.db import Database
from crm.desk import handlers
from crm.domain_events import (
    EventCancelled,
    EventChanged,
    FollowUpClosed,
    FollowUpMoved,
    ScheduleDue,
    ThresholdNeeded,
    ThresholdSettled,
)
from crm.followups.handlers import find_due
from crm.followups.models import FollowUp, FollowUpState
from crm.outbox import DomainEventRow
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.crm.desk.parts import counted_queries

Clients = Callable[[str | None], TestClient]
Run = Callable[[], int]
API = "/api/v1"
EVENING: dict[str, Any] = {
    "title": "Ouderavond Arsenaal",
    "start_on": "2027-02-23",
    "start_hour": "19:30",
    "end_hour": "21:30",
    "audience": ["families"],
}
INTERPRETER = {"question": "language", "state": "to_arrange", "detail": "Arabisch"}
CHILDCARE = {"question": "childcare", "state": "to_arrange"}


@pytest.fixture
def bram(add_user: Callable[..., Viewer]) -> Viewer:
    """An organiser."""
    return add_user("bram", Role.ORGANISER, name="Bram Verlooy")


@pytest.fixture
def follow_ups(database: Database) -> Callable[[], list[FollowUp]]:
    """Every follow-up, the earliest due first."""

    def found() -> list[FollowUp]:
        with database.reading() as session:
            return list(session.exec(select(FollowUp).order_by(col(FollowUp.due_on), col(FollowUp.what))))

    return found


@pytest.fixture
def recorded(database: Database) -> Callable[[], list[str]]:
    """What was recorded of follow-ups and thresholds, in order."""

    def kinds() -> list[str]:
        with database.reading() as session:
            rows = session.exec(select(DomainEventRow.kind).order_by(col(DomainEventRow.id))).all()
            return [kind for kind in rows if kind.startswith(("FollowUp", "Threshold"))]

    return kinds


def _plan(client: TestClient, *thresholds: dict[str, str], **values: str) -> str:
    answer = client.post(f"{API}/events", json={**EVENING, **values, "thresholds": list(thresholds)})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def _line(client: TestClient, key: str, question: str = "language") -> dict[str, Any]:
    lines = client.get(f"{API}/events/{key}/thresholds").json()
    return next(line for line in lines if line["question"] == question)


def _answer(client: TestClient, key: str, state: str, **more: object) -> dict[str, Any]:
    version = _line(client, key)["version"]
    sent = {"question": "language", "state": state, "version": version, **more}
    answer = client.put(f"{API}/events/{key}/thresholds", json={"answers": [sent]})
    assert answer.status_code == 200, answer.text
    return _line(client, key)


def _twice(work: Work, handler: Callable[..., None], event: object) -> None:
    for _ in range(2):
        with work.writing(SYSTEM) as uow:
            handler(uow, event)


def test_what_must_be_arranged_becomes_a_follow_up_of_the_organiser_once(
    client_of: Clients,
    bram: Viewer,
    run_deliveries: Run,
    follow_ups: Callable[[], list[FollowUp]],
    recorded: Callable[[], list[str]],
    work: Work,
) -> None:
    client = client_of("bram")
    key = _plan(client, INTERPRETER, {"question": "price", "state": "in_order"})
    assert follow_ups() == []
    run_deliveries()
    (made,) = follow_ups()
    line = _line(client, key)
    assert (made.id, made.event_id) == (UUID(line["follow_up_id"]), UUID(key))
    assert made.what == "Tolk (Arabisch) boeken voor Ouderavond Arsenaal"
    assert (made.owner_id, made.planned_by_id) == (bram.user_id, bram.user_id)
    assert (made.due_on, made.state) == (date(2027, 2, 9), FollowUpState.OPEN)
    _twice(work, handlers.plan_booking, ThresholdNeeded(UUID(line["id"])))
    assert follow_ups() == [made]
    assert recorded() == ["ThresholdNeeded", "FollowUpPlanned"]


def test_text_is_in_the_language_of_the_owner(
    client_of: Clients,
    nora: Viewer,
    add_user: Callable[..., Viewer],
    run_deliveries: Run,
    follow_ups: Callable[[], list[FollowUp]],
) -> None:
    add_user("esther", Role.CONSULTANT, language="fr")
    _plan(client_of("esther"), CHILDCARE)
    run_deliveries()
    assert [one.what for one in follow_ups()] == ["Réserver une garde d’enfants pour Ouderavond Arsenaal"]


@pytest.mark.parametrize(
    ("state", "left"),
    [
        ("in_order", FollowUpState.DONE),
        ("not_needed", FollowUpState.DROPPED),
        ("not_looked_at", FollowUpState.DROPPED),
    ],
)
def test_settled_answer_closes_its_follow_up(
    client_of: Clients,
    bram: Viewer,
    run_deliveries: Run,
    follow_ups: Callable[[], list[FollowUp]],
    recorded: Callable[[], list[str]],
    work: Work,
    state: str,
    left: FollowUpState,
) -> None:
    client = client_of("bram")
    key = _plan(client, INTERPRETER)
    run_deliveries()
    follow_up = follow_ups()[0].id
    line = _answer(client, key, state)
    run_deliveries()
    assert [one.state for one in follow_ups()] == [left]
    before = follow_ups(), recorded(), _line(client, key)
    _twice(work, handlers.close_booking, ThresholdSettled(UUID(line["id"]), follow_up))
    _twice(work, handlers.settle_booked, FollowUpClosed(follow_up))
    run_deliveries()
    assert (follow_ups(), recorded(), _line(client, key)) == before
    assert recorded() == ["ThresholdNeeded", "FollowUpPlanned", "ThresholdSettled", "FollowUpClosed"]


def test_follow_up_done_by_a_colleague_puts_the_answer_in_order_in_the_name_of_who_did_it(
    client_of: Clients,
    nora: Viewer,
    add_user: Callable[..., Viewer],
    run_deliveries: Run,
    follow_ups: Callable[[], list[FollowUp]],
    work: Work,
    clock: FixedClock,
) -> None:
    add_user("karim", name="Karim Bouzid")
    key = _plan(client_of("nora"), INTERPRETER)
    run_deliveries()
    follow_up = follow_ups()[0].id
    clock.instant = datetime(2026, 12, 1, 9, tzinfo=UTC)
    karim = client_of("karim")
    karim.post(f"/follow-ups/{follow_up}/done", data={"back": "/"})
    run_deliveries()
    line = _line(karim, key)
    assert (line["state"], line["detail"], line["answered_by"], line["answered_at"], line["version"]) == (
        "in_order",
        "Arabisch",
        "Karim Bouzid",
        "2026-12-01T09:00:00Z",
        2,
    )
    _twice(work, handlers.settle_booked, FollowUpClosed(follow_up))
    assert _line(karim, key) == line
    assert [one.state for one in follow_ups()] == [FollowUpState.DONE]


def test_dropped_follow_up_says_that_it_is_not_needed(
    client_of: Clients, nora: Viewer, run_deliveries: Run, follow_ups: Callable[[], list[FollowUp]]
) -> None:
    client = client_of("nora")
    key = _plan(client, INTERPRETER)
    run_deliveries()
    client.post(f"{API}/follow-ups/{follow_ups()[0].id}/drop")
    run_deliveries()
    assert (_line(client, key)["state"], [one.state for one in follow_ups()]) == (
        "not_needed",
        [FollowUpState.DROPPED],
    )


def test_due_date_follows_the_event_unless_somebody_chose_it(
    client_of: Clients,
    nora: Viewer,
    run_deliveries: Run,
    follow_ups: Callable[[], list[FollowUp]],
    recorded: Callable[[], list[str]],
    work: Work,
) -> None:
    client = client_of("nora")
    key = _plan(client, INTERPRETER, {**CHILDCARE, "book_by_on": "2027-01-20"})
    run_deliveries()
    client.post(f"{API}/events/{key}/move", json={"start_on": "2027-03-16"})
    run_deliveries()
    assert [(one.what.split()[0], one.due_on) for one in follow_ups()] == [
        ("Kinderopvang", date(2027, 1, 20)),
        ("Tolk", date(2027, 3, 2)),
    ]
    before = follow_ups(), recorded()
    _twice(work, handlers.replan_bookings, EventChanged(UUID(key)))
    _twice(work, handlers.keep_booking_date, FollowUpMoved(follow_ups()[1].id))
    assert (follow_ups(), recorded()) == before
    assert (_line(client, key)["is_own_date"], recorded().count("FollowUpMoved")) == (False, 1)


def test_follow_up_moved_by_hand_keeps_its_date_when_the_event_moves(
    client_of: Clients,
    nora: Viewer,
    run_deliveries: Run,
    follow_ups: Callable[[], list[FollowUp]],
    work: Work,
) -> None:
    client = client_of("nora")
    key = _plan(client, INTERPRETER)
    run_deliveries()
    follow_up = follow_ups()[0].id
    client.post(f"{API}/follow-ups/{follow_up}/move", json={"due_on": "2027-01-15"})
    run_deliveries()
    _twice(work, handlers.keep_booking_date, FollowUpMoved(follow_up))
    line = _line(client, key)
    assert (line["book_by_on"], line["is_own_date"], line["version"]) == ("2027-01-15", True, 2)
    client.post(f"{API}/events/{key}/move", json={"start_on": "2027-03-16"})
    run_deliveries()
    assert [one.due_on for one in follow_ups()] == [date(2027, 1, 15)]


def test_changed_title_and_detail_change_the_text_and_keep_the_owner(
    client_of: Clients,
    nora: Viewer,
    add_user: Callable[..., Viewer],
    run_deliveries: Run,
    follow_ups: Callable[[], list[FollowUp]],
) -> None:
    karim, client = add_user("karim"), client_of("nora")
    key = _plan(client, INTERPRETER)
    run_deliveries()
    client.post(f"{API}/follow-ups/{follow_ups()[0].id}/hand-over", json={"owner_id": str(karim.user_id)})
    _answer(client, key, "to_arrange", detail="Turks")
    client.put(f"{API}/events/{key}", json={**EVENING, "title": "Ouderavond", "version": 1})
    run_deliveries()
    assert [(one.what, one.owner_id) for one in follow_ups()] == [
        ("Tolk (Turks) boeken voor Ouderavond", karim.user_id)
    ]


def test_cancelled_event_drops_its_follow_ups_and_keeps_its_answers(
    client_of: Clients,
    bram: Viewer,
    run_deliveries: Run,
    follow_ups: Callable[[], list[FollowUp]],
    recorded: Callable[[], list[str]],
    work: Work,
) -> None:
    client = client_of("bram")
    key = _plan(client, INTERPRETER, CHILDCARE)
    run_deliveries()
    client.post(f"{API}/events/{key}/cancel")
    run_deliveries()
    assert {one.state for one in follow_ups()} == {FollowUpState.DROPPED}
    assert _line(client, key)["state"] == "to_arrange"
    before = follow_ups(), recorded()
    _twice(work, handlers.drop_bookings, EventCancelled(UUID(key)))
    _twice(work, handlers.plan_booking, ThresholdNeeded(UUID(_line(client, key)["id"])))
    assert (follow_ups(), recorded()) == before


def test_deliveries_that_come_late_follow_what_holds_by_then(
    client_of: Clients, bram: Viewer, run_deliveries: Run, follow_ups: Callable[[], list[FollowUp]]
) -> None:
    client = client_of("bram")
    key = _plan(client, INTERPRETER)
    _answer(client, key, "in_order")
    run_deliveries()
    assert follow_ups() == []
    _answer(client, key, "to_arrange")
    _answer(client, key, "not_needed")
    again = _answer(client, key, "to_arrange")["follow_up_id"]
    run_deliveries()
    assert [(str(one.id), one.state) for one in follow_ups()] == [(again, FollowUpState.OPEN)]


def test_past_event_makes_no_follow_up(
    client_of: Clients, bram: Viewer, run_deliveries: Run, follow_ups: Callable[[], list[FollowUp]]
) -> None:
    _plan(client_of("bram"), INTERPRETER, start_on="2026-03-03")
    run_deliveries()
    assert follow_ups() == []


def test_event_of_who_has_left_gives_the_follow_up_to_who_answered(
    client_of: Clients,
    bram: Viewer,
    nora: Viewer,
    run_deliveries: Run,
    follow_ups: Callable[[], list[FollowUp]],
    work: Work,
) -> None:
    key = _plan(client_of("bram"))
    with work.writing(SYSTEM) as uow:
        uow.session.get_one(User, bram.user_id).left_on = date(2026, 11, 23)
    _answer(client_of("nora"), key, "to_arrange")
    run_deliveries()
    assert [one.owner_id for one in follow_ups()] == [nora.user_id]


def test_handlers_do_nothing_when_the_row_is_gone(work: Work, recorded: Callable[[], list[str]]) -> None:
    gone = UUID(int=7)
    _twice(work, handlers.plan_booking, ThresholdNeeded(gone))
    _twice(work, handlers.close_booking, ThresholdSettled(gone, gone))
    _twice(work, handlers.settle_booked, FollowUpClosed(gone))
    _twice(work, handlers.keep_booking_date, FollowUpMoved(gone))
    _twice(work, handlers.replan_bookings, EventChanged(gone))
    _twice(work, handlers.drop_bookings, EventCancelled(gone))
    assert recorded() == []


def test_follow_ups_of_contacts_are_left_alone(
    client_of: Clients, nora: Viewer, run_deliveries: Run, recorded: Callable[[], list[str]]
) -> None:
    client = client_of("nora")
    body = {"what": "Bel over de zaal", "owner_id": str(nora.user_id), "due_on": "2026-12-01"}
    key = client.post(f"{API}/follow-ups", json=body).json()["id"]
    client.post(f"{API}/follow-ups/{key}/move", json={"due_on": "2026-12-02"})
    client.post(f"{API}/follow-ups/{key}/done")
    run_deliveries()
    assert recorded() == ["FollowUpPlanned", "FollowUpMoved", "FollowUpClosed"]


def test_organisers_read_on_today_what_to_book_and_settle_it_there(
    client_of: Clients,
    bram: Viewer,
    nora: Viewer,
    run_deliveries: Run,
    follow_ups: Callable[[], list[FollowUp]],
    clock: FixedClock,
) -> None:
    client = client_of("bram")
    key = _plan(client, INTERPRETER, {**CHILDCARE, "book_by_on": "2026-11-22"})
    _plan(client_of("nora"), INTERPRETER, title="Van Nora")
    _plan(client, INTERPRETER, title="Voorbij", start_on="2026-03-03")
    run_deliveries()
    lines = client.get(f"{API}/today").json()["bookings"]
    assert [(line["what"], line["book_by_on"], line["is_late"]) for line in lines] == [
        ("Kinderopvang boeken voor Ouderavond Arsenaal", "2026-11-22", True),
        ("Tolk (Arabisch) boeken voor Ouderavond Arsenaal", "2027-02-09", False),
    ]
    page = client.get("/").text
    assert [
        text in page
        for text in (
            "Dit had je al moeten boeken: bel vandaag",
            "Boek vóór 9 feb 2027",
            f'href="/events/{key}"',
            "Van Nora",
            "Voorbij",
        )
    ] == [True, True, True, False, False]
    assert (
        '<span class="count"><span class="vh">open: </span>1</span>'
        in client_of("bram").get("/events?lang=en").text
    )
    settled = client.post(
        f"/thresholds/{lines[1]['id']}/arranged", data={"back": "/"}, follow_redirects=False
    )
    assert settled.headers["location"] == "/?said=done"
    run_deliveries()
    assert [line["what"].split()[0] for line in client.get(f"{API}/today").json()["bookings"]] == [
        "Kinderopvang"
    ]
    assert {one.what.split()[0]: one.state for one in follow_ups() if one.owner_id == bram.user_id} == {
        "Kinderopvang": FollowUpState.OPEN,
        "Tolk": FollowUpState.DONE,
    }


def test_consultants_read_it_on_today_and_in_the_list_with_a_way_to_the_event(
    client_of: Clients, nora: Viewer, run_deliveries: Run
) -> None:
    client = client_of("nora")
    key = _plan(client, {**INTERPRETER, "book_by_on": "2026-11-24"})
    run_deliveries()
    day = client.get(f"{API}/today").json()
    assert [(one["what"], one["event_id"]) for one in day["this_week"]] == [
        ("Tolk (Arabisch) boeken voor Ouderavond Arsenaal", key)
    ]
    assert day["bookings"] == []
    assert [f'href="/events/{key}"' in client.get(path).text for path in ("/", "/follow-ups")] == [True, True]
    (row,) = client.get(f"{API}/follow-ups").json()["items"]
    assert row["event_id"] == key


def test_organiser_is_told_when_it_falls_due_and_led_to_the_event(
    client_of: Clients, bram: Viewer, run_deliveries: Run, work: Work, clock: FixedClock
) -> None:
    client = client_of("bram")
    key = _plan(client, {**INTERPRETER, "book_by_on": "2026-11-23"})
    run_deliveries()
    with work.writing(SYSTEM) as uow:
        find_due(uow, ScheduleDue("due_reminders", clock.instant, clock.instant.date()))
    run_deliveries()
    (told,) = client.get(f"{API}/notices").json()["items"]
    assert (told["sentence"], told["href"]) == (
        "Te doen tegen maandag 23 november 2026: Tolk (Arabisch) boeken voor Ouderavond Arsenaal.",
        f"/events/{key}",
    )


def test_today_of_an_organiser_sends_the_same_number_of_queries_with_more_rows(
    client_of: Clients, bram: Viewer, database: Database
) -> None:
    client = client_of("bram")

    def queries() -> int:
        with counted_queries(database) as sent:
            assert client.get("/").status_code == 200
            return sent()

    _plan(client, INTERPRETER)
    with_one = queries()
    for _ in range(49):
        _plan(client, INTERPRETER, CHILDCARE)
    assert queries() == with_one
