"""Workers and relays killed (kill -9) at every fault point, over PostgreSQL and Redis."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from crm.domain_events import FollowUpClosed, FollowUpPlanned
from crm.faults import FAULT_POINTS, OUTSIDE_FAULT_POINTS
from tests.faults.callers import recording
from tests.faults.checker import Checker, Verdict
from tests.faults.handlers import COUNT, OUTSIDE
from tests.faults.processes import Program
from tests.faults.stand import Stand, wait_until


def _is_dead(program: Program) -> bool:
    return not program.is_alive


def test_a_death_at_each_fault_point_loses_and_doubles_nothing(
    stand: Stand, is_full: bool, acquit: Callable[[Verdict], None]
) -> None:
    work, inside, outside = stand.work(), Checker(), Checker()
    for passage in (2, 7, 23) if is_full else (2,):
        doomed = [
            stand.own("work", name=f"dies-{point}-{passage}")
            for point in (*FAULT_POINTS, *OUTSIDE_FAULT_POINTS)
        ]
        for program, point in zip(doomed, (*FAULT_POINTS, *OUTSIDE_FAULT_POINTS), strict=True):
            program.launch(BEREIK_FAULT=f"{point}:{passage}")
        with ExitStack() as busy:
            busy.enter_context(recording(work, inside, FollowUpPlanned, pause_s=0.1))
            busy.enter_context(recording(work, outside, FollowUpClosed, pause_s=0.1))
            for program in doomed:
                wait_until(partial(_is_dead, program), f"{program.name} is dead")
        assert [program.exit_code for program in doomed] == [-9] * len(doomed)
    stand.own("work").start()
    stand.await_settled()
    acquit(stand.judge(inside, "killed at each fault point", FollowUpPlanned, [COUNT]))
    acquit(
        stand.judge(outside, "killed at each fault point, talking to the outside", FollowUpClosed, [OUTSIDE])
    )
