"""Belgian legal holidays and bridge days, days on which the city's offices close, Flemish school holidays and exams."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache

from crm.agenda.observances import time_sources
from crm.agenda.observances.christian import western_easter
from crm.agenda.observances.keys import Certainty, Observance
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.observances.tables import Span

TRADITION = "belgium"
SCHOOL = "school"
PUBLIC_SOURCE = "Belgian legal holidays"
SCHOOL_SOURCE = "Flemish Government, decree of 17 April 1991, art. 4-5"
CLOSURE_SOURCE = "Usual closing days of the city's offices"
EXAM_SOURCE = "Usual period; each school chooses its own days"
HIGHER_EDUCATION_SOURCE = "Usual period; each university or college chooses its own days"
# Month and day of the fixed ones, and days from Easter of Easter Monday, Ascension and Whit Monday.
FIXED_HOLIDAYS = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
HOLIDAYS_FROM_EASTER = (1, 39, 50)
CLOSING_DAYS = ((1, 2), (11, 2), (12, 26))
EXAM_PERIODS = (((6, 1), (6, 25)), ((12, 1), (12, 20)))
TUESDAY, THURSDAY, SATURDAY, SUNDAY = 1, 3, 5, 6
ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=256)
def legal_holidays(year: int) -> tuple[date, ...]:
    """The legal holidays of a year, in order: ten, or nine where Ascension falls on 1 May."""
    fixed = {date(year, month, day) for month, day in FIXED_HOLIDAYS}
    moving = {western_easter(year) + timedelta(days=days) for days in HOLIDAYS_FROM_EASTER}
    return tuple(sorted(fixed | moving))


@lru_cache(maxsize=256)
def bridge_days(year: int) -> tuple[date, ...]:
    """Working days between a legal holiday and the weekend, such as the Friday after Ascension."""
    holidays = set(legal_holidays(year))
    around = {TUESDAY: -1, THURSDAY: 1}
    bridges = {on + timedelta(days=around[on.weekday()]) for on in holidays if on.weekday() in around}
    return tuple(sorted(bridges - holidays))


def _monday_of(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _autumn_break(year: int) -> Span:
    """The week of 1 November; the week after it where that is a Sunday."""
    all_saints = date(year, 11, 1)
    begin = all_saints + ONE_DAY if all_saints.weekday() == SUNDAY else _monday_of(all_saints)
    return Span(begin, begin + timedelta(days=6))


def _christmas_break(year: int) -> Span:
    """Two weeks from the Monday of Christmas; from the next Monday where Christmas is in a weekend."""
    christmas = date(year, 12, 25)
    begin = _monday_of(christmas)
    if christmas.weekday() >= SATURDAY:
        begin += timedelta(days=7)
    return Span(begin, begin + timedelta(days=13))


def _carnival_break(year: int) -> Span:
    """A week from the seventh Monday before Easter."""
    begin = western_easter(year) - timedelta(days=48)
    return Span(begin, begin + timedelta(days=6))


def _easter_break(year: int) -> Span:
    """Two weeks from the first Monday of April, from Easter Monday where Easter is in March, and where Easter is after
    15 April from the second Monday before it until Easter Monday."""
    easter = western_easter(year)
    if easter.month == 3:
        return Span(easter + ONE_DAY, easter + timedelta(days=14))
    if easter > date(year, 4, 15):
        return Span(easter - timedelta(days=13), easter + ONE_DAY)
    begin = _monday_of(date(year, 4, 7))
    return Span(begin, begin + timedelta(days=13))


def _summer_break(year: int) -> Span:
    return Span(date(year, 7, 1), date(year, 8, 31))


BREAKS: dict[Observance, Callable[[int], Span]] = {
    Observance.CARNIVAL_BREAK: _carnival_break,
    Observance.EASTER_BREAK: _easter_break,
    Observance.SUMMER_BREAK: _summer_break,
    Observance.AUTUMN_BREAK: _autumn_break,
    Observance.CHRISTMAS_BREAK: _christmas_break,
}
"""The school break that begins in a calendar year, by the rule of the decree (the package `holidays` agrees, and would
cost the server 40 MB)."""


def _single(observance: Observance, on: date, certainty: Certainty, source: str) -> Occurrence:
    return Occurrence(observance, TRADITION, on, on, certainty, source, time_source=time_sources.WHOLE_DAYS)


def higher_education_exams(year: int) -> tuple[Span, Span, Span]:
    """January (from the Monday after the Christmas break), the end of the academic year, and the resits.

    >>> higher_education_exams(2027)[0].first
    datetime.date(2027, 1, 4)
    """
    after_break = _christmas_break(year - 1).last + ONE_DAY
    return (
        Span(after_break, date(year, 2, 5)),
        Span(date(year, 5, 25), date(year, 6, 30)),
        Span(date(year, 8, 15), date(year, 9, 10)),
    )


def _school(observance: Observance, span: Span, certainty: Certainty, source: str) -> Occurrence:
    return Occurrence(
        observance,
        SCHOOL,
        span.first,
        span.last,
        certainty,
        source,
        time_source=time_sources.WHOLE_DAYS,
    )


@lru_cache(maxsize=256)
def _year(year: int) -> tuple[Occurrence, ...]:
    """Everything that begins in a calendar year."""
    found = [
        _single(Observance.PUBLIC_HOLIDAY, on, Certainty.FIXED, PUBLIC_SOURCE) for on in legal_holidays(year)
    ]
    found += [
        _single(Observance.BRIDGE_DAY, on, Certainty.CALCULATED, PUBLIC_SOURCE) for on in bridge_days(year)
    ]
    found += [
        _single(Observance.CITY_CLOSURE, date(year, month, day), Certainty.LOCAL, CLOSURE_SOURCE)
        for month, day in CLOSING_DAYS
    ]
    found.append(
        _single(
            Observance.FLEMISH_COMMUNITY_DAY,
            date(year, 7, 11),
            Certainty.FIXED,
            "11 July, day of the Flemish Community",
        )
    )
    for observance, rule in BREAKS.items():
        span = rule(year)
        found.append(_school(observance, span, Certainty.FIXED, SCHOOL_SOURCE))
    for begin, end in EXAM_PERIODS:
        span = Span(date(year, *begin), date(year, *end))
        found.append(_school(Observance.SECONDARY_EXAMS, span, Certainty.LOCAL, EXAM_SOURCE))
    for span in higher_education_exams(year):
        found.append(
            _school(Observance.HIGHER_EDUCATION_EXAMS, span, Certainty.LOCAL, HIGHER_EDUCATION_SOURCE)
        )
    return tuple(found)


def occurrences(first: date, last: date) -> Iterator[Occurrence]:
    """Legal holidays, bridge days, closing days, school breaks and exam periods that touch the dates."""
    for year in range(first.year - 1, last.year + 1):
        yield from (found for found in _year(year) if found.touches(first, last))
