"""Every list, search, timeline and form over a city of half a million contact moments, for twenty people at once.

`python -m tests.benchmarks.large [contacts]` measures both stores, each behind one server process. Each of the twenty
opens a page, looks at it for half a second, and opens the next one; afterwards they ask without a pause.
"""

import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

from crm import migrate
from crm.db import Database
from tests.benchmarks.large_city import PASSWORD, fill, size_of
from tests.benchmarks.large_places import Place, keys_of, places
from tests.benchmarks.measuring import Row, print_table, row_of
from tests.server import Server
from tests.servers.postgres import Postgres, run_sql

CLIENTS = 20
PAUSE_S = 0.5
SHARE = 4  # each of them opens a fourth of the addresses
MEDIAN_MS, P95_MS = 100, 300


@dataclass
class Spent:
    """Milliseconds of each request, by route."""

    by_route: dict[str, list[float]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, route: str, spent: float) -> None:
        """Keeps one measurement; many threads do."""
        with self.lock:
            self.by_route.setdefault(route, []).append(spent)

    @property
    def all(self) -> list[float]:
        """All of them."""
        return [one for spent in self.by_route.values() for one in spent]


@contextmanager
def large_stores(contacts: int) -> Iterator[dict[str, str]]:
    """The addresses of two stores that hold the same city, by kind."""
    with tempfile.TemporaryDirectory(prefix="bereik-large-") as name, Postgres() as server:
        run_sql(f"{server.url}/postgres", "CREATE DATABASE large")
        urls = {"SQLite": f"sqlite:///{Path(name) / 'large.db'}", "PostgreSQL": f"{server.url}/large"}
        for url in urls.values():
            migrate.upgrade(url)
            database = Database(url)
            fill(database, size_of(contacts), datetime.now(UTC).date())
            database.close()
        yield urls


def measure_store(url: str, *, with_network: bool = True) -> Iterator[Row]:
    """The rows of one store: each route, all of them together, and what the server had to work for each."""
    database = Database(url)
    listed = list(places(keys_of(database)))
    database.close()
    with Server(url) as server:
        cookies = {login: server.sign_in(login, PASSWORD) for login in {place.login for place in listed}}
        short = [place for place in listed if not place.is_whole]
        with closing(connect(server)) as connection:  # compiles templates, fills caches
            for place in short:
                ask(connection, cookies[place.login], place.address)
        before = _cpu_ms(server)
        spent = _ask_all(server, cookies, short, pause_s=PAUSE_S)
        cpu = (_cpu_ms(server) - before) / len(spent.all)
        for route, values in sorted(spent.by_route.items()):
            yield row_of(route, MEDIAN_MS, values)
        yield row_of("all of these", MEDIAN_MS, spent.all)
        yield row_of("all of these: 95th percentile", P95_MS, [row_of("", P95_MS, spent.all).p95])
        yield row_of("processor time of the server for one", MEDIAN_MS, [cpu])
        started = time.perf_counter()
        rushed = _ask_all(server, cookies, short, pause_s=0)
        yield row_of(f"without pauses: all of these, {CLIENTS} at any moment", float("inf"), rushed.all)
        rate = len(rushed.all) / (time.perf_counter() - started)
        yield row_of("without pauses: answers a second", float("inf"), [rate], "/s")
        if with_network:
            for place in listed:
                if place.is_whole:
                    with closing(connect(server)) as connection:
                        yield row_of(
                            f"whole network, one reader: {place.address}",
                            float("inf"),
                            [ask(connection, cookies[place.login], place.address)],
                        )


def _ask_all(server: Server, cookies: dict[str, str], listed: Sequence[Place], *, pause_s: float) -> Spent:
    """Lets twenty threads go through some of the places each; together they open each place several times."""
    spent = Spent()

    def go(number: int) -> None:
        mine = random.Random(number).sample(listed, len(listed) // SHARE)
        with closing(connect(server)) as connection:
            for place in mine:
                spent.note(place.route, ask(connection, cookies[place.login], place.address))
                time.sleep(pause_s)

    threads = [threading.Thread(target=go, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return spent


def connect(server: Server) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", server.port, timeout=300)


def ask(connection: HTTPConnection, cookie: str, address: str) -> float:
    started = time.perf_counter()
    connection.request("GET", address, headers={"cookie": cookie})
    response = connection.getresponse()
    response.read()
    assert response.status == 200, f"{address} answered {response.status}"
    return (time.perf_counter() - started) * 1000


def _cpu_ms(server: Server) -> float:
    """The processor time of the server process until now."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 10.0


def main() -> None:
    """Fills both stores and prints a table for each."""
    contacts = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    with large_stores(contacts) as urls:
        for kind, url in urls.items():
            print(f"\n{kind}, {contacts} contact moments, {CLIENTS} people at once")
            print_table(list(measure_store(url)))


if __name__ == "__main__":
    main()
