"""What webhooks do because of a domain event: find who is told, and tell each of them in a delivery of its own."""

from collections.abc import Collection
from datetime import timedelta

from sqlmodel import Session, col, select

from crm.domain_events import DomainEvent, ScheduleDue, WebhookDue
from crm.event_codec import decode
from crm.outbox import FOR_A_DAY, Delivery, DomainEventRow
from crm.unit_of_work import NotYet, OnDemand, OutsideHandler, UnitOfWork
from crm.webhooks import queries, service
from crm.webhooks.kinds import KIND_OF, id_told
from crm.webhooks.models import Webhook
from crm.webhooks.rules import SPREAD_S, patience_left
from crm.webhooks.sending import Message, Outcome, send

_KINDS_WANTED = select(Webhook.kinds).where(col(Webhook.off_reason).is_(None))
_KNOWN = "webhook kinds"  # in the session's own notes: asked once in a transaction


def is_wanted(session: Session, topic: str) -> bool:
    """Whether any webhook is told of that topic, as this transaction sees it; one query in a transaction."""
    if _KNOWN not in session.info:
        on = session.connection().execute(_KINDS_WANTED).scalars()  # a third of what the session would take
        session.info[_KNOWN] = frozenset(kind for kinds in on for kind in kinds)
    kinds: Collection[str] = session.info[_KNOWN]
    return KIND_OF[topic] in kinds


def find_receivers(uow: UnitOfWork, event: DomainEvent) -> None:
    """Records WebhookDue for every webhook that is told of such an event, once."""
    delivery = uow.session.get_one(Delivery, uow.delivery_id)
    for key in queries.receivers(uow.session, uow.viewer, KIND_OF[event.topic]):
        due = WebhookDue(key, delivery.event_id)
        uow.record(due, dedupe_key=f"webhook:{key}:{delivery.event_id}")


def forget_old_attempts(uow: UnitOfWork, event: ScheduleDue) -> None:
    """Forgets, once a day, attempts of more than a week ago and secrets that are used no longer."""
    service.forget_old(uow)


def ask_for_message(uow: UnitOfWork, event: WebhookDue) -> Message | NotYet | None:
    """The message to send; None where the webhook is gone or off, or the event has left the ledger."""
    found = uow.session.get(Webhook, event.webhook_id)
    told = uow.session.get(DomainEventRow, event.event_id)
    if found is None or not found.is_on or told is None:
        return None
    delivery = uow.session.get_one(Delivery, uow.delivery_id)
    if found.rests_until is not None and service.rests(found, uow.now):
        # Not all at once when the rest is over: the first ones find out whether the other side is back.
        pause = found.rests_until - uow.now + timedelta(seconds=delivery.id.int % SPREAD_S)
        return NotYet("the webhook rests", pause.total_seconds(), is_attempt=False)
    return Message(
        id=delivery.id,
        kind=KIND_OF[told.kind],
        happened_at=told.created_at,
        about_id=id_told(decode(told.kind, told.payload)),
        number=max(delivery.attempts, 1),
        sent_at=uow.now,
        allowed=uow.settings.allowed_webhook_hosts,
        address=found.address,
        live=found.live_secrets(uow.now),
    )


def settle_message(uow: UnitOfWork, event: WebhookDue, outcome: Outcome) -> NotYet | None:
    """Keeps how it went; a message that was not taken comes due again, until its webhook is given up."""
    found = uow.session.get(Webhook, event.webhook_id, with_for_update=True)
    if found is None:
        return None
    is_last = outcome.message.number >= FOR_A_DAY.attempts
    if not service.note_outcome(uow, found, outcome, is_last=is_last):
        return None
    # Whatever its pause, it comes back when the patience with its webhook ends: then that is given up.
    left = patience_left(found.failing_since or uow.now, uow.now)
    why = f"answer {outcome.status or outcome.obstacle}"
    return NotYet(why, outcome.asked_pause_s, at_most_s=left.total_seconds())


send_message = OutsideHandler("webhooks.send_message", ask_for_message, send, settle_message, retry=FOR_A_DAY)
tell_receivers = OnDemand(find_receivers, frozenset(KIND_OF), is_wanted)
