"""`bereik queue` as those on the host use it."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlmodel import col, select

from crm.cli_queue import queue
from crm.operations.models import Decision, QueueDecision
from crm.outbox import Delivery, DeliveryState
from crm.unit_of_work import Work
from tests.crm.operations.test_queries import add_delivery


@pytest.fixture
def given_up(work: Work) -> list[str]:
    """The ids of two deliveries that one handler gave up, and of one that another did."""
    failed: dict[str, Any] = {"state": DeliveryState.DEAD, "attempts": 8, "error": "ValueError at x.py:1"}
    handlers = ("notices.tell_due", "notices.tell_due", "agenda.check_event")
    with work.database.writing() as session:
        return [str(add_delivery(session, handler=handler, **failed)) for handler in handlers]


def _run(work: Work, *arguments: str) -> Result:
    return CliRunner().invoke(queue, list(arguments), obj=lambda: work)


def _states(work: Work) -> list[str]:
    with work.database.reading() as session:
        return [row.state.value for row in session.exec(select(Delivery).order_by(col(Delivery.id)))]


def test_json_says_depth_alarms_and_what_was_given_up(work: Work, given_up: list[str]) -> None:
    said = json.loads(_run(work, "--json").stdout)
    assert said["counts"] == {"ready": 0, "queued": 0, "running": 0, "done": 0, "dead": 3}
    assert [(line["urgency"], line["state"], line["count"]) for line in said["depth"]] == [
        ("default", "dead", 3)
    ]
    assert [alarm["kind"] for alarm in said["alarms"]] == ["given_up"]
    assert [one["id"] for one in said["dead"]] == [given_up[2], given_up[1], given_up[0]]
    assert said["dead"][0]["error"] == "ValueError at x.py:1"
    mine = json.loads(_run(work, "--json", "--handler", "notices.tell_due").stdout)
    assert [one["id"] for one in mine["dead"]] == [given_up[1], given_up[0]]


def test_everything_of_one_handler_is_discarded_with_its_reason(work: Work, given_up: list[str]) -> None:
    discard = ("--discard", "all", "--handler", "notices.tell_due")
    refused = _run(work, *discard)
    assert (refused.exit_code, refused.stderr) == (
        2,
        "bereik: say why with --reason, in 5 to 300 characters.\n",
    )
    done = _run(work, *discard, "--reason", "Bestaat niet meer")
    assert done.exit_code == 0
    assert f"given up: {given_up[2]}  agenda.check_event  8 attempts  ValueError at x.py:1" not in done.stdout
    assert _states(work) == ["done", "done", "dead"]
    with work.database.reading() as session:
        kept = session.exec(select(QueueDecision)).all()
    assert {(one.decision, one.why, one.decided_by_id) for one in kept} == {
        (Decision.DISCARDED, "Bestaat niet meer", None)
    }
    assert {str(one.delivery_id) for one in kept} == set(given_up[:2])


def test_one_or_all_are_retried(work: Work, given_up: list[str]) -> None:
    assert _run(work, "--retry", given_up[0]).exit_code == 0
    assert _states(work) == ["ready", "dead", "dead"]
    assert _run(work, "--retry", "all").exit_code == 0
    assert _states(work) == ["ready"] * 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--retry", "7"), "the id of a delivery looks like"),
        (("--retry", "all", "--discard", "all"), "give either --retry or --discard"),
        (("--retry", "all", "--handler", "notices.tell_due"), "there is nothing to decide"),
        (("--retry", "all", "--handler", "nobody.knows"), "We did not find this."),
    ],
)
def test_what_cannot_be_decided_is_one_line(work: Work, arguments: tuple[str, ...], said: str) -> None:
    done = _run(work, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
