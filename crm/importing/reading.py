"""From the text of an ICS file to the days that it holds: the rules, guarded against hostile files. Pure.

TIMING.md 1.3 names the traps: an end that does not belong to an all-day event, an end before the start that a library
swaps in silence, time zones as Outlook writes them, rules that never end. One bad entry never takes the others along.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

from icalendar import Calendar, Event, Timezone
from icalendar.prop import vRecur
from recurring_ical_events import CalendarQuery

from crm.clock import CITY_ZONE, city_date
from crm.importing.blocks import split
from crm.importing.contents import Contents, Day, Skipped
from crm.importing.failures import CannotRead, Failure, LeftOut, TooHeavy

MOST_PER_EVENT = 500
MOST_DAYS = 5_000
MOST_LEFT_OUT = 200
LONGEST = timedelta(days=366)
LONGEST_TITLE = 160
SHORTEST = timedelta(minutes=1)
ONE_DAY = timedelta(days=1)
_DAILY_OR_RARER = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_DATES = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")

Guard = Callable[[], AbstractContextManager[None]]


class _Refused(Exception):
    """An entry is left out."""

    def __init__(self, reason: LeftOut) -> None:
        super().__init__(reason.value)
        self.reason = reason


def read_calendar(text: str, first: date, last: date, guard: Guard = nullcontext) -> Contents:
    """The days of a calendar that touch the dates from `first` to `last`, both included.

    Args:
        guard: wraps the work on one entry; it raises TooHeavy when that takes too long.

    Raises:
        CannotRead: the text is no calendar, or holds more than we read.
    """
    blocks = split(text)
    for zone in blocks.zones:
        _learn_zone(zone, guard)
    skipped: list[Skipped] = []
    days: set[Day] = set()
    for series in _series(blocks.events, guard, skipped):
        title = _title(series[0])
        try:
            with guard():
                found = _days_of(series, first, last)
        except TooHeavy:
            skipped.append(Skipped(title, LeftOut.TOO_HEAVY))
            continue
        except Exception:  # whatever a library finds wrong with it: the other entries are read all the same
            skipped.append(Skipped(title, LeftOut.UNREADABLE))
            continue
        if len(found) > MOST_PER_EVENT:
            skipped.append(Skipped(title, LeftOut.MORE_TIMES))
        days.update(found[:MOST_PER_EVENT])
        if len(days) > MOST_DAYS:
            raise CannotRead(Failure.TOO_MANY)
    return Contents(tuple(sorted(days, key=_order)), tuple(skipped[:MOST_LEFT_OUT]))


def _order(day: Day) -> tuple[date, date, str, str]:
    return (day.start_on, day.end_on, "" if day.starts_at is None else day.starts_at.isoformat(), day.title)


def _learn_zone(block: str, guard: Guard) -> None:
    """Makes the zone known to the parser; one that cannot be read stays unknown, and its events say so."""
    try:
        with guard():
            Timezone.from_ical(block)
    except (TooHeavy, Exception):  # noqa: S110  (see above: unknown is what it then is)
        pass


def _series(blocks: tuple[str, ...], guard: Guard, skipped: list[Skipped]) -> Iterator[list[Event]]:
    """The events that can be used, those with one UID together: a series with its exceptions."""
    by_uid: dict[str, list[Event]] = {}
    for number, block in enumerate(blocks):
        title = _raw_title(block)
        try:
            with guard():
                event = cast(Event, Event.from_ical(block))
                title = _title(event)
                _check(event)
        except _Refused as refused:
            skipped.append(Skipped(title, refused.reason))
        except TooHeavy:
            skipped.append(Skipped(title, LeftOut.TOO_HEAVY))
        except Exception:
            skipped.append(Skipped(title, LeftOut.UNREADABLE))
        else:
            by_uid.setdefault(str(event.get("UID") or number), []).append(event)
    yield from by_uid.values()


def _check(event: Any) -> None:
    """Refuses an event that the library would misread, or that would keep it busy for ever."""
    start = _moment(event, "DTSTART")
    if start is None:
        raise _Refused(LeftOut.NO_START)
    if any(_has_unknown_zone(value) for name in _DATES for value in _values(event, name)):
        raise _Refused(LeftOut.UNKNOWN_ZONE)
    length = _length(event, start)
    if length < timedelta(0):
        raise _Refused(LeftOut.ENDS_BEFORE_START)
    if length > LONGEST:
        raise _Refused(LeftOut.TOO_LONG)
    for rule in _values(event, "RRULE"):
        _check_rule(rule)


def _check_rule(rule: Any) -> None:
    if not isinstance(rule, vRecur):
        raise _Refused(LeftOut.UNREADABLE)
    said = {name: list(values) for name, values in rule.items()}
    often = [name for name in ("BYHOUR", "BYMINUTE", "BYSECOND") if len(said.get(name, ())) > 1]
    if often or not _DAILY_OR_RARER.issuperset(said.get("FREQ", ())):
        raise _Refused(LeftOut.TOO_OFTEN)
    # An interval of nothing never gets further.
    if any(int(one) < 1 for name in ("INTERVAL", "COUNT") for one in said.get(name, ())):
        raise _Refused(LeftOut.UNREADABLE)


def _values(event: Any, name: str) -> list[Any]:
    found = event.get(name)
    return found if isinstance(found, list) else [] if found is None else [found]


def _moment(event: Any, name: str) -> date | None:
    """The one date or instant of that name; None where there is none, or none that can be read."""
    found = _values(event, name)
    value = getattr(found[0], "dt", None) if len(found) == 1 and _is_whole(found[0]) else None
    return value if isinstance(value, date) else None


def _is_whole(value: Any) -> bool:
    return type(value).__name__ != "vBroken"


def _has_unknown_zone(value: Any) -> bool:
    """Whether it names a zone that nobody knows: the parser then leaves the hour without any."""
    if "TZID" not in getattr(value, "params", {}) or not _is_whole(value):
        return False
    inner = [one.dt for one in value.dts] if hasattr(value, "dts") else [value.dt]
    return any(isinstance(one, datetime) and one.tzinfo is None for one in inner)


def _length(event: Any, start: date) -> timedelta:
    if "DTEND" in event:
        end = _moment(event, "DTEND")
        if end is None or isinstance(end, datetime) is not isinstance(start, datetime):
            raise _Refused(LeftOut.UNREADABLE)
        return _instant(end) - _instant(start)
    durations = _values(event, "DURATION")
    return durations[0].dt if durations else timedelta(0)


def _instant(value: date) -> datetime:
    """The instant in UTC. Hours without a zone are the city's; a date begins at midnight UTC, to be compared only."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time(0), UTC)
    return (value if value.tzinfo else value.replace(tzinfo=CITY_ZONE, fold=0)).astimezone(UTC)


