"""Tables of webhooks and of the latest attempts at them. No body is stored: neither what was sent nor what came back."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import JSON

from crm.db import Row, VersionedRow, choice
from crm.outside.failures import Obstacle
from crm.privacy import About, Protection, Purpose, Retention, column

WEBHOOK = About(Protection.INTERNAL, Purpose.RUN_SERVICE, Retention.WITH_RECORD)
MAKER = About(Protection.CONFIDENTIAL, Purpose.RUN_SERVICE, Retention.WITH_RECORD)
KEY_MATERIAL = About(Protection.SEALED, Purpose.RUN_SERVICE, Retention.WITH_RECORD)
ATTEMPT = About(Protection.INTERNAL, Purpose.RUN_SERVICE, Retention.QUEUE)

FORMER_SECRET_LIVES = timedelta(hours=24)


class OffReason(StrEnum):
    """Why a webhook is off."""

    NEW = "new"  # nobody switched it on yet
    BY_HAND = "by_hand"
    GONE = "gone"  # the other side answered 410
    FAILING = "failing"  # no good answer for a day


class Webhook(VersionedRow, table=True):
    """One address of another system, and which kinds of events it is told."""

    __tablename__ = "webhook"

    name: str = column(WEBHOOK, max_length=120)
    address: str = column(KEY_MATERIAL, max_length=500, repr=False)  # some receivers know us by it
    kinds: list[str] = column(WEBHOOK, default_factory=list, sa_type=JSON)
    made_by_id: UUID = column(MAKER, foreign_key="user.id")
    off_reason: OffReason | None = column(WEBHOOK, default=OffReason.NEW, sa_type=choice(OffReason))
    off_at: datetime | None = column(WEBHOOK, default=None)
    secret: str = column(KEY_MATERIAL, max_length=100, repr=False)
    former_secret: str | None = column(KEY_MATERIAL, default=None, max_length=100, repr=False)
    former_until: datetime | None = column(WEBHOOK, default=None)
    # How it goes since the last good answer; nothing of this is edited, so it raises no version.
    failures: int = column(WEBHOOK, default=0)
    failing_since: datetime | None = column(WEBHOOK, default=None)
    rests_until: datetime | None = column(WEBHOOK, default=None)
    missed_since: datetime | None = column(WEBHOOK, default=None)

    @property
    def is_on(self) -> bool:
        """Whether it is told anything."""
        return self.off_reason is None

    @property
    def is_given_up(self) -> bool:
        """Whether we switched it off ourselves."""
        return self.off_reason in (OffReason.GONE, OffReason.FAILING)

    def live_secrets(self, now: datetime) -> tuple[str, ...]:
        """What a message is signed with: the secret, and after a rotation for a day the one before as well."""
        if self.former_secret is None or self.former_until is None or self.former_until <= now:
            return (self.secret,)
        return (self.secret, self.former_secret)


class WebhookAttempt(Row, table=True):
    """One attempt to tell a webhook something: when, which, and how it went."""

    __tablename__ = "webhook_attempt"

    webhook_id: UUID = column(ATTEMPT, foreign_key="webhook.id", index=True)
    # The id that the receiver gets: the delivery's, or one of a test.
    message_id: UUID = column(ATTEMPT)
    kind: str = column(ATTEMPT, max_length=40)
    about_id: UUID = column(ATTEMPT)
    number: int = column(ATTEMPT)
    status: int | None = column(ATTEMPT, default=None)
    obstacle: Obstacle | None = column(ATTEMPT, default=None, sa_type=choice(Obstacle))
    duration_ms: int = column(ATTEMPT)

    @property
    def is_good(self) -> bool:
        """Whether the other side took it."""
        return self.status is not None and 200 <= self.status < 300
