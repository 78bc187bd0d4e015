"""Legal holidays, school breaks and exams. Sources: OpenHolidays (the table of TIMING.md section 3) and `holidays`."""

from datetime import date, timedelta

import holidays
import pytest

from crm.agenda.observances.belgian import BREAKS, bridge_days, legal_holidays
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Certainty, Observance
from crm.agenda.observances.windows import days_between
from tests.agenda.occurrences import found_in

SCHOOL_YEARS = {
    Observance.AUTUMN_BREAK: [
        ("2023-10-30", "2023-11-05"),
        ("2024-10-28", "2024-11-03"),
        ("2025-10-27", "2025-11-02"),
        ("2026-11-02", "2026-11-08"),
        ("2027-11-01", "2027-11-07"),
        ("2028-10-30", "2028-11-05"),
        ("2029-10-29", "2029-11-04"),
        ("2030-10-28", "2030-11-03"),
    ],
    Observance.CHRISTMAS_BREAK: [
        ("2023-12-25", "2024-01-07"),
        ("2024-12-23", "2025-01-05"),
        ("2025-12-22", "2026-01-04"),
        ("2026-12-21", "2027-01-03"),
        ("2027-12-27", "2028-01-09"),
        ("2028-12-25", "2029-01-07"),
        ("2029-12-24", "2030-01-06"),
        ("2030-12-23", "2031-01-05"),
    ],
    Observance.CARNIVAL_BREAK: [
        ("2024-02-12", "2024-02-18"),
        ("2025-03-03", "2025-03-09"),
        ("2026-02-16", "2026-02-22"),
        ("2027-02-08", "2027-02-14"),
        ("2028-02-28", "2028-03-05"),
        ("2029-02-12", "2029-02-18"),
        ("2030-03-04", "2030-03-10"),
        ("2031-02-24", "2031-03-02"),
    ],
    Observance.EASTER_BREAK: [
        ("2024-04-01", "2024-04-14"),
        ("2025-04-07", "2025-04-21"),
        ("2026-04-06", "2026-04-19"),
        ("2027-03-29", "2027-04-11"),
        ("2028-04-03", "2028-04-17"),
        ("2029-04-02", "2029-04-15"),
        ("2030-04-08", "2030-04-22"),
        ("2031-04-07", "2031-04-20"),
    ],
    Observance.SUMMER_BREAK: [(f"{year}-07-01", f"{year}-08-31") for year in range(2024, 2032)],
}


@pytest.mark.parametrize("observance", sorted(SCHOOL_YEARS))
def test_school_breaks_of_eight_years(observance: Observance) -> None:
    first, last = date(2023, 9, 1), date(2031, 8, 31)
    found = [
        (each.start_on.isoformat(), each.end_on.isoformat())
        for each in Calendar().occurrences(first, last)
        if each.observance is observance
    ]
    assert found == SCHOOL_YEARS[observance]


def test_legal_holidays_are_the_ten_of_the_law() -> None:
    assert [on.isoformat() for on in legal_holidays(2027)] == [
        "2027-01-01",
        "2027-03-29",
        "2027-05-01",
        "2027-05-06",
        "2027-05-17",
        "2027-07-21",
        "2027-08-15",
        "2027-11-01",
        "2027-11-11",
        "2027-12-25",
    ]
    assert {len(legal_holidays(year)) for year in range(2020, 2041)} == {10}


@pytest.mark.parametrize("year", range(2022, 2041))
def test_rules_agree_with_the_holidays_package(year: int) -> None:
    legal = holidays.country_holidays("BE", language="nl", years=[year])
    # The package adds the two Sundays to the ten of the law.
    named = {on for on in legal if set(legal.get_list(on)) - {"Pasen", "Pinksteren"}}
    assert set(legal_holidays(year)) == named
    school = holidays.country_holidays(
        "BE", subdiv="Flemish", categories=("school",), language="nl", years=[year]
    )
    breaks = {on for on in school if any(name.endswith("vakantie") for name in school.get_list(on))}
    spans = [rule(near) for near in (year - 1, year) for rule in BREAKS.values()]
    assert breaks == {on for span in spans for on in days_between(span.first, span.last) if on.year == year}


def test_bridge_days_lie_between_a_holiday_and_the_weekend() -> None:
    assert bridge_days(2027) == (date(2027, 5, 7), date(2027, 11, 12))


@pytest.mark.parametrize(
    ("year", "january"),
    [(2025, "2025-01-06"), (2026, "2026-01-05"), (2027, "2027-01-04"), (2028, "2028-01-10")],
)
def test_higher_education_has_three_periods_and_the_first_follows_the_break(year: int, january: str) -> None:
    found = found_in(year, Observance.HIGHER_EDUCATION_EXAMS)
    assert [(each.start_on.isoformat(), each.end_on.isoformat()) for each in found] == [
        (january, f"{year}-02-05"),
        (f"{year}-05-25", f"{year}-06-30"),
        (f"{year}-08-15", f"{year}-09-10"),
    ]
    assert found[0].start_on - timedelta(days=1) in {
        each.end_on for each in Calendar().occurrences(date(year, 1, 1), date(year, 1, 1))
    }
    assert {each.certainty for each in found} == {Certainty.LOCAL}
