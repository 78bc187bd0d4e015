"""Imported calendars of the demo city: invented matches and school days, so that a warning can name them."""

from datetime import date, datetime, timedelta

from crm.agenda.calendars.models import ImportedCalendar, ImportedDay, Meaning
from crm.agenda.observances.keys import Level, Tag
from crm.demo.draft import Draft, instant

GUESTS = (
    "Sporting Zennegat", "FC De Vaart", "Racing Bruul", "SK Netedijk", "Olympia Leuvensepoort", "Vrije Hoeve",
    "Dijlezonen", "Eendracht Zandberg", "Groen Kruis", "Union Kattenberg",
)  # fmt: skip
SCHOOL_DAYS = ((18, "Pedagogische studiedag"), (67, "Lokale verlofdag"), (130, "Pedagogische studiedag"))
SATURDAY, EVERY = 5, timedelta(days=14)


def add_imported_calendars(draft: Draft) -> None:
    """Adds evening matches on every other Saturday, and days on which schools are closed, as read from files today."""
    matches = _add(draft, "Thuiswedstrijden (verzonnen)", Meaning.TRAFFIC, Level.LOW)
    for number, guest in enumerate(GUESTS):
        on = _first_saturday(draft.today) + number * EVERY
        _add_day(draft, matches, f"Thuisploeg - {guest}", on, instant(on, 20), instant(on, 22))
    schools = _add(draft, "Vrije dagen van scholen (verzonnen)", Meaning.CLOSED, Level.MEDIUM, Tag.FAMILIES)
    for days, title in SCHOOL_DAYS:
        _add_day(draft, schools, title, _workday(draft.today + timedelta(days=days)))


def _add(draft: Draft, name: str, meaning: Meaning, level: Level, *audience: Tag) -> ImportedCalendar:
    read_at = instant(draft.today, 7)
    return draft.add(
        ImportedCalendar(
            **draft.born_versioned(read_at),
            name=name,
            meaning=meaning,
            level=level.word,
            audience=[tag.value for tag in audience],
            read_at=read_at,
        )
    )


def _add_day(
    draft: Draft,
    calendar: ImportedCalendar,
    title: str,
    on: date,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> None:
    draft.add(
        ImportedDay(
            **draft.born(calendar.created_at),
            calendar_id=calendar.id,
            title=title,
            start_on=on,
            end_on=on,
            starts_at=starts_at,
            ends_at=ends_at,
        )
    )


def _first_saturday(after: date) -> date:
    return after + timedelta(days=(SATURDAY - after.weekday()) % 7)


def _workday(on: date) -> date:
    """That date, or the Monday after a weekend."""
    return on + timedelta(days=(7 - on.weekday()) % 7 if on.weekday() >= SATURDAY else 0)