def _days_of(series: list[Event], first: date, last: date) -> list[Day]:
    calendar = Calendar()
    for event in series:
        calendar.add_component(event)
    occurrences = CalendarQuery(calendar).between(first, last + ONE_DAY)
    found = [_day(each) for each in occurrences if str(each.get("STATUS", "")).upper() != "CANCELLED"]
    return sorted((day for day in found if day.start_on <= last and first <= day.end_on), key=_order)


def _day(occurrence: Any) -> Day:
    start = occurrence["DTSTART"].dt
    end = occurrence["DTEND"].dt if "DTEND" in occurrence else start
    title = _title(occurrence)
    if not isinstance(start, datetime):
        return Day(
            title, start, max(start, end - ONE_DAY)
        )  # the end of an all-day event does not belong to it
    starts_at = _instant(start)
    ends_at = max(_instant(end), starts_at + SHORTEST)
    return Day(
        title, city_date(starts_at), city_date(ends_at - timedelta(microseconds=1)), starts_at, ends_at
    )


def _title(event: Any) -> str:
    found = _values(event, "SUMMARY")
    return clean(str(found[0])) if found else ""


def _raw_title(block: str) -> str:
    """The title of an entry that could not be parsed."""
    found = re.search(r"^SUMMARY[^:\r\n]*:(.*)$", block, re.MULTILINE | re.IGNORECASE)
    return clean(found[1]) if found else ""


def clean(text: str) -> str:
    r"""A title in one line: without signs that cannot be seen, or that turn the direction of what follows.

    >>> clean("  KV Mechelen \u202e\x07-\n Antwerp ")
    'KV Mechelen - Antwerp'
    """
    seen = "".join(
        sign if unicodedata.category(sign)[0] != "C" or sign in "\n\t" else "" for sign in text[:2000]
    )
    return " ".join(seen.split())[:LONGEST_TITLE].strip()
