"""From a contact on the phone to its follow-up in the store, while fifty contacts a second come in."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

from sqlmodel import col, select

from crm import migrate
from crm.accounts.models import User
from crm.accounts.passwords import hash_password
from crm.clock import SystemClock
from crm.db import Database
from crm.followups.models import FollowUp
from crm.viewer import Role
from tests.benchmarks.measuring import Row, row_of
from tests.server import Server
from tests.servers.postgres import Postgres, run_sql
from tests.servers.redis import Redis

CONTACTS = 500
A_SECOND = 50
SENDERS = 10
PASSWORD = "een-lang-wachtwoord"


def measure_following() -> list[Row]:
    """The time from sending a contact until its follow-up can be seen: one process, and several."""
    with tempfile.TemporaryDirectory(prefix="bereik-bench-") as name:
        folder = Path(name)
        rows = _rows("embedded on SQLite", _embedded(folder))
        with Postgres(durable=True) as postgres, Redis() as redis:
            run_sql(f"{postgres.url}/postgres", "CREATE DATABASE following")
            rows += _rows(
                "PostgreSQL, Redis, two workers", _distributed(f"{postgres.url}/following", redis.url)
            )
    return rows


def _rows(what: str, spent_ms: list[float]) -> list[Row]:
    ordered = sorted(spent_ms)
    at_p99 = ordered[int(len(ordered) * 0.99) - 1]
    said = f"contact to follow-up visible, {A_SECOND} contacts a second, {what}"
    return [
        row_of(said, 200, ordered),
        row_of(f"the same, 99th percentile of {len(ordered)}", 1000, [at_p99]),
    ]


def _embedded(folder: Path) -> list[float]:
    url = f"sqlite:///{folder / 'following.db'}"
    colleague = _colleague(url)
    with Server(url) as server:
        return _follow(server, url, colleague)


def _distributed(url: str, broker: str) -> list[float]:
    colleague = _colleague(url)
    environment = {"BEREIK_DATABASE_URL": url, "BEREIK_BROKER_URL": broker}
    with _worker(environment), _worker(environment), Server(url, settings=environment) as server:
        return _follow(server, url, colleague)


@contextmanager
def _worker(environment: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "crm", "work"]
    process = subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.DEVNULL)
    yield
    process.terminate()
    process.wait(timeout=40)


def _colleague(url: str) -> UUID:
    migrate.upgrade(url)
    database, now = Database(url), SystemClock().now()
    with database.writing() as session:
        user = User(
            created_at=now,
            changed_at=now,
            name="Nora",
            login="nora",
            password_hash=hash_password(PASSWORD),
            role=Role.CONSULTANT,
        )
        session.add(user)
        session.flush()
        key = user.id
    database.close()
    return key


def _follow(server: Server, url: str, colleague: UUID) -> list[float]:
    """Milliseconds for each contact."""
    cookie = server.sign_in("nora", PASSWORD)
    sent: dict[UUID, float] = {}
    seen: dict[UUID, float] = {}
    is_over = threading.Event()
    watching = threading.Thread(target=_watch, args=(url, seen, is_over))
    watching.start()
    begun = time.monotonic()

    def send_every_so_often(first: int) -> None:
        for number in range(first, CONTACTS, SENDERS):
            time.sleep(max(0.0, begun + number / A_SECOND - time.monotonic()))
            key = uuid4()
            sent[key] = time.monotonic()
            _log(server, cookie, key, colleague)

    senders = [threading.Thread(target=send_every_so_often, args=(first,)) for first in range(SENDERS)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    _wait(lambda: len(seen) >= CONTACTS)
    is_over.set()
    watching.join()
    return [(seen[key] - at) * 1000 for key, at in sent.items()]


def _log(server: Server, cookie: str, key: UUID, colleague: UUID) -> None:
    body = {
        "id": str(key),
        "channel": "street",
        "place": "Markt",
        "people_band": "2-4",
        "agreements": [{"what": "Bel terug", "owner_id": str(colleague), "due_on": "2030-01-15"}],
    }
    answer = server.ask("POST", "/api/v1/contacts", body, cookie)
    assert answer.status == 201, answer.body


def _watch(url: str, seen: dict[UUID, float], is_over: threading.Event) -> None:
    """Looks at the newest follow-ups every few milliseconds: a look costs little beside what is measured."""
    database = Database(url)
    newest = select(FollowUp.contact_id).order_by(col(FollowUp.id).desc()).limit(3 * A_SECOND)
    while not is_over.is_set():
        with database.reading() as session:
            found = session.exec(newest).all()
        at = time.monotonic()
        for key in found:
            if key is not None:
                seen.setdefault(key, at)
        time.sleep(0.005)
    database.close()


def _wait(holds: Callable[[], bool], within_s: float = 120) -> None:
    deadline = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.02)
