"""One day of the year calendar: the hours of the sun, what falls on it, and what that means for an event. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from crm.agenda.almanac import almanac_of
from crm.agenda.calendars.schemas import OccurrenceRead
from crm.agenda.calendars.traditions import OTHER_ANNOUNCEMENTS, chosen, position_of
from crm.agenda.observances.calendar import FIRST_YEAR, LAST_YEAR, Calendar
from crm.agenda.observances.keys import Format, Observance, Tag
from crm.agenda.observances.names import Text
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.observances.sun import sun_times, to_minute
from crm.agenda.observances.windows import at_local
from crm.agenda.timing import EventToCheck, clashes_of, overlapping
from crm.agenda.verdicts import say_occurrence
from crm.agenda.words import meaning_text

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DayRow:
    """One observance as it touches a day. `is_around`: it falls on other days and still weighs, such as visits after it."""

    row: OccurrenceRead
    is_eve: bool
    is_possible: bool
    is_around: bool
    meaning: str


@dataclass(frozen=True)
class SunHours:
    """The sun in Mechelen on one day, to the minute, in local time; Mechelen has all four every day."""

    sunrise: datetime
    sunset: datetime
    candle_lighting: datetime
    nightfall: datetime


@dataclass(frozen=True)
class DayOfYear:
    """A day with the sun's hours and its observances, those that fall on it first."""

    on: date
    hours: SunHours
    rows: tuple[DayRow, ...]

    @property
    def before(self) -> date | None:
        """The day before; None where the calendars begin."""
        return self.on - ONE_DAY if self.on > date(FIRST_YEAR, 1, 1) else None

    @property
    def after(self) -> date | None:
        """The day after; None where the calendars end."""
        return self.on + ONE_DAY if self.on < date(LAST_YEAR, 12, 31) else None


def day_of_year(
    on: date, calendar: Calendar, traditions: Collection[str], has_weekly: bool, language: str
) -> DayOfYear:
    """What a day holds, for everybody at once: which of it counts for an event depends on whom it invites."""
    found = [
        each
        for each in calendar.occurrences(on, on + ONE_DAY)
        if each.touches(on, on) or _begins_that_evening(each, on)
    ]
    meanings = _meanings(on, calendar)
    falling = {each.observance for each in found}
    around = [one.occurrence for observance, one in meanings.items() if observance not in falling]
    rows = [
        DayRow(
            row=say_occurrence(each, language),
            is_eve=_begins_that_evening(each, on),
            is_possible=each.end_on < on <= each.last_on,
            is_around=each.observance not in falling,
            meaning=meanings[each.observance].text.in_language(language)
            if each.observance in meanings
            else "",
        )
        for each in chosen([*found, *around], traditions, has_weekly)
    ]
    rows.sort(key=lambda one: (one.is_around, one.is_eve, position_of(one.row.tradition), one.row.name))
    return DayOfYear(on, sun_hours(on), tuple(rows))


def sun_hours(on: date) -> SunHours:
    """The hours of the sun that people go by.

    >>> sun_hours(date(2027, 2, 23)).sunset.strftime("%H:%M")
    '18:12'
    """
    sun = sun_times(on)
    times = [sun.sunrise, sun.sunset, sun.candle_lighting, sun.nightfall]
    return SunHours(*(to_minute(at) for at in times if at is not None))


@dataclass(frozen=True)
class _Meaning:
    occurrence: Occurrence
    text: Text


def _begins_that_evening(found: Occurrence, on: date) -> bool:
    return found.starts_previous_sunset and found.start_on - ONE_DAY == on


def _meanings(on: date, calendar: Calendar) -> dict[Observance, _Meaning]:
    """What the matrix says of the whole day to an occasion that invites everybody and puts food on the table."""
    occasion = EventToCheck(
        start=at_local(on, time(0)),
        end=at_local(on, time(23, 59)),
        audience=frozenset(Tag) - OTHER_ANNOUNCEMENTS,
        format=Format.MEAL,
        hour_unknown=True,
    )
    found = overlapping(almanac_of(calendar).hits(occasion.occasion, on, on), occasion.span, occasion.margin)
    occurrences = {hit.occurrence.observance: hit.occurrence for hit in found}
    return {
        clash.observance: _Meaning(occurrences[clash.observance], meaning_text(clash))
        for clash in clashes_of(found, occasion.zone)
    }
