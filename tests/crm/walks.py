"""What the sweeps over the whole application share: a city to walk through, its routes, and a real id for each."""

import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from fastapi import FastAPI
from fastapi.routing import RouteContext
from httpx2 import Response
from starlette.testclient import TestClient

from crm import migrate
from crm.accounts.guards import Policy, api_routes, policy_of
from crm.app import create_app
from crm.clock import FixedClock
from crm.db import Database
from crm.demo.city import make_demo_city
from crm.demo.colleagues import PASSWORD
from crm.settings import Settings
from crm.unit_of_work import Work
from workers.delivery import deliver_due
from workers.subscriptions import subscriptions

API = "/api/v1"
UNKNOWN = "01930000-0000-7000-8000-000000000001"
LOGINS = {"consultant": "nora", "manager": "annelies", "organiser": "bram", "administrator": "hilde"}
# What an address needs after its question mark before anything is answered.
QUERIES = {
    f"{API}/timing/occurrences": "?from=2027-02-01&to=2027-03-31",
    f"{API}/events/invitees": "?q=buurt",
    f"{API}/search": "?q=buurt",
    "/search": "?q=buurt",
    "/parties/similar": "?kind=person",
}


@dataclass(frozen=True)
class Door:
    """One route: how it is called, and who its policy lets through (None: anybody, signed in or not)."""

    method: str
    path: str
    name: str
    roles: frozenset[str] | None

    @property
    def is_api(self) -> bool:
        """Whether programs use it."""
        return self.path.startswith("/api/")


def doors(app: FastAPI) -> list[Door]:
    """Every route of the application with the roles that its policies name."""
    return [_door(route) for route in api_routes(app.routes)]


def _door(route: RouteContext) -> Door:
    assert route.methods is not None and len(route.methods) == 1
    policies = [one.dependency for one in route.dependencies if isinstance(one.dependency, Policy)]
    assert policy_of(route) in policies
    roles: frozenset[str] | None = None
    for policy in policies:
        if policy.roles is not None:
            named = frozenset(role.value for role in policy.roles)
            roles = named if roles is None else roles & named
    return Door(next(iter(route.methods)), re.sub(r":uuid}", "}", str(route.path)), str(route.name), roles)


@dataclass
class City:
    """The demo city as a whole application over a file of its own."""

    app: FastAPI
    work: Work
    file: Path

    def client(self, login: str | None = None) -> TestClient:
        """A new client; signed in where a login is given."""
        made = TestClient(self.app, base_url="https://testserver", headers={"sec-fetch-site": "same-origin"})
        if login is not None:
            answer = made.post(f"{API}/session", json={"login": login, "password": PASSWORD})
            assert answer.status_code == 200, answer.text
        return made

    def rows(self, sql: str, *values: str) -> list[tuple[object, ...]]:
        """The rows that the store answers to a reading."""
        with closing(sqlite3.connect(self.file)) as store:
            return store.execute(sql, values).fetchall()

    def texts(self, sql: str) -> list[str]:
        """The first column of a reading, as texts."""
        return [str(row[0]) for row in self.rows(sql)]

    def id(self, sql: str) -> str:
        """The first key that the store answers to a reading."""
        return str(UUID(str(self.rows(sql)[0][0])))


def send(client: TestClient, door: Door, address: str, values: Mapping[str, object]) -> Response:
    """The answer of a door, without following a redirect; values go as JSON or as a form, where it takes any."""
    if door.method not in ("POST", "PUT", "PATCH"):
        return client.request(door.method, address, follow_redirects=False)
    if door.is_api:
        return client.request(door.method, address, json=values, follow_redirects=False)
    texts = {
        name: [str(one) for one in value] if isinstance(value, list) else str(value)
        for name, value in values.items()
    }
    return client.request(door.method, address, data=texts, follow_redirects=False)


@contextmanager
def open_city(folder: Path, template: Path | None = None) -> Iterator[City]:
    """The demo city of Monday 23 November 2026 in that folder, with all deliveries carried out."""
    file = folder / "city.db"
    if template is None:
        migrate.upgrade(f"sqlite:///{file}")
    else:
        shutil.copy(template, file)
    database = Database(f"sqlite:///{file}")
    settings = Settings(database_url=database.url)
    work = Work(database, subscriptions, FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)), settings)
    make_demo_city(work, date(2026, 11, 23))
    deliver_due(work)
    yield City(create_app(settings, work), work, file)
    database.close()
