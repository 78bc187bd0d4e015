"""When observances fall: the Belgian announcements, school holidays, the sun, and the exact calendars."""

from datetime import date, timedelta

import holidays
import pytest

from crm.agenda.calendars.imported import REASONS
from crm.agenda.observances.belgian import BREAKS, bridge_days, legal_holidays
from crm.agenda.observances.calendar import TRADITIONS, Calendar
from crm.agenda.observances.effects import DEFAULT_MATRIX
from crm.agenda.observances.islamic import View, calculated, first_days
from crm.agenda.observances.islamic_announced import BELGIUM
from crm.agenda.observances.keys import Authority, Certainty, Observance, Reason
from crm.agenda.observances.names import NAMES
from crm.agenda.observances.occurrence import Confirmation, Occurrence, Tradition
from crm.agenda.observances.sentences import SENTENCES
from crm.agenda.observances.sun import sun_times, to_minute
from crm.agenda.observances.windows import days_between

WHOLE_YEARS = (date(2023, 1, 1), date(2031, 12, 31))


def _found(observance: Observance, year: int, calendar: Calendar | None = None) -> list[Occurrence]:
    settled = calendar or Calendar()
    return [
        each
        for each in settled.occurrences(date(year, 1, 1), date(year, 12, 31))
        if each.observance is observance and each.start_on.year == year
    ]


def _starts(observance: Observance, year: int) -> list[date]:
    return [each.start_on for each in _found(observance, year)]


ANNOUNCED_IN_BELGIUM = [
    (Observance.RAMADAN, date(2015, 6, 18)),
    (Observance.RAMADAN, date(2017, 5, 27)),
    (Observance.RAMADAN, date(2018, 5, 17)),
    (Observance.RAMADAN, date(2019, 5, 6)),
    (Observance.RAMADAN, date(2020, 4, 24)),
    (Observance.RAMADAN, date(2021, 4, 13)),
    (Observance.RAMADAN, date(2022, 4, 2)),
    (Observance.RAMADAN, date(2023, 3, 23)),
    (Observance.RAMADAN, date(2025, 3, 1)),
    (Observance.RAMADAN, date(2026, 2, 19)),
    (Observance.EID_AL_FITR, date(2018, 6, 15)),
    (Observance.EID_AL_FITR, date(2019, 6, 4)),
    (Observance.EID_AL_FITR, date(2020, 5, 24)),
    (Observance.EID_AL_FITR, date(2021, 5, 13)),
    (Observance.EID_AL_FITR, date(2022, 5, 2)),
    (Observance.EID_AL_FITR, date(2023, 4, 21)),
    (Observance.EID_AL_FITR, date(2024, 4, 10)),
    (Observance.EID_AL_FITR, date(2025, 3, 30)),
    (Observance.EID_AL_ADHA, date(2016, 9, 12)),
    (Observance.EID_AL_ADHA, date(2017, 9, 1)),
    (Observance.EID_AL_ADHA, date(2018, 8, 21)),
    (Observance.EID_AL_ADHA, date(2019, 8, 11)),
    (Observance.EID_AL_ADHA, date(2020, 7, 31)),
    (Observance.EID_AL_ADHA, date(2021, 7, 20)),
    (Observance.EID_AL_ADHA, date(2022, 7, 9)),
    (Observance.EID_AL_ADHA, date(2023, 6, 28)),
    (Observance.EID_AL_ADHA, date(2024, 6, 16)),
    (Observance.EID_AL_ADHA, date(2025, 6, 6)),
]


@pytest.mark.parametrize(("observance", "on"), ANNOUNCED_IN_BELGIUM)
def test_announced_dates_are_confirmed_and_closed(observance: Observance, on: date) -> None:
    found = _found(observance, on.year)
    assert [(each.start_on, each.certainty) for each in found] == [(on, Certainty.CONFIRMED)]
    if observance is not Observance.RAMADAN:
        assert found[0].possible_end_on is None


def test_announced_table_holds_exactly_the_dates_that_were_found() -> None:
    assert sorted(BELGIUM.values()) == sorted(on for _, on in ANNOUNCED_IN_BELGIUM)


