"""Ticks the schedule rows: any number of tickers fires each instant once."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from structlog.contextvars import bound_contextvars

from crm.clock import milliseconds
from crm.domain_events import ScheduleDue
from crm.outbox import newest_row
from crm.schedules import Schedule
from crm.unit_of_work import UnitOfWork, Work
from crm.viewer import SYSTEM
from scheduler.jobs import JOBS, Job

log = structlog.get_logger()
TICK_S = 1


def tick(work: Work, jobs: Sequence[Job] = JOBS) -> int:
    """Records ScheduleDue for every job that is due; returns how many this ticker fired.

    One conditional update decides who fires: of two tickers that see the same instant, one changes the row.
    The event's key carries the local date, so that an hour that comes twice does not fire a daily job twice.
    """
    now = work.clock.now()
    with work.database.reading() as session:
        seen = dict(session.exec(select(Schedule.job, Schedule.next_at)).all())
    fired = 0
    for job in jobs:
        following = _milliseconds_of_next(job, now)
        planned = seen.get(job.name)
        if planned is None:
            _plan(work, job, following)
        elif planned <= milliseconds(now) or planned > following:  # later than possible: the clock was ahead
            with work.writing(SYSTEM) as uow:
                fired += _fire(uow, job, planned, following, now)
    return fired


def _milliseconds_of_next(job: Job, now: datetime) -> int:
    following = job.trigger.get_next_fire_time(None, now)
    return milliseconds(following)


def _plan(work: Work, job: Job, following: int) -> None:
    try:
        with work.writing(SYSTEM) as uow:
            uow.session.add(Schedule(job=job.name, next_at=following))
    except IntegrityError:
        log.info("schedule.planned_elsewhere", job=job.name)


def _fire(uow: UnitOfWork, job: Job, planned: int, following: int, now: datetime) -> int:
    is_due = planned <= milliseconds(now)
    moment = {"next_at": following} | ({"fired_at": milliseconds(now)} if is_due else {})
    moved = uow.session.exec(
        update(Schedule)
        .where(col(Schedule.job) == job.name, col(Schedule.next_at) == planned)
        .values(**moment)
    ).rowcount
    if moved != 1 or not is_due:
        return 0
    due_at = datetime.fromtimestamp(planned / 1000, UTC)
    local_date = due_at.astimezone(job.zone).date()
    event = ScheduleDue(job=job.name, due_at=due_at, local_date=local_date)
    # What comes of it is one story, as what comes of a request is.
    with bound_contextvars(request_id=secrets.token_hex(8)):
        if not uow.record(event, dedupe_key=f"{job.name}@{local_date}"):
            return 0
        row = newest_row(uow.session, event)
        log.info(
            "schedule.fired",
            job=job.name,
            event_id=None if row is None else str(row.id),
            late_ms=milliseconds(now) - planned,
        )
    return 1


@contextmanager
def running_scheduler(work: Work) -> Iterator[None]:
    """Ticks every second while the block runs. APScheduler gives the thread; the rows are the schedule."""
    ticker = BackgroundScheduler(timezone=UTC)
    ticker.add_job(
        tick, "interval", args=[work], seconds=TICK_S, max_instances=1, coalesce=True, misfire_grace_time=None
    )
    ticker.start()
    try:
        yield
    finally:
        ticker.shutdown(wait=True)
