"""Relay and worker in one process: what is recorded is carried out, and a hanging handler is stopped."""

import time
from collections.abc import Callable
from uuid import UUID

import pytest
from dramatiq.middleware import TimeLimitExceeded
from sqlmodel import select

from crm.db import Database
from crm.domain_events import DomainEvent, FollowUpClosed, FollowUpPlanned
from crm.outbox import Delivery, DeliveryState, Urgency
from crm.settings import Settings
from crm.unit_of_work import Subscriptions, UnitOfWork, Work
from crm.viewer import SYSTEM
from workers import actors, broker
from workers.actors import declare_actors
from workers.process import running_worker

Wait = Callable[[Callable[[], bool]], None]


def close(uow: UnitOfWork, event: FollowUpPlanned) -> None:
    """One effect for each event."""
    uow.record(FollowUpClosed(event.follow_up_id))


def hang(uow: UnitOfWork, event: DomainEvent) -> None:
    """Never ends by itself."""
    while True:
        time.sleep(0.01)


def _states(work: Work) -> list[DeliveryState]:
    with work.database.reading() as session:
        return [row.state for row in session.exec(select(Delivery))]


def test_recorded_events_are_carried_out(
    database: Database, work: Work, settings: Settings, wait_until: Wait
) -> None:
    own = Work(database, Subscriptions({"FollowUpPlanned": (close,)}), work.clock, settings)
    with running_worker(settings, own):
        for number in range(20):
            with own.writing(SYSTEM) as uow:
                uow.record(FollowUpPlanned(UUID(int=number)))
        wait_until(lambda: _states(own) == [DeliveryState.DONE] * 20)


def test_what_was_under_way_in_a_dead_process_is_carried_out_by_the_next(
    database: Database, work: Work, settings: Settings, wait_until: Wait
) -> None:
    own = Work(database, Subscriptions({"FollowUpPlanned": (close,)}), work.clock, settings)
    with own.writing(SYSTEM) as uow:
        uow.record(FollowUpPlanned(UUID(int=1)))
    with database.writing() as session:
        row = session.exec(select(Delivery)).one()
        row.state, row.visible_at = DeliveryState.QUEUED, 9_999_999_999_999
    with running_worker(settings, own):
        wait_until(lambda: _states(own) == [DeliveryState.DONE])


def test_hanging_handler_is_stopped_and_its_failure_written_down(
    database: Database, work: Work, settings: Settings, wait_until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actors, "TIME_LIMIT_MS", dict.fromkeys(Urgency, 300))
    own = Work(database, Subscriptions({"FollowUpPlanned": (hang,)}), work.clock, settings)
    with running_worker(settings, own):
        with own.writing(SYSTEM) as uow:
            uow.record(FollowUpPlanned(UUID(int=1)))

        def is_written_down() -> bool:
            with database.reading() as session:
                error = session.exec(select(Delivery.error)).one()
            return error is not None and error.startswith(TimeLimitExceeded.__name__)

        wait_until(is_written_down)


def test_the_message_of_a_wake_up_is_an_id_and_nothing_else(work: Work, settings: Settings) -> None:
    made = broker.make_broker(settings)
    for urgency, actor in declare_actors(made, work).items():
        message = actor.message(str(UUID(int=1)))
        assert (message.args, message.kwargs, message.options) == ((str(UUID(int=1)),), {}, {})
        assert message.queue_name == urgency
    made.close()
