"""What a worker does with work of another version than its own: leaves it for one that knows it."""

from datetime import timedelta

import structlog

from crm import attempts
from crm.attempts import Claimed
from crm.domain_events import DomainEvent
from crm.unit_of_work import UnitOfWork, Work

log = structlog.get_logger()

NOT_KNOWN = "no worker knows its handler yet, or any more"
SHORTEST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
# No change of version takes longer: what is not known after it was made by a handler that is no longer in the table.
CHANGE_TAKES_AT_MOST = timedelta(hours=1)


def is_known(work: Work, row: Claimed) -> bool:
    """Whether this version can carry out that delivery."""
    return row.handler in work.subscriptions.handlers and row.kind in DomainEvent.kinds


def set_aside(uow: UnitOfWork, work: Work, row: Claimed) -> None:
    """Makes a claimed delivery due again after a pause, a tenth of the time it has waited; that is no attempt."""
    age = uow.now - row.created_at
    pause = min(max(SHORTEST_PAUSE, age / 10), LONGEST_PAUSE)
    until = work.queue_time + pause // timedelta(milliseconds=1)
    attempts.set_aside(uow.session, row, until, NOT_KNOWN)
    note = log.error if age > CHANGE_TAKES_AT_MOST else log.warning
    note("delivery.not_known", handler=row.handler)