def test_belgium_was_never_before_the_calculation_and_at_most_a_day_after() -> None:
    late = [on - calculated(year, feast) for (year, feast), on in BELGIUM.items()]
    assert (late.count(timedelta(0)), late.count(timedelta(days=1)), len(late)) == (25, 3, 28)


def test_calculated_only_keeps_the_arithmetic() -> None:
    found = _found(Observance.RAMADAN, 2026, Calendar(calculated_only=True))
    assert [(each.start_on, each.end_on, each.possible_end_on, each.certainty) for each in found] == [
        (date(2026, 2, 18), date(2026, 3, 19), date(2026, 3, 20), Certainty.EXPECTED)
    ]


def test_ramadan_of_2027_ends_with_the_feast_and_may_last_a_day_longer() -> None:
    (ramadan,) = _found(Observance.RAMADAN, 2027)
    (feast,) = _found(Observance.EID_AL_FITR, 2027)
    assert (ramadan.start_on, ramadan.end_on, ramadan.possible_end_on) == (
        date(2027, 2, 8),
        date(2027, 3, 8),
        date(2027, 3, 9),
    )
    assert (feast.start_on, feast.end_on, feast.possible_end_on) == (
        date(2027, 3, 9),
        date(2027, 3, 9),
        date(2027, 3, 10),
    )
    assert (feast.starts_previous_sunset, feast.certainty) == (True, Certainty.EXPECTED)


def test_two_ramadans_begin_in_2030_and_two_feasts_fall_in_2033() -> None:
    assert _starts(Observance.RAMADAN, 2030) == [date(2030, 1, 5), date(2030, 12, 26)]
    assert _starts(Observance.EID_AL_FITR, 2033) == [date(2033, 1, 2), date(2033, 12, 23)]


def test_confirmation_moves_the_feast_and_closes_the_month() -> None:
    confirmed = Calendar((Confirmation(Observance.EID_AL_FITR, date(2027, 3, 10), "moslimraad.be"),))
    (feast,) = _found(Observance.EID_AL_FITR, 2027, confirmed)
    (ramadan,) = _found(Observance.RAMADAN, 2027, confirmed)
    assert (feast.start_on, feast.possible_end_on, feast.certainty, feast.source) == (
        date(2027, 3, 10),
        None,
        Certainty.CONFIRMED,
        "moslimraad.be",
    )
    assert (ramadan.end_on, ramadan.possible_end_on) == (date(2027, 3, 9), None)


def test_later_confirmed_start_moves_the_expected_end() -> None:
    confirmed = Calendar((Confirmation(Observance.RAMADAN, date(2027, 2, 9), "x"),))
    (feast,) = _found(Observance.EID_AL_FITR, 2027, confirmed)
    assert (feast.start_on, feast.possible_end_on) == (date(2027, 3, 10), date(2027, 3, 11))


def test_confirmation_of_another_year_changes_nothing() -> None:
    confirmed = Calendar((Confirmation(Observance.EID_AL_FITR, date(2028, 2, 27), "x"),))
    assert [each.start_on for each in _found(Observance.EID_AL_FITR, 2027, confirmed)] == [date(2027, 3, 9)]
    assert [each.start_on for each in _found(Observance.EID_AL_FITR, 2028, confirmed)] == [date(2028, 2, 27)]


def test_later_confirmation_wins() -> None:
    entered = (
        Confirmation(Observance.EID_AL_FITR, date(2027, 3, 9), "first"),
        Confirmation(Observance.EID_AL_FITR, date(2027, 3, 10), "second"),
    )
    assert [each.source for each in _found(Observance.EID_AL_FITR, 2027, Calendar(entered))] == ["second"]


def test_morocco_is_followed_where_it_differs_and_open_where_unknown() -> None:
    view = View(Authority.MOROCCO)
    divided = first_days(1444, Observance.EID_AL_FITR, view)
    unknown = first_days(1445, Observance.EID_AL_FITR, view)
    same = first_days(1447, Observance.RAMADAN, view)
    assert [each.start_on for each in divided] == [date(2023, 4, 21), date(2023, 4, 22)]
    assert [(each.start_on, each.certainty, each.possible_on) for each in unknown] == [
        (date(2024, 4, 10), Certainty.CONFIRMED, date(2024, 4, 11))
    ]
    assert [(each.start_on, each.possible_on) for each in same] == [(date(2026, 2, 19), None)]


