"""A form that comes in slowly: it holds the store for nobody, and is answered when it is whole."""

import socket
from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from crm.app import LARGEST_BODY
from crm.db import Database
from crm.viewer import Viewer
from tests.conftest import PASSWORD
from tests.server import Server

FORM = f"login=nora&password={PASSWORD}&back=%2F".encode()


@pytest.fixture
def server(database: Database, nora: Viewer) -> Iterator[Server]:
    """A server over a store with one consultant in it."""
    database.close()
    with Server(database.url) as running:
        yield running


def _head(server: Server, length: int) -> bytes:
    lines = (
        "POST /sign-in HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        f"Origin: {server.url}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {length}",
        "Connection: close",
    )
    return "\r\n".join([*lines, "", ""]).encode()


def test_others_write_while_a_form_comes_in_slowly(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as slow:
        slow.sendall(_head(server, len(FORM)) + FORM[:10])
        cookie = server.sign_in("nora", PASSWORD)  # writes a session
        logged = server.ask(
            "POST", "/api/v1/contacts", {"channel": "street", "place": "Markt", "people_band": "2-4"}, cookie
        )
        assert logged.status == 201, logged.body
        slow.sendall(FORM[10:])
        answered = slow.recv(4096).split(b"\r\n")[0]
    assert answered == b"HTTP/1.1 303 See Other"


def test_a_sender_that_hangs_up_halfway_changes_nothing_and_stops_nobody(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as broken:
        broken.sendall(_head(server, len(FORM)) + FORM[:10])
    assert server.ask("GET", "/healthz").status == 200
    assert server.sign_in("nora", PASSWORD) != ""


def test_a_body_that_hides_its_length_is_refused_when_it_is_too_large(
    client_of: Callable[[str | None], TestClient],
) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(LARGEST_BODY // 65_536 + 2):
            yield b"x" * 65_536

    answer = client_of(None).post("/api/v1/session", content=parts())
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
