"""What may never be: from what is seen to the alarms about it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from crm.operations.models import ProcessKind
from crm.operations.observed import Observed
from crm.outbox import DeliveryState, Urgency
from crm.text import Text, mark

DUE_AT_MOST = MappingProxyType(
    {
        Urgency.INTERACTIVE: timedelta(minutes=2),
        Urgency.DEFAULT: timedelta(minutes=10),
        Urgency.BULK: timedelta(minutes=60),
    }
)
"""How long a delivery may be due."""

NEEDLESS_AT_MOST = 4
"""So many wake-ups of one delivery may go without an attempt: with the pauses between them that is some ten minutes."""

LATE_AT_MOST_S = 300.0
AHEAD_AT_MOST_S = 5.0

BACKUP_AT_MOST = timedelta(hours=26)
"""So old may the newest backup be where they are made: one each night, and two hours to spare."""


class AlarmKind(StrEnum):
    """What is wrong."""

    DUE_TOO_LONG = "due_too_long"
    UNANSWERED = "unanswered"
    GIVEN_UP = "given_up"
    NO_WORKER = "no_worker"
    NO_SCHEDULER = "no_scheduler"
    SCHEDULE_LATE = "schedule_late"
    CLOCKS_DIFFER = "clocks_differ"
    BROKER_SILENT = "broker_silent"
    BACKUP_OLD = "backup_old"


SENTENCES: Mapping[AlarmKind, str] = {
    AlarmKind.DUE_TOO_LONG: mark(
        "Work waits for too long: the oldest since %(since)s. Look whether the workers run."
    ),
    AlarmKind.UNANSWERED: mark(
        "Workers were told of tasks again and again, and never began. Number of tasks: %(num)s."
    ),
    AlarmKind.GIVEN_UP: mark("Tasks that were given up wait for your decision: %(num)s."),
    AlarmKind.NO_WORKER: mark(
        "No process carries out work. Contacts are kept; what follows from them waits."
    ),
    AlarmKind.NO_SCHEDULER: mark("No process keeps the schedule. Reminders and daily checks do not start."),
    AlarmKind.SCHEDULE_LATE: mark("A fixed job is late: %(job)s, since %(since)s."),
    AlarmKind.CLOCKS_DIFFER: mark(
        "The clock of %(host)s differs from the store’s by %(num)s seconds. Set it right."
    ),
    AlarmKind.BROKER_SILENT: mark(
        "A process on %(host)s gets no answer from Redis. Work starts again when it answers."
    ),
    AlarmKind.BACKUP_OLD: mark(
        "The newest backup is of %(since)s. Look whether the nightly backup still runs."
    ),
}


@dataclass(frozen=True)
class Alarm:
    """One thing that is wrong, with what its sentence fills in: numbers, instants, hosts and names of jobs."""

    kind: AlarmKind
    values: Mapping[str, object]

    @property
    def text(self) -> Text:
        """The sentence that tells it."""
        return Text(SENTENCES[self.kind], self.values)


def alarms(observed: Observed) -> tuple[Alarm, ...]:
    """Everything that is wrong, one alarm for each thing; empty when all is well.

    >>> from datetime import UTC, datetime
    >>> [alarm.kind.value for alarm in alarms(Observed(datetime(2026, 11, 23, tzinfo=UTC), is_embedded=False))]
    ['no_worker', 'no_scheduler']
    """
    return (*_of_queue(observed), *_of_processes(observed), *_of_schedule(observed), *_of_backups(observed))


def _of_queue(observed: Observed) -> Iterator[Alarm]:
    waiting = {urgency: observed.due_since(urgency) for urgency in Urgency}
    too_long = [
        since
        for urgency, since in waiting.items()
        if since is not None and observed.at - since > DUE_AT_MOST[urgency]
    ]
    if too_long:
        yield Alarm(AlarmKind.DUE_TOO_LONG, {"since": min(too_long)})
    unanswered = sum(line.unanswered for line in observed.depth)
    if unanswered:
        yield Alarm(AlarmKind.UNANSWERED, {"num": unanswered})
    given_up = observed.count(DeliveryState.DEAD)
    if given_up:
        yield Alarm(AlarmKind.GIVEN_UP, {"num": given_up})


def _of_processes(observed: Observed) -> Iterator[Alarm]:
    seen = observed.seen
    kinds = {one.kind for one in seen}
    # In embedded mode the server does everything; where it is down nobody reads this.
    if not observed.is_embedded and ProcessKind.WORK not in kinds:
        yield Alarm(AlarmKind.NO_WORKER, {})
    if not observed.is_embedded and ProcessKind.SCHEDULE not in kinds:
        yield Alarm(AlarmKind.NO_SCHEDULER, {})
    ahead: dict[str, float] = {}
    for one in seen:
        ahead[one.host] = max(ahead.get(one.host, 0.0), abs(one.ahead_s))
    for host, seconds in sorted(ahead.items()):
        if seconds > AHEAD_AT_MOST_S:
            yield Alarm(AlarmKind.CLOCKS_DIFFER, {"host": host, "num": round(seconds)})
    for host in sorted({one.host for one in seen if not one.broker_answers}):
        yield Alarm(AlarmKind.BROKER_SILENT, {"host": host})


def _of_schedule(observed: Observed) -> Iterator[Alarm]:
    for line in observed.jobs:
        if line.late_s(observed.at) > LATE_AT_MOST_S:
            yield Alarm(AlarmKind.SCHEDULE_LATE, {"job": line.job, "since": line.next_at})


def _of_backups(observed: Observed) -> Iterator[Alarm]:
    # A store that was never backed up by Bereik may be by other means: the page says so, and nothing is wrong.
    taken_at = observed.backup_taken_at
    if taken_at is not None and observed.at - taken_at > BACKUP_AT_MOST:
        yield Alarm(AlarmKind.BACKUP_OLD, {"since": taken_at})
