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

CITY = Size(contacts=10_000, persons=3_000, organisations=300, communities=100, events=1_000)
GROWING = frozenset(
    {
        "party", "person", "role_of_person", "tie", "colleague_tie", "reach_link", "contact_moment",
        "contact_colleague", "contact_participant", "agreement", "follow_up", "signal", "notice", "participation_event",
        "event_invitation", "flag", "flag_change", "attendance", "threshold_answer", "delivery", "domain_event",
    }
)  # fmt: skip
# Words of one or two letters are parts of nearly every row: they are looked for in each (docs/speed.md).
# The topics of a contact are a list in its row: the newest ones are looked at until enough of them have it.
LOOKED_THROUGH = re.compile(r"[?&](q=(an|sa)\b|topic=)")
COUNTED = {"SELECT count(*) AS count_1 FROM participation_event"}  # how many there are, of all
# What a reading asks of whole tables, on purpose: figures of all past events.
PAST_EVENTS = frozenset({"participation_event", "attendance", "flag"})
OF_ALL = {
    "consultant0:/events/attendance": PAST_EVENTS,
    "consultant0:/api/v1/events/attendance": PAST_EVENTS,
    "consultant0:/events/attendance/events": PAST_EVENTS,
    "consultant0:/api/v1/events/attendance/events": PAST_EVENTS,
    "consultant0:/events/{key}": PAST_EVENTS,
    "consultant0:/events/{key}/attendance": PAST_EVENTS,
    "consultant0:/api/v1/events/{key}/attendance/comparison": PAST_EVENTS,
}
# Every page of an administrator counts what is in the queue, which holds a week and the keys of a year.
QUEUE = {"administrator0": frozenset({"delivery"})}
# A planner reads a small table whole, and rightly so. Here whatever an index can find is to be found by it.
# Of somebody with as many signals as all others together, a planner finds them fastest by going through all.
OF_BUSIEST = re.compile(r"FROM signal WHERE signal\.service_id = \S+ AND signal\.state != ")
DEAR_SCANS = "SET LOCAL enable_seqscan = off"


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
            made = TestClient(
                self.app, base_url="https://testserver", headers={"sec-fetch-site": "same-origin"}
            )
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
                # By the index of its order and up to its limit a list reads what it shows.
                is_short = "LIMIT" in statement
                scans = [line.split() for line in lines if line.startswith("SCAN ")]
                whole = {words[1] for words in scans if "USING" not in words or not is_short}
                return {_table_of(name, statement) for name in whole} & GROWING
            connection.exec_driver_sql(DEAR_SCANS)
            plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
            return _read_by(json.loads(plan) if isinstance(plan, str) else plan) & GROWING


def _table_of(name: str, statement: str) -> str:
    """The table that a query calls so."""
    renamed = re.search(rf"\b(\w+) AS {re.escape(name)}\b", statement)
    return renamed.group(1) if renamed else name


def _read_by(plan: Any, *, is_short: bool = False) -> set[str]:
    """The tables that a plan of PostgreSQL reads from end to end: by itself, or along an index without a condition."""
    if isinstance(plan, list):
        return {table for part in plan for table in _read_by(part["Plan"])}
    kind = plan["Node Type"]
    is_short = is_short or kind == "Limit"
    along_index = kind in ("Index Scan", "Index Only Scan") and "Index Cond" not in plan and not is_short
    found = {plan["Relation Name"]} if kind == "Seq Scan" or along_index else set()
    for part in plan.get("Plans", ()):
        # What sorts or groups must have read everything before it gives its first row.
        found |= _read_by(part, is_short=is_short and kind not in ("Sort", "Aggregate", "WindowAgg", "Hash"))
    return found


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def watched(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """A city of 10,000 contact moments, whose store was counted for its planner."""
    fixture = "sqlite_stores" if request.param == "sqlite" else "postgres_stores"
    stores: Stores = request.getfixturevalue(fixture)
    url = stores.migrated()
    database, settings = Database(url), Settings(database_url=url)
    fill(database, CITY, NOW.date())
    app = create_app(settings, Work(database, subscriptions, FixedClock(NOW), settings))
    made = Watched(database, app)

    @event.listens_for(database.engine, "before_cursor_execute")
    def _note(
        _connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool
    ) -> None:
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
    wrong: dict[str, str] = {}
    explained: dict[str, set[str]] = {}
    asked = set()
    for place in places(keys_of(watched.database)):
        if place.is_whole or LOOKED_THROUGH.search(place.address):
            continue
        client = watched.client(place.login)
        watched.sent.clear()
        answer = client.get(place.address)
        assert answer.status_code == 200, (place.address, answer.status_code)
        asked.add(place.route)
        for statement, values in list(watched.sent):
            if statement not in explained and " ".join(statement.split()) not in COUNTED:
                explained[statement] = watched.read_whole(statement, values)
            if OF_BUSIEST.search(" ".join(statement.split())):
                continue
            may_read = OF_ALL.get(f"{place.login}:{place.route}", frozenset()) | QUEUE.get(
                place.login, frozenset()
            )
            if tables := explained.get(statement, set()) - may_read:
                wrong.setdefault(
                    " ".join(statement.split()), f"{place.address} reads all of {sorted(tables)}"
                )
    assert asked == routes() - WHOLE_NETWORK
    assert len(explained) > 150
    assert wrong == {}, "\n".join(f"{where}:\n  {statement}" for statement, where in wrong.items())
