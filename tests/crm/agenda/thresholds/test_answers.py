"""The threshold check through its services and its two doors: what is asked, stored, merged and said in words."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from crm.agenda.service import cancel_event
from crm.agenda.thresholds.booking import last_booking_on
from crm.agenda.thresholds.models import Threshold, ThresholdAnswer
from crm.agenda.thresholds.questions import LONGEST_TASK, QUESTIONS, say_task
from crm.clock import FixedClock
from crm.db import Database
from crm.outbox import DomainEventRow
from crm.unit_of_work import Work
from crm.viewer import Role, Viewer
from tests.crm.agenda.conftest import PARENTS_EVENING, Planner

Clients = Callable[[str | None], TestClient]
API = "/api/v1"
INTERPRETER = {"question": "language", "state": "to_arrange", "detail": "Arabisch en Tigrinya"}


def _put(client: TestClient, key: UUID, *answers: dict[str, Any]) -> dict[str, dict[str, Any]]:
    answer = client.put(f"{API}/events/{key}/thresholds", json={"answers": list(answers)})
    assert answer.status_code == 200, answer.text
    return {line["question"]: line for line in answer.json()}


def _get(client: TestClient, key: UUID) -> dict[str, dict[str, Any]]:
    return {line["question"]: line for line in client.get(f"{API}/events/{key}/thresholds").json()}


def _said(line: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(line[name] for name in ("state", "detail", "reason", "book_by_on", "is_own_date"))


def _form(**answers: dict[str, str]) -> dict[str, str]:
    """The nine questions as the form sends them."""
    sent: dict[str, str] = {}
    for position, question in enumerate(Threshold):
        sent |= {
            f"answers.{position}.question": question.value,
            f"answers.{position}.state": "not_looked_at",
        }
        given = answers.get(question.value, {})
        sent |= {f"answers.{position}.{part}": value for part, value in given.items()}
    return sent


@pytest.fixture
def recorded(database: Database) -> Callable[[], list[str]]:
    """The domain events of the threshold check that were recorded, in order."""

    def kinds() -> list[str]:
        with database.reading() as session:
            rows = select(DomainEventRow.kind).where(col(DomainEventRow.kind).startswith("Threshold"))
            return list(session.exec(rows.order_by(col(DomainEventRow.id))))

    return kinds


def test_nobody_looked_at_nine_questions_of_a_new_event(
    client_of: Clients, nora: Viewer, plan: Planner
) -> None:
    lines = client_of("nora").get(f"{API}/events/{plan(nora)}/thresholds").json()
    assert [(line["question"], line["state"], line["version"]) for line in lines] == [
        (question.value, "not_looked_at", 0) for question in Threshold
    ]
    assert lines[0]["name"] == "Taal en tolk"


def test_answers_keep_who_and_when_and_say_until_when_to_book(
    client_of: Clients, nora: Viewer, plan: Planner, recorded: Callable[[], list[str]]
) -> None:
    client, key = client_of("nora"), plan(nora)
    lines = _put(
        client,
        key,
        INTERPRETER,
        {"question": "childcare", "state": "to_arrange", "book_by_on": "2027-01-15"},
        {"question": "price", "state": "not_needed", "reason": "Het is gratis.", "detail": "weg"},
        {"question": "step_free", "state": "in_order", "reason": "weg", "book_by_on": "2027-01-15"},
        {"question": "place", "state": "not_looked_at"},
    )
    assert _said(lines["language"]) == ("to_arrange", "Arabisch en Tigrinya", None, "2027-02-09", False)
    assert _said(lines["childcare"]) == ("to_arrange", None, None, "2027-01-15", True)
    assert _said(lines["price"]) == ("not_needed", None, "Het is gratis.", None, False)
    assert _said(lines["step_free"]) == ("in_order", None, None, None, False)
    assert (lines["place"]["state"], lines["place"]["id"]) == ("not_looked_at", None)
    assert (lines["language"]["answered_by"], lines["language"]["answered_at"]) == (
        "Nora Peeters",
        "2026-11-23T09:00:00Z",
    )
    assert recorded() == ["ThresholdNeeded", "ThresholdNeeded"]
    assert _get(client, key) == lines


def test_same_answer_again_changes_nothing(
    client_of: Clients, nora: Viewer, plan: Planner, recorded: Callable[[], list[str]]
) -> None:
    client, key = client_of("nora"), plan(nora)
    first = _put(client, key, INTERPRETER)
    assert _put(client, key, INTERPRETER) == first
    assert recorded() == ["ThresholdNeeded"]


def test_what_must_be_arranged_anew_gets_a_follow_up_of_its_own(
    client_of: Clients, nora: Viewer, plan: Planner, recorded: Callable[[], list[str]]
) -> None:
    client, key = client_of("nora"), plan(nora)
    first = _put(client, key, INTERPRETER)["language"]
    settled = _put(client, key, {**INTERPRETER, "state": "in_order", "version": 1})["language"]
    assert (settled["detail"], settled["follow_up_id"]) == ("Arabisch en Tigrinya", None)
    again = _put(client, key, {**INTERPRETER, "version": 2})["language"]
    assert first["follow_up_id"] != again["follow_up_id"]
    assert (again["id"], again["version"]) == (first["id"], 3)
    assert recorded() == ["ThresholdNeeded", "ThresholdSettled", "ThresholdNeeded"]


def test_one_tap_marks_it_as_arranged_once(
    client_of: Clients, nora: Viewer, plan: Planner, recorded: Callable[[], list[str]]
) -> None:
    client, key = client_of("nora"), plan(nora)
    answer_id = _put(client, key, INTERPRETER)["language"]["id"]
    lines = client.post(f"{API}/thresholds/{answer_id}/arranged").json()
    assert _said(lines[0]) == ("in_order", "Arabisch en Tigrinya", None, None, False)
    again = client.post(f"/thresholds/{answer_id}/arranged", follow_redirects=False)
    assert again.headers["location"] == f"/events/{key}?said=done"
    assert recorded() == ["ThresholdNeeded", "ThresholdSettled"]


def test_event_is_planned_with_its_answers_in_one_go(
    client_of: Clients, nora: Viewer, database: Database
) -> None:
    client = client_of("nora")
    refused = client.post(
        f"{API}/events",
        json=PARENTS_EVENING | {"thresholds": [{**INTERPRETER, "book_by_on": "2027-02-24"}]},
    )
    assert [one["field"] for one in refused.json()["error"]["fields"]] == ["thresholds.0.book_by_on"]
    with database.reading() as session:
        assert session.exec(select(ThresholdAnswer)).all() == []
    assert client.get(f"{API}/events").json()["total"] == 0
    key = client.post(f"{API}/events", json=PARENTS_EVENING | {"thresholds": [INTERPRETER]}).json()["id"]
    assert _said(_get(client, key)["language"])[:2] == ("to_arrange", "Arabisch en Tigrinya")


def test_planning_form_stores_answers_and_keeps_them_when_a_better_moment_is_taken_over(
    client_of: Clients, nora: Viewer
) -> None:
    client = client_of("nora")
    answers = {name.replace("answers", "thresholds"): value for name, value in _form().items()}
    answers |= {"thresholds.0.state": "to_arrange", "thresholds.0.detail": "Arabisch"}
    typed = PARENTS_EVENING | {"kind": "participation_evening", "precision": "hour"} | answers
    moved = client.post("/events/check", data=typed | {"move_to": "2027-03-16T19:30+01:00"})
    assert 'name="thresholds.0.detail" type="text" value="Arabisch"' in moved.text
    assert 'value="to_arrange" checked' in moved.text
    planned = client.post("/events/new", data=typed, follow_redirects=False)
    key = UUID(planned.headers["location"].split("/")[-1].split("?")[0])
    assert {
        question: line["detail"]
        for question, line in _get(client, key).items()
        if line["state"] != "not_looked_at"
    } == {"language": "Arabisch"}


def test_form_without_script_stores_all_answers_and_shows_them_again(
    client_of: Clients, nora: Viewer, plan: Planner
) -> None:
    client, key = client_of("nora"), plan(nora)
    sent = _form(
        language={"state": "to_arrange", "detail": "Arabisch", "book_by_on": "1/2/2027"},
        price={"state": "not_needed", "reason": "Gratis"},
    )
    saved = client.post(f"/events/{key}/thresholds", data=sent, follow_redirects=False)
    assert saved.headers["location"] == f"/events/{key}?said=saved"
    page = client.get(f"/events/{key}").text
    assert ("Boek vóór 1 feb 2027" in page, "Nog 7 vragen te bekijken" in page) == (True, True)
    form = client.get(f"/events/{key}/thresholds").text
    assert 'name="answers.0.book_by_on" type="date" value="2027-02-01"' in form
    assert "Niets ingevuld: vóór 9 feb 2027." in form


def test_form_with_errors_keeps_what_was_typed(client_of: Clients, nora: Viewer, plan: Planner) -> None:
    client, key = client_of("nora"), plan(nora)
    sent = _form(language={"state": "to_arrange", "detail": "Arabisch <en>", "book_by_on": "2027-03-01"})
    answer = client.post(f"/events/{key}/thresholds", data=sent)
    assert answer.status_code == 422
    assert 'value="Arabisch &lt;en&gt;"' in answer.text
    assert 'id="error-answers.0.book_by_on"' in answer.text
    assert _get(client, key)["language"]["state"] == "not_looked_at"


@pytest.mark.parametrize(
    ("field", "answers"),
    [
        ("answers", []),
        ("answers", [INTERPRETER, INTERPRETER]),
        ("answers.0.question", [{**INTERPRETER, "question": "religion"}]),
        ("answers.0.state", [{**INTERPRETER, "state": "perhaps"}]),
        ("answers.0.detail", [{**INTERPRETER, "detail": "x" * 121}]),
        (
            "answers.1.book_by_on",
            [INTERPRETER, {**INTERPRETER, "question": "price", "book_by_on": "2027-02-24"}],
        ),
        ("answers.0.who", [{**INTERPRETER, "who": "Nadia"}]),
    ],
)
def test_bad_answers_are_refused_by_their_field(
    client_of: Clients, nora: Viewer, plan: Planner, field: str, answers: list[dict[str, str]]
) -> None:
    client, key = client_of("nora"), plan(nora)
    answer = client.put(f"{API}/events/{key}/thresholds", json={"answers": answers})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [field]
    assert {line["version"] for line in _get(client, key).values()} == {0}


def test_colleagues_who_answer_different_questions_do_not_meet(
    client_of: Clients, nora: Viewer, plan: Planner
) -> None:
    client, key = client_of("nora"), plan(nora)
    client.post(f"/events/{key}/thresholds", data=_form(language={"state": "in_order"}))
    client.post(f"/events/{key}/thresholds", data=_form(price={"state": "in_order"}))
    found = {name: line["state"] for name, line in _get(client, key).items()}
    assert (found["language"], found["price"]) == ("in_order", "in_order")


def test_second_of_two_answers_to_one_question_sees_both(
    client_of: Clients, nora: Viewer, plan: Planner
) -> None:
    client, key = client_of("nora"), plan(nora)
    first = {"state": "to_arrange", "detail": "Arabisch", "book_by_on": "2027-02-01"}
    client.post(f"/events/{key}/thresholds", data=_form(language=first, price={"state": "in_order"}))
    second = client.post(
        f"/events/{key}/thresholds",
        data=_form(language={"state": "not_needed", "reason": "Iedereen kent Turks"}),
    )
    assert second.status_code == 409
    assert "Hier niet nodig, Iedereen kent Turks" in second.text
    assert "Te regelen, Arabisch, 1 feb 2027" in second.text
    assert 'name="answers.0.version" value="1"' in second.text
    assert 'name="answers.0.reason" type="text" value="Iedereen kent Turks"' in second.text
    refused = client.put(
        f"{API}/events/{key}/thresholds", json={"answers": [{"question": "language", "state": "in_order"}]}
    )
    assert (refused.status_code, refused.json()["error"]["current"]["detail"]) == (409, "Arabisch")
    again = _form(
        language={"state": "not_needed", "version": "1"}, price={"state": "in_order", "version": "1"}
    )
    assert client.post(f"/events/{key}/thresholds", data=again).status_code == 200
    assert _get(client, key)["language"]["state"] == "not_needed"


def test_answer_can_be_taken_back(client_of: Clients, nora: Viewer, plan: Planner) -> None:
    client, key = client_of("nora"), plan(nora)
    _put(client, key, INTERPRETER)
    line = _put(client, key, {"question": "language", "state": "not_looked_at", "version": 1})["language"]
    assert _said(line) == ("not_looked_at", None, None, None, False)


def test_past_booking_date_is_said_in_words(
    client_of: Clients, nora: Viewer, plan: Planner, clock: FixedClock
) -> None:
    client, key = client_of("nora"), plan(nora)
    _put(client, key, INTERPRETER)
    said = "Dit had je al moeten boeken: bel vandaag"
    shown = {}
    for on in (date(2027, 2, 9), date(2027, 2, 10)):
        clock.instant = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
        client = client_of("nora")
        shown[on.day] = (_get(client, key)["language"]["is_late"], said in client.get(f"/events/{key}").text)
    assert shown == {9: (False, False), 10: (True, True)}


def test_past_event_tells_what_was_arranged_and_can_be_filled_in(
    client_of: Clients, nora: Viewer, plan: Planner
) -> None:
    client, key = client_of("nora"), plan(nora, start_on="2026-03-03")
    assert "Niemand noteerde of iedereen binnen kon." in client.get(f"/events/{key}").text
    _put(client, key, {**INTERPRETER, "state": "in_order"}, {"question": "childcare", "state": "to_arrange"})
    page = client.get(f"/events/{key}").text
    assert [
        text in page
        for text in (
            "Wat was er geregeld?",
            "Was in orde: Arabisch en Tigrinya",
            "Moest geregeld worden; niemand vinkte het af",
            "Niemand bekeek dit",
            "Kan iedereen binnen?",
            "Boek vóór",
            "Wie kan mee uitnodigen?",
        )
    ] == [True, True, True, True, False, False, False]


def test_cancelled_event_takes_no_answers(
    client_of: Clients, nora: Viewer, plan: Planner, work: Work
) -> None:
    client, key = client_of("nora"), plan(nora)
    with work.writing(nora) as uow:
        cancel_event(uow, key)
    refused = client.put(f"{API}/events/{key}/thresholds", json={"answers": [INTERPRETER]})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "conflict")


def test_organiser_answers_for_own_events_only(
    client_of: Clients, nora: Viewer, plan: Planner, add_user: Callable[..., Viewer]
) -> None:
    bram = add_user("bram", Role.ORGANISER)
    own, other = plan(bram), plan(nora)
    answer_id = _put(client_of("nora"), other, INTERPRETER)["language"]["id"]
    client = client_of("bram")
    assert _put(client, own, INTERPRETER)["language"]["answered_by"] == "Bram"
    answers = [
        client.get(f"{API}/events/{other}/thresholds"),
        client.put(f"{API}/events/{other}/thresholds", json={"answers": [INTERPRETER]}),
        client.post(f"{API}/thresholds/{answer_id}/arranged"),
        client.get(f"/events/{other}/thresholds"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4


def test_every_question_has_a_default_and_a_task_that_fits_a_follow_up() -> None:
    event_on = date(2027, 2, 23)
    assert {
        question.value: (event_on - last_booking_on(question, event_on)).days for question in Threshold
    } == {
        "language": 14,
        "sign_language": 28,
        "step_free": 21,
        "quiet_room": 21,
        "childcare": 14,
        "price": 21,
        "place": 28,
        "channel": 21,
        "digital": 21,
    }
    assert last_booking_on(Threshold.LANGUAGE, event_on, date(2027, 2, 20)) == date(2027, 2, 20)
    assert list(QUESTIONS) == list(Threshold)
    tasks = [
        say_task(question, "x" * 120, "y" * 160, language)
        for question in Threshold
        for language in ("nl", "en", "fr")
    ]
    assert {len(task) for task in tasks} == {LONGEST_TASK}
    assert say_task(Threshold.LANGUAGE, "Arabisch", "Ouderavond Arsenaal", "nl") == (
        "Tolk (Arabisch) boeken voor Ouderavond Arsenaal"
    )
    assert (
        say_task(Threshold.CHILDCARE, None, "Ouderavond", "fr")
        == "Réserver une garde d’enfants pour Ouderavond"
    )
