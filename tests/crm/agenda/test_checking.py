"""How a stored event, or one that is being planned, reaches the pure check."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest

from crm.agenda.checking import (
    Moment,
    audience_of,
    clash_of,
    judge,
    last_on,
    moment_of,
    moved_moment,
    question_to_check,
    to_check,
)
from crm.agenda.models import EventKind, Flag, ParticipationEvent, Precision
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Level, Tag
from crm.agenda.schemas import EventMove, TimingQuestion
from tests.conftest import NOW


def question(**values: Any) -> TimingQuestion:
    """An evening for everyone, with other values where they are given."""
    evening = {
        "start_on": "2027-03-16",
        "start_hour": "19:30",
        "end_hour": "21:30",
        "audience": ["general_public"],
    }
    return TimingQuestion.model_validate(evening | values)


def stored(asked: TimingQuestion) -> ParticipationEvent:
    """The event that is stored for a question."""
    moment = moment_of(asked)
    return ParticipationEvent(
        created_at=NOW,
        changed_at=NOW,
        title="Avond",
        search="avond",
        kind=EventKind.OTHER,
        starts_at=moment.starts_at,
        ends_at=moment.ends_at,
        precision=asked.precision,
        organiser_id=UUID(int=1),
        audience=[tag.value for tag in asked.audience],
        food=asked.food,
        format=asked.format,
    )


@pytest.mark.parametrize(
    ("values", "starts_at", "ends_at"),
    [
        ({}, datetime(2027, 3, 16, 18, 30, tzinfo=UTC), datetime(2027, 3, 16, 20, 30, tzinfo=UTC)),
        (
            {"start_hour": "19.30"},
            datetime(2027, 3, 16, 18, 30, tzinfo=UTC),
            datetime(2027, 3, 16, 20, 30, tzinfo=UTC),
        ),
        (
            {"end_on": "2027-03-17", "end_hour": "01:00"},
            datetime(2027, 3, 16, 18, 30, tzinfo=UTC),
            datetime(2027, 3, 17, 0, 0, tzinfo=UTC),
        ),
        # The hour that summer time skips moves forward; both ends inside it leave one instant.
        (
            {"start_on": "2027-03-28", "start_hour": "02:15", "end_hour": "03:10"},
            datetime(2027, 3, 28, 1, 15, tzinfo=UTC),
            datetime(2027, 3, 28, 1, 15, tzinfo=UTC),
        ),
        # The hour that winter time repeats is the first.
        (
            {"start_on": "2027-10-31", "start_hour": "02:30", "end_hour": "04:00"},
            datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
            datetime(2027, 10, 31, 3, 0, tzinfo=UTC),
        ),
        # A day is as long as it is in the city: 23 hours on the day summer time begins.
        (
            {"precision": "day", "start_on": "2027-03-28"},
            datetime(2027, 3, 27, 23, 0, tzinfo=UTC),
            datetime(2027, 3, 28, 22, 0, tzinfo=UTC),
        ),
    ],
)
def test_local_hours_become_instants(values: dict[str, Any], starts_at: datetime, ends_at: datetime) -> None:
    assert moment_of(question(**values)) == Moment(starts_at, ends_at)


def test_move_keeps_the_length_on_the_clock_over_summer_time() -> None:
    event = stored(question())
    assert moved_moment(event, EventMove(start_on=date(2027, 3, 30))) == Moment(
        datetime(2027, 3, 30, 17, 30, tzinfo=UTC), datetime(2027, 3, 30, 19, 30, tzinfo=UTC)
    )
    assert moved_moment(event, EventMove(start_on=date(2027, 3, 17), start_hour=time(10))) == Moment(
        datetime(2027, 3, 17, 9, 0, tzinfo=UTC), datetime(2027, 3, 17, 11, 0, tzinfo=UTC)
    )


def test_move_of_an_event_without_hour_stays_without_hour() -> None:
    event = stored(question(precision="day", end_on="2027-03-17"))
    moved = moved_moment(event, EventMove(start_on=date(2027, 3, 27), start_hour=time(10)))
    assert moved == Moment(datetime(2027, 3, 26, 23, 0, tzinfo=UTC), datetime(2027, 3, 28, 22, 0, tzinfo=UTC))


def test_last_day_is_the_one_that_ends_at_midnight() -> None:
    assert last_on(stored(question(precision="day", end_on="2027-03-17"))) == date(2027, 3, 17)
    assert last_on(stored(question())) == date(2027, 3, 16)


def test_audience_is_what_was_ticked_and_what_the_invited_said() -> None:
    found = audience_of(["families"], ["islam_ma", "a calendar of nobody"])
    assert found == {Tag.FAMILIES, Tag.ISLAM_MA}
    event = to_check(stored(question(audience=["families"])), ["jewish"])
    assert event is not None
    assert event.audience == {Tag.FAMILIES, Tag.JEWISH}


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"start_on": "2027-02-23", "audience": ["islam_general"]},
        {"start_on": "2027-02-23", "audience": ["islam_general"], "food": "soep", "format": "meal"},
        {"start_on": "2023-03-31", "precision": "day"},
        {"start_on": "2027-05-01", "end_on": "2027-05-03", "audience": ["orthodox_general"]},
    ],
)
def test_stored_and_live_verdicts_are_one(values: dict[str, Any]) -> None:
    asked = question(**values)
    live = judge(question_to_check(asked), Calendar())
    assert judge(to_check(stored(asked)), Calendar()) == live


def test_end_without_hour_is_the_last_day_itself() -> None:
    event = to_check(stored(question(precision="day", end_on="2027-03-17")))
    assert event is not None
    assert (event.start.date(), event.end.date()) == (date(2027, 3, 16), date(2027, 3, 17))
    assert (event.first_on, event.last_on) == (date(2027, 3, 16), date(2027, 3, 17))


def test_period_is_not_judged() -> None:
    asked = question(precision="period", start_on="2023-04-01", end_on="2023-05-31")
    assert (question_to_check(asked), to_check(stored(asked))) == (None, None)
    assert judge(None, Calendar()).level is Level.NONE


def test_clash_is_rebuilt_from_its_flag() -> None:
    checked = question_to_check(question(start_on="2027-02-23", audience=["islam_general"]))
    (clash,) = judge(checked, Calendar()).clashes
    flag = Flag(
        created_at=NOW,
        changed_at=NOW,
        event_id=UUID(int=1),
        observance=clash.observance.value,
        level=clash.level.word,
        certainty=clash.certainty.value,
        reason_codes=[reason.value for reason in clash.reasons],
        clash_starts_at=clash.starts_at.astimezone(UTC),
        clash_ends_at=clash.ends_at.astimezone(UTC),
        sunset_at=None if clash.sunset_at is None else clash.sunset_at.astimezone(UTC),
        source=clash.source,
        until_on=clash.until_on,
    )
    assert clash_of(flag) == clash


def test_hours_are_left_aside_where_they_are_not_known() -> None:
    asked = question(precision=Precision.DAY)
    assert (asked.start_hour, asked.end_hour) == (None, None)
