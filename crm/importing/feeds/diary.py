"""What a user's own feed says: events by their own title, follow-ups by how many there are. Pure.

A diary may lie open on a phone or belong to somebody else's server. So it names nobody: what a follow-up is about, who is
invited and what was noted stay on the pages, to which each entry links.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from crm.agenda.checking import first_on, last_on
from crm.agenda.models import ParticipationEvent, Precision
from crm.i18n import translate
from crm.importing.feeds.files import Entry
from crm.text import mark

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DueDay:
    """How many follow-ups are due on a day, and when one of them was last changed."""

    count: int
    changed_at: datetime


def diary_entries(
    owner_id: UUID,
    events: Iterable[ParticipationEvent],
    due: Mapping[date, DueDay],
    language: str,
    site: str,
) -> list[Entry]:
    """The entries of one user's feed, by start.

    Args:
        site: the address of this Bereik, for links.
    """
    entries = [_event(event, site) for event in events if event.precision != Precision.PERIOD]
    entries += [_due(owner_id, on, day, language, site) for on, day in due.items()]
    return sorted(entries, key=lambda entry: (f"{entry.start}", entry.uid))


def _event(event: ParticipationEvent, site: str) -> Entry:
    is_whole_day = event.precision == Precision.DAY
    link = f"{site}/events/{event.id}"
    return Entry(
        uid=f"event.{event.id}",
        title=event.title,
        start=first_on(event) if is_whole_day else event.starts_at,
        end=last_on(event) + ONE_DAY if is_whole_day else event.ends_at,
        changed_at=event.changed_at,
        description=link,
        link=link,
        version=event.version,
        is_busy=not is_whole_day,
    )


def _due(owner_id: UUID, on: date, day: DueDay, language: str, site: str) -> Entry:
    link = f"{site}/follow-ups"
    title = (
        translate(language, mark("Follow-up"))
        if day.count == 1
        else translate(language, mark("%(count)s follow-ups"), count=day.count)
    )
    return Entry(f"follow-ups.{on}.{owner_id}", title, on, on + ONE_DAY, day.changed_at, link, link)
