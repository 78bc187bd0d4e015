"""Whether a moment is well chosen: an event against the calendar, with a level, the clashes and the reasons.

The highest level wins and nothing is added up. Rules: TIMING.md sections 2.2 and 2.3; the weights are rows in
`observances/effects/`. Pure: no clock, no database.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.effects.row import Effect, Needs
from crm.agenda.observances.keys import SCHOOL_BREAKS, Certainty, Format, Level, Observance, Reason, Tag
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.observances.sun import CITY_TIMEZONE, to_minute
from crm.agenda.observances.windows import CITY_ZONE, Hours, at_local, days_between, hours_of

TRAVEL_MARGIN = timedelta(minutes=45)
ONE_DAY = timedelta(days=1)
SHORTEST = timedelta(minutes=1)  # an event that ends when it starts is still somewhere

_NOTHING = frozenset({"", "-", "none", "no", "nothing", "geen", "niets", "aucun", "aucune", "non", "rien"})
_DRINK_WORDS = """coffee koffie café cafe tea thee thé water eau drink drinks drank drankje drankjes boisson boissons
    juice juices sap fruitsap jus frisdrank limonade soda soft and en et of or ou with met avec"""
_DRINKS = frozenset(_DRINK_WORDS.split())
_PLANT_FOOD = ("vegan", "plantaardig", "végétalien", "vegetalien", "lenten", "carême")
_CHILDREN_FORMATS = frozenset({Format.WORKSHOP, Format.PHYSICAL, Format.FESTIVAL})
_ADULT_TAGS = frozenset({Tag.GENERAL_PUBLIC, Tag.FAMILIES, Tag.SENIORS, Tag.STUDENTS, Tag.MEN, Tag.WOMEN})


class NoteCode(StrEnum):
    """What to say about how an event was read."""

    HOUR_UNKNOWN = "hour_unknown"
    START_SKIPPED = "start_skipped"
    START_TWICE = "start_twice"
    END_SKIPPED = "end_skipped"
    END_TWICE = "end_twice"


@dataclass(frozen=True)
class EventToCheck:
    """What the check needs of an event. `start` and `end` are aware instants; `timezone` is where their hours are read.

    With `hour_unknown` only the local dates of start and end count. Raises ValueError for naive instants or an end
    before the start.
    """

    start: datetime
    end: datetime
    audience: frozenset[Tag]
    id: str = ""
    title: str = ""
    timezone: str = CITY_TIMEZONE
    hour_unknown: bool = False
    neighbourhood: str | None = None
    format: Format = Format.MEETING
    food: str | None = None
    online: bool = False
    recorded: bool = False
    decision: bool = False
    is_celebration_of: Observance | None = None

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("start and end must be aware instants")
        if self.end.astimezone(UTC) < self.start.astimezone(UTC):
            raise ValueError("end before start")

    @cached_property
    def zone(self) -> ZoneInfo:
        """Where the event's hours are read."""
        return ZoneInfo(self.timezone)

    @cached_property
    def span(self) -> Hours:
        """The instants (UTC) that the event takes; whole local days where the hour is unknown."""
        start, end = self.start.astimezone(UTC), self.end.astimezone(UTC)
        if not self.hour_unknown:
            return Hours(start, max(end, start + SHORTEST))
        first = self.start.astimezone(self.zone).date()
        last = self.end.astimezone(self.zone)
        # A period that is given up to midnight does not touch the day that then begins.
        ends_at_midnight = last.time() == time(0) and last.date() > first
        last_on = last.date() - ONE_DAY if ends_at_midnight else last.date()
        return Hours(at_local(first, time(0)), at_local(last_on + ONE_DAY, time(0)))

    @property
    def margin(self) -> timedelta:
        """Travel on either side; none where the whole day already counts."""
        return timedelta(0) if self.hour_unknown else TRAVEL_MARGIN

    @cached_property
    def first_on(self) -> date:
        """The first date in the city that the event touches."""
        return self.span.start.astimezone(CITY_ZONE).date()

    @cached_property
    def last_on(self) -> date:
        """The last date in the city that the event touches (ending at midnight does not touch the next)."""
        return (self.span.end - timedelta(microseconds=1)).astimezone(CITY_ZONE).date()

    @cached_property
    def offers(self) -> frozenset[Needs]:
        """What is on the table and asked of the body."""
        found = {Needs.NOTHING}
        if self.format is Format.PHYSICAL:
            found.add(Needs.PHYSICAL)
        said = (self.food or "").strip().lower()
        words = set(re.findall(r"[^\W\d_]+", said))
        if said in _NOTHING:
            if self.format is Format.MEAL:
                found |= {Needs.FOOD, Needs.ANIMAL_FOOD}
        elif words and words <= _DRINKS:
            found.add(Needs.DRINKS)
        else:
            found.add(Needs.FOOD)
            if not any(plant in said for plant in _PLANT_FOOD):
                found.add(Needs.ANIMAL_FOOD)
        return frozenset(found)


