"""A server killed (kill -9) in the middle of logging contacts loses no acknowledged one and repeats no effect."""

import random
import threading
import time
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from crm.db import Database
from crm.faults import FAULT_POINTS
from crm.viewer import Viewer
from tests.conftest import PASSWORD
from tests.server import Server
from tests.servers.stores import read_rows

CONTACTS = 40


@pytest.fixture
def store(database: Database, nora: Viewer) -> str:
    """The address of a store with one consultant in it, for a server process."""
    database.close()
    return database.url


class Phone:
    """Sends contacts until each is acknowledged, as the phone will: the same id again after every failure."""

    def __init__(self, server: Server, owner: str) -> None:
        self._server = server
        self._owner = owner
        self.acknowledged: list[str] = []

    def send_all(self, count: int) -> None:
        """Sends so many contacts, one after another, in one session that outlives the server's process."""
        cookie = self._server.sign_in("nora", PASSWORD)
        for _ in range(count):
            self._send(cookie, str(uuid4()))

    def _send(self, cookie: str, key: str) -> None:
        body = {
            "id": key,
            "channel": "street",
            "place": "Grote Markt",
            "people_band": "2-4",
            "summary": "Vragen over de zaal",
            "agreements": [{"what": "Bel terug", "owner_id": self._owner, "due_on": "2030-01-15"}],
        }
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                answer = self._server.ask("POST", "/api/v1/contacts", body, cookie)
            except OSError:
                time.sleep(0.05)
                continue
            assert answer.status in (200, 201), answer.body
            self.acknowledged.append(key)
            return
        pytest.fail("the server did not come back")


def _is_settled(store: str) -> bool:
    return read_rows(store, "SELECT 1 FROM delivery WHERE state IN ('ready', 'queued') LIMIT 1") == []


def _check(store: str, phone: Phone, wait_until: Callable[[Callable[[], bool]], None]) -> None:
    wait_until(lambda: _is_settled(store))
    stored = sorted(UUID(str(row[0])) for row in read_rows(store, "SELECT id FROM contact_moment"))
    assert stored == sorted(UUID(key) for key in phone.acknowledged)
    # One follow-up for each contact, and none twice.
    assert sorted(UUID(str(row[0])) for row in read_rows(store, "SELECT contact_id FROM follow_up")) == stored
    assert read_rows(store, "SELECT count(*) FROM domain_event WHERE kind = 'ContactLogged'") == [
        (len(stored),)
    ]
    assert read_rows(store, "SELECT count(*) FROM delivery WHERE state = 'dead'") == [(0,)]
    if store.startswith("sqlite"):
        assert read_rows(store, "PRAGMA integrity_check") == [("ok",)]


def test_kills_at_random_moments_lose_and_double_nothing(
    store: str, nora: Viewer, wait_until: Callable[[Callable[[], bool]], None]
) -> None:
    chance = random.Random(20270223)
    with Server(store) as server:
        phone = Phone(server, str(nora.user_id))
        sending = threading.Thread(target=phone.send_all, args=(CONTACTS,))
        sending.start()
        for _ in range(5):
            time.sleep(chance.uniform(0.3, 1.2))
            server.kill()
            server.start()
        sending.join()
        assert len(phone.acknowledged) == CONTACTS
        _check(store, phone, wait_until)


@pytest.mark.parametrize("point", FAULT_POINTS)
def test_kill_at_each_fault_point_loses_and_doubles_nothing(
    store: str, nora: Viewer, wait_until: Callable[[Callable[[], bool]], None], point: str
) -> None:
    with Server(store, fault=f"{point}:6") as server:
        phone = Phone(server, str(nora.user_id))
        sending = threading.Thread(target=phone.send_all, args=(8,))
        sending.start()
        wait_until(lambda: not server.is_alive)
        server.start()
        sending.join()
        _check(store, phone, wait_until)
