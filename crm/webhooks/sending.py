"""Sends one message, outside any transaction, by the one way out that there is."""

import time
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from crm.outside.connection import INTERNET, Call, Way, ask
from crm.outside.failures import NotReached, Obstacle
from crm.webhooks.messages import body_of, headers_of

MOST_BYTES = 0  # beside its head nothing of an answer is read
LONGEST_PAUSE_S = 3600  # that a receiver can ask for


@dataclass(frozen=True)
class Message:
    """One message to one webhook, and where and how it goes."""

    id: UUID
    kind: str
    happened_at: datetime
    about_id: UUID
    number: int  # of the attempt, from 1
    sent_at: datetime
    allowed: frozenset[str]
    address: str = field(repr=False)
    live: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Outcome:
    """What came back, or what stood in the way; nothing of what was said."""

    message: Message
    duration_ms: int
    status: int | None = None
    obstacle: Obstacle | None = None
    asked_pause_s: int = 0  # what `Retry-After` asked for, within limits

    @property
    def is_good(self) -> bool:
        """Whether the other side took it."""
        return self.status is not None and 200 <= self.status < 300


def send(message: Message, way: Way = INTERNET) -> Outcome:
    """Sends a message once, and says how it went; nothing is raised for what the other side does."""
    body = body_of(message.kind, message.happened_at, message.about_id)
    headers = headers_of(body, message.id, message.sent_at, message.live)
    began = time.monotonic()
    try:
        answer = ask(Call(message.address, headers, body), message.allowed, MOST_BYTES, way)
    except NotReached as stopped:
        return Outcome(message, _since_ms(began), obstacle=stopped.obstacle)
    pause_s = asked_pause_s(answer.header("retry-after")) if answer.status in (429, 503) else 0
    return Outcome(message, _since_ms(began), status=answer.status, asked_pause_s=pause_s)


def _since_ms(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def asked_pause_s(retry_after: str) -> int:
    """The pause in seconds that a receiver asks for: an hour at most; a date, or nonsense, asks for none.

    >>> [asked_pause_s(one) for one in ("120", " 7 ", "999999", "-1", "Wed, 21 Oct 2026 07:28:00 GMT", "")]
    [120, 7, 3600, 0, 0, 0]
    """
    asked = retry_after.strip()
    return min(int(asked), LONGEST_PAUSE_S) if asked.isdecimal() and len(asked) < 10 else 0
