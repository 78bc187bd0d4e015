"""The calendar as a whole: what is known, listed and confirmed, and the sun."""

from datetime import date, timedelta

import pytest

from crm.agenda.calendars.imported import REASONS
from crm.agenda.observances.calendar import FIRST_YEAR, LAST_YEAR, TRADITIONS, Calendar
from crm.agenda.observances.effects import DEFAULT_MATRIX
from crm.agenda.observances.keys import Observance, Part, Reason
from crm.agenda.observances.names import NAMES
from crm.agenda.observances.occurrence import Tradition
from crm.agenda.observances.sentences import SENTENCES
from crm.agenda.observances.sun import sun_times, to_minute

WHOLE_YEARS = (date(2023, 1, 1), date(2031, 12, 31))


def test_weekly_days_are_dated_on_thursday_friday_and_saturday() -> None:
    found = Calendar().occurrences(date(2027, 9, 13), date(2027, 9, 19))
    assert [(each.observance, each.start_on) for each in found] == [
        (Observance.ALEVI_CEM, date(2027, 9, 16)),
        (Observance.JUMUAH, date(2027, 9, 17)),
        (Observance.SHABBAT, date(2027, 9, 18)),
    ]


def test_every_key_but_the_imported_one_has_days() -> None:
    found = {each.observance for each in Calendar().occurrences(date(2024, 1, 1), date(2024, 12, 31))}
    assert found == set(Observance) - {Observance.IMPORTED}


def test_every_year_of_the_range_holds_every_yearly_observance() -> None:
    rare = {Observance.ELECTION, Observance.IMPORTED}
    missing = [
        (year, observance)
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        for observance in set(Observance)
        - rare
        - {each.observance for each in Calendar().occurrences(date(year, 1, 1), date(year, 12, 31))}
    ]
    assert missing == []


def test_parts_of_an_observance_weigh_by_their_own_rows() -> None:
    keys = {row.key for row in DEFAULT_MATRIX.by_part[Observance.NOWRUZ, Part.RED_WEDNESDAY]}
    whole = {row.key for row in DEFAULT_MATRIX.by_part[Observance.NOWRUZ, Part.WHOLE]}
    assert (keys, keys & whole) == ({"nowruz.eve.red_wednesday"}, set())
    assert {row.key for row in DEFAULT_MATRIX.by_observance[Observance.NOWRUZ]} == keys | whole


@pytest.mark.parametrize("tradition", TRADITIONS)
def test_traditions_answer_only_what_touches_the_dates(tradition: Tradition) -> None:
    first, last = WHOLE_YEARS
    whole = set(tradition(first, last))
    for number in range(0, (last - first).days, 97):
        on = first + timedelta(days=number)
        assert set(tradition(on, on)) == {each for each in whole if each.touches(on, on)}


def test_every_key_has_a_name_and_every_reason_of_the_matrix_a_sentence() -> None:
    assert set(NAMES) == set(Observance)
    weighed = {effect.reason for effect in DEFAULT_MATRIX.rows} | set(REASONS.values())
    assert weighed | {Reason.POSSIBLE_DAY} == set(SENTENCES)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 3, 3), ("07:23", "18:26", "18:08", "19:16")),
        (date(2027, 6, 21), ("05:28", "22:00", "21:42", "23:14")),
    ],
)
def test_sun_in_mechelen(on: date, expected: tuple[str, str, str, str]) -> None:
    sun = sun_times(on)
    found = [sun.sunrise, sun.sunset, sun.candle_lighting, sun.nightfall]
    assert tuple(f"{to_minute(at):%H:%M}" for at in found if at is not None) == expected


def test_night_prayer_comes_after_sunset_of_the_same_evening_all_year() -> None:
    days = [date(2027, 1, 1) + timedelta(days=number) for number in range(365)]
    waits = []
    for on in days:
        sun = sun_times(on)
        assert sun.night_prayer is not None and sun.sunset is not None and sun.dawn is not None
        waits.append((sun.night_prayer.timestamp() - sun.sunset.timestamp()) / 60)
        assert sun.sunset.date() == on == sun.dawn.date()
    assert 95 < min(waits) < 110
    assert max(waits) < 165
    # The lightest nights fall back on the fixed interval.
    assert waits[days.index(date(2027, 6, 21))] == 105


def test_sun_has_no_hours_on_a_polar_day() -> None:
    sun = sun_times(date(2027, 6, 21), 70.0, 20.0, "Europe/Oslo")
    assert (sun.sunrise, sun.sunset, sun.nightfall) == (None, None, None)


def test_every_row_of_the_matrix_has_a_key_of_its_own() -> None:
    keys = [row.key for row in DEFAULT_MATRIX.rows]
    assert len(set(keys)) == len(keys)