def test_diyanet_is_known_ahead() -> None:
    (feast,) = first_days(1448, Observance.EID_AL_FITR, View(Authority.DIYANET))
    (earlier,) = first_days(1437, Observance.EID_AL_FITR, View(Authority.DIYANET))
    assert (feast.start_on, feast.certainty, feast.possible_on) == (
        date(2027, 3, 9),
        Certainty.CALCULATED,
        None,
    )
    assert (earlier.start_on, earlier.certainty) == (date(2016, 7, 5), Certainty.CONFIRMED)


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
    ("observance", "year", "expected"),
    [
        (Observance.WESTERN_EASTER, 2027, date(2027, 3, 28)),
        (Observance.GOOD_FRIDAY, 2027, date(2027, 3, 26)),
        (Observance.ASCENSION, 2027, date(2027, 5, 6)),
        (Observance.PENTECOST, 2027, date(2027, 5, 16)),
        (Observance.ORTHODOX_EASTER, 2027, date(2027, 5, 2)),
        (Observance.ORTHODOX_EASTER, 2025, date(2025, 4, 20)),
        (Observance.ORTHODOX_HOLY_WEEK, 2027, date(2027, 4, 26)),
        (Observance.ORTHODOX_LENT, 2027, date(2027, 3, 15)),
        (Observance.HANSWIJK_PROCESSION, 2016, date(2016, 5, 1)),
        (Observance.HANSWIJK_PROCESSION, 2019, date(2019, 5, 19)),
        (Observance.HANSWIJK_PROCESSION, 2026, date(2026, 5, 10)),
        (Observance.HANSWIJK_PROCESSION, 2027, date(2027, 5, 2)),
        (Observance.HANSWIJK_PROCESSION, 2028, date(2028, 5, 21)),
        (Observance.YOM_KIPPUR, 2026, date(2026, 9, 21)),
        (Observance.ROSH_HASHANAH, 2027, date(2027, 10, 2)),
        (Observance.PESACH, 2027, date(2027, 4, 22)),
        (Observance.PURIM, 2027, date(2027, 3, 23)),
        (Observance.PURIM, 2026, date(2026, 3, 3)),
        (Observance.SHAVUOT, 2027, date(2027, 6, 11)),
        (Observance.HANUKKAH, 2026, date(2026, 12, 5)),
        (Observance.TISHA_BAV, 2025, date(2025, 8, 3)),
        (Observance.LAYLAT_AL_QADR, 2027, date(2027, 3, 6)),
        (Observance.EID_AL_ADHA, 2027, date(2027, 5, 16)),
        (Observance.ARAFAT_DAY, 2027, date(2027, 5, 15)),
    ],
)
def test_dates_that_are_known(observance: Observance, year: int, expected: date) -> None:
    assert _starts(observance, year) == [expected]


def test_tisha_bav_gives_way_to_shabbat() -> None:
    assert _starts(Observance.TISHA_BAV, 2022) == [date(2022, 8, 7)]


def test_confirmed_procession_moves() -> None:
    moved = Calendar((Confirmation(Observance.HANSWIJK_PROCESSION, date(2029, 4, 29), "mechelen.be"),))
    (found,) = _found(Observance.HANSWIJK_PROCESSION, 2029, moved)
    assert (found.start_on, found.certainty, found.source) == (
        date(2029, 4, 29),
        Certainty.CONFIRMED,
        "mechelen.be",
    )


def test_weekly_days_are_dated_on_friday_and_saturday() -> None:
    found = Calendar().occurrences(date(2027, 9, 6), date(2027, 9, 12))
    assert [(each.observance, each.start_on) for each in found] == [
        (Observance.JUMUAH, date(2027, 9, 10)),
        (Observance.SHABBAT, date(2027, 9, 11)),
    ]


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
