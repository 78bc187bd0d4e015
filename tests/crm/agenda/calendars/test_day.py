"""One day of the year: the hours of the sun, what falls on it, and what the matrix says of it."""

from datetime import date

from crm.agenda.calendars.day import DayOfYear, DayRow, day_of_year, sun_hours
from crm.agenda.observances.calendar import FIRST_YEAR, LAST_YEAR, Calendar
from crm.agenda.observances.keys import Observance
from crm.agenda.observances.occurrence import Confirmation


def _day(on: date, *traditions: str, has_weekly: bool = False) -> DayOfYear:
    return day_of_year(on, Calendar(), traditions, has_weekly, "en")


def _told(one: DayRow) -> tuple[str, str]:
    where = {"eve": one.is_eve, "possible": one.is_possible, "around": one.is_around}
    return one.row.name, " ".join(word for word, holds in where.items() if holds)


def test_hours_of_the_sun_are_those_of_the_contract() -> None:
    # INTERFACES.md: candles 18 minutes before sunset; nightfall with the sun 8.5 degrees below (hebcal.com agrees).
    hours = sun_hours(date(2027, 2, 23))
    assert [
        f"{at:%H:%M}" for at in (hours.sunrise, hours.sunset, hours.candle_lighting, hours.nightfall)
    ] == ["07:40", "18:12", "17:54", "19:02"]


def test_evening_before_a_feast_belongs_to_it() -> None:
    day = _day(date(2027, 3, 8), "islam")
    assert [_told(one) for one in day.rows] == [("Ramadan", ""), ("Eid al-Fitr", "eve")]
    assert day.rows[1].meaning == (
        "Many people you invite prepare the feast that evening or already celebrate. Choose another evening."
    )


def test_day_that_is_only_possible_says_so() -> None:
    assert [_told(one) for one in _day(date(2027, 3, 10), "islam").rows] == [("Eid al-Fitr", "possible")]


def test_visits_after_a_feast_are_close_by() -> None:
    (visits,) = _day(date(2027, 3, 11), "islam").rows
    assert _told(visits) == ("Eid al-Fitr", "around")
    assert visits.meaning == "Many families are still visiting one another. Better a few days later."


def test_day_in_ramadan_is_told_in_a_sentence_or_two_and_an_advice() -> None:
    (ramadan,) = _day(date(2027, 2, 23)).rows
    assert ramadan.meaning == (
        "The sun sets at 18:12. Many families then eat together. Choose a day after Ramadan, or a morning without food."
    )


def test_filters_hold_for_the_day_too() -> None:
    on = date(2027, 2, 26)  # a Friday in Ramadan
    assert [_told(one)[0] for one in _day(on).rows] == ["Ramadan"]
    assert [_told(one)[0] for one in _day(on, has_weekly=True).rows] == [
        "Friday prayer",
        "Ramadan",
        "Shabbat",
    ]
    assert [_told(one) for one in _day(on, "judaism", has_weekly=True).rows] == [("Shabbat", "eve")]


def test_confirmed_date_moves_the_day() -> None:
    confirmed = Calendar(confirmations=(Confirmation(Observance.EID_AL_FITR, date(2027, 3, 10), "CMB"),))
    day = day_of_year(date(2027, 3, 10), confirmed, ["islam"], False, "en")
    assert [(one.row.name, one.row.certainty, one.is_possible) for one in day.rows] == [
        ("Eid al-Fitr", "confirmed", False)
    ]


def test_steps_end_where_the_calendars_end() -> None:
    first, last = _day(date(FIRST_YEAR, 1, 1)), _day(date(LAST_YEAR, 12, 31))
    assert (first.before, last.after) == (None, None)
    assert (first.after, last.before) == (date(FIRST_YEAR, 1, 2), date(LAST_YEAR, 12, 30))
