"""Notices 21 and 7 days before an event with a warning that waits: one for each date and mark, and caught up with."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from crm.agenda.models import EventState, Flag, FlagState, ParticipationEvent
from crm.clock import CITY_ZONE, FixedClock
from crm.db import new_id
from crm.domain_events import EventDrewNear
from crm.notices import handlers
from crm.notices.models import Notice, NoticeKind
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from scheduler.jobs import JOBS
from scheduler.run import tick
from tests.crm.notices.conftest import AddFlag, Store

Run = Callable[[], int]
Tell = Callable[[date], list[str]]
AddUser = Callable[..., Viewer]
JOB = [job for job in JOBS if job.name == "near_events"]
EVENING = datetime(2027, 3, 31, 17, 30, tzinfo=UTC)  # three days after summer time began
ON = EVENING.date()


@pytest.fixture
def bram(add_user: AddUser) -> Viewer:
    """An organiser."""
    return add_user("bram", Role.ORGANISER)


@pytest.fixture
def tell(work: Work, clock: FixedClock, run_deliveries: Run) -> Tell:
    """Lets the scheduler tick at eight in the morning of a day; gives the marks of the notices that came with it."""

    def at(on: date) -> list[str]:
        before = _keys(work)
        clock.instant = datetime.combine(on, time(8), CITY_ZONE).astimezone(UTC)
        tick(work, JOB)
        run_deliveries()
        return sorted(key.rsplit(":", 1)[1] for key in _keys(work) - before)

    return at


def _keys(work: Work) -> set[str]:
    with work.reading(SYSTEM) as uow:
        return set(uow.session.exec(select(Notice.dedupe_key).where(Notice.kind == NoticeKind.EVENT_NEAR)))


def _flag(event_id: UUID, observance: str, level: str) -> Flag:
    return Flag(
        event_id=event_id,
        observance=observance,
        level=level,
        certainty="fixed",
        clash_starts_at=EVENING,
        clash_ends_at=EVENING,
        until_on=ON,
        created_at=EVENING,
        changed_at=EVENING,
    )


def _days(before: int) -> date:
    return ON - timedelta(days=before)


def test_owner_is_told_21_and_7_days_before_over_the_change_to_summer_time(
    tell: Tell, bram: Viewer, add_flag: AddFlag
) -> None:
    add_flag(bram, EVENING)
    told = {before: tell(_days(before)) for before in range(23, -2, -1)}
    assert {before: marks for before, marks in told.items() if marks} == {21: ["21"], 7: ["7"]}


def test_marks_that_passed_while_the_machine_was_off_are_caught_up_with_the_nearest_one_only(
    tell: Tell, bram: Viewer, add_flag: AddFlag
) -> None:
    add_flag(bram, EVENING)
    tell(_days(40))
    assert tell(_days(16)) == ["21"]
    assert [tell(_days(before)) for before in (15, 8)] == [[], []]
    assert tell(_days(2)) == ["7"]
    assert tell(_days(1)) == []


def test_machine_that_was_off_until_the_last_days_tells_once(
    tell: Tell, bram: Viewer, add_flag: AddFlag
) -> None:
    add_flag(bram, EVENING)
    tell(_days(40))
    assert [tell(_days(before)) for before in (5, 4, 0, -1)] == [["7"], [], [], []]


def test_event_with_several_warnings_gets_one_notice_that_names_them(
    tell: Tell,
    bram: Viewer,
    add_flag: AddFlag,
    store: Store,
    work: Work,
    client_of: Callable[..., TestClient],
) -> None:
    key = add_flag(bram, EVENING)
    with work.reading(SYSTEM) as uow:
        event_id = uow.session.get_one(Flag, key).event_id
    store(_flag(event_id, "easter_break", "medium"), _flag(event_id, "jumuah", "low"))
    tell(_days(22))
    assert tell(_days(21)) == ["21"]
    (notice,) = client_of("bram").get("/api/v1/notices").json()["items"]
    assert notice["sentence"] == (
        "Over 21 dagen: Ouderavond, op woensdag 31 maart 2027. “Liever niet”: het valt samen met Ramadan, "
        "Paasvakantie. Kies een beter moment, of zeg waarom je doorgaat."
    )
    assert notice["href"] == f"/events/{event_id}"


def test_sentence_follows_the_day_on_which_it_is_read_and_what_was_decided(
    tell: Tell,
    bram: Viewer,
    add_flag: AddFlag,
    work: Work,
    clock: FixedClock,
    client_of: Callable[..., TestClient],
) -> None:
    key = add_flag(bram, EVENING)
    tell(_days(8))
    tell(_days(7))

    def said() -> str:
        (notice,) = client_of("bram").get("/api/v1/notices?unread=true").json()["items"]
        return str(notice["sentence"]).split(".")[0]

    seen = []
    for before in (7, 1, 0):
        clock.instant = datetime.combine(_days(before), time(9), CITY_ZONE).astimezone(UTC)
        seen.append(said().split(":")[0])
    assert seen == ["Over 7 dagen", "Morgen", "Vandaag"]
    with work.writing(SYSTEM) as uow:
        uow.session.get_one(Flag, key).state = FlagState.OVERRULED
    assert "wacht geen waarschuwing meer" in client_of("bram").get("/notices").text
    clock.instant = EVENING + timedelta(days=2)
    assert "er is niets meer te beslissen" in client_of("bram").get("/notices").text


@pytest.mark.parametrize("state", [FlagState.OVERRULED, FlagState.LIFTED])
def test_warning_that_was_decided_or_lifted_is_not_told(
    tell: Tell, bram: Viewer, add_flag: AddFlag, work: Work, state: FlagState
) -> None:
    key = add_flag(bram, EVENING)
    with work.writing(SYSTEM) as uow:
        uow.session.get_one(Flag, key).state = state
    tell(_days(22))
    assert [tell(_days(before)) for before in (21, 7)] == [[], []]


def test_cancelled_event_and_remark_on_a_good_moment_are_not_told(
    tell: Tell, bram: Viewer, add_flag: AddFlag, work: Work
) -> None:
    cancelled, light = add_flag(bram, EVENING), add_flag(bram, EVENING)
    with work.writing(SYSTEM) as uow:
        event_id = uow.session.get_one(Flag, cancelled).event_id
        uow.session.get_one(ParticipationEvent, event_id).state = EventState.CANCELLED
        uow.session.get_one(Flag, light).level = "low"
    tell(_days(22))
    assert [tell(_days(before)) for before in (21, 7)] == [[], []]


def test_event_that_moves_to_another_day_is_told_for_that_day(
    tell: Tell, bram: Viewer, add_flag: AddFlag, work: Work
) -> None:
    key = add_flag(bram, EVENING)
    tell(_days(22))
    assert tell(_days(21)) == ["21"]
    with work.writing(SYSTEM) as uow:
        event = uow.session.get_one(ParticipationEvent, uow.session.get_one(Flag, key).event_id)
        event.starts_at += timedelta(days=30)
        event.ends_at += timedelta(days=30)
    later = EVENING.date() + timedelta(days=30)
    assert [tell(later - timedelta(days=before)) for before in (22, 21, 7)] == [[], ["21"], ["7"]]


def test_handler_may_run_twice_and_tells_nothing_when_it_comes_too_late(
    work: Work, bram: Viewer, add_flag: AddFlag, clock: FixedClock
) -> None:
    key = add_flag(bram, EVENING)
    clock.instant = EVENING - timedelta(days=7)
    with work.reading(SYSTEM) as uow:
        event_id = uow.session.get_one(Flag, key).event_id
    for _ in range(2):
        with work.writing(SYSTEM) as uow:
            handlers.tell_near_event(uow, EventDrewNear(event_id, 7))
            handlers.tell_near_event(uow, EventDrewNear(new_id(), 7))
    assert len(_keys(work)) == 1
    with work.writing(SYSTEM) as uow:
        uow.session.get_one(Flag, key).state = FlagState.OVERRULED
        handlers.tell_near_event(uow, EventDrewNear(event_id, 21))
    with work.writing(SYSTEM) as uow:
        uow.session.get_one(Flag, key).state = FlagState.OPEN
    clock.instant = EVENING
    with work.writing(SYSTEM) as uow:
        handlers.tell_near_event(uow, EventDrewNear(event_id, 21))
        assert uow.session.exec(select(col(Notice.kind))).all() == [NoticeKind.EVENT_NEAR]
