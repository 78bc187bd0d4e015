"""What is seen of queue, processes and schedule."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from crm.clock import milliseconds
from crm.db import Database, new_id
from crm.operations.models import Process, ProcessKind
from crm.operations.observed import DepthLine, InHand, JobLine
from crm.operations.queries import observe
from crm.outbox import Delivery, DeliveryState, DomainEventRow, Urgency
from crm.schedules import Schedule
from crm.viewer import SYSTEM
from tests.conftest import NOW


def add_delivery(session: Session, **values: Any) -> UUID:
    """A delivery row as it stands; returns its id."""
    event = DomainEventRow(created_at=NOW, kind="FollowUpPlanned", payload="{}", request_id="a" * 16)
    session.add(event)
    session.flush()
    given: dict[str, Any] = {"handler": "notices.tell_due", "created_at": NOW} | values
    row = Delivery(id=new_id(), event_id=event.id, **given)
    session.add(row)
    session.flush()
    return row.id


def _ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def test_depth_says_what_is_due_since_when_and_what_nobody_answered(database: Database) -> None:
    with database.writing() as session:
        add_delivery(session, visible_at=0, created_at=_ago(90))
        add_delivery(
            session, visible_at=milliseconds(_ago(30)), created_at=_ago(7200), attempts=2, dispatches=2
        )
        add_delivery(session, visible_at=milliseconds(_ago(-30)), created_at=_ago(7200))
        far = milliseconds(_ago(-40))
        add_delivery(session, state=DeliveryState.QUEUED, visible_at=far, dispatches=7, attempts=1)
        add_delivery(session, state=DeliveryState.QUEUED, visible_at=far, dispatches=1)
        add_delivery(session, state=DeliveryState.DEAD, urgency=Urgency.BULK)
        add_delivery(session, state=DeliveryState.DONE)
    with database.reading() as session:
        observed = observe(session, SYSTEM, NOW, is_embedded=True)
    assert sorted(observed.depth, key=lambda line: line.state) == [
        DepthLine(Urgency.BULK, DeliveryState.DEAD, 1),
        DepthLine(Urgency.DEFAULT, DeliveryState.QUEUED, 2, needless=7, unanswered=1),
        DepthLine(Urgency.DEFAULT, DeliveryState.READY, 3, due=2, due_since=_ago(90)),
    ]
    assert observed.due_since(Urgency.DEFAULT) == _ago(90)
    assert observed.count(DeliveryState.DEAD) == 1


def test_a_failure_of_long_ago_counts_from_the_moment_that_it_is_due_again(database: Database) -> None:
    with database.writing() as session:
        add_delivery(session, visible_at=milliseconds(_ago(3)), created_at=_ago(80_000))
    with database.reading() as session:
        assert observe(session, SYSTEM, NOW, is_embedded=True).due_since() == _ago(3)


def test_processes_and_jobs_are_read_as_they_were_written(database: Database) -> None:
    delivery = uuid4()
    carries = (
        f'[{{"delivery_id": "{delivery}", "handler": "agenda.check_event", "since": "{NOW.isoformat()}"}}]'
    )
    with database.writing() as session:
        session.add(
            Process(
                created_at=_ago(60),
                kind=ProcessKind.WORK,
                host="werk-1",
                pid=7,
                version="1",
                revision="0014",
                seen_at=_ago(61),
                ahead_ms=-1500,
                broker_answers=False,
                carries=carries,
            )
        )
        session.add(Schedule(job="near_events", next_at=milliseconds(_ago(10)), fired_at=None))
    with database.reading() as session:
        observed = observe(session, SYSTEM, NOW, is_embedded=False)
    (seen,) = observed.processes
    assert (seen.kind, seen.ahead_s, seen.broker_answers) == (ProcessKind.WORK, -1.5, False)
    assert seen.carries == (InHand(delivery, "agenda.check_event", NOW),)
    assert (seen.is_seen(NOW), observed.seen) == (False, ())
    assert observed.jobs == (JobLine("near_events", _ago(10), None),)
    assert observed.jobs[0].late_s(NOW) == 10
