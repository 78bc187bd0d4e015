"""Hands one mail to the mail server, or says why not.

Nothing is sent in the open where TLS was asked for, no password travels without it, and a server that lets its answers
drip is left after half a minute. A connection that dies after the last line of a mail leaves open whether the server has
it: then it is sent again under the same Message-ID.
"""

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum

from crm.mail_settings import MailServer, Way


@dataclass(frozen=True)
class Pace:
    """How long the server may take, in seconds: to connect and for each answer, and for everything."""

    step_s: float = 10
    all_s: float = 30


PACE = Pace()


class NotSent(Exception):
    """The mail server did not take the mail now: another time it may. Its kind says why; no word of the server is kept."""

    def __init__(self, code: int = 0) -> None:
        self.code = code
        super().__init__(f"{type(self).__name__} {code}" if code else type(self).__name__)


class NoAnswer(NotSent):
    """Nobody answered, or the connection broke."""


class TooSlow(NotSent):
    """It took too long."""


class NotSafe(NotSent):
    """TLS was asked for and is not to be had, or the certificate is not that of the server."""


class NotLetIn(NotSent):
    """The user name and password do not fit, or there is no way to give them."""


class ServerBusy(NotSent):
    """The server says: not now."""


class SenderRefused(NotSent):
    """The server takes no mail in our name, or from this machine."""


class Verdict(StrEnum):
    """What the server decided for good."""

    ACCEPTED = "accepted"
    NO_SUCH_ADDRESS = "no such address"  # it refuses this recipient
    UNWANTED = "unwanted"  # it refuses this mail


@dataclass(frozen=True)
class Answer:
    """What the server decided, and its code (RFC 5321)."""

    verdict: Verdict
    code: int


def post(
    server: MailServer, sender: str, recipient: str, content: bytes, our_host: str, pace: Pace = PACE
) -> Answer:
    """Hands the mail over.

    Args:
        sender: where mail that cannot be delivered comes back.
        our_host: by which we greet the server.

    Raises:
        NotSent: the server did not take it, and did not refuse it for good.
    """
    client = _Client(server, our_host, pace)
    with _limited(client, pace):
        try:
            client.enter(server)
            client.sendmail(sender, [recipient], content)
        except smtplib.SMTPRecipientsRefused as refused:
            code, said = refused.recipients[recipient]
            if code >= 500 and not is_about_address(code, said):
                raise SenderRefused(code) from None
            return _decided(Verdict.NO_SUCH_ADDRESS, code)
        except smtplib.SMTPDataError as refused:
            return _decided(Verdict.UNWANTED, refused.smtp_code)
        with suppress(smtplib.SMTPException, OSError):  # the mail is theirs, whatever becomes of the good-bye
            client.quit()
    return Answer(Verdict.ACCEPTED, 250)


def is_about_address(code: int, said: bytes) -> bool:
    """Whether a refusal for good at RCPT is about the recipient, and not about us.

    Many servers tell only there that they take no mail from us at all: the second number of the enhanced code says which
    (RFC 3463: 1 address, 2 mailbox, 7 policy), or the code itself where there is none.

    >>> is_about_address(550, b"5.1.1 no such user"), is_about_address(554, b"5.7.1 relay access denied")
    (True, False)
    """
    enhanced = re.match(rb"5\.(\d{1,3})\.\d", said)
    return enhanced[1] in (b"1", b"2") if enhanced else code in (550, 551, 552, 553)


class _Client(smtplib.SMTP):
    """smtplib's client, which speaks TLS from the first byte where that is asked for."""

    def __init__(self, server: MailServer, our_host: str, pace: Pace) -> None:
        super().__init__(local_hostname=our_host, timeout=pace.step_s)
        self._host = server.host  # smtplib checks the certificate for this name
        self._way = server.way
        self.is_over = False

    def enter(self, server: MailServer) -> None:
        """Connects, makes the connection safe and signs in, as the settings say."""
        code, _ = self.connect(server.host, server.port)
        if code != 220:
            raise ServerBusy(code)
        if self._way is Way.STARTTLS:
            self.starttls(context=ssl.create_default_context())
        if server.user:
            try:
                self.login(server.user, server.password)
            except smtplib.SMTPServerDisconnected:
                raise
            except (smtplib.SMTPException, ValueError) as error:  # ValueError: a password that is not ASCII
                raise NotLetIn(getattr(error, "smtp_code", 0)) from None

    def end(self) -> None:
        """Breaks the connection off, from another thread."""
        self.is_over = True
        if self.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)  # TLS is not asked for its consent

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((host, port), timeout)
        self.sock = plain
        if self._way is not Way.TLS:
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


@contextmanager
def _limited(client: _Client, pace: Pace) -> Iterator[None]:
    """Ends the talk when it takes too long in all, and tells what failed in our own words."""
    watch = threading.Timer(pace.all_s, client.end)
    watch.daemon = True
    watch.start()
    try:
        yield
    except (smtplib.SMTPException, OSError) as error:
        raise (TooSlow() if client.is_over else _why(error)) from None
    finally:
        watch.cancel()
        client.close()


def _why(error: Exception) -> NotSent:
    if isinstance(error, smtplib.SMTPSenderRefused):
        return SenderRefused(error.smtp_code)
    if isinstance(error, smtplib.SMTPResponseException):
        return ServerBusy(error.smtp_code)
    if isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLError):
        return NotSafe()
    return TooSlow() if isinstance(error, TimeoutError) else NoAnswer()


def _decided(verdict: Verdict, code: int) -> Answer:
    if code < 500:
        raise ServerBusy(code)
    return Answer(verdict, code)
