"""Handlers that always fail, hang or end their process: given up after their tries, others unharmed."""

import json
import os
import subprocess
import sys
from collections.abc import Callable

from crm.domain_events import FollowUpHandedOver, FollowUpMoved, FollowUpPlanned, SignalCaptured
from tests.faults.callers import record
from tests.faults.checker import Checker, Verdict
from tests.faults.handlers import COUNT, END_PROCESS, FAIL, HANG
from tests.faults.root import ATTEMPTS
from tests.faults.stand import UNSETTLED, Stand, wait_until

OTHERS = 40


def _lines(stand: Stand, name: str) -> int:
    return len((stand.folder / name).read_text().splitlines())


def test_handlers_that_fail_hang_or_end_their_process_are_given_up_and_harm_no_others(
    stand: Stand, acquit: Callable[[Verdict], None]
) -> None:
    worker = stand.own("work")
    worker.start()
    work, others, hopeless = stand.work(), Checker(), Checker()
    for make in (FollowUpMoved, FollowUpHandedOver, SignalCaptured):
        record(work, hopeless, make)
    for number in range(OTHERS):
        record(work, others, FollowUpPlanned, is_kept=number % 5 != 0)

    def is_settled() -> bool:
        if not worker.is_alive:  # what a supervisor does
            worker.start()
        return stand.scalar(UNSETTLED) == 0

    wait_until(is_settled, "all is done or given up")
    dead = json.loads(
        subprocess.run(
            [sys.executable, "-m", "crm", "queue", "--json"],
            env={**os.environ, **stand.environment},
            check=True,
            capture_output=True,
        ).stdout
    )["dead"]
    assert sorted(one["handler"] for one in dead) == sorted((FAIL, HANG, END_PROCESS))
    errors = {one["handler"]: one["error"].split()[0] for one in dead}
    assert errors == {FAIL: "ZeroDivisionError", HANG: "TimeLimitExceeded", END_PROCESS: "ended"}
    # Each was tried as often as it may be, and no more; the first death may have come before a neighbour began.
    assert _lines(stand, "deaths") == ATTEMPTS
    assert {_lines(stand, name) for name in ("failures", "hangs")} <= {ATTEMPTS - 1, ATTEMPTS}
    assert stand.scalar("SELECT count(*) FROM fault_effect WHERE handler <> 'faults.count'") == 0
    acquit(stand.judge(others, "handlers that fail, hang and end their process", FollowUpPlanned, [COUNT]))
