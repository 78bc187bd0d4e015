"""The grid of a month: whole weeks, bars that keep their place, eves, days that are only possible."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.agenda.calendars.month import Day, Grid, Mark, Planned, grid_of, weeks_of
from crm.agenda.calendars.schemas import OccurrenceRead
from crm.agenda.observances.calendar import FIRST_YEAR, LAST_YEAR
from tests.crm.agenda.calendars.rows import row

TODAY = date(2027, 3, 10)


def _days(year: int, month: int, rows: list[OccurrenceRead]) -> dict[date, Day]:
    return {day.on: day for week in weeks_of(year, month, rows, {}, TODAY) for day in week.days}


def _said(mark: Mark | None) -> str:
    """A mark in short: name, and what is special about it."""
    if mark is None:
        return "-"
    signs = {"eve": mark.is_eve, "possible": mark.is_possible and not mark.is_eve}
    return " ".join([mark.row.name, *(sign for sign, holds in signs.items() if holds)])


@given(st.integers(FIRST_YEAR, LAST_YEAR), st.integers(1, 12))
def test_grid_is_whole_weeks_around_the_month(year: int, month: int) -> None:
    weeks = weeks_of(year, month, [], {}, TODAY)
    days = [day for week in weeks for day in week.days]
    assert [day.on.weekday() for day in days] == list(range(7)) * len(weeks)
    inside = [day.on for day in days if not day.is_outside]
    assert (inside[0], len(inside)) == (date(year, month, 1), inside[-1].day)
    assert {on.month for on in inside} == {month}
    assert Grid(days[0].on, days[-1].on) == grid_of(year, month)


def test_weeks_carry_the_number_of_the_wall_calendar() -> None:
    assert [week.number for week in weeks_of(2027, 1, [], {}, TODAY)] == [53, 1, 2, 3, 4]


def test_today_is_marked_once() -> None:
    assert [on for on, day in _days(2027, 3, []).items() if day.is_today] == [TODAY]


def test_bar_keeps_its_place_while_the_one_above_it_ends() -> None:
    lent, holiday = row("Lent", "2027-03-01", "2027-03-03"), row("Holiday", "2027-03-02", "2027-03-06")
    days = _days(2027, 3, [holiday, lent])
    bars = {on.day: [_said(bar) for bar in days[on].bars] for on in days if on <= date(2027, 3, 7)}
    assert bars == {
        1: ["Lent"],
        2: ["Lent", "Holiday"],
        3: ["Lent", "Holiday"],
        4: ["-", "Holiday"],
        5: ["-", "Holiday"],
        6: ["-", "Holiday"],
        7: [],
    }


def test_place_of_a_bar_that_ended_is_taken_again() -> None:
    days = _days(
        2027, 3, [row("First", "2027-03-01", "2027-03-02"), row("Second", "2027-03-04", "2027-03-05")]
    )
    assert [[_said(bar) for bar in days[date(2027, 3, on)].bars] for on in (2, 3, 4)] == [
        ["First"],
        [],
        ["Second"],
    ]


@pytest.mark.parametrize(("on", "span"), [("2027-03-05", 3), ("2027-03-08", 7), ("2027-03-15", 2)])
def test_name_of_a_bar_has_the_cells_that_are_left_this_week(on: str, span: int) -> None:
    day = _days(2027, 3, [row("Exams", "2027-03-05", "2027-03-16")])[date.fromisoformat(on)]
    (bar,) = day.bars
    assert bar is not None
    assert (bar.is_named, bar.span) == (True, span)


def test_bar_says_its_name_where_it_begins_and_on_mondays() -> None:
    days = _days(2027, 3, [row("Exams", "2027-03-05", "2027-03-16")])
    named = [on.day for on, day in days.items() for bar in day.bars if bar is not None and bar.is_named]
    assert named == [5, 8, 15]


def test_feast_that_the_moon_decides_has_an_eve_and_a_possible_day() -> None:
    feast = row(
        "Eid", "2027-03-09", starts_previous_sunset=True, possible_end_on="2027-03-10", certainty="expected"
    )
    days = _days(2027, 3, [feast])
    shown = {on.day: [_said(mark) for mark in day.singles] for on, day in days.items() if day.singles}
    assert shown == {8: ["Eid eve"], 9: ["Eid"], 10: ["Eid possible"]}


def test_long_observance_may_last_a_day_longer_in_its_bar() -> None:
    days = _days(
        2027,
        3,
        [row("Ramadan", "2027-02-08", "2027-03-08", possible_end_on="2027-03-09", certainty="expected")],
    )
    bars = [days[date(2027, 3, on)].bars for on in (8, 9, 10)]
    assert [[_said(bar) for bar in each] for each in bars] == [["Ramadan"], ["Ramadan possible"], []]
    last = bars[1][0]
    assert last is not None
    assert (last.is_first, last.is_last) == (False, True)


def test_single_days_stand_in_the_order_of_the_page_and_eves_last() -> None:
    days = _days(
        2027,
        5,
        [
            row("Procession", "2027-05-02", tradition="mechelen"),
            row("Eid", "2027-05-03", starts_previous_sunset=True),
            row("Easter", "2027-05-02", tradition="orthodox"),
        ],
    )
    assert [_said(mark) for mark in days[date(2027, 5, 2)].singles] == ["Easter", "Procession", "Eid eve"]


def test_list_of_the_month_leaves_out_days_on_which_nothing_begins() -> None:
    planned = {date(2027, 3, 20): [Planned("Buurtoverleg", "/events/1", None)]}
    rows = [row("Lent", "2027-02-15", "2027-04-25"), row("Purim", "2027-03-23", starts_previous_sunset=True)]
    weeks = weeks_of(2027, 3, rows, planned, TODAY)
    told = [day.on.day for week in weeks for day in week.days if not day.is_quiet and not day.is_outside]
    assert told == [1, 20, 22, 23]
