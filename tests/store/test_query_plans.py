"""Every list, search, timeline and form finds its rows by an index, on both stores: no table that grows is read whole.

The readings are asked for through the application, as people do, and the plan of each of their queries is looked at.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from crm.app import create_app
from crm.clock import FixedClock
from crm.db import Database
from crm.settings import Settings
from crm.unit_of_work import Work
from tests.benchmarks.large_city import PASSWORD, Size, fill
from tests.benchmarks.large_places import NOTHING_THAT_GROWS, WHOLE_NETWORK, keys_of, places, routes
from tests.conftest import NOW
from tests.crm.walks import doors
from tests.servers.stores import Stores
from workers.subscriptions import subscriptions

CONTACTS = 10_000
GROWING = frozenset(
    {
        "party", "person", "organisation", "role_of_person", "tie", "colleague_tie", "reach_link", "contact_moment",
        "contact_colleague", "contact_participant", "agreement", "follow_up", "signal", "notice", "participation_event",
        "event_invitation", "flag", "flag_change", "attendance", "threshold_answer", "delivery", "domain_event",
    }
)  # fmt: skip
# Words of one or two letters are parts of nearly every row: they are looked for in each (docs/speed.md).
SHORT_WORDS = re.compile(r"[?&]q=(an|sa)\b")
# What a reading asks of the whole table, on purpose: figures of all past events, and of the queue.
OF_ALL = {
    "/events/attendance": {"participation_event", "attendance", "flag"},
    "/api/v1/events/attendance": {"participation_event", "attendance", "flag"},
    "/events/{key}/attendance": {"participation_event", "attendance", "flag"},
    "/api/v1/events/{key}/attendance/comparison": {"participation_event", "attendance", "flag"},
}


@dataclass
class Watched:
    """An application over a filled store, and the queries that it sent."""

    database: Database
    app: Any
    sent: list[tuple[str, Any]] = field(default_factory=list)
    clients: dict[str, TestClient] = field(default_factory=dict)

    def client(self, login: str) -> TestClient:
        """A client that is signed in."""
        if login not in self.clients:
            made = TestClient(self.app, base_url="https://testserver", headers={"sec-fetch-site": "same-origin"})
            answer = made.post("/api/v1/session", json={"login": login, "password": PASSWORD})
            assert answer.status_code == 200, answer.text
            self.clients[login] = made
        return self.clients[login]

    def read_whole(self, statement: str, values: Any) -> set[str]:
        """The growing tables that this query reads from end to end, whatever it is asked for."""
        with self.database.engine.connect() as connection:
            if self.database.is_sqlite:
                found = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
                lines = [str(row[3]) for row in found]
                scans = [line for line in lines if line.startswith("SCAN ") and "USING" not in line]
                names = {line.split()[1] for line in scans}
                return {_table_of(name, statement) for name in names} & GROWING
            plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
            return _sequential(json.loads(plan) if isinstance(plan, str) else plan) & GROWING


def _table_of(name: str, statement: str) -> str:
    """The table that a query calls so."""
    renamed = re.search(rf"\b(\w+) AS {re.escape(name)}\b", statement)
    return renamed.group(1) if renamed else name


def _sequential(plan: Any) -> set[str]:
    """The tables that a plan of PostgreSQL scans from end to end."""
    if isinstance(plan, list):
        return set().union(*(_sequential(part) for part in plan)) if plan else set()
    found = {plan["Relation Name"]} if plan.get("Node Type") == "Seq Scan" else set()
    for part in (plan.get("Plan"), *plan.get("Plans", ())):
        found |= _sequential(part) if part else set()
    return found


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def watched(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """A city of 10,000 contact moments, whose store was counted for its planner."""
    fixture = "sqlite_stores" if request.param == "sqlite" else "postgres_stores"
    stores: Stores = request.getfixturevalue(fixture)
    url = stores.migrated()
    database, settings = Database(url), Settings(database_url=url)
    fill(database, Size(CONTACTS), NOW.date())
    app = create_app(settings, Work(database, subscriptions, FixedClock(NOW), settings))
    made = Watched(database, app)

    @event.listens_for(database.engine, "before_cursor_execute")
    def _note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            made.sent.append((statement, values))

    yield made
    database.close()
    stores.remove(url)


def test_every_reading_is_asked_for(watched: Watched) -> None:
    known = {door.path for door in doors(watched.app) if door.method == "GET"}
    assert routes() & NOTHING_THAT_GROWS == set()
    assert routes() | NOTHING_THAT_GROWS == known


def test_no_reading_but_that_of_the_whole_network_reads_a_growing_table_whole(watched: Watched) -> None:
    wrong: list[str] = []
    explained: dict[str, set[str]] = {}
    asked = set()
    for place in places(keys_of(watched.database)):
        if place.is_whole or SHORT_WORDS.search(place.address):
            continue
        client = watched.client(place.login)
        watched.sent.clear()
        answer = client.get(place.address)
        assert answer.status_code == 200, (place.address, answer.status_code)
        asked.add(place.route)
        for statement, values in list(watched.sent):
            if statement not in explained:
                explained[statement] = watched.read_whole(statement, values)
            for table in sorted(explained[statement] - OF_ALL.get(place.route, set())):
                wrong.append(f"{place.address}: {table}: {' '.join(statement.split())[:3000]}")
    assert asked == routes() - WHOLE_NETWORK
    assert len(explained) > 150
    assert wrong == []
