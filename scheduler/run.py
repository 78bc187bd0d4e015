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
from scheduler.jobs import JOBS, Job, due_instants

log = structlog.get_logger()
TICK_S = 1


def tick(work: Work, jobs: Sequence[Job] = JOBS) -> int:
    """Records ScheduleDue for every job that is due; returns how many runs this ticker fired.

    One conditional update decides who fires: of two tickers that see the same instant, one changes the row. The
    instant is the store's own where it has one, so that a scheduler whose clock is wrong fires nothing early.
    """
    with work.database.reading() as session:
        now = work.present_in(session)
        seen = dict(session.exec(select(Schedule.job, Schedule.next_at)).all())
    fired = 0
    for job in jobs:
        following, planned = job.next_after(now), seen.get(job.name)
        # Later than possible: the clock was ahead when it was written.
        if planned is None or planned <= milliseconds(now) or planned > milliseconds(following):
            fired += _settle(work, job, planned, following, now)
    return fired


def _settle(work: Work, job: Job, planned: int | None, following: datetime, now: datetime) -> int:
    """Plans or fires one job; what goes wrong with it keeps no other job waiting."""
    try:
        with work.writing(SYSTEM) as uow:
            if planned is None:
                uow.session.add(Schedule(job=job.name, next_at=milliseconds(following)))
                return 0
            return _fire(uow, job, planned, following, now)
    except IntegrityError:
        log.info("schedule.settled_elsewhere", job=job.name)
    except Exception as error:
        log.warning("schedule.failed", job=job.name, kind=type(error).__name__)
    return 0


def _fire(uow: UnitOfWork, job: Job, planned: int, following: datetime, now: datetime) -> int:
    is_due = planned <= milliseconds(now)
    moment = {"next_at": milliseconds(following)} | ({"fired_at": milliseconds(now)} if is_due else {})
    moved = uow.session.exec(
        update(Schedule)
        .where(col(Schedule.job) == job.name, col(Schedule.next_at) == planned)
        .values(**moment)
    ).rowcount
    if moved != 1 or not is_due:
        return 0
    fired = 0
    for at in due_instants(job, datetime.fromtimestamp(planned / 1000, UTC), now):
        event = ScheduleDue(job=job.name, due_at=at, local_date=at.astimezone(job.zone).date())
        # What comes of a run is one story, as what comes of a request is.
        with bound_contextvars(request_id=secrets.token_hex(8)):
            if uow.record(event, dedupe_key=job.key_of(at)):
                row = newest_row(uow.session, event)
                event_id = None if row is None else str(row.id)
                log.info("schedule.fired", job=job.name, due_at=at.isoformat(), event_id=event_id)
                fired += 1
    return fired


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
