"""The embedded form on a SQLite file that another process locks, or whose disk is full: no answer is lost."""

import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from threading import Event, Thread

from tests.conftest import PASSWORD
from tests.faults.callers import Phone, reading_pages
from tests.faults.checker import Checker, Effect, Verdict, count_effects
from tests.faults.processes import Web
from tests.faults.stand import Stand
from tests.servers.stores import file_of, read_rows

Acquit = Callable[[Verdict], None]


def _lock(stand: Stand, web: Web, is_full: bool) -> None:
    with closing(sqlite3.connect(file_of(stand.url), timeout=60, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(10 if is_full else 2)
        other.execute("ROLLBACK")


def _fill_disk(stand: Stand, web: Web, is_full: bool) -> None:
    """Lets the server write nothing beyond the first part of a file: its log of writes soon wants more."""
    _limit_files(web, "65536")
    time.sleep(10 if is_full else 2)
    _limit_files(web, "unlimited")


def _limit_files(web: Web, size: str) -> None:
    subprocess.run(["prlimit", f"--pid={web.process.pid}", f"--fsize={size}:"], check=True)


def _suffer(
    stand: Stand, fault: Callable[[Stand, Web, bool], None], is_full: bool
) -> tuple[Checker, Counter[int], Counter[int]]:
    web, owner, checker, ended = stand.web(), stand.add_nora(), Checker(), Event()
    web.start()
    cookie = web.sign_in("nora", PASSWORD)
    phone = Phone([web], cookie, owner, checker)
    sending = Thread(target=phone.send, args=(10, ended, 0.05))
    with reading_pages(web, cookie) as pages:
        sending.start()
        time.sleep(0.5)
        fault(stand, web, is_full)
        ended.set()
        sending.join()
    stand.await_settled()
    return checker, phone.answers, pages


def _judge(stand: Stand, checker: Checker, fault: str) -> Verdict:
    """Counts follow-ups, which the handlers of the product make: one for each contact."""
    contacts = {_key(row[0]) for row in read_rows(stand.url, "SELECT id FROM contact_moment")}
    made = [
        Effect(_key(row[0]), "followups.plan_promised")
        for row in read_rows(stand.url, "SELECT contact_id FROM follow_up")
    ]
    assert read_rows(stand.url, "PRAGMA integrity_check") == [("ok",)]
    assert stand.scalar("SELECT count(*) FROM delivery WHERE state = 'dead'") == 0
    return checker.judge(fault, contacts, count_effects(made), ["followups.plan_promised"])


def _key(stored: object) -> str:
    text = str(stored).replace("-", "")
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def test_a_file_that_another_process_locks_costs_time_and_nothing_else(
    embedded: Stand, is_full: bool, acquit: Acquit
) -> None:
    checker, contacts, pages = _suffer(embedded, _lock, is_full)
    assert set(contacts) <= {201, 422}
    assert set(pages) == {200}
    acquit(_judge(embedded, checker, "SQLite file locked by another process"))


def test_a_full_disk_refuses_and_keeps_what_was_acknowledged(
    embedded: Stand, is_full: bool, acquit: Acquit
) -> None:
    checker, contacts, pages = _suffer(embedded, _fill_disk, is_full)
    assert contacts[503] > 0, "the fault was felt"
    assert set(pages) == {200}, "pages can be read"
    acquit(_judge(embedded, checker, "SQLite's disk full"))
