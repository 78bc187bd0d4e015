"""Webhooks for programs."""

from uuid import UUID

from fastapi import APIRouter

from crm.accounts.guards import ADMINISTRATORS
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.webhooks import queries, service
from crm.webhooks.models import Webhook
from crm.webhooks.schemas import (
    AttemptRead,
    SecretMade,
    WebhookCreate,
    WebhookDetail,
    WebhookMade,
    WebhookRead,
    WebhookUpdate,
)
from crm.webhooks.trying import Tried

router = APIRouter(prefix="/webhooks", tags=["webhooks"], dependencies=[ADMINISTRATORS])


@router.get("")
def list_webhooks(uow: Reading) -> list[WebhookRead]:
    """The webhooks by name, each with its last attempt."""
    return [
        WebhookRead.model_validate(row.webhook).model_copy(
            update={"last": None if row.last is None else AttemptRead.model_validate(row.last)}
        )
        for row in queries.webhooks(uow.session, uow.viewer)
    ]


@router.post("", status_code=201)
def add_webhook(uow: Writing, wanted: WebhookCreate) -> WebhookMade:
    """Adds a webhook, which is off at first. The answer holds its secret, this once."""
    return WebhookMade.model_validate(service.add_webhook(uow, wanted))


@router.get("/{key}")
def show_webhook(uow: Reading, key: UUID) -> WebhookDetail:
    """One webhook with its latest attempts, and how many events it was not told since its last good answer."""
    return _detail(uow, queries.webhook(uow.session, uow.viewer, key))


@router.put("/{key}")
def update_webhook(uow: Writing, key: UUID, wanted: WebhookUpdate) -> WebhookDetail:
    """Changes name, address or kinds; a version that is not the stored one is refused."""
    return _detail(uow, service.update_webhook(uow, key, wanted))


@router.post("/{key}/test")
def test_webhook(tried: Tried, uow: Writing, key: UUID) -> AttemptRead:
    """Sends a test message now, also where the webhook is off, and says what came back; nothing of its body."""
    return AttemptRead.model_validate(service.note_test(uow, key, tried))


@router.post("/{key}/on")
def switch_webhook_on(uow: Writing, key: UUID) -> WebhookDetail:
    """Switches it on. Where we gave it up, a test must have gone well since; what it missed is not sent again."""
    return _detail(uow, service.switch_on(uow, key))


@router.post("/{key}/off")
def switch_webhook_off(uow: Writing, key: UUID) -> WebhookDetail:
    """Switches it off; what still waits is not sent."""
    return _detail(uow, service.switch_off(uow, key))


@router.post("/{key}/secret")
def rotate_webhook_secret(uow: Writing, key: UUID) -> SecretMade:
    """Makes a fresh secret, shown this once. For 24 hours messages are signed with both."""
    return SecretMade.model_validate(service.rotate_secret(uow, key))


@router.delete("/{key}", status_code=204)
def remove_webhook(uow: Writing, key: UUID) -> None:
    """Removes a webhook with its secrets and attempts; what still waits is not sent."""
    service.remove_webhook(uow, key)


def _detail(uow: UnitOfWork, found: Webhook) -> WebhookDetail:
    tried = [AttemptRead.model_validate(row) for row in queries.attempts(uow.session, uow.viewer, found.id)]
    read = WebhookRead.model_validate(found).model_copy(update={"last": tried[0] if tried else None})
    missed = dict(queries.missed(uow.session, uow.viewer, found))
    return WebhookDetail(**read.model_dump(), attempts=tried, missed=missed)
