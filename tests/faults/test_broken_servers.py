"""Redis or PostgreSQL in trouble while contacts are logged and pages read: nothing is lost or done twice.

What hangs on Redis alone is done later: contacts are kept and pages answer all the while.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.faults.checker import Verdict
from tests.faults.city import City
from tests.faults.servers import FaultyPostgres, FaultyRedis

Acquit = Callable[[Verdict], None]
Broken = Callable[[FaultyPostgres, str], None]


def _flush(broker: FaultyRedis, wait_s: float) -> None:
    for _ in range(3):
        time.sleep(0.3)
        broker.flush()


def _restart(broker: FaultyRedis, wait_s: float) -> None:
    broker.kill()
    time.sleep(0.5)
    broker.start()


def _freeze(broker: FaultyRedis, wait_s: float) -> None:
    broker.freeze()
    time.sleep(wait_s)
    broker.let_go()


def _pause(broker: FaultyRedis, wait_s: float) -> None:
    broker.pause_clients(int(wait_s * 1000))
    time.sleep(wait_s)


def _fill(broker: FaultyRedis, wait_s: float) -> None:
    broker.fill()
    time.sleep(wait_s)
    broker.free()


def _take_away(broker: FaultyRedis, wait_s: float) -> None:
    broker.kill()
    time.sleep(wait_s)
    broker.start()


REDIS_FAULTS: dict[str, tuple[Callable[[FaultyRedis, float], None], float]] = {
    "Redis flushed": (_flush, 0),
    "Redis restarted without its data": (_restart, 0),
    "Redis frozen": (_freeze, 20),
    "Redis paused": (_pause, 20),
    "Redis full": (_fill, 20),
    "Redis gone for a minute": (_take_away, 60),
}


@pytest.mark.parametrize("fault", REDIS_FAULTS)
def test_without_redis_contacts_are_kept_pages_answer_and_the_work_is_done_later(
    city: City, faulty_redis: FaultyRedis, is_full: bool, acquit: Acquit, fault: str
) -> None:
    bring_about, wait_s = REDIS_FAULTS[fault]
    with city.busy() as told:
        bring_about(faulty_redis, wait_s if is_full else min(wait_s, 2))
    assert set(told.contacts) <= {201, 422}, "every contact was answered the first time it was sent"
    assert set(told.pages) == {200}
    acquit(city.judge(fault))


def _stop(server: FaultyPostgres, url: str) -> None:
    server.kill()


def _start(server: FaultyPostgres, url: str) -> None:
    server.start()


def _cut(server: FaultyPostgres, url: str) -> None:
    # A connection that is cut between two requests is replaced before anybody notices: those that were there are counted.
    for _ in range(5):
        assert server.cut_connections() > 0
        time.sleep(0.3)


def _nothing(server: FaultyPostgres, url: str) -> None:
    pass


CUT = "every connection to PostgreSQL cut"
POSTGRES_FAULTS: dict[str, tuple[Broken, Broken]] = {
    "PostgreSQL stopped at once, and started": (_stop, _start),
    CUT: (_cut, _nothing),
    "PostgreSQL's disk full": (FaultyPostgres.fill_disk, lambda server, url: server.free_disk()),
    "PostgreSQL read-only": (FaultyPostgres.refuse_writing, FaultyPostgres.allow_writing),
}


@contextmanager
def _broken(server: FaultyPostgres, url: str, fault: str) -> Iterator[None]:
    begin, end = POSTGRES_FAULTS[fault]
    begin(server, url)
    try:
        yield
    finally:
        end(server, url)


@pytest.mark.parametrize("fault", POSTGRES_FAULTS)
def test_what_postgres_acknowledged_is_there_once_and_all_goes_on(
    city: City, faulty_postgres: FaultyPostgres, is_full: bool, acquit: Acquit, fault: str
) -> None:
    with city.busy() as told:
        time.sleep(0.5)
        with _broken(faulty_postgres, city.stand.url, fault):
            time.sleep(20 if is_full else 2)
    assert city.is_up
    assert told.contacts[503] > 0 or fault == CUT, "the fault was felt"
    acquit(city.judge(fault))
