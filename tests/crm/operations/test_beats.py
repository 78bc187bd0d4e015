"""Beats: one row for each process, whatever the store does."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlmodel import col, select

from crm.clock import FixedClock
from crm.db import Database
from crm.domain_events import FollowUpPlanned
from crm.operations.beats import Beat, InHand
from crm.operations.models import Process, ProcessKind
from crm.operations.queries import observe
from crm.outbox import Delivery
from crm.settings import Settings
from crm.unit_of_work import Subscriptions, UnitOfWork, Work
from crm.viewer import SYSTEM
from tests.conftest import NOW
from workers.delivery import deliver

Wait = Callable[[Callable[[], bool]], None]


def _rows(work: Work) -> list[Process]:
    with work.database.reading() as session:
        return list(session.exec(select(Process).order_by(col(Process.id))))


def _beat(work: Work, kind: ProcessKind = ProcessKind.WORK) -> Beat:
    return Beat(work, kind, "0014", InHand(work.clock), lambda: True)


def _distributed(work: Work) -> Work:
    outside = Settings(database_url=work.database.url, broker_url="redis://127.0.0.1:1/0")
    return Work(work.database, work.subscriptions, work.clock, outside)


def test_a_process_is_seen_while_it_runs_and_not_after_a_good_end(work: Work, wait_until: Wait) -> None:
    with _beat(work).beating():
        wait_until(lambda: len(_rows(work)) == 1)
        (row,) = _rows(work)
        assert (row.kind, row.seen_at, row.revision, row.carries) == (ProcessKind.WORK, NOW, "0014", "[]")
    assert _rows(work) == []


def test_a_process_that_vanished_stays_for_a_day(work: Work, clock: FixedClock) -> None:
    outside = _distributed(work)
    _beat(outside).beat()
    clock.instant = NOW + timedelta(hours=23)
    _beat(outside).beat()
    assert [row.seen_at for row in _rows(work)] == [NOW, clock.instant]
    clock.instant = NOW + timedelta(hours=25)
    _beat(outside).beat()
    assert [row.seen_at for row in _rows(work)] == [NOW + timedelta(hours=23), clock.instant]


def test_one_process_that_does_it_all_has_one_row(work: Work) -> None:
    for _ in range(3):
        _beat(work, ProcessKind.SERVE).beat()
    assert [row.kind for row in _rows(work)] == [ProcessKind.SERVE]


def test_a_store_that_is_away_stops_nothing(clock: FixedClock, tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'nowhere' / 'x.db'}")
    work = Work(Database(settings.database_url), Subscriptions({}), clock, settings)
    with _beat(work).beating():
        pass
    work.database.close()


def test_what_is_carried_out_is_seen_while_it_is(database: Database, work: Work, settings: Settings) -> None:
    seen: list[str] = []

    def look(uow: UnitOfWork, event: FollowUpPlanned) -> None:
        seen.append(in_hand.as_json())

    look.__module__ = "crm.followups.handlers"
    in_hand = InHand(work.clock)
    own = Work(database, Subscriptions({"FollowUpPlanned": (look,)}), work.clock, settings, watch=in_hand)
    with own.writing(SYSTEM) as uow:
        uow.record(FollowUpPlanned(UUID(int=1)))
    with database.writing() as session:
        row = session.exec(select(Delivery)).one()
        row.state, key = type(row.state)("queued"), row.id
    deliver(own, key)
    since = NOW.isoformat()
    assert seen == [
        f'[{{"delivery_id": "{key}", "handler": "followups.look", "since": "{since}"}}]',
    ]
    assert in_hand.as_json() == "[]"


def test_what_a_process_carries_is_read_from_its_row(work: Work) -> None:
    in_hand = InHand(work.clock)
    in_hand.delivery_began(UUID(int=7), "agenda.check_event")
    Beat(work, ProcessKind.SERVE, "0014", in_hand, lambda: False).beat()
    with work.database.reading() as session:
        (seen,) = observe(session, SYSTEM, NOW, is_embedded=True).processes
    assert [(one.delivery_id, one.handler, one.since) for one in seen.carries] == [
        (UUID(int=7), "agenda.check_event", NOW)
    ]
    assert seen.broker_answers is False
