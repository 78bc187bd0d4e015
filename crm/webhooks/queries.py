"""Readings of webhooks. Only administrators and the system itself see any."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from crm.accounts.access import may_keep_webhooks
from crm.db import get
from crm.errors import NotFound
from crm.outbox import DomainEventRow
from crm.viewer import Viewer
from crm.webhooks.kinds import KIND_OF, SOURCES, TEST, EventKind
from crm.webhooks.models import Webhook, WebhookAttempt

MOST_SHOWN = 50


@dataclass(frozen=True)
class WebhookRow:
    """A webhook with its last attempt, if there is any left."""

    webhook: Webhook
    last: WebhookAttempt | None


def webhooks(session: Session, viewer: Viewer) -> list[WebhookRow]:
    """All webhooks by name, each with its last attempt. One query."""
    if not may_keep_webhooks(viewer):
        return []
    one = aliased(WebhookAttempt)
    newest = (
        select(one.id)
        .where(one.webhook_id == Webhook.id)
        .order_by(col(one.created_at).desc(), col(one.id).desc())
        .limit(1)
        .correlate(Webhook)
        .scalar_subquery()
    )
    found = session.exec(
        select(Webhook, WebhookAttempt)
        .join(WebhookAttempt, col(WebhookAttempt.id) == newest, isouter=True)
        .order_by(Webhook.name, col(Webhook.id))
    )
    return [WebhookRow(row, last) for row, last in found]


def webhook(session: Session, viewer: Viewer, key: UUID) -> Webhook:
    """One webhook.

    Raises:
        NotFound: there is none, or the viewer may not know.
    """
    if not may_keep_webhooks(viewer):
        raise NotFound
    return get(session, Webhook, key)


def attempts(session: Session, viewer: Viewer, key: UUID) -> list[WebhookAttempt]:
    """The latest attempts at a webhook, newest first; at most 50."""
    if not may_keep_webhooks(viewer):
        return []
    return list(
        session.exec(
            select(WebhookAttempt)
            .where(WebhookAttempt.webhook_id == key)
            .order_by(col(WebhookAttempt.created_at).desc(), col(WebhookAttempt.id).desc())
            .limit(MOST_SHOWN)
        )
    )


def missed(session: Session, viewer: Viewer, found: Webhook) -> Mapping[EventKind, int]:
    """How many events a webhook was not told since its last good answer, by kind; none where it misses nothing.

    Counted from the ledger, so only as far back as that is kept.
    """
    if found.missed_since is None or not may_keep_webhooks(viewer):
        return {}
    behind = {SOURCES[EventKind(kind)].event.__name__ for kind in found.kinds}
    rows = session.exec(
        select(DomainEventRow.kind, func.count())
        .where(col(DomainEventRow.kind).in_(behind), DomainEventRow.created_at >= found.missed_since)
        .group_by(col(DomainEventRow.kind))
    )
    counts = {KIND_OF[kind]: count for kind, count in rows}
    return {kind: counts[kind] for kind in EventKind if kind in counts}


def receivers(session: Session, viewer: Viewer, kind: EventKind) -> list[UUID]:
    """The webhooks that are told of that kind of event."""
    on = session.exec(select(Webhook.id, Webhook.kinds).where(col(Webhook.off_reason).is_(None)))
    return sorted(key for key, kinds in on if kind in kinds)


def has_passed_test(session: Session, viewer: Viewer, found: Webhook) -> bool:
    """Whether a test went well since the webhook was switched off."""
    if found.off_at is None:
        return False
    tests = session.exec(
        select(WebhookAttempt).where(
            WebhookAttempt.webhook_id == found.id,
            WebhookAttempt.kind == TEST,
            WebhookAttempt.created_at >= found.off_at,
        )
    )
    return any(test.is_good for test in tests)
