"""Metrics: what they count, that no label holds what belongs to somebody, and that the document names them all."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from uuid import UUID

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from crm.clock import FixedClock
from crm.db import Database
from crm.operations.metrics import Metrics, serving_metrics
from crm.operations.models import BackupRun
from crm.operations.observer import Observer
from crm.outbox import DeliveryState
from crm.settings import Settings
from crm.unit_of_work import Subscriptions, Work
from crm.viewer import Viewer
from crm.watch import Attempt, Outcome
from tests.conftest import NOW
from tests.crm.operations.test_queries import add_delivery
from tests.server import free_port
from workers.subscriptions import subscriptions

DOCUMENT = Path(__file__).parents[3] / "docs" / "operations.md"
# What a label may hold: patterns of addresses, names from closed lists of ours, numbers of versions.
PLAIN = re.compile(
    r"(/[a-z0-9._/{}:-]*|[a-z_]+(\.[a-z_]+)?|[1-5]xx|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|[\d.+a-z]+|\+Inf)"
)
ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}|@|%|\d{4,}")


@pytest.fixture
def metrics(work: Work) -> Metrics:
    """The metrics of the test's process."""
    made = Metrics(Observer(work), "9.9")
    work.watch = made
    return made


def _samples(metrics: Metrics) -> dict[tuple[str, tuple[str, ...]], float]:
    """What Prometheus would read: name and values of labels, in the order of their names."""
    text = generate_latest(metrics.registry).decode()
    return {
        (sample.name, tuple(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if not sample.name.endswith("_created")
    }


def _attempt(outcome: Outcome = Outcome.DONE) -> Attempt:
    return Attempt(UUID(int=1), "notices.tell_due", "default", outcome, 1, 0.2, 0.1)


def _backup(taken_at: datetime) -> BackupRun:
    return BackupRun(created_at=NOW, taken_at=taken_at, row_count=1, size_bytes=1, is_encrypted=True)


def test_deliveries_are_counted_by_handler_and_timed_when_done(metrics: Metrics) -> None:
    for outcome in (Outcome.DONE, Outcome.DONE, Outcome.FAILED, Outcome.GIVEN_UP):
        metrics.delivery_ended(_attempt(outcome))
    found = _samples(metrics)
    assert {
        labels: value for (name, labels), value in found.items() if name == "bereik_deliveries_total"
    } == {
        ("notices.tell_due", "done"): 2,
        ("notices.tell_due", "failed"): 1,
        ("notices.tell_due", "given_up"): 1,
    }
    assert found["bereik_delivery_seconds_count", ("default",)] == 2
    assert found["bereik_delivery_seconds_sum", ("default",)] == pytest.approx(0.6)
    assert found["bereik_delivery_seconds_bucket", ("0.25", "default")] == 0


def test_gauges_show_the_store_and_look_once_in_a_few_seconds(
    work: Work, metrics: Metrics, clock: FixedClock
) -> None:
    with work.database.writing() as session:
        add_delivery(session, state=DeliveryState.DEAD)
        add_delivery(session, created_at=NOW - timedelta(minutes=20))
    found = _samples(metrics)
    assert found["bereik_queue_depth", ("dead", "default")] == 1
    assert found["bereik_queue_oldest_due_seconds", ("default",)] == 1200
    assert (found["bereik_alarms", ("given_up",)], found["bereik_alarms", ("due_too_long",)]) == (1, 1)
    assert ("bereik_backup_age_seconds", ()) not in found
    assert (found["bereik_store_answers", ()], found["bereik_build_info", ("9.9",)]) == (1, 1)
    with work.database.writing() as session:
        add_delivery(session, state=DeliveryState.DEAD)
        session.add(_backup(NOW - timedelta(hours=3)))
    assert _samples(metrics)["bereik_queue_depth", ("dead", "default")] == 1
    clock.instant += timedelta(seconds=5)
    found = _samples(metrics)
    assert found["bereik_queue_depth", ("dead", "default")] == 2
    assert found["bereik_backup_age_seconds", ()] == 3 * 3600 + 5


def test_a_store_that_is_away_is_said_and_breaks_nothing(clock: FixedClock, tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'nowhere' / 'x.db'}")
    work = Work(Database(settings.database_url), Subscriptions({}), clock, settings)
    found = _samples(Metrics(Observer(work), "9.9"))
    assert found["bereik_store_answers", ()] == 0
    assert [name for name, _ in found if name.startswith("bereik_queue")] == []
    work.database.close()


def test_requests_are_counted_by_pattern_and_refused_sign_ins_too(
    metrics: Metrics, client_of: Callable[[str | None], TestClient], nora: Viewer
) -> None:
    client = client_of("nora")
    client.get("/people/01930000-0000-7000-8000-000000000001")
    client.get("/api/v1/search?q=kanarie")
    client.get("/kanarie")
    client.post("/api/v1/session", json={"login": "kanarie", "password": "kanarie"})
    client.request("KANARIE", "/people")
    found = _samples(metrics)
    counted = {labels for name, labels in found if name == "bereik_requests_total"}
    assert {
        ("GET", "/people/{key:uuid}", "4xx"),
        ("GET", "/api/v1/search", "2xx"),
        ("GET", "none", "4xx"),
        ("POST", "/api/v1/session", "2xx"),
    } <= counted
    assert found["bereik_sign_ins_refused_total", ()] == 1
    assert found["bereik_request_seconds_count", ("/api/v1/search",)] == 1
    assert "kanarie" not in str(found).lower()


def test_labels_never_hold_ids_or_what_somebody_typed(metrics: Metrics, work: Work) -> None:
    for handler in subscriptions.handlers:
        metrics.delivery_ended(replace(_attempt(), handler=handler))
    with work.database.writing() as session:
        add_delivery(session)
    values = {
        value
        for (name, labels), _ in _samples(metrics).items()
        for value in labels
        if not name.endswith("_bucket")  # the bounds of our own histograms
    }
    assert len(values) > 40
    assert [value for value in values if not PLAIN.fullmatch(value) or ID.search(value)] == []


def test_the_document_explains_every_metric_and_no_other(metrics: Metrics, work: Work) -> None:
    with work.database.writing() as session:
        session.add(_backup(NOW))
    metrics.delivery_ended(_attempt())
    metrics.request_answered("GET", "/", 200, 0.1)
    families = text_string_to_metric_families(generate_latest(metrics.registry).decode())
    made = {family.name for family in families}
    written = set(re.findall(r"^\| `(bereik_\w+)`", DOCUMENT.read_text(), re.MULTILINE))
    assert {re.sub("_(total|info)$", "", name) for name in written} == {
        re.sub("_(total|info)$", "", name) for name in made if not name.endswith("_created")
    }


def test_metrics_are_answered_on_a_port_of_their_own(work: Work) -> None:
    port = free_port()
    work.settings = work.settings.model_copy(update={"metrics_port": port})
    with serving_metrics(work):
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/metrics")
        said = connection.getresponse().read().decode()
        connection.close()
    assert "bereik_build_info" in said
    with pytest.raises(OSError, match="refused"):
        HTTPConnection("127.0.0.1", port, timeout=5).connect()
