"""An imported calendar of the demo city: invented home matches, so that the page of calendars shows something."""

from datetime import date, timedelta

from crm.agenda.calendars.models import ImportedCalendar, ImportedDay, Meaning
from crm.demo.draft import Draft, instant

NAME = "Thuiswedstrijden (verzonnen)"
GUESTS = (
    "Sporting Zennegat", "FC De Vaart", "Racing Bruul", "SK Netedijk", "Olympia Leuvensepoort", "Vrije Hoeve",
    "Dijlezonen", "Eendracht Zandberg", "Groen Kruis", "Union Kattenberg",
)  # fmt: skip
SATURDAY, EVERY = 5, timedelta(days=14)


def add_imported_calendar(draft: Draft) -> None:
    """Adds a calendar of evening matches on every other Saturday, as if it was read from a file this morning."""
    read_at = instant(draft.today, 7)
    calendar = draft.add(
        ImportedCalendar(
            **draft.born_versioned(read_at), name=NAME, meaning=Meaning.TRAFFIC, level="low", read_at=read_at
        )
    )
    for number, guest in enumerate(GUESTS):
        on = _first_saturday(draft.today) + number * EVERY
        draft.add(
            ImportedDay(
                **draft.born(read_at),
                calendar_id=calendar.id,
                title=f"Thuisploeg - {guest}",
                start_on=on,
                end_on=on,
                starts_at=instant(on, 20),
                ends_at=instant(on, 22),
            )
        )


def _first_saturday(after: date) -> date:
    return after + timedelta(days=(SATURDAY - after.weekday()) % 7)
