"""Metrics for Prometheus, on a port of their own. Imported where a port is set only.

Labels hold patterns of addresses, names of handlers, jobs, states and kinds: never an id, never what anybody typed.
docs/operations.md explains each; a test compares.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from crm.operations.alarms import AlarmKind, alarms
from crm.operations.beats import own_version
from crm.operations.models import ProcessKind
from crm.operations.observed import Observed
from crm.operations.observer import Observer
from crm.outbox import UNSETTLED, DeliveryState, Urgency
from crm.unit_of_work import Work
from crm.watch import Attempt, Outcome, Watch

log = structlog.get_logger()

REQUEST_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
DELIVERY_S = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300, 3600, 86400)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SIGN_IN = ("/sign-in", "/api/v1/session")
DEPTH_STATES = (*UNSETTLED, DeliveryState.DEAD)


class Metrics(Watch):
    """What one process counts, with what the store shows at the moment of asking.

    Args:
        observer: looks at the store at most once in a few seconds, however often metrics are asked for.
    """

    def __init__(self, observer: Observer, version: str) -> None:
        self.registry = registry = CollectorRegistry()
        self._requests = Counter(
            "bereik_requests",
            "Requests answered",
            ("route", "method", "status"),
            registry=registry,
        )
        self._request_s = Histogram(
            "bereik_request_seconds",
            "How long an answer took",
            ("route",),
            buckets=REQUEST_S,
            registry=registry,
        )
        self._refused_sign_ins = Counter(
            "bereik_sign_ins_refused", "Attempts to sign in that were refused", registry=registry
        )
        self._attempts = Counter(
            "bereik_deliveries",
            "Attempts at deliveries, by how they ended",
            ("handler", "outcome"),
            registry=registry,
        )
        self._delivery_s = Histogram(
            "bereik_delivery_seconds",
            "From the commit of an event until a delivery of it was done",
            ("urgency",),
            buckets=DELIVERY_S,
            registry=registry,
        )
        registry.register(_StoreGauges(observer, version))

    def request_answered(self, method: str, route: str | None, status: int, spent_s: float) -> None:
        """Counts it by the pattern of its address."""
        pattern = route or "none"
        self._requests.labels(pattern, method if method in METHODS else "other", f"{status // 100}xx").inc()
        self._request_s.labels(pattern).observe(spent_s)
        if method == "POST" and pattern in _SIGN_IN and 400 <= status < 500:
            self._refused_sign_ins.inc()

    def delivery_ended(self, attempt: Attempt) -> None:
        """Counts it by handler."""
        self._attempts.labels(attempt.handler, attempt.outcome.value).inc()
        if attempt.outcome is Outcome.DONE:
            self._delivery_s.labels(attempt.urgency).observe(attempt.waited_s + attempt.spent_s)


class _StoreGauges(Collector):
    """Read from the store when they are asked for. A store that is away leaves them out and says so."""

    def __init__(self, observer: Observer, version: str) -> None:
        self._observer = observer
        self._version = version

    def describe(self) -> Iterable[Metric]:
        """Nothing: the registry need not look at the store when it learns of these."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """The gauges of this moment."""
        yield InfoMetricFamily("bereik_build", "The version that runs", value={"version": self._version})
        answers = GaugeMetricFamily("bereik_store_answers", "1 where the store answered")
        try:
            observed = self._observer.observed()
        except Exception as error:
            log.warning("metrics.store_away", kind=type(error).__name__)
            answers.add_metric((), 0)
            yield answers
            return
        answers.add_metric((), 1)
        yield answers
        yield from _queue_gauges(observed)
        yield from _process_gauges(observed)


def _queue_gauges(observed: Observed) -> Iterator[Metric]:
    depth = GaugeMetricFamily(
        "bereik_queue_depth", "Deliveries by urgency and state", labels=("urgency", "state")
    )
    oldest = GaugeMetricFamily(
        "bereik_queue_oldest_due_seconds", "For how long the oldest due one waits", labels=("urgency",)
    )
    for urgency in Urgency:
        for state in DEPTH_STATES:
            depth.add_metric((urgency.value, state.value), observed.count(state, urgency=urgency))
        since = observed.due_since(urgency)
        oldest.add_metric((urgency.value,), (observed.at - since).total_seconds() if since else 0.0)
    yield depth
    yield oldest
    needless = GaugeMetricFamily(
        "bereik_queue_needless_wake_ups", "Wake-ups of unsettled deliveries beyond their attempts"
    )
    needless.add_metric((), sum(line.needless for line in observed.depth))
    yield needless


def _process_gauges(observed: Observed) -> Iterator[Metric]:
    processes = GaugeMetricFamily("bereik_processes_seen", "Processes that beat", labels=("kind",))
    for kind in ProcessKind:
        processes.add_metric((kind.value,), sum(one.kind is kind for one in observed.seen))
    yield processes
    ahead = GaugeMetricFamily("bereik_clock_ahead_seconds", "Largest difference from the store's clock")
    ahead.add_metric((), max((abs(one.ahead_s) for one in observed.seen), default=0.0))
    yield ahead
    late = GaugeMetricFamily("bereik_schedule_late_seconds", "By how much a job is late", labels=("job",))
    for line in observed.jobs:
        late.add_metric((line.job,), line.late_s(observed.at))
    yield late
    if observed.backup_taken_at is not None:
        age = GaugeMetricFamily("bereik_backup_age_seconds", "How old the state in the newest backup is")
        age.add_metric((), (observed.at - observed.backup_taken_at).total_seconds())
        yield age
    raised = GaugeMetricFamily("bereik_alarms", "Alarms of each kind", labels=("alarm",))
    found = [alarm.kind for alarm in alarms(observed)]
    for alarm in AlarmKind:
        raised.add_metric((alarm.value,), found.count(alarm))
    yield raised


@contextmanager
def serving_metrics(work: Work) -> Iterator[Metrics]:
    """Answers Prometheus on the port of the settings while the block runs.

    Raises:
        OSError: the port cannot be used.
    """
    made = Metrics(Observer(work), own_version())
    settings = work.settings
    server, thread = start_http_server(settings.metrics_port, settings.metrics_host, made.registry)
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
