"""Ticking the schedule rows: once for each instant, whatever the clock and other tickers do."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from crm.clock import FixedClock, milliseconds
from crm.domain_events import ScheduleDue
from crm.event_codec import decode
from crm.outbox import DomainEventRow, Urgency
from crm.schedules import Schedule
from crm.unit_of_work import Subscriptions, UnitOfWork, Work
from scheduler.jobs import JOBS, LOOK_BACK, Job, Missed, due_instants
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


def test_what_was_missed_is_skipped_collapsed_or_made_up_for(ticking: Work, clock: FixedClock) -> None:
    planned, now = datetime(2026, 11, 24, 6, tzinfo=UTC), datetime(2026, 11, 27, 9, tzinfo=UTC)
    mornings = [datetime(2026, 11, day, 6, tzinfo=UTC) for day in range(24, 28)]

    def due(missed: Missed, late_s: float = 3600, at: datetime = now) -> list[datetime]:
        return due_instants(replace(MORNING, missed=missed, late_s=late_s), planned, at)

    assert due(Missed.ALL) == mornings
    assert due(Missed.ONE) == mornings[-1:]
    assert due(Missed.SKIP) == []
    assert due(Missed.SKIP, late_s=3 * 3600) == mornings[-1:]
    assert due(Missed.SKIP, at=planned + timedelta(seconds=1)) == mornings[:1]


@pytest.mark.parametrize(("missed", "days"), [("skip", []), ("one", [27]), ("all", [24, 25, 26, 27])])
def test_a_scheduler_that_comes_back_fires_as_the_policy_says(
    ticking: Work, clock: FixedClock, missed: str, days: list[int]
) -> None:
    job = replace(MORNING, missed=Missed(missed))
    tick(ticking, [job])
    clock.instant = datetime(2026, 11, 27, 9, tzinfo=UTC)
    assert tick(ticking, [job]) == len(days)
    assert [event.local_date.day for event in _fired(ticking)] == days
    clock.instant = datetime(2026, 11, 28, 6, tzinfo=UTC)
    assert tick(ticking, [job]) == 1


def test_what_was_missed_very_long_ago_is_not_made_up_for() -> None:
    job = replace(MORNING, missed=Missed.ALL)
    made = due_instants(job, datetime(2020, 1, 1, 6, tzinfo=UTC), datetime(2026, 11, 27, 9, tzinfo=UTC))
    assert (len(made), made[-1]) == (LOOK_BACK.days, datetime(2026, 11, 27, 6, tzinfo=UTC))


CHANGES = {
    "Brussels in spring": ("Europe/Brussels", "30 2 * * *", datetime(2027, 3, 26, 12, tzinfo=UTC)),
    "Brussels in autumn": ("Europe/Brussels", "30 2 * * *", datetime(2027, 10, 29, 12, tzinfo=UTC)),
    # Where the clock changes at midnight, a date has no midnight, or two.
    "Beirut in spring": ("Asia/Beirut", "0 0 * * *", datetime(2027, 3, 26, 12, tzinfo=UTC)),
    "Beirut in autumn": ("Asia/Beirut", "30 23 * * *", datetime(2027, 10, 29, 12, tzinfo=UTC)),
    "Lord Howe, half an hour": ("Australia/Lord_Howe", "45 1 * * *", datetime(2027, 4, 2, 0, tzinfo=UTC)),
}


@pytest.mark.parametrize(("zone", "cron", "first"), CHANGES.values(), ids=CHANGES.keys())
def test_daily_job_fires_once_a_local_day_over_both_changes_of_the_clock(
    ticking: Work, clock: FixedClock, zone: str, cron: str, first: datetime
) -> None:
    days = 5
    job = Job("morning", cron, ZoneInfo(zone))
    clock.instant = first
    tick(ticking, [job])
    for _ in range(days * 24 * 4):
        clock.instant += timedelta(minutes=15)
        tick(ticking, [job])
    local_dates = [event.local_date for event in _fired(ticking)]
    next_on = job.next_after(first).astimezone(job.zone).date()
    assert local_dates == [next_on + timedelta(days=day) for day in range(days)]


def test_job_of_instants_fires_in_both_hours_of_the_night_that_has_two(
    ticking: Work, clock: FixedClock
) -> None:
    job = Job("morning", "30 * * * *", is_daily=False)
    clock.instant = datetime(2027, 10, 30, 23, 45, tzinfo=UTC)
    for _ in range(16):
        tick(ticking, [job])
        clock.instant += timedelta(minutes=15)
    due = [event.due_at for event in _fired(ticking)]
    assert due == [datetime(2027, 10, 31, hour, 30, tzinfo=UTC) for hour in range(4)][: len(due)]
    assert len(due) == 4


def test_one_job_that_cannot_be_settled_keeps_no_other_waiting(work: Work, clock: FixedClock) -> None:
    class Refusing(Subscriptions):
        def handlers_of(self, topic: str) -> Mapping[str, Urgency]:
            if topic == "ScheduleDue/broken":
                raise ZeroDivisionError
            return super().handlers_of(topic)

    own = Work(work.database, Refusing({"ScheduleDue/morning": (react,)}), clock, work.settings)
    jobs = [replace(MORNING, name="broken"), MORNING]
    tick(own, jobs)
    clock.instant = datetime(2026, 11, 24, 6, tzinfo=UTC)
    assert tick(own, jobs) == 1
    assert [event.job for event in _fired(own)] == ["morning"]


def test_clock_that_was_ahead_does_not_silence_a_job(ticking: Work, clock: FixedClock) -> None:
    clock.instant += timedelta(days=30)
    tick(ticking, [MORNING])
    clock.instant -= timedelta(days=30)
    assert tick(ticking, [MORNING]) == 0
    assert _next_at(ticking) == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@given(
    zone=st.sampled_from(sorted(available_timezones())),
    minute=st.integers(0, 24 * 60 - 1),
    day=st.integers(0, 2000),
)
@hypothesis.settings(max_examples=60, derandomize=True)
def test_a_daily_job_has_one_instant_on_every_date_wherever_on_earth(
    zone: str, minute: int, day: int
) -> None:
    job = Job("morning", f"{minute % 60} {minute // 60} * * *", ZoneInfo(zone))
    at = job.next_after(datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=day))
    first_on = at.astimezone(job.zone).date()
    dates = []
    for _ in range(200):
        dates.append(at.astimezone(job.zone).date())
        assert job.next_after(at) == at
        at = job.next_after(at + timedelta(seconds=1))
    assert dates == [first_on + timedelta(days=day) for day in range(200)]


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
