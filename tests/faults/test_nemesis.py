"""Processes and servers that die at random moments while contacts are logged; the seed is printed."""

import random
import threading
import time
from collections.abc import Callable

from crm.domain_events import ContactLogged
from tests.conftest import PASSWORD
from tests.faults.callers import Phone, sending
from tests.faults.checker import Checker, Verdict
from tests.faults.city import HANDLERS
from tests.faults.processes import Program, Web
from tests.faults.servers import FaultyPostgres, FaultyRedis
from tests.faults.stand import Stand

PHONES = 3
Fault = Callable[[], None]


def _kill(program: Program) -> Fault:
    def kill() -> None:
        program.kill()
        program.start()

    kill.__doc__ = f"kill {program.name}"
    return kill


def _freeze(program: Program, wait_s: float) -> Fault:
    def freeze() -> None:
        program.freeze()
        time.sleep(wait_s)
        program.thaw()

    freeze.__doc__ = f"freeze {program.name}"
    return freeze


def _of_servers(stand: Stand, postgres: FaultyPostgres, broker: FaultyRedis) -> list[Fault]:
    def stop_postgres() -> None:
        """stop PostgreSQL at once, and start it"""
        postgres.kill()
        postgres.start()

    def cut() -> None:
        """cut every connection"""
        postgres.cut_connections()

    def lose_redis() -> None:
        """restart Redis without its data"""
        broker.kill()
        broker.start()

    def flush() -> None:
        """flush Redis"""
        broker.flush()

    def pause() -> None:
        """freeze Redis"""
        broker.freeze()
        time.sleep(3)
        broker.let_go()

    return [stop_postgres, cut, lose_redis, flush, pause]


def _programs(stand: Stand) -> list[Program]:
    programs: list[Program] = [stand.web(), stand.own("work", "product"), stand.own("work", "product")]
    programs += [stand.own("relay", "product"), stand.product("schedule")]
    for program in programs:
        program.launch()
    for program in programs:
        program.await_ready()
    return programs


def _let_loose(
    stand: Stand, programs: list[Program], faults: list[Fault], chance: random.Random, contacts: int
) -> Checker:
    """Breaks one thing after another in random order, each at least once, until the last contact was answered."""
    checker, owner = Checker(), stand.add_nora()
    web = programs[0]
    assert isinstance(web, Web)
    cookie = web.sign_in("nora", PASSWORD)
    phones = [Phone([web], cookie, owner, checker, seed=chance.randrange(10**6)) for _ in range(PHONES)]
    with sending(phones, contacts // PHONES) as senders:
        waiting: list[Fault] = []
        is_first_round = True
        while waiting or is_first_round or any(map(threading.Thread.is_alive, senders)):
            if not waiting:
                waiting, is_first_round = chance.sample(faults, len(faults)), False
            time.sleep(chance.uniform(0.1, 1.0))
            fault = waiting.pop()
            print(fault.__doc__)
            fault()
    return checker


def test_kills_of_every_kind_of_process_lose_and_double_nothing(
    stand: Stand, is_full: bool, chance: random.Random, acquit: Callable[[Verdict], None]
) -> None:
    programs = _programs(stand)
    contacts = 2000 if is_full else 150
    checker = _let_loose(stand, programs, [_kill(one) for one in programs], chance, contacts)
    stand.await_settled()
    acquit(
        stand.judge(checker, "kill -9 of web, worker, relay and scheduler at random", ContactLogged, HANDLERS)
    )


def test_everything_at_random_loses_and_doubles_nothing(
    stand: Stand,
    faulty_postgres: FaultyPostgres,
    faulty_redis: FaultyRedis,
    is_full: bool,
    chance: random.Random,
    acquit: Callable[[Verdict], None],
) -> None:
    programs = _programs(stand)
    faults = [_kill(one) for one in programs]
    faults += [_freeze(programs[1], 5), *_of_servers(stand, faulty_postgres, faulty_redis)]
    checker = _let_loose(stand, programs, faults, chance, 1500 if is_full else 60)
    stand.await_settled()
    acquit(stand.judge(checker, "processes and servers at random", ContactLogged, HANDLERS))
