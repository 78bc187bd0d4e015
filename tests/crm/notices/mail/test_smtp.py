"""Handing over a mail: safe where that was asked for, never in the open instead, and never for ever."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crm.mail_settings import MailServer as Server
from crm.mail_settings import read_smtp_url
from crm.notices.mail.smtp import (
    Answer,
    NoAnswer,
    NotLetIn,
    NotSafe,
    NotSent,
    Pace,
    ServerBusy,
    TooSlow,
    Verdict,
    post,
)
from tests.smtp import USER, MailServer, scripted

MAIL = b"Subject: kanarie\r\n\r\nkanarie\r\n"
QUICK = Pace(step_s=1, all_s=2)
TAKEN = Answer(Verdict.ACCEPTED, 250)


def _post(server: Server, pace: Pace = QUICK) -> Answer:
    return post(server, "bereik@mechelen.example", "nora@stad.example", MAIL, "bereik.mechelen.example", pace)


@pytest.fixture
def trusted(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The certificate, which this process trusts as the operator of an inner authority would have it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    return certificate


@pytest.fixture
def starttls(certificate: tuple[Path, Path]) -> Iterator[MailServer]:
    """A server that offers STARTTLS, and then asks for a user."""
    with MailServer(certificate=certificate, has_users=True) as running:
        yield running


@pytest.fixture
def smtps(certificate: tuple[Path, Path]) -> Iterator[MailServer]:
    """A server that speaks TLS from its first byte, and asks for a user."""
    with MailServer(certificate=certificate, is_tls=True, has_users=True) as running:
        yield running


def test_starttls_is_used_and_the_user_signs_in_after_it(
    starttls: MailServer, trusted: tuple[Path, Path]
) -> None:
    assert _post(read_smtp_url(starttls.url("smtp+starttls", "localhost")), Pace()) == TAKEN
    (mail,) = starttls.received
    assert (mail.was_safe, mail.user, mail.content) == (True, USER, MAIL)


def test_smtps_is_safe_from_the_first_byte(smtps: MailServer, trusted: tuple[Path, Path]) -> None:
    assert _post(read_smtp_url(smtps.url("smtps", "localhost")), Pace()) == TAKEN
    assert (smtps.received[0].user, smtps.received[0].content) == (USER, MAIL)


def test_certificate_that_nobody_vouches_for_is_not_taken(starttls: MailServer, smtps: MailServer) -> None:
    for url in (starttls.url("smtp+starttls", "localhost"), smtps.url("smtps", "localhost")):
        with pytest.raises(NotSafe):
            _post(read_smtp_url(url), Pace())
    assert starttls.received + smtps.received == []


def test_certificate_of_another_name_is_not_taken(
    starttls: MailServer, smtps: MailServer, trusted: tuple[Path, Path]
) -> None:
    for url in (starttls.url("smtp+starttls"), smtps.url("smtps")):  # 127.0.0.1 is not localhost
        with pytest.raises(NotSafe):
            _post(read_smtp_url(url), Pace())
    assert starttls.received + smtps.received == []


def test_server_without_starttls_gets_nothing_where_it_was_asked_for() -> None:
    with MailServer() as plain:
        with pytest.raises(NotSafe):
            _post(read_smtp_url(plain.url("smtp+starttls", "localhost")))
        assert plain.received == []


def test_server_that_takes_starttls_back_gets_nothing() -> None:
    """Somebody in between lets the server say no."""
    heard: list[bytes] = []

    def talk(connection: socket.socket) -> None:
        connection.sendall(b"220 mail.test\r\n")
        for answer in (b"250-mail.test\r\n250 STARTTLS\r\n", b"454 4.7.0 not now\r\n"):
            heard.append(connection.recv(4096))
            connection.sendall(answer)
        while line := connection.recv(4096):
            heard.append(line)
            connection.sendall(b"250 OK\r\n")

    with scripted(talk) as port, pytest.raises(ServerBusy):
        _post(read_smtp_url(f"smtp+starttls://user:geheim@localhost:{port}"))
    assert heard[:2] == [b"ehlo bereik.mechelen.example\r\n", b"STARTTLS\r\n"]
    assert [word for word in (b"AUTH", b"MAIL", b"kanarie") if word in b"".join(heard)] == []


def test_wrong_password_and_a_server_without_users_are_told_apart_from_a_busy_one(
    starttls: MailServer, trusted: tuple[Path, Path], certificate: tuple[Path, Path]
) -> None:
    right = read_smtp_url(starttls.url("smtp+starttls", "localhost"))
    for password in ("verkeerd", "pässwörd"):
        with pytest.raises(NotLetIn) as refused:
            _post(replace(right, password=password), Pace())
        assert password not in f"{refused.value!r} {refused.value}"
    with MailServer(certificate=certificate) as without, pytest.raises(NotLetIn):
        _post(replace(right, port=without.port), Pace())
    assert starttls.received == []


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(NoAnswer):
        _post(read_smtp_url(f"smtp://127.0.0.1:{port}"))


def test_silent_server_is_left(post_waits: threading.Event) -> None:
    def talk(connection: socket.socket) -> None:
        post_waits.wait(20)

    with scripted(talk) as port, pytest.raises((TooSlow, NoAnswer)):
        _post(read_smtp_url(f"smtp://127.0.0.1:{port}"))


def test_server_that_lets_its_answer_drip_is_left_at_the_end_of_its_time(post_waits: threading.Event) -> None:
    sent: list[int] = []

    def talk(connection: socket.socket) -> None:
        for number in range(1000):  # each byte within the time of one step
            connection.sendall(b"220-a\r\n")
            sent.append(number)
            if post_waits.wait(0.1):
                return

    with scripted(talk) as port, pytest.raises(TooSlow):
        _post(read_smtp_url(f"smtp://127.0.0.1:{port}"), Pace(step_s=5, all_s=0.5))
    assert 1 < len(sent) < 1000


@pytest.fixture
def post_waits() -> Iterator[threading.Event]:
    """Set when the test is over: then servers that wait give up."""
    over = threading.Event()
    yield over
    over.set()


def test_slow_server_that_keeps_to_the_time_gets_the_mail() -> None:
    with MailServer() as slow:
        slow.behaviour.pause_s = 0.3
        assert _post(read_smtp_url(slow.url()), Pace()) == TAKEN
        assert len(slow.received) == 1


@pytest.mark.parametrize(
    ("greeting", "error"),
    [(b"554 no\r\n", ServerBusy), (b"421 full\r\n", ServerBusy), (b"what?\r\n", NotSent), (b"", NoAnswer)],
)
def test_server_that_does_not_greet_is_tried_again(greeting: bytes, error: type[NotSent]) -> None:
    with scripted(lambda connection: connection.sendall(greeting)) as port, pytest.raises(error):
        _post(read_smtp_url(f"smtp://127.0.0.1:{port}"))


def test_good_bye_that_fails_changes_nothing() -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(b"220 mail.test\r\n")
        for _ in range(3):
            connection.recv(4096)
            connection.sendall(b"250 OK\r\n")
        connection.recv(4096)
        connection.sendall(b"354 go on\r\n")
        while not connection.recv(4096).endswith(b"\r\n.\r\n"):
            pass
        connection.sendall(b"250 taken\r\n")

    with scripted(talk) as port:
        assert _post(read_smtp_url(f"smtp://127.0.0.1:{port}")) == TAKEN
