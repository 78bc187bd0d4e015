"""No library update moves a date silently: the calendars of 2015 to 2045 against the table that we froze."""

from tests.agenda.frozen_observances import PATH, frozen_lines


def test_no_date_moved_since_the_table_was_frozen() -> None:
    frozen, now = PATH.read_text().splitlines(), frozen_lines()
    assert [line for line in frozen if line not in set(now)] == [], "gone: see CONTRIBUTING.md"
    assert [line for line in now if line not in set(frozen)] == [], "new: see CONTRIBUTING.md"
    assert frozen == now
