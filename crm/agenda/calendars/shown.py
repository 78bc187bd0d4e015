"""What the year calendar shows for an address: month or list, filters, the day that is opened, and where links lead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from crm.agenda.calendars.day import day_of_year
from crm.agenda.calendars.evening import short_list
from crm.agenda.calendars.month import Grid, Planned, grid_of, weeks_of
from crm.agenda.calendars.schemas import CalendarFilter, OccurrenceRead
from crm.agenda.calendars.telling import tell
from crm.agenda.calendars.traditions import TRADITION_NAMES, chosen, family_of, offered_traditions
from crm.agenda.observances.calendar import FIRST_YEAR, LAST_YEAR, Calendar
from crm.agenda.verdicts import say_occurrence
from crm.agenda.words import MONTHS, WEEKDAYS
from crm.i18n import translate
from crm.web.forms import Form, filled_form

ONE_DAY = timedelta(days=1)
TWELVE_MONTHS = timedelta(days=364)
EVENING_FROM, EVENING_TO = "19:30", "21:30"


@dataclass(frozen=True)
class Shown:
    """The dates that a page is about: one month, or a year from some day."""

    wanted: CalendarFilter
    today: date

    @property
    def month_on(self) -> date:
        """The first day of the month that is shown: the one asked for, that of the opened day, or this month."""
        base = self.wanted.day or self.today
        return date(self.wanted.year or base.year, self.wanted.month or base.month, 1)

    @property
    def is_list(self) -> bool:
        """Whether a whole year is listed."""
        return self.wanted.view == "list"

    @property
    def dates(self) -> Grid:
        """The first and last date on the page."""
        if not self.is_list:
            return grid_of(self.month_on.year, self.month_on.month)
        if self.wanted.year is None:
            return Grid(self.today, self.today + TWELVE_MONTHS)
        return Grid(date(self.wanted.year, 1, 1), date(self.wanted.year, 12, 31))

    @property
    def printed(self) -> Grid:
        """The dates that go on paper and into other calendars: always whole months, of a year or of the coming one."""
        if self.is_list and self.wanted.year is None:
            return self.dates
        return Grid(date(self.month_on.year, 1, 1), date(self.month_on.year, 12, 31))

    def beside(self, months: int) -> dict[str, int] | None:
        """Year and month so many months away; None where the calendars end."""
        count = self.month_on.year * 12 + self.month_on.month - 1 + months
        year, month = divmod(count, 12)
        return {"year": year, "month": month + 1} if FIRST_YEAR <= year <= LAST_YEAR else None

    def year_beside(self, years: int) -> dict[str, int] | None:
        """The year so many years away; None where the calendars end."""
        year = self.month_on.year + years
        return {"year": year} if FIRST_YEAR <= year <= LAST_YEAR else None


def address(here: str, wanted: CalendarFilter, **changed: object) -> str:
    """The address of the same page with some of its filters changed; what is left open is left out.

    >>> address("/observances", CalendarFilter(year=2027, month=2, tradition=["islam"]), month=3)
    '/observances?year=2027&month=3&tradition=islam'
    """
    values: dict[str, object] = {**wanted.model_dump(exclude_defaults=True), **changed}
    filled = {name: value for name, value in values.items() if value not in (None, "", False, [])}
    query = urlencode(
        {name: "true" if value is True else value for name, value in filled.items()}, doseq=True
    )
    return f"{here}?{query}" if query else here


def year_page(
    request: Request,
    wanted: CalendarFilter,
    calendar: Calendar,
    today: date,
    here: str,
    planned: Mapping[date, Sequence[Planned]],
) -> dict[str, Any]:
    """What the template of the year calendar takes, for those with and those without an account."""
    language: str = request.state.language
    shown = Shown(wanted, today)
    found = calendar.occurrences(shown.dates.first, shown.dates.last + ONE_DAY)
    rows = [say_occurrence(each, language) for each in chosen(found, wanted.tradition, wanted.weekly)]
    month_on = shown.month_on
    return {
        "here": here,
        "wanted": wanted,
        "period": shown,
        "to": partial(address, here, wanted),
        "weeks": () if shown.is_list else weeks_of(month_on.year, month_on.month, rows, planned, today),
        "months": _by_month(rows, shown.dates) if shown.is_list else (),
        "day": None
        if wanted.day is None
        else day_of_year(wanted.day, calendar, wanted.tradition, wanted.weekly, language),
        "planned": planned,
        "form": filled_form(request, wanted.model_dump() | {"year": month_on.year, "month": month_on.month}),
        "ask": evening_form(request, wanted.day),
        "respect": short_list(language),
        "traditions": [
            (each, translate(language, TRADITION_NAMES.get(each, each)))
            for each in offered_traditions(calendar)
        ],
        "month_names": list(enumerate(MONTHS[language], start=1)),
        "years": [(year, year) for year in range(FIRST_YEAR, LAST_YEAR + 1)],
        "weekdays": WEEKDAYS[language],
        "told": partial(tell, language=language),
        "family_of": family_of,
        "printed": urlencode(_printed(shown), doseq=True),
        "exported": urlencode({**_printed(shown), "weekly": []}, doseq=True),
    }


def evening_form(request: Request, on: date | None) -> Form:
    """The box before anything is asked: an evening, for everybody."""
    return filled_form(
        request,
        {"on": on, "start_hour": EVENING_FROM, "end_hour": EVENING_TO, "respect": ["general_public"]},
    )


def _printed(shown: Shown) -> dict[str, object]:
    dates = shown.printed
    return {
        "from": dates.first,
        "to": dates.last,
        "tradition": shown.wanted.tradition,
        "weekly": ["true"] if shown.wanted.weekly else [],
    }


def _by_month(rows: Iterable[OccurrenceRead], dates: Grid) -> list[tuple[date, list[OccurrenceRead]]]:
    """The rows that begin in or reach into the dates, by month; what began before stands in the first one."""
    within = [row for row in rows if row.start_on <= dates.last]

    def month_of(row: OccurrenceRead) -> date:
        return max(row.start_on, dates.first).replace(day=1)

    return [(month, list(group)) for month, group in groupby(within, month_of)]
