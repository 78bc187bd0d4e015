"""Webhooks of the demo city, both off: nothing of it leaves the machine, and its secrets open nothing."""

from datetime import timedelta

from crm.demo.draft import Draft, instant
from crm.webhooks.kinds import EventKind
from crm.webhooks.messages import fresh_secret
from crm.webhooks.models import OffReason, Webhook, WebhookAttempt

ANSWERS = (200, 200, 200, 503, 503, 410)


def add_connections(draft: Draft) -> None:
    """Adds one that was never switched on, and one whose address went away yesterday."""
    _add(
        draft,
        "Website van de stad (verzonnen)",
        "https://web.voorbeeld.example/bereik",
        EventKind.EVENT_PLANNED,
    )
    gone = _add(
        draft,
        "Dataplatform (verzonnen)",
        "https://data.voorbeeld.example/bereik",
        EventKind.CONTACT_LOGGED,
        EventKind.EVENT_PLANNED,
        EventKind.EVENT_CANCELLED,
    )
    gone.off_reason, gone.off_at = OffReason.GONE, instant(draft.today - timedelta(days=1), 16)
    for number, status in enumerate(ANSWERS):
        draft.add(
            WebhookAttempt(
                **draft.born(gone.off_at - timedelta(minutes=20 * (len(ANSWERS) - 1 - number))),
                webhook_id=gone.id,
                message_id=draft.key(gone.off_at),
                kind=EventKind.CONTACT_LOGGED,
                about_id=draft.key(gone.off_at),
                number=max(1, number - 2),
                status=status,
                duration_ms=120 + 35 * number,
            )
        )


def _add(draft: Draft, name: str, address: str, *kinds: EventKind) -> Webhook:
    made_at = instant(draft.today - timedelta(days=30), 10)
    return draft.add(
        Webhook(
            **draft.born_versioned(made_at),
            name=name,
            address=address,
            kinds=[kind.value for kind in kinds],
            made_by_id=draft.users["hilde"].id,
            off_at=made_at,
            secret=fresh_secret(),  # differs each time, like the salt of a password
        )
    )
