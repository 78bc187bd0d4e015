"""The traditions that the page offers are those of the data, each with a word."""

from datetime import date

from crm.agenda.calendars.traditions import (
    IMPORTED,
    TRADITION_NAMES,
    chosen,
    known_traditions,
    offered_traditions,
)
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Certainty, Observance
from crm.agenda.observances.occurrence import Occurrence


def test_every_tradition_in_the_calendars_is_offered_under_a_word_of_its_own() -> None:
    in_data = {each.tradition for each in Calendar().occurrences(date(2015, 1, 1), date(2045, 12, 31))}
    assert set(known_traditions()) == in_data | {IMPORTED}
    assert known_traditions() == tuple(each for each in TRADITION_NAMES if each in in_data | {IMPORTED})


def test_imported_days_are_offered_where_there_are_any() -> None:
    on = date(2027, 3, 1)
    match = Occurrence(Observance.IMPORTED, IMPORTED, on, on, Certainty.IMPORTED, "KV Mechelen", title="KVM")
    assert IMPORTED not in offered_traditions(Calendar())
    assert offered_traditions(Calendar(imported=(match,)))[-1] == IMPORTED


def test_what_comes_every_week_is_left_out_unless_asked() -> None:
    found = Calendar().occurrences(date(2027, 2, 22), date(2027, 2, 28))
    assert [each.observance.value for each in chosen(found, [], has_weekly=False)] == ["ramadan"]
    assert [each.observance.value for each in chosen(found, [], has_weekly=True)] == [
        "ramadan",
        "alevi_cem",
        "jumuah",
        "shabbat",
    ]
    assert [each.observance.value for each in chosen(found, ["judaism"], has_weekly=True)] == ["shabbat"]
