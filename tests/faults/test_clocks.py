"""Clocks that jump, the two nights on which summer time changes them, and five schedulers at once."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta

from crm.clock import SystemClock
from crm.domain_events import FollowUpClosed, FollowUpPlanned, ScheduleDue
from tests.faults.callers import recording
from tests.faults.checker import Checker, Verdict
from tests.faults.handlers import COUNT, MORNING, OUTSIDE
from tests.faults.stand import Stand, wait_until

Acquit = Callable[[Verdict], None]
NIGHTS = (
    date(2027, 3, 28),
    date(2027, 10, 31),
)  # in spring the hour from two to three is missing, in autumn it is twice


def _move_clock(stand: Stand, by_s: float) -> None:
    stand.run("DELETE FROM fault_clock", f"INSERT INTO fault_clock VALUES ({int(by_s)})")


def _set_clock(stand: Stand, instant: datetime) -> None:
    _move_clock(stand, (instant - SystemClock().now()).total_seconds())


def _fired(stand: Stand) -> int:
    return stand.scalar("SELECT count(*) FROM domain_event WHERE kind = 'ScheduleDue'")


def test_five_schedulers_fire_once_a_date_over_both_changes_of_the_clock(
    stand: Stand, acquit: Acquit
) -> None:
    _set_clock(stand, datetime(2027, 3, 26, 12, tzinfo=UTC))
    programs = [stand.own("schedule") for _ in range(5)] + [stand.own("work")]
    for program in programs:
        program.launch()
    for program in programs:
        program.await_ready()
    wait_until(lambda: stand.scalar("SELECT count(*) FROM schedule") == 1, "the job is planned")
    checker = Checker()
    for night in NIGHTS:
        if night != NIGHTS[0]:
            # Half a year was missed: its runs collapse into one, of the last date before the clock goes on.
            checker.acknowledge((night - timedelta(days=2)).isoformat())
        for day in (night - timedelta(days=1), night, night + timedelta(days=1)):
            checker.acknowledge(day.isoformat())
            midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
            # Through the night, then an hour back and once more: the clock of the store was set wrong for a while.
            for minutes in (-60, 0, 20, 40, 60, 80, 100, 40, 100, 160):
                _set_clock(stand, midnight + timedelta(minutes=minutes))
                time.sleep(0.25)
            wait_until(lambda: _fired(stand) >= len(checker.acknowledged), f"fired on {day}")
    stand.await_settled()
    acquit(stand.judge(checker, "five schedulers, both changes of the clock", ScheduleDue, [MORNING]))


def test_a_clock_an_hour_ahead_and_back_again_holds_nothing_up(stand: Stand, acquit: Acquit) -> None:
    work, inside, outside = stand.work(), Checker(), Checker()
    stand.own("work").start()
    with ExitStack() as busy:
        busy.enter_context(recording(work, inside, FollowUpPlanned))
        busy.enter_context(recording(work, outside, FollowUpClosed))
        for by_s in (3600, 0, -3600, 0):
            time.sleep(0.7)
            _move_clock(stand, by_s)
        time.sleep(0.7)
    stand.await_settled()
    acquit(stand.judge(inside, "clock forward and back an hour", FollowUpPlanned, [COUNT]))
    acquit(stand.judge(outside, "clock forward and back an hour, outside", FollowUpClosed, [OUTSIDE]))
