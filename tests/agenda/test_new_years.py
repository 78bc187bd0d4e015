"""Lunar New Year, Nowruz and Newroz. Sources: `holidays` (Singapore, Vietnam, Iran), USNO, and dates as published."""

from datetime import UTC, date, datetime, timedelta

import pytest

from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Certainty, Observance, Part, Tag
from tests.agenda.occurrences import dates, found_in, in_package, starts_in

YEARS = range(2015, 2046)
# Purple Mountain Observatory, as printed in the press.
LUNAR = """
    2015-02-19 2016-02-08 2017-01-28 2018-02-16 2019-02-05 2020-01-25 2021-02-12 2022-02-01 2023-01-22
    2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03 2033-01-31 2034-02-19
"""
# Moments of the equinox by the US Naval Observatory (UTC, to the minute).
EQUINOXES = """
    2015-03-20T22:45 2016-03-20T04:30 2017-03-20T10:29 2018-03-20T16:15 2019-03-20T21:58 2020-03-20T03:50
    2021-03-20T09:37 2022-03-20T15:33 2023-03-20T21:24 2024-03-20T03:06 2025-03-20T09:01 2026-03-20T14:46
    2027-03-20T20:25 2028-03-20T02:17 2029-03-20T08:02 2030-03-20T13:52
"""
TEHRAN = timedelta(hours=3, minutes=30)


@pytest.mark.parametrize("on", dates(LUNAR))
def test_lunar_new_year_as_published(on: date) -> None:
    (found,) = found_in(on.year, Observance.LUNAR_NEW_YEAR)
    assert (found.start_on, found.end_on, found.certainty) == (
        on,
        on + timedelta(days=2),
        Certainty.CALCULATED,
    )


@pytest.mark.parametrize("year", YEARS)
def test_lunar_new_year_is_that_of_singapore_and_vietnam(year: int) -> None:
    ours = starts_in(year, Observance.LUNAR_NEW_YEAR)
    singapore = in_package("SG", "Chinese New Year", year) or in_package(
        "SG", "Chinese New Year (estimated)", year
    )
    vietnam = in_package("VN", "Lunar New Year", year) or in_package("VN", "Lunar New Year (estimated)", year)
    assert singapore[:1] == ours
    # The new moon of 2030 falls at midnight: a day earlier by the clock of Hanoi.
    assert vietnam[:1] == ([date(2030, 2, 2)] if year == 2030 else ours)


@pytest.mark.parametrize("text", EQUINOXES.split())
def test_nowruz_is_the_day_of_the_equinox_before_noon_in_tehran(text: str) -> None:
    there = datetime.fromisoformat(text).replace(tzinfo=UTC) + TEHRAN
    on = there.date() if there.hour < 12 else there.date() + timedelta(days=1)
    (found,) = found_in(there.year, Observance.NOWRUZ)
    assert (found.start_on, found.end_on) == (on, on + timedelta(days=12))


@pytest.mark.parametrize("year", YEARS)
def test_nowruz_is_that_of_iran(year: int) -> None:
    assert starts_in(year, Observance.NOWRUZ) == in_package("IR", "Nowruz", year)


@pytest.mark.parametrize(
    ("year", "eve"), [(2024, "2024-03-19"), (2025, "2025-03-18"), (2026, "2026-03-17"), (2027, "2027-03-16")]
)
def test_red_wednesday_weighs_on_its_tuesday_and_is_not_listed(year: int, eve: str) -> None:
    (reading,) = Calendar().readings(date(year, 3, 1), date(year, 3, 31), [Tag.NOWRUZ])
    parts = [each for each in reading.occurrences if each.part is Part.RED_WEDNESDAY]
    assert [each.start_on.isoformat() for each in parts] == [eve]
    assert len(found_in(year, Observance.NOWRUZ)) == 1


def test_newroz_begins_on_the_evening_before_21_march() -> None:
    (found,) = found_in(2028, Observance.NEWROZ)
    assert (found.start_on, found.starts_previous_sunset, found.certainty) == (
        date(2028, 3, 21),
        True,
        Certainty.FIXED,
    )
