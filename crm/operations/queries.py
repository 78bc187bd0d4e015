"""Readings for those who look after Bereik: the queue, what was given up, processes, schedule and decisions."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import case, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from crm.clock import milliseconds
from crm.errors import Conflict, NotFound
from crm.operations.alarms import NEEDLESS_AT_MOST
from crm.operations.models import BackupRun, Decision, Process, QueueDecision
from crm.operations.observed import DepthLine, InHand, JobLine, Observed, ProcessSeen
from crm.outbox import UNSETTLED, Delivery, DeliveryState, DomainEventRow, is_due
from crm.queue import NOTHING_TO_DECIDE
from crm.schedules import Schedule
from crm.viewer import Viewer

MOST_GIVEN_UP, MOST_DECISIONS = 100, 20


def observe(session: Session, viewer: Viewer, at: datetime, *, is_embedded: bool) -> Observed:
    """What is seen of queue, processes and schedule, and when the newest backup was made, in one query each.

    Args:
        at: the present instant by the queue's time, which is the store's where it has a clock of its own.
    """
    return Observed(
        at=at,
        is_embedded=is_embedded,
        depth=(*_unsettled(session, at), *_given_up_counts(session)),
        processes=_processes(session),
        jobs=_jobs(session),
        backup_taken_at=session.exec(select(func.max(BackupRun.taken_at))).one(),
    )


def _unsettled(session: Session, at: datetime) -> tuple[DepthLine, ...]:
    """What waits or runs: the rows of the small index of what is due, however many are done."""
    due, moment = is_due(milliseconds(at)), col(Delivery.visible_at)
    needless = col(Delivery.dispatches) - col(Delivery.attempts)
    found = session.execute(
        select_columns(
            col(Delivery.urgency),
            col(Delivery.state),
            func.count(),
            func.sum(case((due, 1), else_=0)),
            func.min(case((due & (moment > 0), moment))),
            # Due from the start, or made due at once: since it was recorded.
            func.min(case((due & (moment == 0), col(Delivery.created_at)))),
            func.sum(needless),
            func.sum(case((needless > NEEDLESS_AT_MOST, 1), else_=0)),
        )
        .where(col(Delivery.state).in_(UNSETTLED))
        .group_by(col(Delivery.urgency), col(Delivery.state))
    )
    return tuple(
        DepthLine(
            urgency=urgency,
            state=state,
            count=count,
            due=due_count,
            due_since=min((one for one in (_instant(made_due), recorded) if one is not None), default=None),
            needless=needless_sum,
            unanswered=unanswered,
        )
        for urgency, state, count, due_count, made_due, recorded, needless_sum, unanswered in found
    )


def _given_up_counts(session: Session) -> tuple[DepthLine, ...]:
    found = session.execute(
        select_columns(col(Delivery.urgency), func.count())
        .where(col(Delivery.state) == DeliveryState.DEAD)
        .group_by(col(Delivery.urgency))
    )
    return tuple(DepthLine(urgency, DeliveryState.DEAD, count) for urgency, count in found)


def _processes(session: Session) -> tuple[ProcessSeen, ...]:
    rows = session.exec(select(Process).order_by(col(Process.host), col(Process.kind), col(Process.id)))
    return tuple(_process_seen(row) for row in rows)


def _process_seen(row: Process) -> ProcessSeen:
    return ProcessSeen(
        id=row.id,
        kind=row.kind,
        host=row.host,
        pid=row.pid,
        version=row.version,
        revision=row.revision,
        started_at=row.created_at,
        seen_at=row.seen_at,
        ahead_s=row.ahead_ms / 1000,
        broker_answers=row.broker_answers,
        carries=tuple(
            InHand(UUID(one["delivery_id"]), one["handler"], datetime.fromisoformat(one["since"]))
            for one in json.loads(row.carries)
        ),
    )


def _jobs(session: Session) -> tuple[JobLine, ...]:
    lines = []
    for row in session.exec(select(Schedule).order_by(col(Schedule.next_at))):
        next_at = _instant(row.next_at)
        assert next_at is not None
        lines.append(JobLine(row.job, next_at, _instant(row.fired_at)))
    return tuple(lines)


def _instant(at_ms: int | None) -> datetime | None:
    return None if at_ms is None else datetime.fromtimestamp(at_ms / 1000, UTC)


@dataclass(frozen=True)
class GivenUp:
    """A delivery that was given up: no payload, only what it was for and how it failed."""

    id: UUID
    handler: str
    event_id: UUID
    event_kind: str
    request_id: str | None
    attempts: int
    dispatches: int
    error: str
    recorded_at: datetime


@dataclass(frozen=True)
class GivenUpBy:
    """What one handler gave up: how many in all, and the newest of them."""

    handler: str
    total: int
    deliveries: tuple[GivenUp, ...]


def given_up(session: Session, viewer: Viewer, handler: str = "") -> tuple[GivenUpBy, ...]:
    """What was given up, by handler; the newest first, and no more than a page can show.

    Args:
        handler: only of this one.
    """
    is_wanted = (col(Delivery.state) == DeliveryState.DEAD) & (
        (col(Delivery.handler) == handler) if handler else (col(Delivery.handler) != "")
    )
    totals = session.exec(
        select(Delivery.handler, func.count()).where(is_wanted).group_by(col(Delivery.handler))
    ).all()
    rows = session.exec(
        select(Delivery, DomainEventRow)
        .join(DomainEventRow, col(DomainEventRow.id) == col(Delivery.event_id))
        .where(is_wanted)
        .order_by(col(Delivery.id).desc())
        .limit(MOST_GIVEN_UP)
    ).all()
    shown: dict[str, list[GivenUp]] = {name: [] for name, _ in totals}
    for delivery, event in rows:
        shown.setdefault(delivery.handler, []).append(_given_up(delivery, event))
    return tuple(GivenUpBy(name, total, tuple(shown[name])) for name, total in sorted(totals))


def given_up_delivery(session: Session, viewer: Viewer, delivery_id: UUID) -> GivenUp:
    """One delivery that was given up.

    Raises:
        NotFound: there is no such delivery.
        Conflict: it was not given up, or somebody decided already.
    """
    found = session.exec(
        select(Delivery, DomainEventRow)
        .join(DomainEventRow, col(DomainEventRow.id) == col(Delivery.event_id))
        .where(Delivery.id == delivery_id)
    ).first()
    if found is None:
        raise NotFound
    delivery, event = found
    if delivery.state != DeliveryState.DEAD:
        raise Conflict(NOTHING_TO_DECIDE)
    return _given_up(delivery, event)


def _given_up(delivery: Delivery, event: DomainEventRow) -> GivenUp:
    return GivenUp(
        id=delivery.id,
        handler=delivery.handler,
        event_id=event.id,
        event_kind=event.kind,
        request_id=event.request_id,
        attempts=delivery.attempts,
        dispatches=delivery.dispatches,
        error=delivery.error or "",
        recorded_at=delivery.created_at,
    )


@dataclass(frozen=True)
class Decided:
    """What somebody decided at one moment about deliveries of one handler."""

    decided_at: datetime
    decided_by_id: UUID | None
    decision: Decision
    handler: str
    why: str | None
    count: int


def decisions(session: Session, viewer: Viewer) -> list[Decided]:
    """The last decisions, the newest first; those about all of one handler as one."""
    what = (
        col(QueueDecision.created_at),
        col(QueueDecision.decided_by_id),
        col(QueueDecision.decision),
        col(QueueDecision.handler),
        col(QueueDecision.why),
    )
    found = session.execute(
        select_columns(*what, func.count())
        .group_by(*what)
        .order_by(col(QueueDecision.created_at).desc(), col(QueueDecision.handler))
        .limit(MOST_DECISIONS)
    )
    return [Decided(*row) for row in found]
