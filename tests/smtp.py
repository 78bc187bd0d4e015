"""A real mail server on this machine for tests: aiosmtpd, which can be slow, refuse, cut connections, and ask for TLS."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import TracebackType
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "bereik", "geheim-van-de-post"
ACCEPTED = "250 2.0.0 Queued"


@dataclass(frozen=True)
class Received:
    """A mail that the server took, and how it came."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    was_safe: bool
    user: str | None

    @property
    def message(self) -> EmailMessage:
        """The mail, parsed."""
        parsed = message_from_bytes(self.content, policy=default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    def part(self, kind: str) -> str:
        """The text of one of its parts: "plain" or "html"."""
        found = self.message.get_body((kind,))
        assert found is not None
        return str(found.get_content())


@dataclass
class Behaviour:
    """What the server does next. Each list is used up from its start; when it is empty all goes well."""

    at_recipient: list[str] = field(default_factory=list)  # answers to RCPT, such as "550 5.1.1 no such user"
    at_mail: list[str] = field(default_factory=list)  # answers after the last line of a mail
    cuts: int = 0  # so many mails are taken, and the connection dies before the answer
    pause_s: float = 0  # before each answer to RCPT
    sender: str = ""  # the answer to MAIL, where it is not to go well


class _Handler:
    def __init__(self, server: "MailServer") -> None:
        self._server = server

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._server.behaviour.sender:
            return self._server.behaviour.sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        behaviour = self._server.behaviour
        if behaviour.pause_s:
            await asyncio.sleep(behaviour.pause_s)
        if behaviour.at_recipient:
            return behaviour.at_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        behaviour = self._server.behaviour
        if behaviour.at_mail:
            return behaviour.at_mail.pop(0)
        assert isinstance(envelope.original_content, bytes)
        user = session.auth_data.decode() if isinstance(session.auth_data, bytes) else None
        received = Received(
            envelope.mail_from or "",
            tuple(envelope.rcpt_tos),
            envelope.original_content,
            session.ssl is not None,
            user,
        )
        self._server.received.append(received)
        if behaviour.cuts:
            behaviour.cuts -= 1
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return ACCEPTED


class MailServer:
    """Takes mail on a port of its own; a context manager that stops it. `stop` and `start` make it go and come back.

    Args:
        certificate: key and certificate of the server; without them it knows no TLS.
        is_tls: whether the connection is TLS from its first byte (smtps); otherwise STARTTLS is offered.
        has_users: whether it asks for USER and PASSWORD.
    """

    def __init__(
        self, *, certificate: tuple[Path, Path] | None = None, is_tls: bool = False, has_users: bool = False
    ) -> None:
        self.behaviour = Behaviour()
        self.received: list[Received] = []
        self.connections = 0
        self._open: list[SMTP] = []
        self._certificate, self._is_tls, self._has_users = certificate, is_tls, has_users
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]

    def url(self, scheme: str = "smtp", host: str = "127.0.0.1") -> str:
        """What BEREIK_SMTP_URL says for it."""
        signed_in = f"{USER}:{PASSWORD}@" if self._has_users else ""
        return f"{scheme}://{signed_in}{host}:{self.port}"

    def start(self) -> None:
        """Begins to listen, in a thread of its own."""
        is_up = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, args=(is_up,), daemon=True)
        self._thread.start()
        assert is_up.wait(10), "the mail server did not start"

    def stop(self) -> None:
        """Listens no more; what was received stays."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def __enter__(self) -> "MailServer":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.stop()

    def _serve(self, is_up: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        context = self._context()
        listening = self._loop.run_until_complete(
            self._loop.create_server(
                lambda: self._protocol(context),
                "127.0.0.1",
                self.port,
                ssl=context if self._is_tls else None,
            )
        )
        is_up.set()
        self._loop.run_forever()
        listening.close()
        for protocol in self._open:
            if isinstance(protocol.transport, asyncio.Transport):
                protocol.transport.abort()
        self._open.clear()
        self._loop.run_until_complete(asyncio.sleep(0))  # the connections end
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                self._loop.run_until_complete(task)
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def _protocol(self, context: ssl.SSLContext | None) -> Any:
        self.connections += 1
        made = SMTP(
            _Handler(self),
            hostname="mail.test",
            tls_context=None if self._is_tls else context,
            auth_require_tls=not self._is_tls,
            authenticator=_authenticate if self._has_users else None,
            auth_required=self._has_users and not self._is_tls,  # aiosmtpd knows only STARTTLS as safe
            loop=self._loop,
        )
        self._open.append(made)
        return made

    def _context(self) -> ssl.SSLContext | None:
        if self._certificate is None:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        key, certificate = self._certificate
        context.load_cert_chain(certificate, key)
        return context


def _authenticate(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
) -> AuthResult:
    is_right = isinstance(given, LoginPassword) and (given.login, given.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=is_right, handled=False, auth_data=given.login if is_right else None)


@contextmanager
def scripted(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that says what a test lets it say, to each connection; gives its port. For what no honest server does."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                talk(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
