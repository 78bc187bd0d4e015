"""What is sent, by the Standard Webhooks: the body, which holds ids only, and the three headers that sign it. Pure."""

import base64
import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from standardwebhooks.webhooks import Webhook as Signer

SECRET_BYTES = 32
PREFIX = "whsec_"


def fresh_secret() -> str:
    """A new secret of 256 bits, in the form that receivers' libraries take."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def body_of(kind: str, happened_at: datetime, about_id: UUID) -> bytes:
    """The body of a message: what happened, when, and the id of what it happened to.

    >>> body_of("contact.logged", datetime(2026, 11, 23, 9, tzinfo=UTC), UUID(int=7)).decode()
    '{"type":"contact.logged","timestamp":"2026-11-23T09:00:00Z","data":{"id":"00000000-0000-0000-0000-000000000007"}}'
    """
    said_at = happened_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    message = {"type": kind, "timestamp": said_at, "data": {"id": str(about_id)}}
    return json.dumps(message, separators=(",", ":")).encode()


def headers_of(body: bytes, message_id: UUID, sent_at: datetime, live: Sequence[str]) -> dict[str, str]:
    """The headers of a message.

    Args:
        sent_at: the instant of this attempt; the receiver refuses one that is more than five minutes off.
        live: the secrets that sign it; during a rotation there are two.
    """
    signed = [Signer(secret).sign(str(message_id), sent_at, body.decode()) for secret in live]
    return {
        "Content-Type": "application/json",
        "webhook-id": str(message_id),
        "webhook-timestamp": str(int(sent_at.timestamp())),
        "webhook-signature": " ".join(signed),
    }
