"""Sources of dates are said in the reader's language."""

from datetime import date

from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.islamic_announced import ANNOUNCED, source_of
from crm.agenda.observances.keys import Tag
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.observances.time_sources import AS_IMPORTED
from crm.agenda.sources import SOURCES, TIME_SOURCES

DATES = (date(2015, 1, 1), date(2045, 12, 31))


def _read() -> list[Occurrence]:
    """All that a check may read, parts of observances too."""
    return [
        one for reading in Calendar().readings(*DATES, [Tag.GENERAL_PUBLIC]) for one in reading.occurrences
    ]


def test_every_source_that_we_print_can_be_translated() -> None:
    printed = {one.source for one in _read()}
    announced = {source_of(authority, on) for authority, dates in ANNOUNCED.items() for on in dates.values()}
    assert printed | announced == set(SOURCES)


def test_every_occurrence_says_where_its_hours_come_from() -> None:
    assert {one.time_source for one in _read()} | {AS_IMPORTED} == set(TIME_SOURCES)
