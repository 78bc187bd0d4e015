"""What is read from an ICS file: the traps of TIMING.md 1.3, one by one."""

from datetime import UTC, date, datetime

import pytest

from crm.importing.contents import Day, Skipped
from crm.importing.failures import CannotRead, Failure, LeftOut
from crm.importing.reading import MOST_PER_EVENT, read_calendar
from tests.crm.importing.ics import FAIR, MATCH, calendar, event

FIRST, LAST = date(2026, 11, 1), date(2029, 11, 30)


def _days(*events: str, head: str = "") -> list[Day]:
    found = read_calendar(calendar(*events, head=head), FIRST, LAST)
    assert found.skipped == ()
    return list(found.days)


def _skipped(*events: str) -> list[Skipped]:
    return list(read_calendar(calendar(*events), FIRST, LAST).skipped)


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


def test_hours_are_instants_and_the_end_of_whole_days_does_not_belong_to_them() -> None:
    assert _days(FAIR, MATCH) == [
        Day("KV Mechelen - Antwerp", date(2027, 1, 16), date(2027, 1, 16), _at(1, 16, 19), _at(1, 16, 21)),
        Day("Meikermis", date(2027, 5, 1), date(2027, 5, 3)),
    ]


@pytest.mark.parametrize(
    ("start", "hour"),
    [
        ("DTSTART:20270116T200000", 19),  # floating: the city's own hours
        ("DTSTART:20270116T200000Z", 20),
        ("DTSTART;TZID=W. Europe Standard Time:20270116T200000", 19),
        ("DTSTART;TZID=Romance Standard Time:20270116T200000", 19),
        ("DTSTART;TZID=Europe/London:20270116T200000", 20),
        ("DTSTART;TZID=America/New_York:20270116T200000", 1),
    ],
)
def test_hours_are_read_in_their_zone(start: str, hour: int) -> None:
    (day,) = _days(event(start))
    assert day.starts_at is not None
    assert day.starts_at.hour == hour
    assert day.start_on == date(2027, 1, 17 if hour == 1 else 16)


