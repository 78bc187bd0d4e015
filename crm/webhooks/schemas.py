"""What goes in and out of webhooks. A secret goes out once, when it is made."""

from datetime import datetime
from uuid import UUID

from pydantic import Field, field_validator

from crm.outside.failures import Obstacle
from crm.web.schemas import Input, Output
from crm.webhooks.kinds import EventKind
from crm.webhooks.models import OffReason


class WebhookCreate(Input):
    """Another system that is to be told: where, and of what. It is off until somebody switches it on."""

    name: str = Field(min_length=1, max_length=120, examples=["Dataplatform van de stad"])
    address: str = Field(
        min_length=1,
        max_length=500,
        description="An https address on a host that the settings allow",
        examples=["https://data.voorbeeld.example/bereik"],
    )
    kinds: list[EventKind] = Field(
        min_length=1, max_length=len(EventKind), description="The kinds of events that it is told"
    )

    @field_validator("kinds")
    @classmethod
    def _in_order(cls, value: list[EventKind]) -> list[EventKind]:
        return [kind for kind in EventKind if kind in value]


class WebhookUpdate(WebhookCreate):
    """An edited webhook, with the version that the writer has seen."""

    version: int = Field(ge=1, le=1_000_000_000)


class AttemptRead(Output):
    """One attempt: `message_id` is the `webhook-id` that the receiver got, `about_id` the id that it was told."""

    id: UUID
    created_at: datetime
    message_id: UUID
    kind: str = Field(examples=["contact.logged"])
    about_id: UUID
    number: int = Field(description="Of the attempt at this message, from 1")
    status: int | None = Field(description="What was answered; null where nothing was")
    obstacle: Obstacle | None = Field(description="What stood in the way; null where something was answered")
    duration_ms: int
    is_good: bool


class WebhookRead(Output):
    """A webhook as it stands. Its secret is never among it."""

    id: UUID
    name: str
    address: str
    kinds: list[EventKind]
    made_by_id: UUID
    is_on: bool
    off_reason: OffReason | None = Field(description="Why it is off; null where it is on")
    off_at: datetime | None
    failures: int = Field(description="Attempts without a good answer, in a row")
    rests_until: datetime | None
    former_until: datetime | None = Field(
        description="Until then messages are signed with the former secret too"
    )
    version: int
    last: AttemptRead | None = None


class WebhookDetail(WebhookRead):
    """A webhook with the latest attempts, and how many events it was not told since its last good answer."""

    attempts: list[AttemptRead]
    missed: dict[EventKind, int]


class WebhookMade(WebhookRead):
    """A new webhook, with its secret: the only time that it is shown."""

    secret: str = Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])


class SecretMade(Output):
    """A fresh secret, the only time that it is shown. The former one is used too until that instant."""

    secret: str = Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
    former_until: datetime
