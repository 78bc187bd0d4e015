"""What a city costs as it grows: 10,000, 100,000 and 1,000,000 contact moments on both stores, and what breaks first.

`python -m tests.benchmarks.growth [contacts ...]`. One reader, one server process; medians in milliseconds.
"""

import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from crm.db import Database
from tests.benchmarks.large import ask, connect, large_stores
from tests.benchmarks.large_city import PASSWORD
from tests.benchmarks.large_places import keys_of
from tests.benchmarks.measuring import row_of
from tests.server import Server

SIZES = (10_000, 100_000, 1_000_000)
TIMES = 15
GOAL_MS = 100
PAGES = {
    "Today": "/",
    "people": "/people",
    "people, page 40": "/people?page=40",
    "search": "/search?q=janssens",
    "search, two letters": "/search?q=an",
    "contacts": "/api/v1/contacts",
    "contacts of one topic": "/api/v1/contacts?topic=housing",
    "timeline of the busiest": "/communities/{communities}",
    "follow-ups": "/follow-ups",
    "signals told back": "/signals?state=told_back",
    "agenda": "/events",
    "attendance": "/events/attendance",
    "the form to log a contact": "/contacts/new",
}
LOGGING, REPORT, SIZE = "logging a contact", "reach report, worked out", "size of the store (MB)"


def measure_growth(url: str) -> dict[str, float]:
    """The median of each page, of logging a contact, the report once, and the size of the store."""
    database = Database(url)
    keys = keys_of(database)
    found = {SIZE: _size_mb(database)}
    database.close()
    with Server(url) as server:
        cookie = server.sign_in("consultant0", PASSWORD)
        with closing(connect(server)) as connection:
            for page, path in PAGES.items():
                address = path.format(**keys)
                found[page] = _median(lambda address=address: ask(connection, cookie, address))  # type: ignore[misc]
            body = {"channel": "phone", "party_ids": [keys["people"]]}
            found[LOGGING] = _median(lambda: _log(server, cookie, body))
            found[REPORT] = ask(connection, cookie, "/api/v1/reach")
    return found


def _median(run: Callable[[], float]) -> float:
    run()
    return row_of("", 0, [run() for _ in range(TIMES)]).median


def _log(server: Server, cookie: str, body: Mapping[str, object]) -> float:
    started = time.perf_counter()
    answer = server.ask("POST", "/api/v1/contacts", body, cookie)
    assert answer.status == 201, answer.body
    return (time.perf_counter() - started) * 1000


def _size_mb(database: Database) -> float:
    if database.is_sqlite:
        return Path(database.url.removeprefix("sqlite:///")).stat().st_size / 1e6
    with database.reading() as session:
        size: int = (
            session.connection().execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        )
        return size / 1e6


def say_what_breaks(measured: Mapping[int, Mapping[str, float]]) -> str:
    """In words: what passes the goal first, and what grows fastest."""
    sizes = sorted(measured)
    pages = [*PAGES, LOGGING]
    for size in sizes:
        over = [page for page in pages if measured[size][page] > GOAL_MS]
        if over:
            worst = max(over, key=lambda page: measured[size][page])
            return f"First over {GOAL_MS} ms: {worst}, at {size:,} contacts ({measured[size][worst]:.0f} ms)."
    growth = {page: measured[sizes[-1]][page] / max(measured[sizes[0]][page], 1) for page in pages}
    fastest = max(growth, key=lambda page: growth[page])
    return f"No page passes {GOAL_MS} ms. Grows fastest: {fastest}, {growth[fastest]:.1f} times from {sizes[0]:,} to {sizes[-1]:,}."


def main() -> None:
    """Measures each size on both stores and prints a table for each store."""
    sizes = [int(one) for one in sys.argv[1:]] or list(SIZES)
    measured: dict[str, dict[int, dict[str, float]]] = {}
    for size in sizes:
        with large_stores(size) as urls:
            for kind, url in urls.items():
                measured.setdefault(kind, {})[size] = measure_growth(url)
    for kind, by_size in measured.items():
        print(f"\n{kind}" + "".join(f"{size:>14,}" for size in by_size))
        for what in (*PAGES, LOGGING, REPORT, SIZE):
            print(f"{what:<28}" + "".join(f"{found[what]:>14.1f}" for found in by_size.values()))
        print(say_what_breaks(by_size))


if __name__ == "__main__":
    main()
