"""Better moments for an event that meets a clash: at most three, within four weeks, with what they win.

Same weekday and hour first, then other hours that suit the format. The best has the lowest level, then hits the
fewest of those invited, then is the nearest. Never in the past, never on a day that still depends on the moon.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from crm.agenda.almanac import Almanac, Hit, almanac_of
from crm.agenda.observances.calendar import FIRST_YEAR, LAST_YEAR, Calendar
from crm.agenda.observances.keys import Format, Level, Observance, Tag
from crm.agenda.observances.windows import Hours, settle
from crm.agenda.timing import EventToCheck, Verdict, check, clashes_of, overlapping

SEARCH_DAYS = 28
MOST = 3
WEEK = 7
MONDAY_TO_THURSDAY = (0, 1, 2, 3)
MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)


@dataclass(frozen=True)
class Slots:
    """Weekdays (0 is Monday) and hours that suit a format."""

    weekdays: tuple[int, ...]
    hours: tuple[time, ...]


SLOTS: dict[Format, tuple[Slots, ...]] = {
    Format.MEETING: (Slots(MONDAY_TO_THURSDAY, (time(10), time(14), time(19, 30))), Slots((4,), (time(10),))),
    Format.WORKSHOP: (
        Slots(MONDAY_TO_THURSDAY, (time(10), time(14), time(19, 30))),
        Slots((5,), (time(10),)),
    ),
    Format.MEAL: (Slots(WEEKEND, (time(12), time(18))), Slots(MONDAY_TO_THURSDAY, (time(12), time(18)))),
    Format.PHYSICAL: (Slots(WEEKEND, (time(10), time(14))), Slots(MONDAY_TO_THURSDAY, (time(18, 30),))),
    Format.FESTIVAL: (Slots(WEEKEND, (time(11), time(14))),),
    Format.HOLIDAY_CAMP: (Slots(MONDAY_TO_FRIDAY, (time(9),)),),
    Format.EXAM: (Slots(MONDAY_TO_FRIDAY, (time(9), time(13, 30))),),
    Format.OTHER: (Slots(MONDAY_TO_THURSDAY, (time(10), time(14), time(19, 30))),),
}
"""Other hours to try, by format; editable in one place."""


@dataclass(frozen=True)
class Suggestion:
    """A better moment: instants in the event's zone, its level, what it avoids and what is left.

    `avoids`: observances of the asked moment that do not weigh here; `remaining`: those that still do, for
    `communities_hit` of the calendars and kinds of people invited (what weighs for everybody hits all of them).
    """

    start: datetime
    end: datetime
    level: Level
    is_same_slot: bool
    days_away: int
    avoids: tuple[Observance, ...]
    remaining: tuple[Observance, ...]
    communities_hit: int

    @property
    def rank(self) -> tuple[int, int, bool, int, bool, float]:
        """Lower is better: level, communities hit, same weekday and hour, distance, later rather than earlier."""
        return (
            self.level,
            self.communities_hit,
            not self.is_same_slot,
            abs(self.days_away),
            self.days_away < 0,
            self.start.timestamp(),
        )


def _candidate_starts(event: EventToCheck, is_same_slot: bool) -> Iterator[datetime]:
    """Naive local starts to try: whole weeks away, or the format's slots on every day."""
    local = event.start.astimezone(event.zone).replace(tzinfo=None)
    for away in range(-SEARCH_DAYS, SEARCH_DAYS + 1):
        on = local.date() + timedelta(days=away)
        if is_same_slot:
            if away % WEEK == 0 and away != 0:
                yield datetime.combine(on, local.time())
            continue
        for slots in SLOTS[event.format]:
            if on.weekday() in slots.weekdays:
                yield from (datetime.combine(on, hour) for hour in slots.hours)


def _moved(event: EventToCheck, start: datetime) -> EventToCheck:
    """The event at another naive local start, with the same length on the clock (or the same dates, hour unknown)."""
    first = event.start.astimezone(event.zone).replace(tzinfo=None)
    length = event.end.astimezone(event.zone).replace(tzinfo=None) - first
    begin = settle(start, event.zone)
    end = settle(start + max(length, timedelta(0)), event.zone)
    return replace(event, start=begin, end=max(end, begin, key=lambda each: each.astimezone(UTC)))


def _is_busy(span: Hours, busy: Sequence[Hours]) -> bool:
    return any(taken.start < span.end and span.start < taken.end for taken in busy)


def _is_open(hit: Hit, on: date) -> bool:
    """Whether what the day means still depends on the moon: a later feast day, or one on its first likely date."""
    return hit.is_possible_only or (
        hit.occurrence.possible_end_on is not None and on <= hit.occurrence.start_on
    )


def _suggestion(
    event: EventToCheck, moved: EventToCheck, almanac: Almanac, was: Verdict
) -> Suggestion | None:
    """The moved event as a suggestion, or None where the day is still open."""
    near = almanac.hits(moved.occasion, moved.first_on, moved.last_on)
    met = overlapping(near, moved.span, moved.margin)
    if any(_is_open(hit, moved.last_on) for hit in met):
        return None
    clashes = clashes_of(met, moved.zone)
    remaining = tuple(clash.observance for clash in clashes)
    old, new = event.start.astimezone(event.zone), moved.start.astimezone(event.zone)
    return Suggestion(
        start=new,
        end=moved.end.astimezone(event.zone),
        level=max((clash.level for clash in clashes), default=Level.NONE),
        is_same_slot=(old.weekday(), old.time()) == (new.weekday(), new.time()),
        days_away=(new.date() - old.date()).days,
        avoids=tuple(clash.observance for clash in was.clashes if clash.observance not in remaining),
        remaining=remaining,
        communities_hit=len(_hit_by(met, event.audience)),
    )


def _hit_by(met: Sequence[Hit], audience: frozenset[Tag]) -> frozenset[Tag]:
    """Which of those invited the hits concern; all of them where a row is for everybody, or for the general public."""
    hit: frozenset[Tag] = frozenset()
    for each in met:
        concerned = audience if each.effect.concerns is None else audience & each.effect.concerns
        hit |= concerned or audience
    return hit


def suggest(
    event: EventToCheck, calendar: Calendar, today: date, busy: Sequence[Hours] = ()
) -> tuple[Suggestion, ...]:
    """At most three better moments, best first; none for an event that is past or meets nothing.

    Only moments with a lower level than the asked one, that begin after `today` and keep clear of `busy` (instants in
    UTC). An event on `today` itself may still be moved.
    """
    was = check(event, calendar)
    if event.last_on < today or was.level is Level.NONE:
        return ()
    almanac = almanac_of(calendar)
    found: dict[datetime, Suggestion] = {}
    for is_same_slot in (True, False):
        for start in _candidate_starts(event, is_same_slot):
            moved = _moved(event, start)
            if moved.first_on <= today or moved.last_on.year > LAST_YEAR or moved.first_on.year < FIRST_YEAR:
                continue
            if _is_busy(moved.span, busy) or moved.start in found:
                continue
            made = _suggestion(event, moved, almanac, was)
            if made is not None and made.level < was.level:
                found[moved.start] = made
        free = [each for each in found.values() if each.level is Level.NONE]
        if (is_same_slot and len(free) >= MOST) or event.hour_unknown:
            break
    return tuple(sorted(found.values(), key=lambda each: each.rank)[:MOST])
