"""Pages and API answers of a real server over the demo city, and its memory."""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

from tests.benchmarks.measuring import Row, measure, row_of
from tests.server import Server

GOAL_MS = 50
PATHS = (
    "/",
    "/people",
    "/organisations",
    "/communities",
    "/follow-ups",
    "/signals",
    "/events",
    "/events/new",
    "/contacts/new",
    "/search?q=mech",
    "/notices",
    "/api/v1/people",
    "/api/v1/contacts",
    "/api/v1/events",
    "/api/v1/follow-ups",
    "/api/v1/signals",
)


def measure_serving(store: Path) -> list[Row]:
    """Medians of whole requests on one kept connection, from the server's door."""
    from crm.demo.colleagues import PASSWORD

    with Server(store) as server:
        cookie = server.sign_in("nora", PASSWORD)
        with closing(HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
            # The very first page of a process also compiles its templates and loads the catalogue.
            first = _spent(connection, "/", cookie)
            cold = [_cold_report(server, connection, cookie) for _ in range(10)]
            rows = [row_of("first page after a start", 1000, [first])]
            rows.append(row_of("reach report, recomputed after a contact", 300, cold))
            rows.append(
                measure("reach report, nothing changed", 30, lambda: _get(connection, "/reach", cookie))
            )
            rows += [
                measure(path, GOAL_MS, lambda path=path: _get(connection, path, cookie), times=30)  # type: ignore[misc]
                for path in (*PATHS, *_detail_pages(connection, cookie))
            ]
        rows.append(row_of("memory of the server", 300, [_memory_mb(server.process.pid)], "MB"))
    return rows


def _cold_report(server: Server, connection: HTTPConnection, cookie: str) -> float:
    """Logs a contact, waits until its ties are written, and times the report that must count it."""
    party = json.loads(_get(connection, "/api/v1/communities?size=1", cookie))["items"][0]["id"]
    answer = server.ask("POST", "/api/v1/contacts", {"channel": "phone", "party_ids": [party]}, cookie)
    assert answer.status == 201, answer.body
    time.sleep(0.5)
    return _spent(connection, "/reach", cookie)


def _detail_pages(connection: HTTPConnection, cookie: str) -> Iterator[str]:
    for place in ("people", "organisations", "communities", "events"):
        found = json.loads(_get(connection, f"/api/v1/{place}?size=1", cookie))
        yield f"/{place}/{found['items'][0]['id']}"


def _get(connection: HTTPConnection, path: str, cookie: str) -> bytes:
    connection.request("GET", path, headers={"cookie": cookie})
    response = connection.getresponse()
    body = response.read()
    assert response.status == 200, f"{path} answered {response.status}"
    return body


def _spent(connection: HTTPConnection, path: str, cookie: str) -> float:
    started = time.perf_counter()
    _get(connection, path, cookie)
    return (time.perf_counter() - started) * 1000


def _memory_mb(process_id: int) -> float:
    text = Path(f"/proc/{process_id}/status").read_text()
    kilobytes = next(line.split()[1] for line in text.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) / 1024
