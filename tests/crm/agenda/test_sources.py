"""Sources of dates are said in the reader's language."""

from datetime import date

from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.islamic_announced import ANNOUNCED, source_of
from crm.agenda.terms import SOURCES


def test_every_source_that_we_print_can_be_translated() -> None:
    printed = {one.source for one in Calendar().occurrences(date(2015, 1, 1), date(2045, 12, 31))}
    announced = {source_of(authority, on) for authority, dates in ANNOUNCED.items() for on in dates.values()}
    assert printed | announced == set(SOURCES)
