"""Ticking the schedule rows: once for each instant, whatever the clock and other tickers do."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from crm.clock import FixedClock, milliseconds
from crm.domain_events import ScheduleDue, decode
from crm.outbox import DomainEventRow
from crm.schedules import Schedule
from crm.unit_of_work import Subscriptions, UnitOfWork, Work
from scheduler.jobs import JOBS, Job
from scheduler.run import running_scheduler, tick

MORNING = Job("morning", "0 7 * * *")


def react(uow: UnitOfWork, event: ScheduleDue) -> None:
    """Reacts to the job, so that a delivery row carries its key."""


@pytest.fixture
def ticking(work: Work) -> Work:
    """Work in which one handler reacts to the job `morning`."""
    return Work(work.database, Subscriptions({"ScheduleDue/morning": (react,)}), work.clock, work.settings)


def _fired(work: Work) -> list[ScheduleDue]:
    with work.database.reading() as session:
        rows = session.exec(select(DomainEventRow).order_by(DomainEventRow.payload)).all()
    events = [decode(row.kind, row.payload) for row in rows]
    return [event for event in events if isinstance(event, ScheduleDue)]


def _next_at(work: Work) -> datetime:
    with work.database.reading() as session:
        return datetime.fromtimestamp(session.exec(select(Schedule.next_at)).one() / 1000, UTC)


def test_first_tick_plans_and_fires_nothing(ticking: Work) -> None:
    assert tick(ticking, [MORNING]) == 0
    assert _next_at(ticking) == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def test_job_fires_at_its_instant_and_not_before(ticking: Work, clock: FixedClock) -> None:
    tick(ticking, [MORNING])
    clock.instant = datetime(2026, 11, 24, 5, 59, 59, tzinfo=UTC)
    assert tick(ticking, [MORNING]) == 0
    clock.instant = datetime(2026, 11, 24, 6, 0, 0, tzinfo=UTC)
    assert tick(ticking, [MORNING]) == 1
    assert tick(ticking, [MORNING]) == 0
    assert _fired(ticking) == [
        ScheduleDue("morning", datetime(2026, 11, 24, 6, 0, tzinfo=UTC), date(2026, 11, 24))
    ]


def test_runs_missed_while_the_machine_was_off_collapse_into_one(ticking: Work, clock: FixedClock) -> None:
    tick(ticking, [MORNING])
    clock.instant += timedelta(days=5)
    assert (tick(ticking, [MORNING]), tick(ticking, [MORNING])) == (1, 0)


def test_two_tickers_at_once_fire_each_instant_once(ticking: Work, clock: FixedClock) -> None:
    tick(ticking, [MORNING])
    for day in range(24, 30):
        clock.instant = datetime(2026, 11, day, 6, 0, 1, tzinfo=UTC)
        start = threading.Barrier(4)

        def run(start: threading.Barrier = start) -> None:
            start.wait()
            tick(ticking, [MORNING])

        tickers = [threading.Thread(target=run) for _ in range(4)]
        for ticker in tickers:
            ticker.start()
        for ticker in tickers:
            ticker.join()
    assert [event.local_date.day for event in _fired(ticking)] == [24, 25, 26, 27, 28, 29]


@pytest.mark.parametrize(
    ("first", "days"),
    [(datetime(2027, 3, 26, 12, tzinfo=UTC), 5), (datetime(2027, 10, 29, 12, tzinfo=UTC), 5)],
    ids=["spring", "autumn"],
)
def test_daily_job_fires_once_a_local_day_over_both_changes_of_the_clock(
    ticking: Work, clock: FixedClock, first: datetime, days: int
) -> None:
    night = Job("morning", "30 2 * * *")
    clock.instant = first
    tick(ticking, [night])
    for _ in range(days * 24 * 4):
        clock.instant += timedelta(minutes=15)
        tick(ticking, [night])
    local_dates = [event.local_date for event in _fired(ticking)]
    assert local_dates == [first.date() + timedelta(days=day) for day in range(1, days + 1)]


def test_clock_that_was_ahead_does_not_silence_a_job(ticking: Work, clock: FixedClock) -> None:
    clock.instant += timedelta(days=30)
    tick(ticking, [MORNING])
    clock.instant -= timedelta(days=30)
    assert tick(ticking, [MORNING]) == 0
    assert _next_at(ticking) == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def test_jobs_avoid_the_hour_that_summer_time_takes_or_doubles() -> None:
    assert [job.name for job in JOBS if job.cron.split()[1] == "2"] == []


def test_every_job_has_a_handler(work: Work) -> None:
    without = [job.name for job in JOBS if not work.subscriptions.handlers_of(f"ScheduleDue/{job.name}")]
    assert without == []


def test_running_scheduler_ticks_by_itself(
    ticking: Work, wait_until: Callable[[Callable[[], bool]], None]
) -> None:
    def is_planned() -> bool:
        with ticking.database.reading() as session:
            found = session.exec(select(Schedule.next_at)).all()
        return len(found) == len(JOBS) and all(at > milliseconds(ticking.clock.now()) for at in found)

    with running_scheduler(ticking):
        wait_until(is_planned)
