"""The fetcher before a real server that speaks TLS on this machine: what it takes, refuses, and never does."""

import gzip
import socket
import ssl
import threading
import time

import pytest

from crm.importing.failures import CannotRead, Failure
from crm.importing.fetching import fetch
from crm.outside.connection import INTERNET, Way
from tests.crm.outside.tls import ADDRESS, ALLOWED, BODY, HOST, Serve, WayTo, http_answer


def _failure(address: str, way: Way) -> Failure:
    with pytest.raises(CannotRead) as refused:
        fetch(address, ALLOWED, way)
    return refused.value.failure


def test_a_calendar_is_fetched_from_the_checked_address_under_the_name_of_its_host(
    serve: Serve, way_to: WayTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    server = serve()
    assert fetch(ADDRESS, ALLOWED, way_to(server)) == BODY
    assert server.called == [HOST]
    (asked,) = server.asked
    assert asked.split("\r\n") == [
        "GET /matches.ics?season=2027 HTTP/1.1",
        f"Host: {HOST}",
        "User-Agent: Bereik",
        "Accept: text/calendar",
        "Accept-Encoding: gzip",
        "Connection: close",
        "",
        "",
    ]


def test_what_is_packed_is_unpacked_and_what_is_chunked_joined(serve: Serve, way_to: WayTo) -> None:
    packed = serve(answer=http_answer(gzip.compress(BODY), "200 OK", "Content-Encoding: gzip"))
    assert fetch(ADDRESS, ALLOWED, way_to(packed)) == BODY
    pieces = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (BODY[:50], BODY[50:])) + b"0\r\n\r\n"
    chunked = serve(answer=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + pieces)
    assert fetch(ADDRESS, ALLOWED, way_to(chunked)) == BODY


ANSWERS = {
    "it leads elsewhere": (http_answer(b"", "302 Found", "Location: https://127.0.0.1/"), Failure.LEADS_ELSEWHERE),
    "it was moved": (http_answer(b"", "301 Moved", f"Location: {ADDRESS}"), Failure.LEADS_ELSEWHERE),
    "there is none": (http_answer(b"secret", "404 Not Found"), Failure.REFUSED),
    "a password is wanted": (http_answer(b"", "401 Unauthorized", "WWW-Authenticate: Basic"), Failure.REFUSED),
    "it broke": (http_answer(b"", "500 Broken"), Failure.REFUSED),
    "too large": (http_answer(b"a" * 1_000_001), Failure.TOO_LARGE),
    "without an end": (b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 3_000_000, Failure.TOO_LARGE),
    "large once unpacked": (http_answer(gzip.compress(b"a" * 40_000_000), "200 OK", "Content-Encoding: gzip"), Failure.TOO_LARGE),
    "packed in a way we do not know": (http_answer(BODY, "200 OK", "Content-Encoding: br"), Failure.REFUSED),
    "not packed although it says so": (http_answer(BODY, "200 OK", "Content-Encoding: gzip"), Failure.NO_ANSWER),
    "packed and cut": (http_answer(gzip.compress(BODY)[:-30], "200 OK", "Content-Encoding: gzip"), Failure.ENDS_TOO_EARLY),
    "cut": (http_answer()[:-10], Failure.NO_ANSWER),
    "no HTTP": (b"220 mail.example.be ESMTP\r\n", Failure.NO_ANSWER),
    "nothing": (b"", Failure.NO_ANSWER),
    "ten thousand headers": (b"HTTP/1.1 200 OK\r\n" + b"X-A: 1\r\n" * 5_000 + b"\r\n", Failure.NO_ANSWER),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_cannot_be_used_is_refused_and_not_asked_for_again(
    serve: Serve, way_to: WayTo, name: str
) -> None:
    answer, failure = ANSWERS[name]
    server = serve(answer=answer)
    assert _failure(ADDRESS, way_to(server)) == failure
    assert len(server.asked) == 1


def test_an_answer_that_drips_ends_in_time(serve: Serve, way_to: WayTo) -> None:
    server = serve(drip_s=0.05)
    began = time.monotonic()
    assert _failure(ADDRESS, way_to(server, limit_s=0.6)) == Failure.TOO_SLOW
    assert time.monotonic() - began < 3


def test_a_server_or_a_resolver_that_says_nothing_ends_in_time(serve: Serve, way_to: WayTo) -> None:
    silent = socket.create_server(("127.0.0.1", 0))  # it takes the connection, and never speaks TLS
    began = time.monotonic()
    way = way_to(serve(), limit_s=0.4)
    assert _failure(
        ADDRESS, Way(silent.getsockname()[1], way.may_reach, way.resolve, way.make_context, 0.4)
    ) == (Failure.TOO_SLOW)
    silent.close()
    waits = threading.Event()
    assert _failure(ADDRESS, way_to(serve(), limit_s=0.4, resolve=lambda host: [str(waits.wait(5))])) == (
        Failure.TOO_SLOW
    )
    waits.set()
    assert time.monotonic() - began < 4


def test_nobody_is_asked_where_one_address_of_the_host_is_not_allowed(serve: Serve, way_to: WayTo) -> None:
    server = serve()
    way = way_to(server, resolve=lambda host: ["127.0.0.1", "10.0.0.1"])
    assert _failure(ADDRESS, way) == Failure.ADDRESS_NOT_ALLOWED
    assert _failure(ADDRESS, way_to(server, resolve=lambda host: [])) == Failure.HOST_UNKNOWN
    assert _failure("https://evil.example/", way_to(server)) == Failure.HOST_NOT_ALLOWED
    assert server.called == []


def test_a_name_that_changes_its_answer_gains_nothing(serve: Serve, way_to: WayTo) -> None:
    server, answers = serve(), [["127.0.0.1"], ["10.0.0.1"]]
    assert fetch(ADDRESS, ALLOWED, way_to(server, resolve=lambda host: answers.pop(0))) == BODY
    assert answers == [["10.0.0.1"]], "the name is resolved once, and that answer is connected to"


def test_a_certificate_of_another_name_or_of_nobody_is_not_trusted(serve: Serve, way_to: WayTo) -> None:
    other = serve("evil.example")
    assert _failure(ADDRESS, way_to(other)) == Failure.NOT_SAFE
    own = serve()
    assert _failure(ADDRESS, way_to(own, make_context=ssl.create_default_context)) == Failure.NOT_SAFE
    assert (other.asked, own.asked) == ([], [])


def test_the_way_of_the_product_reaches_nothing_on_this_machine(serve: Serve) -> None:
    server = serve()
    way = Way(port=server.port, resolve=lambda host: ["127.0.0.1"])
    assert _failure(ADDRESS, way) == Failure.ADDRESS_NOT_ALLOWED
    assert (INTERNET.port, INTERNET.limit_s, server.called) == (None, 10, [])
