"""Commands on webhooks, and what becomes of them after each attempt."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, delete, select

from crm.accounts.access import may_keep_webhooks
from crm.db import get_for_update, touch
from crm.domain_events import WebhookChanged
from crm.errors import BadInput, Conflict, NotAllowed
from crm.outside.addresses import checked_address
from crm.outside.failures import NotReached
from crm.text import mark
from crm.unit_of_work import UnitOfWork
from crm.webhooks import queries, rules
from crm.webhooks.kinds import TEST
from crm.webhooks.messages import fresh_secret
from crm.webhooks.models import FORMER_SECRET_LIVES, OffReason, Webhook, WebhookAttempt
from crm.webhooks.schemas import WebhookCreate, WebhookUpdate
from crm.webhooks.sending import Outcome
from crm.webhooks.terms import OBSTACLES

KEPT_FOR = timedelta(days=7)


def add_webhook(uow: UnitOfWork, wanted: WebhookCreate) -> Webhook:
    """Adds a webhook with a fresh secret; it is off. Records WebhookChanged.

    Raises:
        BadInput: its address is not one that we may send to.
    """
    maker = _checked_keeper(uow)
    _check_address(uow, wanted.address)
    made = Webhook(
        created_at=uow.now,
        changed_at=uow.now,
        made_by_id=maker,
        off_at=uow.now,
        secret=fresh_secret(),
        **wanted.model_dump(mode="json"),
    )
    uow.session.add(made)
    uow.session.flush()
    uow.record(WebhookChanged(made.id, "added"))
    return made


def update_webhook(uow: UnitOfWork, key: UUID, wanted: WebhookUpdate) -> Webhook:
    """Changes name, address or kinds. Records WebhookChanged.

    Raises:
        VersionConflict: somebody saved it first.
        BadInput: the address is not one that we may send to.
    """
    _checked_keeper(uow)
    _check_address(uow, wanted.address)
    changed = get_for_update(uow.session, Webhook, key, wanted.version)
    for name, value in wanted.model_dump(mode="json", exclude={"version"}).items():
        setattr(changed, name, value)
    touch(changed, uow.now)
    uow.record(WebhookChanged(key, "changed"))
    return changed


def switch_on(uow: UnitOfWork, key: UUID) -> Webhook:
    """Has it told what happens from now on; what it missed stays missed. Records WebhookChanged.

    Raises:
        Conflict: we gave it up, and no test went well since.
    """
    _checked_keeper(uow)
    found = get_for_update(uow.session, Webhook, key)
    if found.is_on:
        return found
    if found.is_given_up and not queries.has_passed_test(uow.session, uow.viewer, found):
        raise Conflict(mark("Send a test first. The other side must give a good answer."))
    found.off_reason = found.off_at = None
    _forget_failures(found)
    touch(found, uow.now)
    uow.record(WebhookChanged(key, "switched_on"))
    return found


def switch_off(uow: UnitOfWork, key: UUID) -> Webhook:
    """Tells it nothing any more, also what still waits. Records WebhookChanged."""
    _checked_keeper(uow)
    found = get_for_update(uow.session, Webhook, key)
    if found.is_on:
        found.off_reason, found.off_at = OffReason.BY_HAND, uow.now
        found.missed_since = found.missed_since or uow.now
        touch(found, uow.now)
        uow.record(WebhookChanged(key, "switched_off"))
    return found


def rotate_secret(uow: UnitOfWork, key: UUID) -> Webhook:
    """Gives it a fresh secret; for a day messages are signed with the former one as well. Records WebhookChanged."""
    _checked_keeper(uow)
    found = get_for_update(uow.session, Webhook, key)
    found.former_secret, found.former_until = found.secret, uow.now + FORMER_SECRET_LIVES
    found.secret = fresh_secret()
    touch(found, uow.now)
    uow.record(WebhookChanged(key, "secret"))
    return found


def remove_webhook(uow: UnitOfWork, key: UUID) -> None:
    """Removes a webhook with its secrets and attempts; what still waits is not sent. Records WebhookChanged."""
    _checked_keeper(uow)
    found = get_for_update(uow.session, Webhook, key)
    uow.session.exec(delete(WebhookAttempt).where(col(WebhookAttempt.webhook_id) == key))
    uow.session.delete(found)
    uow.session.flush()
    uow.record(WebhookChanged(key, "removed"))


def note_test(uow: UnitOfWork, key: UUID, outcome: Outcome) -> WebhookAttempt:
    """Keeps how a test went; it changes nothing else."""
    _checked_keeper(uow)
    return _note(uow, get_for_update(uow.session, Webhook, key), outcome)


def note_outcome(uow: UnitOfWork, found: Webhook, outcome: Outcome, *, is_last: bool) -> bool:
    """Keeps how an attempt went, and what follows: a rest, or that the webhook is given up (records WebhookChanged).

    Args:
        is_last: whether the message is not attempted once more.

    Returns:
        Whether the message is to be sent again later.
    """
    _note(uow, found, outcome)
    if outcome.is_good:
        _forget_failures(found)
        rest = rules.rest_after_slow_answer(outcome.duration_ms)
        found.rests_until = None if rest is None else uow.now + rest
        return False
    happened_at = outcome.message.happened_at
    found.missed_since = min(found.missed_since or happened_at, happened_at)
    if not found.is_on:
        return False
    found.failures += 1
    found.failing_since = found.failing_since or uow.now
    if outcome.status == 410:
        return _give_up(uow, found, OffReason.GONE)
    left = rules.patience_left(found.failing_since, uow.now)
    if is_last or not left:
        return _give_up(uow, found, OffReason.FAILING)
    rest = rules.rest_after_failures(found.failures)
    if rest is not None and not rests(found, uow.now):
        found.rests_until = uow.now + min(rest, left)
    return True


def rests(found: Webhook, now: datetime) -> bool:
    """Whether a webhook is left alone for now."""
    return found.rests_until is not None and found.rests_until > now


def forget_old(uow: UnitOfWork) -> None:
    """Forgets attempts of more than a week ago, and secrets that are used no longer."""
    before = uow.now - KEPT_FOR
    uow.session.exec(delete(WebhookAttempt).where(col(WebhookAttempt.created_at) < before))
    ended = select(Webhook).where(col(Webhook.former_until) <= uow.now)
    for found in uow.session.exec(ended.with_for_update()):
        found.former_secret = found.former_until = None


def _checked_keeper(uow: UnitOfWork) -> UUID:
    if not may_keep_webhooks(uow.viewer) or uow.viewer.user_id is None:
        raise NotAllowed
    return uow.viewer.user_id


def _check_address(uow: UnitOfWork, address: str) -> None:
    try:
        checked_address(address, uow.settings.allowed_webhook_hosts)
    except NotReached as refused:
        raise BadInput(OBSTACLES[refused.obstacle], field="address") from None


def _forget_failures(found: Webhook) -> None:
    found.failures = 0
    found.failing_since = found.rests_until = found.missed_since = None


def _give_up(uow: UnitOfWork, found: Webhook, reason: OffReason) -> bool:
    found.off_reason, found.off_at = reason, uow.now
    touch(found, uow.now)
    uow.record(WebhookChanged(found.id, "given_up"))
    return False


def _note(uow: UnitOfWork, found: Webhook, outcome: Outcome) -> WebhookAttempt:
    sent = outcome.message
    made = WebhookAttempt(
        created_at=uow.now,
        webhook_id=found.id,
        message_id=sent.id,
        kind=sent.kind,
        about_id=found.id if sent.kind == TEST else sent.about_id,
        number=sent.number,
        status=outcome.status,
        obstacle=outcome.obstacle,
        duration_ms=outcome.duration_ms,
    )
    uow.session.add(made)
    uow.session.flush()
    return made
