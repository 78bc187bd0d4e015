"""Hostile files: read in a process of its own, each is answered or refused within seconds, and the rest goes on."""

import gzip
import time
from datetime import date, datetime

import pytest

from crm.importing import apart
from crm.importing.apart import read_apart
from crm.importing.contents import Day, Skipped
from crm.importing.failures import CannotRead, Failure, LeftOut
from tests.crm.importing.ics import FAIR, MATCHES, calendar, event

TODAY = date(2026, 11, 23)
SOON = 120  # seconds: alone each takes less than 3; what would never end is caught, however busy the machine
START = "DTSTART:20270105T190000"
FEBRUARY_30 = event("DTSTART:00010105T190000", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", summary="Nooit")


def _zone(rule: str) -> str:
    lines = ("BEGIN:VTIMEZONE", "TZID:X", "BEGIN:STANDARD", "DTSTART:00010101T000000", "TZOFFSETFROM:+0100")
    return "\r\n".join([*lines, "TZOFFSETTO:+0200", f"RRULE:{rule}", "END:STANDARD", "END:VTIMEZONE", ""])


def _instants(separator: str) -> str:
    return separator.join(
        f"2027{1 + n % 12:02}{1 + n % 28:02}T{n % 24:02}{n % 60:02}00" for n in range(50_000)
    )


LEFT_OUT: dict[str, tuple[str, LeftOut | None]] = {
    "every second": (event(START, "RRULE:FREQ=SECONDLY"), LeftOut.TOO_OFTEN),
    "a thousand million times": (event(START, "RRULE:FREQ=DAILY;COUNT=1000000000"), LeftOut.MORE_TIMES),
    "until the year 9999": (event(START, "RRULE:FREQ=DAILY;UNTIL=99991231T000000"), LeftOut.MORE_TIMES),
    "never further": (event(START, "RRULE:FREQ=DAILY;INTERVAL=0"), LeftOut.UNREADABLE),
    "from the year 1": (event("DTSTART:00010105T190000", "RRULE:FREQ=DAILY"), LeftOut.TOO_HEAVY),
    "a day that never comes": (FEBRUARY_30, LeftOut.TOO_HEAVY),
    "every position": (event(START, f"RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS={','.join(map(str, range(1, 367)))}"), LeftOut.MORE_TIMES),
    "a huge step": (event("DTSTART:00010105T190000", "RRULE:FREQ=YEARLY;INTERVAL=999999999"), None),
    "2,739 years long": (event(START, "DURATION:P1000000D"), LeftOut.TOO_LONG),
    "all of time": (event("DTSTART;VALUE=DATE:00010101", "DTEND;VALUE=DATE:99991231"), LeftOut.TOO_LONG),
    "the last day there is": (event("DTSTART;VALUE=DATE:99991231", "RRULE:FREQ=DAILY"), LeftOut.UNREADABLE),
    "a line of 900 kB": (event(START, f"X-A:{'a' * 900_000}"), None),
    "two hundred thousand parameters": (event(START, f"X-A;{';'.join(['B=1'] * 200_000)}:x"), LeftOut.TOO_HEAVY),
    "a title of 900 kB": (event(START, summary="a" * 900_000), None),
    "a zone that changes every second": (_zone("FREQ=SECONDLY") + event("DTSTART;TZID=X:20270105T190000"), None),
    "fifty thousand days to leave out": (event(START, "RRULE:FREQ=WEEKLY;COUNT=9", f"EXDATE:{_instants(',')}"), None),
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT_OUT)
def test_a_bomb_among_the_entries_is_left_out_and_the_others_are_read(name: str) -> None:
    bomb, reason = LEFT_OUT[name]
    began = time.monotonic()
    found = read_apart(calendar(bomb, FAIR).encode(), TODAY)
    assert time.monotonic() - began < SOON
    assert [one.reason for one in found.skipped] == ([] if reason is None else [reason])
    assert Day("Meikermis", date(2027, 5, 1), date(2027, 5, 3)) in found.days


MANY = "".join(FEBRUARY_30.replace("UID:1", f"UID:{n}") for n in range(400))
REFUSED: dict[str, tuple[bytes, Failure]] = {
    "many bombs": (calendar(MANY).encode(), Failure.TOO_HEAVY),
    "a million lines": (b"BEGIN:VCALENDAR\n" + b"\n" * 980_000 + b"END:VCALENDAR\n", Failure.TOO_MANY),
    "a hundred thousand levels": (b"BEGIN:VCALENDAR\n" + b"BEGIN:A\n" * 100_000, Failure.NOT_A_CALENDAR),
    "twenty thousand entries": (
        calendar("BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 20_000).encode(),
        Failure.TOO_MANY,
    ),
    "three thousand days a day": (
        calendar(
            *[event(START, "RRULE:FREQ=DAILY", uid=f"{n}", summary=f"{n}") for n in range(3000)]
        ).encode(),
        Failure.TOO_MANY,
    ),
    "packed": (gzip.compress(b"BEGIN:VCALENDAR\n" + b"a" * 50_000_000), Failure.NOT_TEXT),
    "no text": (bytes(range(256)) * 100, Failure.NOT_TEXT),
    "too large": (b"BEGIN:VCALENDAR\n" + b"A" * 1_000_000, Failure.TOO_LARGE),
    "half of one": (MATCHES.encode()[:-40], Failure.ENDS_TOO_EARLY),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_a_bomb_is_refused_within_seconds(name: str) -> None:
    content, failure = REFUSED[name]
    began = time.monotonic()
    with pytest.raises(CannotRead) as refused:
        read_apart(content, TODAY)
    assert time.monotonic() - began < SOON
    assert refused.value.failure == failure


def test_the_process_ends_at_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "TIME_LIMIT_S", 0.01)
    with pytest.raises(CannotRead) as refused:
        read_apart(MATCHES.encode(), TODAY)
    assert refused.value.failure == Failure.TOO_HEAVY


def test_a_file_comes_back_from_its_process_as_it_is_read_here() -> None:
    utc = datetime.fromisoformat
    found = read_apart(calendar(event("DTSTART:20270116T200000"), event("X:1", uid="2")).encode(), TODAY)
    title, on = "KV Mechelen - Antwerp", date(2027, 1, 16)
    assert found.days == (
        Day(title, on, on, utc("2027-01-16T19:00:00+00:00"), utc("2027-01-16T19:01:00+00:00")),
    )
    assert found.skipped == (Skipped(title, LeftOut.NO_START),)


def test_days_are_read_from_a_month_ago_to_three_years_ahead() -> None:
    found = read_apart(calendar(event("DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=MONTHLY")).encode(), TODAY)
    assert (found.days[0].start_on, found.days[-1].start_on) == (date(2026, 11, 1), date(2029, 11, 1))
