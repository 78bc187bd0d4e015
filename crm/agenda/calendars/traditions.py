"""Whose days the year calendar shows: the traditions that the data holds, in plain words, and what is filtered out."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache

from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Observance, Tag
from crm.agenda.observances.occurrence import Occurrence
from crm.text import mark

IMPORTED = "imported"
WEEKLY = frozenset({Observance.JUMUAH, Observance.SHABBAT, Observance.ALEVI_CEM})
"""What comes every week: a page shows it only when asked, or it would show little else."""

OTHER_ANNOUNCEMENTS = frozenset({Tag.ISLAM_MA, Tag.ISLAM_TR, Tag.ISLAM_EXECUTIVE})
"""Calendars that follow another announcement than the Moslimraad's, which the page shows."""

TRADITION_NAMES: Mapping[str, str] = {
    "islam": mark("Islamic"),
    "alevi": mark("Alevi"),
    "judaism": mark("Jewish"),
    "christian": mark("Christian"),
    "orthodox": mark("Orthodox"),
    "assyrian": mark("Assyrian and Chaldean"),
    "hindu": mark("Hindu"),
    "sikh": mark("Sikh"),
    "buddhist": mark("Buddhist"),
    "lunar_new_year": mark("Lunar New Year"),
    "nowruz": mark("Nowruz (Persian New Year)"),
    "kurdish": mark("Kurdish (Newroz)"),
    "belgium": mark("Public holidays"),
    "school": mark("Schools"),
    "mechelen": mark("In Mechelen"),
    IMPORTED: mark("Imported calendars"),
}
"""What a tradition is called on screen, in the order in which they are offered."""


class Family(StrEnum):
    """How a day looks in the calendar: kept by a community, free or school, in the city, or from somebody's own file."""

    FEAST = "feast"
    FREE = "free"
    CITY = "city"
    IMPORTED = "imported"


_FAMILIES = {
    "belgium": Family.FREE,
    "school": Family.FREE,
    "mechelen": Family.CITY,
    IMPORTED: Family.IMPORTED,
}


def family_of(tradition: str) -> Family:
    """How days of that tradition look.

    >>> family_of("school"), family_of("islam")
    (<Family.FREE: 'free'>, <Family.FEAST: 'feast'>)
    """
    return _FAMILIES.get(tradition, Family.FEAST)


def position_of(tradition: str) -> int:
    """Where a tradition stands in the order of the page; one without a word of its own stands last."""
    names = list(TRADITION_NAMES)
    return names.index(tradition) if tradition in TRADITION_NAMES else len(names)


@lru_cache(maxsize=1)
def known_traditions() -> tuple[str, ...]:
    """Every tradition that can be asked for, in order: those of the calendars themselves, and what was imported."""
    # A year and a half holds every yearly day, also of calendars that drift through ours.
    found = {each.tradition for each in Calendar().occurrences(date(2026, 1, 1), date(2027, 6, 30))}
    return tuple(sorted(found | {IMPORTED}, key=lambda each: (position_of(each), each)))


def offered_traditions(calendar: Calendar) -> tuple[str, ...]:
    """The traditions that a page offers to filter by: imported ones only where there are any."""
    has_imported = bool(calendar.imported)
    return tuple(each for each in known_traditions() if each != IMPORTED or has_imported)


def chosen(found: Iterable[Occurrence], traditions: Collection[str], has_weekly: bool) -> list[Occurrence]:
    """What is left of the occurrences: of those traditions (none means all), with or without what comes every week."""
    return [
        each
        for each in found
        if (not traditions or each.tradition in traditions) and (has_weekly or each.observance not in WEEKLY)
    ]
