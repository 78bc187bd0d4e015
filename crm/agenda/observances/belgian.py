"""Belgian legal holidays and bridge days, days on which the city's offices close, Flemish school holidays and exams."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from crm.agenda.observances.keys import Certainty, Observance
from crm.agenda.observances.occurrence import Occurrence

TRADITION = "belgium"
SCHOOL = "school"
PUBLIC_SOURCE = "Belgian legal holidays"
SCHOOL_SOURCE = "Flemish Government, decree of 17 April 1991, art. 4-5"
CLOSURE_SOURCE = "Usual closing days of the city's offices"
EXAM_SOURCE = "Usual period; each school chooses its own days"
BREAK_NAMES = {
    "Herfstvakantie": Observance.AUTUMN_BREAK,
    "Kerstvakantie": Observance.CHRISTMAS_BREAK,
    "Krokusvakantie": Observance.CARNIVAL_BREAK,
    "Paasvakantie": Observance.EASTER_BREAK,
    "Zomervakantie": Observance.SUMMER_BREAK,
}
# The package adds Easter Sunday and Pentecost Sunday to the ten legal holidays.
NOT_LEGAL = ("Pasen", "Pinksteren")
CLOSING_DAYS = ((1, 2), (11, 2), (12, 26))
EXAM_PERIODS = (((6, 1), (6, 25)), ((12, 1), (12, 20)))
TUESDAY, THURSDAY = 1, 3


@lru_cache(maxsize=256)
def _named_days(year: int, category: str) -> dict[date, tuple[str, ...]]:
    """Date to Dutch names. Imported here since the package is large, and in Dutch since the environment's language
    would decide otherwise."""
    import holidays

    found = holidays.country_holidays(
        "BE", subdiv="Flemish", categories=(category,), language="nl", years=[year]
    )
    return {on: tuple(found.get_list(on)) for on in sorted(found)}


@lru_cache(maxsize=256)
def legal_holidays(year: int) -> tuple[date, ...]:
    """The ten legal holidays of a year, in order."""
    return tuple(
        on
        for on, names in _named_days(year, "public").items()
        if any(name not in NOT_LEGAL for name in names)
    )


@lru_cache(maxsize=256)
def bridge_days(year: int) -> tuple[date, ...]:
    """Working days between a legal holiday and the weekend, such as the Friday after Ascension."""
    holidays = set(legal_holidays(year))
    around = {TUESDAY: -1, THURSDAY: 1}
    bridges = {on + timedelta(days=around[on.weekday()]) for on in holidays if on.weekday() in around}
    return tuple(sorted(bridges - holidays))


@lru_cache(maxsize=256)
def _breaks_around(year: int) -> tuple[Occurrence, ...]:
    """The school breaks of three calendar years, whole (a Christmas break crosses the year)."""
    runs: list[tuple[Observance, date, date]] = []
    for near in (year - 1, year, year + 1):
        for on, names in _named_days(near, "school").items():
            for name in names:
                observance = BREAK_NAMES.get(name)
                if observance is None:
                    continue
                if runs and runs[-1][0] is observance and on - runs[-1][2] == timedelta(days=1):
                    runs[-1] = (observance, runs[-1][1], on)
                else:
                    runs.append((observance, on, on))
    return tuple(
        Occurrence(observance, SCHOOL, begin, end, Certainty.FIXED, SCHOOL_SOURCE)
        for observance, begin, end in runs
        if begin.year == year
    )


def _single(observance: Observance, on: date, certainty: Certainty, source: str) -> Occurrence:
    return Occurrence(observance, TRADITION, on, on, certainty, source)


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
    found += _breaks_around(year)
    found += [
        Occurrence(
            Observance.SECONDARY_EXAMS,
            SCHOOL,
            date(year, *begin),
            date(year, *end),
            Certainty.LOCAL,
            EXAM_SOURCE,
        )
        for begin, end in EXAM_PERIODS
    ]
    return tuple(found)


def occurrences(first: date, last: date) -> Iterator[Occurrence]:
    """Legal holidays, bridge days, closing days, school breaks and exam periods that touch the dates."""
    for year in range(first.year - 1, last.year + 1):
        yield from (found for found in _year(year) if found.touches(first, last))
