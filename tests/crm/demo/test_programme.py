"""The real programme of 2022-2023: dated exactly as its sources date it, and flagged by the timing check."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from crm.agenda.attendance.models import Attendance
from crm.agenda.models import Flag, ParticipationEvent, Precision
from crm.clock import city_date

DAY = timedelta(days=1)


def _dated(event: ParticipationEvent) -> tuple[date, date, str]:
    return city_date(event.starts_at), city_date(event.ends_at) - DAY, event.precision.value


def test_policy_labs_have_their_days_and_no_hour(rows: Session) -> None:
    labs = rows.exec(
        select(ParticipationEvent)
        .where(ParticipationEvent.programme == "MUST-a-Lab")
        .order_by(col(ParticipationEvent.starts_at))
    ).all()
    assert [_dated(lab) for lab in labs] == [
        (date(2023, 1, 17), date(2023, 1, 19), "day"),
        (date(2023, 3, 31), date(2023, 3, 31), "day"),
        (date(2023, 11, 16), date(2023, 11, 16), "day"),
    ]


def test_only_the_second_lab_meets_in_ramadan(rows: Session) -> None:
    found = rows.exec(
        select(ParticipationEvent.title)
        .join(Flag, col(Flag.event_id) == ParticipationEvent.id)
        .where(Flag.observance == "ramadan", ParticipationEvent.programme == "MUST-a-Lab")
    ).all()
    assert found == ["MUST-a-Lab: tweede beleidslabo"]


def test_embrace_is_dated_by_the_month(rows: Session) -> None:
    events = rows.exec(select(ParticipationEvent).where(ParticipationEvent.programme == "EMBRACE")).all()
    assert {event.precision for event in events} == {Precision.PERIOD}
    assert sorted((*_dated(event)[:2], event.kind.value) for event in events) == [
        (date(2022, 9, 1), date(2022, 9, 30), "training"),
        (date(2022, 9, 1), date(2022, 9, 30), "training"),
        (date(2022, 11, 1), date(2022, 12, 31), "listening_session"),
        (date(2022, 11, 1), date(2022, 12, 31), "listening_session"),
        (date(2022, 11, 1), date(2022, 12, 31), "listening_session"),
        (date(2022, 11, 1), date(2022, 12, 31), "listening_session"),
        (date(2023, 2, 1), date(2023, 3, 31), "dialogue_evening"),
        (date(2023, 4, 1), date(2023, 5, 31), "workshop"),
    ]


def test_what_the_sources_do_not_say_is_not_filled_in(rows: Session) -> None:
    events = rows.exec(select(ParticipationEvent).where(col(ParticipationEvent.programme).is_not(None))).all()
    assert len(events) == 11
    assert {(event.place, event.neighbourhood_id) for event in events} == {(None, None)}
    noted = rows.exec(
        select(Attendance).where(col(Attendance.event_id).in_([event.id for event in events]))
    ).all()
    assert noted == []
