"""Asks a host that the administrator allowed, and nobody else (TRUST.md SEC-45 and 46).

The address that was checked is the one that is connected to, so a name that changes its answer in between gains nothing.
No redirect is followed, no proxy, cookie or password is used, and the whole of it takes ten seconds at most.
"""

import io
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from typing import cast
from urllib.parse import SplitResult

from crm.outside.addresses import HTTPS, checked_address, is_public
from crm.outside.failures import NotReached, Obstacle

CHUNK = 64 * 1024
LARGEST_HEAD = 64 * 1024
END_OF_HEAD = b"\r\n\r\n"


def addresses_of(host: str) -> list[str]:
    """The addresses behind a name; none where nobody knows it."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(one[4][0]) for one in found]


@dataclass(frozen=True)
class Way:
    """How the outside is reached. Only tests go another way: nothing of it is a setting."""

    port: int | None = None  # None: the one that the address names, or that of https
    may_reach: Callable[[str], bool] = is_public
    resolve: Callable[[str], list[str]] = addresses_of
    make_context: Callable[[], ssl.SSLContext] = ssl.create_default_context
    limit_s: float = 10


INTERNET = Way()


@dataclass(frozen=True)
class Call:
    """One question to the outside: GET, or POST with a body. Address, headers and body may hold secrets."""

    address: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)

    @property
    def method(self) -> str:
        """What the other side is asked to do."""
        return "GET" if self.body is None else "POST"


@dataclass(frozen=True)
class Answer:
    """What came back: the status, and for a GET what stood there; `head` is read with `header`."""

    status: int
    response: HTTPResponse = field(repr=False)
    body: bytes = field(repr=False)

    def header(self, name: str) -> str:
        """One header; empty where it was not sent."""
        return self.response.getheader(name) or ""


def ask(call: Call, allowed: frozenset[str], most_bytes: int, way: Way = INTERNET) -> Answer:
    """The answer to a question. Of an answer to a POST only the head is read: nothing else of it is of use to us.

    Args:
        allowed: the names of the hosts that may be asked; `host:port` for another port than that of https.
        most_bytes: how large an answer may be, beside its head.

    Raises:
        NotReached: the address or its host is not allowed, or nothing usable was answered.
    """
    parts = checked_address(call.address, allowed)
    deadline = _Deadline(way.limit_s)
    host = cast(str, parts.hostname)
    found = _resolve(host, way, deadline)
    if not found:
        raise NotReached(Obstacle.HOST_UNKNOWN)
    if not all(way.may_reach(one) for one in found):
        raise NotReached(Obstacle.ADDRESS_NOT_ALLOWED)
    try:
        port = way.port or parts.port or HTTPS
        with (
            socket.create_connection((found[0], port), timeout=deadline.left_s()) as plain,
            way.make_context().wrap_socket(plain, server_hostname=host) as safe,
        ):
            heard = _exchange(safe, _request(call, parts), call.method, most_bytes, deadline)
        return _understood(heard, call.method)
    except ssl.SSLCertVerificationError:
        raise NotReached(Obstacle.NOT_SAFE) from None
    except TimeoutError:
        raise NotReached(Obstacle.TOO_SLOW) from None
    except (OSError, HTTPException, ValueError):
        raise NotReached(Obstacle.NO_ANSWER) from None


class _Deadline:
    """The moment by which everything is over, however slowly the other side lets its answer drip."""

    def __init__(self, limit_s: float) -> None:
        self._at = time.monotonic() + limit_s

    def left_s(self) -> float:
        """How long is left.

        Raises:
            TimeoutError: nothing is.
        """
        left_s = self._at - time.monotonic()
        if left_s <= 0:
            raise TimeoutError
        return left_s


def _resolve(host: str, way: Way, deadline: _Deadline) -> list[str]:
    """The addresses of the host. A resolver takes no time limit, so it works in a thread that nobody waits for."""
    found: list[str] = []
    resolving = threading.Thread(target=lambda: found.extend(way.resolve(host)), daemon=True)
    resolving.start()
    resolving.join(deadline.left_s())
    if resolving.is_alive():
        raise NotReached(Obstacle.TOO_SLOW)
    return found


def _request(call: Call, parts: SplitResult) -> bytes:
    """The question as it goes over the line; a header that would begin another one is refused as ValueError."""
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.hostname if parts.port in (None, HTTPS) else f"{parts.hostname}:{parts.port}"
    headers = {"Host": host, "User-Agent": "Bereik", **call.headers}
    if call.body is not None:
        headers["Content-Length"] = str(len(call.body))
    headers["Connection"] = "close"
    lines = [f"{call.method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError
    return "\r\n".join([*lines, "", ""]).encode("ascii") + (call.body or b"")


def _exchange(
    safe: ssl.SSLSocket, request: bytes, method: str, most_bytes: int, deadline: _Deadline
) -> bytes:
    """Everything that the other side says until it closes the connection; to a POST, until its head ends."""
    safe.settimeout(deadline.left_s())
    safe.sendall(request)
    heard = bytearray()
    while True:
        safe.settimeout(deadline.left_s())
        chunk = safe.recv(CHUNK)
        heard += chunk
        if not chunk or (method == "POST" and END_OF_HEAD in heard):
            return bytes(heard)
        if len(heard) > most_bytes + LARGEST_HEAD:
            raise NotReached(Obstacle.TOO_LARGE)


class _Heard:
    """What was heard, in the form in which the standard library reads answers: a socket to read from."""

    def __init__(self, heard: bytes) -> None:
        self._heard = heard

    def makefile(self, _mode: str) -> io.BytesIO:
        """The bytes as a file."""
        return io.BytesIO(self._heard)


def _understood(heard: bytes, method: str) -> Answer:
    response = HTTPResponse(cast(socket.socket, _Heard(heard)), method=method)
    response.begin()
    # Where the answer leads elsewhere or is a refusal, what stands in it is nobody's business.
    is_read = method == "GET" and response.status == 200
    return Answer(response.status, response, response.read() if is_read else b"")
