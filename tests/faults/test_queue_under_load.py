"""Bursts, far-off work and two versions side by side: each is done once, and the near before the far."""

import time
from collections.abc import Callable
from uuid import uuid4

from crm.domain_events import FollowUpPlanned
from crm.unit_of_work import Work
from crm.viewer import SYSTEM
from tests.faults.callers import record
from tests.faults.checker import Checker, Verdict
from tests.faults.handlers import COUNT
from tests.faults.stand import Stand, wait_until

Acquit = Callable[[Verdict], None]
FAR_OFF = 8_000


def _record_many(work: Work, checker: Checker, count: int) -> None:
    keys = [uuid4() for _ in range(count)]
    with work.writing(SYSTEM) as uow:
        for key in keys:
            uow.record(FollowUpPlanned(key))
    for key in keys:
        checker.acknowledge(str(key))


def test_a_hundredfold_burst_is_done_once(stand: Stand, is_full: bool, acquit: Acquit) -> None:
    work, checker = stand.work(), Checker()
    workers = [stand.own("work"), stand.own("work")]
    for worker in workers:
        worker.start()
    for _ in range(20 if is_full else 4):
        _record_many(work, checker, 1)
    _record_many(work, checker, 2000 if is_full else 400)
    stand.await_settled()
    acquit(stand.judge(checker, "a hundredfold burst", FollowUpPlanned, [COUNT]))


def test_what_is_near_starts_while_thousands_wait_for_their_hour(stand: Stand, acquit: Acquit) -> None:
    work, checker, far_off = stand.work(), Checker(), Checker()
    _record_many(work, far_off, FAR_OFF)
    stand.run(
        "UPDATE delivery SET visible_at = (extract(epoch from clock_timestamp()) * 1000)::bigint + 3600000"
    )
    stand.own("work").start()
    key = record(work, checker, FollowUpPlanned)
    stand.run(
        "UPDATE delivery SET state = 'ready', visible_at = (extract(epoch from clock_timestamp()) * 1000)::bigint + 1000"
        f" FROM domain_event WHERE domain_event.id = event_id AND payload LIKE '%{key}%' AND state <> 'done'"
    )
    begun = time.monotonic()
    wait_until(lambda: stand.scalar("SELECT count(*) FROM fault_effect") == 1, "the near one started")
    print(
        f"due in a second, done after {time.monotonic() - begun:.1f} s beside {FAR_OFF} that are due in an hour"
    )
    assert stand.scalar("SELECT count(*) FROM delivery WHERE state = 'ready'") == FAR_OFF
    stand.run("UPDATE delivery SET state = 'done' WHERE state = 'ready'")
    stand.run("DELETE FROM domain_event WHERE id NOT IN (SELECT event_id FROM delivery WHERE attempts > 0)")
    acquit(stand.judge(checker, "8,000 due in an hour, one in a second", FollowUpPlanned, [COUNT]))


def test_worker_of_the_version_before_leaves_what_it_does_not_know_to_the_new_one(
    stand: Stand, acquit: Acquit
) -> None:
    work, checker = stand.work(), Checker()
    stand.own("work", "older").start()
    for _ in range(20):
        record(work, checker, FollowUpPlanned)
    set_aside = "SELECT count(*) FROM delivery WHERE error LIKE 'no worker knows%'"
    wait_until(lambda: stand.scalar(set_aside) == 20, "the older worker has seen them all")
    stand.own("work").start()
    stand.await_settled()
    assert stand.scalar("SELECT max(attempts) FROM delivery") == 1
    acquit(
        stand.judge(checker, "a worker of the version before beside the new one", FollowUpPlanned, [COUNT])
    )
