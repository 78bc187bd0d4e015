"""What weighs on which day for one kind of occasion: the calendar against the matrix, a month at a time, and kept.

An occasion is an event without its moment. Everything that depends on the occasion alone (audience, format, food) is
settled here once; a check only asks which of the day's hours overlap. Pure: a calendar is a value, so nothing kept
here ever goes stale. Checking one more event on a day that was seen costs some microseconds.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from crm.agenda.observances.calendar import Calendar, Reading
from crm.agenda.observances.effects.row import Effect, Needs
from crm.agenda.observances.keys import SCHOOL_BREAKS, Format, Level, Observance, Tag
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.observances.windows import Hours, days_between, hours_of

ONE_DAY = timedelta(days=1)
# Rows lie at most this many days outside their occurrence: the visits after a feast, the Tuesday before Nowruz.
ROWS_REACH = timedelta(days=14)
MOST_MONTHS = 4096
"""How many months of occasions are kept; a city's coming year is some hundreds."""

_CHILDREN_FORMATS = frozenset({Format.WORKSHOP, Format.PHYSICAL, Format.FESTIVAL})
_ADULT_TAGS = frozenset({Tag.GENERAL_PUBLIC, Tag.FAMILIES, Tag.SENIORS, Tag.STUDENTS, Tag.MEN, Tag.WOMEN})


@dataclass(frozen=True)
class Occasion:
    """What of an event decides how much a day weighs, whenever it is held.

    `offers`: what is on the table and asked of the body. `is_recorded`: one can take part from home, or later.
    """

    audience: frozenset[Tag]
    format: Format = Format.MEETING
    offers: frozenset[Needs] = frozenset({Needs.NOTHING})
    is_recorded: bool = False
    is_decision: bool = False
    celebrates: Observance | None = None

    def meets(self, needs: Needs) -> bool:
        """Whether it offers or asks what a row needs to count; a feast or a market is festive by its format."""
        if needs is Needs.FESTIVE:
            return self.format is Format.FESTIVAL
        return needs in self.offers

    def is_made_for(self, observance: Observance) -> bool:
        """Whether it suits that day: it is the celebration itself, or a holiday activity for children."""
        return observance is self.celebrates or (observance in SCHOOL_BREAKS and self.is_holiday_activity)

    @property
    def is_holiday_activity(self) -> bool:
        """Whether it is something for children alone, for which a school holiday is a chance."""
        if self.format is Format.HOLIDAY_CAMP:
            return True
        is_for_children = Tag.CHILDREN in self.audience and not self.audience & _ADULT_TAGS
        return is_for_children and self.format in _CHILDREN_FORMATS


@dataclass(frozen=True)
class Hit:
    """One window of one row that concerns an occasion's audience, with the level it would have."""

    effect: Effect
    occurrence: Occurrence
    hours: Hours
    level: Level
    is_possible_only: bool


def level_of(effect: Effect, occasion: Occasion, audience: frozenset[Tag]) -> Level:
    """The level of a row for that part of the occasion's audience, before certainty: audience, then format."""
    level = _audience_level(effect, audience, occasion.audience)
    if level is Level.NONE or not occasion.meets(effect.needs):
        return Level.NONE
    change = int(occasion.is_decision)
    if effect.is_fast:
        change += (Needs.FOOD in occasion.offers) + (Needs.PHYSICAL in occasion.offers)
    if occasion.is_recorded and not effect.is_rest:
        change -= 1
    return Level(min(max(level + change, Level.NONE), Level.HIGH))


def _audience_level(effect: Effect, audience: frozenset[Tag], whole: frozenset[Tag]) -> Level:
    if effect.concerns is None:
        return effect.base
    if audience & effect.concerns:
        is_lighter = (
            effect.is_lighter_for_women and Tag.WOMEN in whole and not whole & {Tag.MEN, Tag.GENERAL_PUBLIC}
        )
        return Level(max(effect.base - 1, Level.NONE)) if is_lighter else effect.base
    if Tag.GENERAL_PUBLIC not in audience:
        return Level.NONE
    if effect.general is not None:
        return effect.general
    return Level(min(max(effect.base - 1, Level.NONE), Level.MEDIUM))


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


class Almanac:
    """The days of one calendar, for any occasion. Ask `almanac_of`, which keeps one for each calendar."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._days: dict[Occasion, dict[date, tuple[Hit, ...]]] = {}
        self._months = 0

    def hits(self, occasion: Occasion, first: date, last: date) -> tuple[Hit, ...]:
        """Every window that could overlap the dates (both included): also those that begin the day before or after."""
        days = self._days.get(occasion)
        if days is None:
            days = self._days.setdefault(occasion, {})
        found: list[Hit] = []
        for on in days_between(first - ONE_DAY, last + ONE_DAY):
            of_day = days.get(on)
            if of_day is None:
                days = self._fill_month(occasion, on)
                of_day = days[on]
            found += of_day
        return tuple(found)

    def _fill_month(self, occasion: Occasion, on: date) -> dict[date, tuple[Hit, ...]]:
        if self._months >= MOST_MONTHS:
            self._days, self._months = {}, 0
        first = on.replace(day=1)
        last = on.replace(day=monthrange(on.year, on.month)[1])
        found: dict[date, list[Hit]] = {each: [] for each in days_between(first, last)}
        readings = self.calendar.readings(first - ROWS_REACH, last + ROWS_REACH, occasion.audience)
        for reading in readings:
            for day, hit in _hits_of(self.calendar, reading, occasion, first, last):
                found[day].append(hit)
        days = self._days.setdefault(occasion, {})
        days.update((day, tuple(hits)) for day, hits in found.items())
        self._months += 1
        return days


def _hits_of(
    calendar: Calendar, reading: Reading, occasion: Occasion, first: date, last: date
) -> Iterator[tuple[date, Hit]]:
    """The windows of a reading's occurrences, by the day that they are dated on."""
    for occurrence in reading.occurrences:
        if occasion.is_made_for(occurrence.observance):
            continue
        for effect in calendar.rows_of(occurrence):
            level = level_of(effect, occasion, reading.audience)
            if level is Level.NONE:
                continue
            for on, is_possible_only in _days_of(effect, occurrence, first, last):
                settled: Level = level
                if is_possible_only and not occurrence.has_high_doubt:
                    settled = Level(max(Level.LOW, level - 1))
                hours = occurrence.hours or hours_of(effect.shape, on)
                yield on, Hit(effect, occurrence, hours, settled, is_possible_only)


@lru_cache(maxsize=8)
def almanac_of(calendar: Calendar) -> Almanac:
    """The almanac of a calendar: made once for each (calendars are told apart by identity), the last few are kept."""
    return Almanac(calendar)
