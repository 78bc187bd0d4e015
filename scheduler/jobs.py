"""The table of jobs: what is due when, and what happens with runs that were missed."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from crm.clock import CITY_ZONE


@dataclass(frozen=True)
class Job:
    """One job. Runs missed while every machine was off collapse into one: it looks at the state as it is.

    `cron` has five fields in the zone's local time; nothing is planned between two and three at night,
    an hour that summer time takes away or doubles.
    """

    name: str
    cron: str
    zone: ZoneInfo = CITY_ZONE

    @property
    def trigger(self) -> CronTrigger:
        """APScheduler's trigger for the job."""
        return CronTrigger.from_crontab(self.cron, timezone=self.zone)


JOBS = (
    Job("due_reminders", "0 7 * * *"),
    Job("timing_check", "15 3 * * *"),
    Job("near_events", "15 7 * * *"),
    Job("ask_confirmation", "0 8 * * *"),
    Job("quiet_networks", "45 3 * * *"),
    Job("read_calendars", "30 4 * * *"),
    Job("webhook_upkeep", "15 4 * * *"),
    Job(
        "reach_snapshots", "0 5 * * *"
    ),  # the month that ended, on the first; on other days only what was missed
)