ZONE = """BEGIN:VTIMEZONE
TZID:Onze eigen klok
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def test_a_zone_that_the_file_describes_is_known_and_another_one_is_not() -> None:
    own = event("DTSTART;TZID=Onze eigen klok:20270616T200000")
    (day,) = _days(own, head=ZONE)
    assert day.starts_at == _at(6, 16, 18)
    unknown = event("DTSTART;TZID=Nergens/Land:20270616T200000", summary="Nergens")
    assert _skipped(unknown, MATCH) == [Skipped("Nergens", LeftOut.UNKNOWN_ZONE)]


def test_a_weekly_match_keeps_its_hour_over_summer_time() -> None:
    weekly = event(
        "DTSTART;TZID=Europe/Brussels:20270320T200000",
        "DTEND;TZID=Europe/Brussels:20270320T220000",
        "RRULE:FREQ=WEEKLY;COUNT=3",
    )
    assert [day.starts_at for day in _days(weekly)] == [_at(3, 20, 19), _at(3, 27, 19), _at(4, 3, 18)]


def test_exceptions_of_a_series_are_left_out_moved_or_cancelled() -> None:
    series = event(
        "DTSTART;TZID=Europe/Brussels:20270106T190000",
        "DTEND;TZID=Europe/Brussels:20270106T200000",
        "RRULE:FREQ=WEEKLY;COUNT=5",
        "EXDATE;TZID=Europe/Brussels:20270113T190000",
    )
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Brussels:20270120T190000",
        "DTSTART;TZID=Europe/Brussels:20270121T210000",
        "DTEND;TZID=Europe/Brussels:20270121T220000",
        summary="Verplaatst",
    )
    cancelled = event(
        "RECURRENCE-ID;TZID=Europe/Brussels:20270127T190000",
        "DTSTART;TZID=Europe/Brussels:20270127T190000",
        "DTEND;TZID=Europe/Brussels:20270127T200000",
        "STATUS:CANCELLED",
    )
    found = [(day.title, day.starts_at) for day in _days(series, moved, cancelled)]
    assert found == [
        ("KV Mechelen - Antwerp", _at(1, 6, 18)),
        ("Verplaatst", _at(1, 21, 20)),
        ("KV Mechelen - Antwerp", _at(2, 3, 18)),
    ]


def test_cancelled_entries_are_left_out() -> None:
    assert _days(event("DTSTART;VALUE=DATE:20270501", "STATUS:CANCELLED")) == []
    assert _days(event("DTSTART;VALUE=DATE:20270501", "RRULE:FREQ=DAILY;COUNT=3", "STATUS:CANCELLED")) == []


def test_an_evening_past_midnight_touches_both_dates_and_one_at_midnight_the_first() -> None:
    late = event("DTSTART:20270101T200000", "DTEND:20270102T020000", uid="1")
    midnight = event("DTSTART:20270105T200000", "DTEND:20270106T000000", uid="2")
    assert [(day.start_on.day, day.end_on.day) for day in _days(late, midnight)] == [(1, 2), (5, 5)]


def test_a_start_alone_is_a_moment_or_a_day() -> None:
    moment, day = _days(
        event("DTSTART:20270101T200000", uid="1"), event("DTSTART;VALUE=DATE:20270102", uid="2")
    )
    assert (moment.starts_at, moment.ends_at) == (_at(1, 1, 19), _at(1, 1, 19, 1))
    assert day == Day("KV Mechelen - Antwerp", date(2027, 1, 2), date(2027, 1, 2))


def test_only_what_touches_the_dates_is_read_and_each_day_once() -> None:
    yearly = event("DTSTART;VALUE=DATE:20200501", "RRULE:FREQ=YEARLY")
    assert [day.start_on.year for day in _days(yearly, FAIR, FAIR.replace("UID:2", "UID:3"))] == [
        2027,
        2027,
        2028,
        2029,
    ]


BAD = [
    (event("X-A:1"), LeftOut.NO_START),
    (event("DTSTART:gisteren"), LeftOut.NO_START),
    (event("DTSTART:20270231T200000"), LeftOut.NO_START),
    (event("DTSTART:20270116T200000", "DTSTART:20270117T200000"), LeftOut.NO_START),
    (event("DTSTART;VALUE=PERIOD:20270116T200000Z/PT1H"), LeftOut.NO_START),
    (event("DTSTART:20270116T200000", "DTEND:20270116T190000"), LeftOut.ENDS_BEFORE_START),
    (event("DTSTART;VALUE=DATE:20270116", "DTEND;VALUE=DATE:20270115"), LeftOut.ENDS_BEFORE_START),
    (event("DTSTART:20270116T200000", "DURATION:-PT1H"), LeftOut.ENDS_BEFORE_START),
    (event("DTSTART:20270116T200000", "DTEND;VALUE=DATE:20270117"), LeftOut.UNREADABLE),
    (event("DTSTART:20270116T200000", "DTEND:straks"), LeftOut.UNREADABLE),
    (event("DTSTART;VALUE=DATE:20270116", "DTEND;VALUE=DATE:20290116"), LeftOut.TOO_LONG),
    (event("DTSTART:20270116T200000", "DURATION:P999999999D"), LeftOut.TOO_LONG),
    (event("DTSTART:20270116T200000", "RRULE:FREQ=HOURLY"), LeftOut.TOO_OFTEN),
    (event("DTSTART:20270116T200000", "RRULE:FREQ=MINUTELY"), LeftOut.TOO_OFTEN),
    (event("DTSTART:20270116T200000", "RRULE:FREQ=SECONDLY"), LeftOut.TOO_OFTEN),
    (event("DTSTART:20270116T200000", "RRULE:FREQ=DAILY;BYHOUR=1,2,3"), LeftOut.TOO_OFTEN),
    (event("DTSTART:20270116T200000", "RRULE:FREQ=DAILY;INTERVAL=0"), LeftOut.UNREADABLE),
    (event("DTSTART:20270116T200000", "RRULE:FREQ=SOMETIMES"), LeftOut.UNREADABLE),
    (event("DTSTART:20270116T200000", "RDATE:later"), LeftOut.UNREADABLE),
]


@pytest.mark.parametrize(
    ("bad", "reason"), BAD, ids=[f"{row}-{reason}" for row, (_, reason) in enumerate(BAD)]
)
def test_a_bad_entry_is_left_out_with_a_reason_and_the_others_are_read(bad: str, reason: LeftOut) -> None:
    found = read_calendar(
        calendar(bad.replace("KV Mechelen", "Kapot").replace("UID:1", "UID:9"), FAIR, MATCH), FIRST, LAST
    )
    assert found.skipped == (Skipped("Kapot - Antwerp", reason),)
    assert [day.title for day in found.days] == ["KV Mechelen - Antwerp", "Meikermis"]


def test_a_series_without_end_is_kept_as_often_as_we_keep_any() -> None:
    found = read_calendar(calendar(event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY")), FIRST, LAST)
    assert found.skipped == (Skipped("KV Mechelen - Antwerp", LeftOut.MORE_TIMES),)
    assert (len(found.days), found.days[0].start_on) == (MOST_PER_EVENT, FIRST)


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        ("", Failure.NOT_A_CALENDAR),
        ("<html></html>", Failure.NOT_A_CALENDAR),
        ("BEGIN:VCARD\r\nEND:VCARD\r\n", Failure.NOT_A_CALENDAR),
        (calendar(MATCH)[:-20], Failure.ENDS_TOO_EARLY),
        (f"{calendar(MATCH)}END:VCALENDAR\r\n", Failure.NOT_A_CALENDAR),
        ("BEGIN:VCALENDAR\r\n" + "BEGIN:A\r\n" * 10 + "END:A\r\n" * 10 + "END:VCALENDAR", Failure.NOT_A_CALENDAR),
        (calendar(*[MATCH] * 5001), Failure.TOO_MANY),
        ("BEGIN:VCALENDAR" + "\n" * 200_000 + "END:VCALENDAR", Failure.TOO_MANY),
        (calendar(*[event("DTSTART:20270101", "RRULE:FREQ=DAILY", uid=f"{n}", summary=f"{n}") for n in range(11)]), Failure.TOO_MANY),
    ],
)  # fmt: skip
def test_what_is_no_calendar_or_too_much_is_refused_whole(text: str, failure: Failure) -> None:
    with pytest.raises(CannotRead) as refused:
        read_calendar(text, FIRST, LAST)
    assert refused.value.failure == failure


def test_titles_are_one_clean_line() -> None:
    (day,) = _days(event("DTSTART;VALUE=DATE:20270501", summary="Feest\\n\u202e{sunset}\u200b <b>"))
    assert day.title == "Feest {sunset} <b>"
    (day,) = _days(event("DTSTART;VALUE=DATE:20270501", summary="x" * 500))
    assert day.title == "x" * 160
