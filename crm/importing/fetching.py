"""Fetches a calendar from a host that the administrator allowed, and from nowhere else (TRUST.md SEC-45 and 46).

The address that was checked is the one that is connected to, so a name that changes its answer in between gains nothing.
No redirect is followed, no proxy, cookie or password is used, and what was answered is shown to nobody.
"""

import io
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import cast
from urllib.parse import SplitResult

from crm.importing.addresses import checked_address, is_public
from crm.importing.blocks import MOST_BYTES
from crm.importing.failures import CannotRead, Failure

CHUNK = 64 * 1024
LARGEST_HEAD = 64 * 1024
GZIP = 16 + zlib.MAX_WBITS


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

    port: int = 443
    may_reach: Callable[[str], bool] = is_public
    resolve: Callable[[str], list[str]] = addresses_of
    make_context: Callable[[], ssl.SSLContext] = ssl.create_default_context
    limit_s: float = 10


INTERNET = Way()


def fetch(address: str, allowed: frozenset[str], way: Way = INTERNET) -> bytes:
    """What stands at an https address; the whole of it takes ten seconds at most.

    Args:
        allowed: the names of the hosts that may be asked.

    Raises:
        CannotRead: the address or its host is not allowed, or what was answered cannot be used.
    """
    parts = checked_address(address, allowed)
    deadline = _Deadline(way.limit_s)
    host = cast(str, parts.hostname)
    found = _resolve(host, way, deadline)
    if not found:
        raise CannotRead(Failure.HOST_UNKNOWN)
    if not all(way.may_reach(one) for one in found):
        raise CannotRead(Failure.ADDRESS_NOT_ALLOWED)
    try:
        with (
            socket.create_connection((found[0], way.port), timeout=deadline.left_s()) as plain,
            way.make_context().wrap_socket(plain, server_hostname=host) as safe,
        ):
            heard = _ask(safe, host, parts, deadline)
        return _content(heard)
    except ssl.SSLCertVerificationError:
        raise CannotRead(Failure.NOT_SAFE) from None
    except TimeoutError:
        raise CannotRead(Failure.TOO_SLOW) from None
    except (OSError, HTTPException, ValueError, zlib.error):
        raise CannotRead(Failure.NO_ANSWER) from None


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
        raise CannotRead(Failure.TOO_SLOW)
    return found


def _ask(safe: ssl.SSLSocket, host: str, parts: SplitResult, deadline: _Deadline) -> bytes:
    """Everything that the other side says until it closes the connection."""
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = (
        f"GET {target} HTTP/1.1",
        f"Host: {host}",
        "User-Agent: Bereik",
        "Accept: text/calendar",
        "Accept-Encoding: gzip",
        "Connection: close",
    )
    safe.settimeout(deadline.left_s())
    safe.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
    heard = bytearray()
    while True:
        safe.settimeout(deadline.left_s())
        chunk = safe.recv(CHUNK)
        if not chunk:
            return bytes(heard)
        heard += chunk
        if len(heard) > MOST_BYTES + LARGEST_HEAD:
            raise CannotRead(Failure.TOO_LARGE)


class _Heard:
    """What was heard, in the form in which the standard library reads answers: a socket to read from."""

    def __init__(self, heard: bytes) -> None:
        self._heard = heard

    def makefile(self, _mode: str) -> io.BytesIO:
        """The bytes as a file."""
        return io.BytesIO(self._heard)


def _content(heard: bytes) -> bytes:
    answer = HTTPResponse(cast(socket.socket, _Heard(heard)), method="GET")
    answer.begin()
    if 300 <= answer.status < 400:
        raise CannotRead(Failure.LEADS_ELSEWHERE)
    if answer.status != 200:
        raise CannotRead(Failure.REFUSED)
    body = answer.read()
    packing = (answer.getheader("content-encoding") or "identity").strip().lower()
    if packing == "gzip":
        unpacking = zlib.decompressobj(GZIP)
        body = unpacking.decompress(body, MOST_BYTES + 1)
        if not unpacking.eof and len(body) <= MOST_BYTES:
            raise CannotRead(Failure.ENDS_TOO_EARLY)
    elif packing != "identity":
        raise CannotRead(Failure.REFUSED)
    if len(body) > MOST_BYTES:
        raise CannotRead(Failure.TOO_LARGE)
    return body
