"""A worker frozen past its lease, and one killed between effect and mark: the product passes, broken variants do not."""

from collections.abc import Callable

import pytest

from crm.domain_events import FollowUpClosed, FollowUpPlanned
from tests.faults.callers import record
from tests.faults.checker import Checker, Verdict
from tests.faults.handlers import COUNT, OUTSIDE
from tests.faults.stand import Stand, wait_until

SCENARIO = Callable[[Stand, str], Verdict]
UNLIMITED = {"FAULTS_TIME_LIMIT_MS": "600000"}


def _effects(stand: Stand) -> int:
    return stand.scalar("SELECT count(*) FROM fault_effect")


def freeze_past_the_lease(stand: Stand, variant: str) -> Verdict:
    """One worker is frozen during its call; another takes over; the first one is let go."""
    frozen, other = stand.own("work", variant=variant), stand.own("work", variant=variant)
    checker, work = Checker(), stand.work()
    (stand.folder / "hold").touch()
    frozen.start(**UNLIMITED)
    record(work, checker, FollowUpClosed)
    calls = stand.folder / "calls"
    wait_until(calls.exists, "the first worker calls")
    frozen.freeze()
    (stand.folder / "hold").unlink()
    other.start(**UNLIMITED)
    wait_until(lambda: _effects(stand) == 1, "another worker took over")
    frozen.thaw()
    wait_until(
        lambda: "delivery.lease_lost" in frozen.log.read_text() or _effects(stand) > 1,
        "the first worker went on",
    )
    assert len(calls.read_text().splitlines()) == 2
    stand.await_settled()
    return stand.judge(checker, "a worker frozen past its lease, and let go", FollowUpClosed, [OUTSIDE])


def kill_between_effect_and_mark(stand: Stand, variant: str) -> Verdict:
    """A worker dies when it has made its effect and not yet marked the delivery as done."""
    worker, checker, work = stand.own("work", variant=variant), Checker(), stand.work()
    worker.start(BEREIK_FAULT="after_effects:3")
    for number in range(8):
        record(work, checker, FollowUpPlanned, is_kept=number % 4 != 0)
    wait_until(lambda: not worker.is_alive, "the worker died")
    worker.start()
    stand.await_settled()
    return stand.judge(checker, "a worker killed between effect and mark", FollowUpPlanned, [COUNT])


@pytest.mark.parametrize("scenario", [freeze_past_the_lease, kill_between_effect_and_mark])
def test_what_tells_sound_from_broken_finds_the_product_sound(
    stand: Stand, acquit: Callable[[Verdict], None], scenario: SCENARIO
) -> None:
    acquit(scenario(stand, ""))


@pytest.mark.parametrize(
    ("variant", "scenario"),
    [("no_fencing", freeze_past_the_lease), ("effects_first", kill_between_effect_and_mark)],
)
def test_checker_catches_a_broken_variant(stand: Stand, variant: str, scenario: SCENARIO) -> None:
    harm = scenario(stand, variant).harm
    assert list(harm) == ["doubled"], harm
