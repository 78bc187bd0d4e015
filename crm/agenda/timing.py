"""Whether a moment is well chosen: an event against the calendar, with a level, the clashes and the reasons.

The highest level wins and nothing is added up. Rules: TIMING.md sections 2.2 and 2.3; the weights are rows in
`observances/effects/`. Pure: no clock, no database.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from crm.agenda.almanac import Hit, Occasion, almanac_of
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.effects.row import Needs
from crm.agenda.observances.keys import Certainty, Format, Level, Observance, Reason, Tag
from crm.agenda.observances.names import Text
from crm.agenda.observances.sun import CITY_TIMEZONE, to_minute
from crm.agenda.observances.windows import CITY_ZONE, Hours, at_local
from crm.agenda.wall_clock import Note, NoteCode

TRAVEL_MARGIN = timedelta(minutes=45)
ONE_DAY = timedelta(days=1)
SHORTEST = timedelta(minutes=1)  # an event that ends when it starts is still somewhere

_REASON_ORDER = {reason: position for position, reason in enumerate(Reason)}
_NOTHING = frozenset({"", "-", "none", "no", "nothing", "geen", "niets", "aucun", "aucune", "non", "rien"})
_DRINK_WORDS = """coffee koffie café cafe tea thee thé water eau drink drinks drank drankje drankjes boisson boissons
    juice juices sap fruitsap jus frisdrank limonade soda soft and en et of or ou with met avec"""
_DRINKS = frozenset(_DRINK_WORDS.split())
_PLANT_FOOD = ("vegan", "plantaardig", "végétalien", "vegetalien", "lenten", "carême")


@dataclass(frozen=True)
class EventToCheck:
    """What the check needs of an event. `start` and `end` are aware instants; `timezone` is where their hours are read.

    With `hour_unknown` only the local dates of start and end count. `notes` say how its hours were read. Raises ValueError for naive instants or an end
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
    notes: tuple[Note, ...] = ()

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
    def occasion(self) -> Occasion:
        """The event without its moment."""
        return Occasion(
            audience=self.audience,
            format=self.format,
            offers=offers_of(self.food, self.format),
            is_recorded=self.online and self.recorded,
            is_decision=self.decision,
            celebrates=self.is_celebration_of,
        )


@lru_cache(maxsize=4096)
def offers_of(food: str | None, format: Format) -> frozenset[Needs]:  # noqa: A002 - the word of the contract
    """What is on the table, from what the organiser wrote, and what is asked of the body.

    >>> sorted(offers_of("koffie en thee", Format.MEETING))
    [<Needs.DRINKS: 'drinks'>, <Needs.NOTHING: 'nothing'>]
    """
    found = {Needs.NOTHING}
    if format is Format.PHYSICAL:
        found.add(Needs.PHYSICAL)
    said = (food or "").strip().lower()
    words = set(re.findall(r"[^\W\d_]+", said))
    if said in _NOTHING:
        if format is Format.MEAL:
            found |= {Needs.FOOD, Needs.ANIMAL_FOOD}
    elif words and words <= _DRINKS:
        found.add(Needs.DRINKS)
    else:
        found.add(Needs.FOOD)
        if not any(plant in said for plant in _PLANT_FOOD):
            found.add(Needs.ANIMAL_FOOD)
    return frozenset(found)


@dataclass(frozen=True)
class Clash:
    """An event against one observance: highest level, all reasons, the envelope of the parts that overlap.

    `starts_at` and `ends_at` are in the event's zone, to the minute; `sunset_at` is None where the sun plays no part.
    `until_on` is the last likely day of the observance, for the text. `title` is the name of an imported day.
    `until_on` is the last likely day of the observance, for the text. `advice`: what the heaviest row itself advises.
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
    advice: Text | None = None

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
    notes: tuple[Note, ...] = ()


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


def _opportunities(event: EventToCheck, calendar: Calendar) -> tuple[Observance, ...]:
    """The observances on the event's dates (or beginning that evening) that it is made for."""
    found: dict[Observance, None] = {}
    for reading in calendar.readings(
        event.first_on, event.last_on + ONE_DAY, event.audience | {Tag.ISLAM_GENERAL}
    ):
        for occurrence in reading.occurrences:
            begins_on = occurrence.start_on - ONE_DAY * occurrence.starts_previous_sunset
            is_then = begins_on <= event.last_on and event.first_on <= occurrence.last_on
            if is_then and event.occasion.is_made_for(occurrence.observance):
                found[occurrence.observance] = None
    return tuple(found)


def _reasons(found: list[Hit]) -> tuple[Reason, ...]:
    """All reasons, each once, in the order of the contract; a feast on its second date is a possible day, said last."""
    reasons = {
        hit.effect.reason
        for hit in found
        if not (hit.is_possible_only and hit.effect.reason is Reason.FEAST_DAY)
    }
    possible = (Reason.POSSIBLE_DAY,) if any(hit.is_possible_only for hit in found) else ()
    return (*sorted(reasons, key=_REASON_ORDER.__getitem__), *possible)


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
        advice=heaviest.effect.advice,
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
    near = almanac_of(calendar).hits(event.occasion, event.first_on, event.last_on)
    clashes = clashes_of(overlapping(near, event.span, event.margin), event.zone)
    occasion = event.occasion
    is_made_for_a_day = occasion.celebrates is not None or occasion.is_holiday_activity
    return Verdict(
        level=max((clash.level for clash in clashes), default=Level.NONE),
        clashes=clashes,
        opportunities=_opportunities(event, calendar) if is_made_for_a_day else (),
        notes=(Note(NoteCode.HOUR_UNKNOWN),) if event.hour_unknown else event.notes,
    )