@dataclass(frozen=True)
class Hit:
    """One window of one row that concerns an event's audience, with the level it would have."""

    effect: Effect
    occurrence: Occurrence
    hours: Hours
    level: Level
    is_possible_only: bool


@dataclass(frozen=True)
class Clash:
    """An event against one observance: highest level, all reasons, the envelope of the parts that overlap.

    `starts_at` and `ends_at` are in the event's zone, to the minute; `sunset_at` is None where the sun plays no part.
    `until_on` is the last likely day of the observance, for the text. `title` is the name of an imported day.
    """

    observance: Observance
    level: Level
    certainty: Certainty
    reasons: tuple[Reason, ...]
    starts_at: datetime
    ends_at: datetime
    sunset_at: datetime | None
    source: str
    until_on: date
    title: str = ""

    @property
    def is_uncertain(self) -> bool:
        """Whether it rests on a day that is possible but not the likely one."""
        return Reason.POSSIBLE_DAY in self.reasons


@dataclass(frozen=True)
class Verdict:
    """The answer for one event: the highest level of its clashes, what is an opportunity, and notes."""

    level: Level
    clashes: tuple[Clash, ...] = ()
    opportunities: tuple[Observance, ...] = ()
    notes: tuple[NoteCode, ...] = ()


def level_of(effect: Effect, event: EventToCheck, audience: frozenset[Tag]) -> Level:
    """The level of a row for that part of the event's audience, before certainty: audience, then format."""
    level = _audience_level(effect, audience, event.audience)
    if level is Level.NONE or effect.needs not in event.offers:
        return Level.NONE
    change = int(event.decision)
    if effect.is_fast:
        change += (Needs.FOOD in event.offers) + (Needs.PHYSICAL in event.offers)
    if event.online and event.recorded and not effect.is_rest:
        change -= 1
    return Level(min(max(level + change, Level.NONE), Level.HIGH))


def _audience_level(effect: Effect, audience: frozenset[Tag], whole: frozenset[Tag]) -> Level:
    if effect.concerns is None:
        return effect.base
    if audience & effect.concerns:
        is_lighter = (
            effect.is_lighter_for_women and Tag.WOMEN in whole and not whole & {Tag.MEN, Tag.GENERAL_PUBLIC}
        )
        return Level(effect.base - 1) if is_lighter else effect.base
    if Tag.GENERAL_PUBLIC not in audience:
        return Level.NONE
    if effect.general is not None:
        return effect.general
    return Level(min(effect.base - 1, Level.MEDIUM))


def _days_of(effect: Effect, occurrence: Occurrence, first: date, last: date) -> Iterator[tuple[date, bool]]:
    """The days of a row within the dates, and whether each is only possible."""
    begin = occurrence.start_on + timedelta(days=effect.first_day)
    if effect.last_day is None:
        end = occurrence.end_on + timedelta(days=effect.end_offset)
    else:
        end = occurrence.start_on + timedelta(days=effect.last_day)
    latest = end
    if effect.follows_moon and occurrence.possible_end_on is not None:
        latest = end + (occurrence.possible_end_on - occurrence.end_on)
    for on in days_between(max(begin, first), min(latest, last)):
        if effect.only_in is None or effect.only_in.holds(on.month, on.day):
            yield on, on > end


def hits(event: EventToCheck, calendar: Calendar, first: date, last: date) -> list[Hit]:
    """Every window between two dates that would weigh on this event's audience and format, wherever it is put."""
    found = []
    for reading in calendar.readings(first - timedelta(days=6), last + ONE_DAY, event.audience):
        for occurrence in reading.occurrences:
            if occurrence.observance is event.is_celebration_of:
                continue
            for effect in calendar.rows_of(occurrence):
                level = level_of(effect, event, reading.audience)
                if level is Level.NONE or _is_opportunity(occurrence.observance, event):
                    continue
                for on, is_possible_only in _days_of(effect, occurrence, first - ONE_DAY, last + ONE_DAY):
                    settled: Level = level
                    if is_possible_only and not occurrence.has_high_doubt:
                        settled = Level(max(Level.LOW, level - 1))
                    hours = occurrence.hours or hours_of(effect.shape, on)
                    found.append(Hit(effect, occurrence, hours, settled, is_possible_only))
    return found


