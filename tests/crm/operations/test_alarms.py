"""Alarms, from values: what may never be, and what may."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from crm.i18n import LANGUAGES, translate
from crm.operations.alarms import SENTENCES, Alarm, AlarmKind, alarms
from crm.operations.models import ProcessKind
from crm.operations.observed import DepthLine, JobLine, Observed, ProcessSeen
from crm.outbox import DeliveryState, Urgency

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def _process(
    kind: ProcessKind, *, seen_s: float = 5, ahead_s: float = 0, answers: bool = True
) -> ProcessSeen:
    return ProcessSeen(
        id=UUID(int=1),
        kind=kind,
        host="werk-1",
        pid=7,
        version="1",
        revision="0014",
        started_at=AT - timedelta(hours=1),
        seen_at=AT - timedelta(seconds=seen_s),
        ahead_s=ahead_s,
        broker_answers=answers,
    )


WELL = Observed(
    at=AT,
    is_embedded=False,
    depth=(
        DepthLine(Urgency.INTERACTIVE, DeliveryState.READY, 3, 3, AT - timedelta(seconds=119), 3),
        DepthLine(Urgency.DEFAULT, DeliveryState.QUEUED, 500, 0, None, 500),
        DepthLine(Urgency.BULK, DeliveryState.READY, 8_000, 7_500, AT - timedelta(minutes=59), 0),
    ),
    processes=(_process(ProcessKind.WORK), _process(ProcessKind.SCHEDULE), _process(ProcessKind.SERVE)),
    jobs=(JobLine("due_reminders", AT - timedelta(minutes=4), None),),
)


def _kinds(observed: Observed) -> list[AlarmKind]:
    return [alarm.kind for alarm in alarms(observed)]


def test_a_busy_day_raises_nothing() -> None:
    assert alarms(WELL) == ()


@pytest.mark.parametrize(
    ("urgency", "minutes"), [(Urgency.INTERACTIVE, 3), (Urgency.DEFAULT, 11), (Urgency.BULK, 61)]
)
def test_a_delivery_that_is_due_for_too_long_is_told_with_its_moment(urgency: Urgency, minutes: int) -> None:
    since = AT - timedelta(minutes=minutes)
    late = replace(WELL, depth=(DepthLine(urgency, DeliveryState.READY, 1, 1, since),))
    assert alarms(late) == (Alarm(AlarmKind.DUE_TOO_LONG, {"since": since}),)


def test_wake_ups_that_nobody_answers_are_told() -> None:
    line = DepthLine(Urgency.DEFAULT, DeliveryState.QUEUED, 4, needless=21, unanswered=3)
    assert alarms(replace(WELL, depth=(line,))) == (Alarm(AlarmKind.UNANSWERED, {"num": 3}),)


def test_what_was_given_up_is_told_until_somebody_decides() -> None:
    line = DepthLine(Urgency.DEFAULT, DeliveryState.DEAD, 2)
    assert alarms(replace(WELL, depth=(line,))) == (Alarm(AlarmKind.GIVEN_UP, {"num": 2}),)


@pytest.mark.parametrize(("hours", "is_told"), [(26, False), (26.1, True)])
def test_a_night_without_a_backup_is_told(hours: float, is_told: bool) -> None:
    taken_at = AT - timedelta(hours=hours)
    told = (Alarm(AlarmKind.BACKUP_OLD, {"since": taken_at}),) if is_told else ()
    assert alarms(replace(WELL, backup_taken_at=taken_at)) == told


def test_without_worker_or_scheduler_each_is_told() -> None:
    assert _kinds(replace(WELL, processes=())) == [AlarmKind.NO_WORKER, AlarmKind.NO_SCHEDULER]


def test_a_process_that_stopped_beating_is_not_there() -> None:
    silent = (_process(ProcessKind.WORK, seen_s=61), _process(ProcessKind.SCHEDULE, seen_s=60))
    assert _kinds(replace(WELL, processes=silent)) == [AlarmKind.NO_WORKER]


def test_a_server_that_does_it_all_needs_no_other() -> None:
    alone = replace(WELL, is_embedded=True, processes=(_process(ProcessKind.SERVE),))
    assert alarms(alone) == ()


@pytest.mark.parametrize(("ahead_s", "told"), [(5.0, []), (5.4, [5]), (-3600.0, [3600])])
def test_a_clock_that_differs_is_told_once_a_host(ahead_s: float, told: list[int]) -> None:
    odd = (*WELL.processes, _process(ProcessKind.WORK, ahead_s=ahead_s))
    found = alarms(replace(WELL, processes=odd))
    assert found == tuple(Alarm(AlarmKind.CLOCKS_DIFFER, {"host": "werk-1", "num": one}) for one in told)


def test_a_silent_broker_is_told_only_by_processes_that_are_seen() -> None:
    deaf = (*WELL.processes, _process(ProcessKind.WORK, answers=False))
    gone = (*WELL.processes, _process(ProcessKind.WORK, answers=False, seen_s=3600))
    assert alarms(replace(WELL, processes=deaf)) == (Alarm(AlarmKind.BROKER_SILENT, {"host": "werk-1"}),)
    assert alarms(replace(WELL, processes=gone)) == ()


def test_a_job_that_is_late_is_named() -> None:
    since = AT - timedelta(minutes=5, seconds=1)
    late = replace(WELL, jobs=(JobLine("near_events", since, None), *WELL.jobs))
    assert alarms(late) == (Alarm(AlarmKind.SCHEDULE_LATE, {"job": "near_events", "since": since}),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_alarm_has_a_sentence(language: str) -> None:
    values = {"since": AT, "num": 3, "host": "werk-1", "job": "near_events"}
    said = [translate(language, Alarm(kind, values).text) for kind in AlarmKind]
    assert set(SENTENCES) == set(AlarmKind)
    assert [sentence for sentence in said if "%(" in sentence] == []
