"""Events to check, made from local hours in Mechelen."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from crm.agenda.observances.keys import Tag
from crm.agenda.observances.windows import settle
from crm.agenda.timing import EventToCheck

BRUSSELS = ZoneInfo("Europe/Brussels")


def event(start: str, end: str, *audience: Tag, **fields: object) -> EventToCheck:
    """An event from wall-clock times such as 2027-02-23T19:30."""
    plain = EventToCheck(
        start=settle(datetime.fromisoformat(start), BRUSSELS),
        end=settle(datetime.fromisoformat(end), BRUSSELS),
        audience=frozenset(audience),
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def day(on: str, *audience: Tag) -> EventToCheck:
    """An event on a date of which the hour is unknown."""
    return event(f"{on}T00:00", f"{on}T00:00", *audience, hour_unknown=True)