def overlapping(found: Iterable[Hit], span: Hours, margin: timedelta) -> list[Hit]:
    """The hits that overlap an event's hours, with travel on either side where the row counts it."""
    early, late = span.start - margin, span.end + margin
    return [
        hit
        for hit in found
        if (
            hit.hours.start < late and early < hit.hours.end
            if hit.effect.has_margin
            else hit.hours.start < span.end and span.start < hit.hours.end
        )
    ]


def _is_opportunity(observance: Observance, event: EventToCheck) -> bool:
    """Whether the event is made for that day: it is the celebration, or a holiday activity for children."""
    if observance is event.is_celebration_of:
        return True
    if observance not in SCHOOL_BREAKS:
        return False
    is_for_children = Tag.CHILDREN in event.audience and not event.audience & _ADULT_TAGS
    return event.format is Format.HOLIDAY_CAMP or (is_for_children and event.format in _CHILDREN_FORMATS)


def _opportunities(event: EventToCheck, calendar: Calendar) -> tuple[Observance, ...]:
    """The observances on the event's dates (or beginning that evening) that it is made for."""
    found: dict[Observance, None] = {}
    for reading in calendar.readings(
        event.first_on, event.last_on + ONE_DAY, event.audience | {Tag.ISLAM_GENERAL}
    ):
        for occurrence in reading.occurrences:
            begins_on = occurrence.start_on - ONE_DAY * occurrence.starts_previous_sunset
            is_then = begins_on <= event.last_on and event.first_on <= occurrence.last_on
            if is_then and _is_opportunity(occurrence.observance, event):
                found[occurrence.observance] = None
    return tuple(found)


def _reasons(found: list[Hit]) -> tuple[Reason, ...]:
    """All reasons, each once, in the order of the matrix; a feast on its second date is a possible day."""
    reasons: dict[Reason, None] = {}
    for hit in found:
        if not (hit.is_possible_only and hit.effect.reason is Reason.FEAST_DAY):
            reasons[hit.effect.reason] = None
    if any(hit.is_possible_only for hit in found):
        reasons[Reason.POSSIBLE_DAY] = None
    return tuple(reasons)


def _clash(found: list[Hit], zone: ZoneInfo) -> Clash:
    """One clash of all hits with the same observance; certainty and source are those of its heaviest hit."""
    heaviest = max(found, key=lambda hit: (hit.level, not hit.is_possible_only))
    sunsets = [hit.hours.sunset for hit in found if hit.hours.sunset is not None]
    certainty = Certainty.EXPECTED if heaviest.is_possible_only else heaviest.occurrence.certainty
    return Clash(
        observance=heaviest.occurrence.observance,
        level=heaviest.level,
        certainty=certainty,
        reasons=_reasons(found),
        starts_at=to_minute(min(hit.hours.start for hit in found)).astimezone(zone),
        ends_at=to_minute(max(hit.hours.end for hit in found)).astimezone(zone),
        sunset_at=to_minute(min(sunsets)).astimezone(zone) if sunsets else None,
        source=heaviest.occurrence.source,
        until_on=heaviest.occurrence.end_on,
        title=heaviest.occurrence.title,
    )


def clashes_of(found: Iterable[Hit], zone: ZoneInfo) -> tuple[Clash, ...]:
    """One clash per observance, heaviest first, then by start."""
    by_observance: dict[Observance, list[Hit]] = {}
    for hit in found:
        by_observance.setdefault(hit.occurrence.observance, []).append(hit)
    clashes = [_clash(each, zone) for each in by_observance.values()]
    return tuple(
        sorted(clashes, key=lambda clash: (-clash.level, clash.starts_at.timestamp(), clash.observance))
    )


def check(event: EventToCheck, calendar: Calendar) -> Verdict:
    """Whether the event's moment is well chosen for the audience it invites."""
    near = hits(event, calendar, event.first_on, event.last_on)
    clashes = clashes_of(overlapping(near, event.span, event.margin), event.zone)
    may_be_made_for = event.is_celebration_of is not None or bool(
        event.audience & {Tag.CHILDREN} or event.format is Format.HOLIDAY_CAMP
    )
    return Verdict(
        level=max((clash.level for clash in clashes), default=Level.NONE),
        clashes=clashes,
        opportunities=_opportunities(event, calendar) if may_be_made_for else (),
        notes=(NoteCode.HOUR_UNKNOWN,) if event.hour_unknown else (),
    )
