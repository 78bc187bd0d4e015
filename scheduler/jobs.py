"""The table of jobs: what is due when, and what happens with runs that were missed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from crm.clock import CITY_ZONE


class Missed(StrEnum):
    """What happens with runs that were missed while every scheduler was off."""

    SKIP = "skip"  # too late is never: a morning's mail is no use at night
    ONE = "one"  # they collapse into the last one, since the job looks at the state as it is
    ALL = "all"  # each is made up for, since each is about its own instant


LARGEST_CHANGE = timedelta(hours=3)
"""No change of the clock is larger."""

LOOK_BACK = timedelta(days=40)
"""Runs missed longer ago than this are not made up for, whatever the policy."""


@dataclass(frozen=True)
class Job:
    """One job.

    Args:
        cron: five fields, in the zone's local time.
        missed: what happens with runs that were missed.
        late_s: how late a run may be before it counts as missed; asked only where missed runs are skipped.
        is_daily: it concerns people and happens once on each local date, also on the day of 25 hours. Otherwise each
            instant of its own counts.
    """

    name: str
    cron: str
    zone: ZoneInfo = CITY_ZONE
    missed: Missed = Missed.ONE
    late_s: float = 3600
    is_daily: bool = True

    def next_after(self, instant: datetime) -> datetime:
        """The first instant of the job at or after that one.

        A daily job is looked for on the clock on the wall, where every date has each time once: a time that summer
        time takes away comes as much later, and of a time that comes twice the first one counts.
        """
        if not self.is_daily:
            return _next(self.cron, self.zone, instant)
        wall = instant.astimezone(self.zone).replace(tzinfo=UTC) - LARGEST_CHANGE
        while True:
            wall = _next(self.cron, UTC, wall)
            found = wall.replace(tzinfo=self.zone).astimezone(UTC)
            if found >= instant:
                return found
            wall += timedelta(minutes=1)

    def key_of(self, due_at: datetime) -> str:
        """The key under which that run is recorded once."""
        return f"{self.name}@{due_at.astimezone(self.zone).date() if self.is_daily else due_at.isoformat()}"


def _next(cron: str, zone: tzinfo, instant: datetime) -> datetime:
    """APScheduler's answer: the first instant of the cron line at or after that one, in UTC."""
    trigger = CronTrigger.from_crontab(cron, timezone=zone)
    found: datetime = trigger.get_next_fire_time(None, instant.astimezone(UTC))
    return found.astimezone(UTC)


def due_instants(job: Job, planned: datetime, now: datetime) -> list[datetime]:
    """The runs to make now, the oldest first: of those from `planned` until `now`, as the job's policy says.

    Args:
        planned: the first one that was not made yet.
    """
    missed = list(_instants(job, max(planned, now - LOOK_BACK), now))
    match job.missed:
        case Missed.ALL:
            return missed
        case Missed.ONE:
            return missed[-1:]
        case Missed.SKIP:
            return [at for at in missed[-1:] if (now - at).total_seconds() <= job.late_s]


def _instants(job: Job, first: datetime, last: datetime) -> Iterator[datetime]:
    at = job.next_after(first)
    while at <= last:
        yield at
        at = job.next_after(at + timedelta(seconds=1))


JOBS = (
    Job("due_reminders", "0 7 * * *"),
    Job("timing_check", "15 3 * * *"),
    Job("near_events", "15 7 * * *"),
    Job("morning_digest", "30 7 * * *", missed=Missed.SKIP, late_s=10 * 3600),
    Job("ask_confirmation", "0 8 * * *"),
    Job("quiet_networks", "45 3 * * *"),
    Job("forget_settled", "30 3 * * *"),
    Job("read_calendars", "30 4 * * *"),
    Job("webhook_upkeep", "15 4 * * *"),
    Job(
        "reach_snapshots", "0 5 * * *"
    ),  # the month that ended, on the first; on other days only what was missed
)
