"""What was settled goes after a week, in parts; what is still needed stays. On both stores."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import select

from crm.clock import FixedClock
from crm.db import Database, new_id
from crm.domain_events import FollowUpPlanned, ScheduleDue, SettledPartForgotten
from crm.event_codec import encode
from crm.forgetting import KEPT_FOR, KEYS_KEPT_FOR, PART, forget_part, forget_settled
from crm.outbox import UNSETTLED, Delivery, DeliveryState, DomainEventRow
from crm.settings import Settings
from crm.unit_of_work import Subscriptions, Work
from crm.viewer import SYSTEM
from tests.conftest import NOW
from workers.delivery import deliver_due

LONG_AGO = NOW - KEPT_FOR - timedelta(minutes=1)
LATELY = NOW - KEPT_FOR + timedelta(minutes=1)
DUE = ScheduleDue("forget_settled", NOW, NOW.date())


def _add(
    database: Database,
    at: datetime,
    *states: DeliveryState,
    key: str | None = None,
    done_at: datetime | None = None,
) -> UUID:
    """An event with a delivery in each of those states; returns the event's id."""
    with database.writing() as session:
        event = DomainEventRow(
            id=new_id(), created_at=at, kind="FollowUpPlanned", payload=encode(FollowUpPlanned(new_id()))
        )
        session.add(event)
        session.flush()
        for state in states:
            row = Delivery(created_at=at, event_id=event.id, handler="x", state=state, dedupe_key=key)
            row.done_at = (done_at or at) if state == DeliveryState.DONE else None
            session.add(row)
        return event.id


def _left(database: Database) -> tuple[set[UUID], int]:
    """The events that are left, and how many deliveries."""
    with database.reading() as session:
        return set(session.exec(select(DomainEventRow.id))), len(session.exec(select(Delivery.id)).all())


def _forget(database: Database, most: int = 100) -> int:
    with database.writing() as session:
        return forget_part(session, NOW, most)


def test_settled_deliveries_go_a_week_after_they_were_settled_with_their_event(database: Database) -> None:
    _add(database, LONG_AGO, DeliveryState.DONE, DeliveryState.DONE)
    _add(database, LONG_AGO)  # nobody reacts to it
    kept = {
        _add(database, LATELY, DeliveryState.DONE),
        _add(database, LATELY),
        _add(database, LONG_AGO, DeliveryState.DONE, done_at=LATELY),
    }
    assert (_forget(database), _left(database)) == (2, (kept, 2))


def test_what_is_not_settled_stays_with_its_event_and_settled_siblings_go(database: Database) -> None:
    kept = {_add(database, LONG_AGO, DeliveryState.DONE, state) for state in (*UNSETTLED, DeliveryState.DEAD)}
    _forget(database)
    assert _left(database) == (kept, 4)


def test_a_key_is_kept_for_a_year_so_that_nothing_is_said_twice(database: Database) -> None:
    _add(database, NOW - KEYS_KEPT_FOR - timedelta(minutes=1), DeliveryState.DONE, key="due:1/x")
    kept = {_add(database, LONG_AGO, DeliveryState.DONE, key="due:2/x")}
    _forget(database)
    assert _left(database) == (kept, 1)


def test_a_part_is_no_larger_than_asked(database: Database) -> None:
    for _ in range(3):
        _add(database, LONG_AGO, DeliveryState.DONE)
    assert [_forget(database, 2) for _ in range(3)] == [2, 1, 0]
    assert _left(database) == (set(), 0)


def test_job_goes_on_until_nothing_is_left_and_may_run_twice(database: Database, clock: FixedClock) -> None:
    own = Work(database, Subscriptions({"SettledPartForgotten": (forget_settled,)}), clock, Settings())
    born = [{"id": new_id(), "created_at": LONG_AGO, "kind": "X", "payload": "{}"} for _ in range(PART + 1)]
    with database.writing() as session:
        session.execute(insert(DomainEventRow), born)
    with own.writing(SYSTEM) as uow:
        forget_settled(uow, DUE)
    assert deliver_due(own) == 1
    with own.writing(SYSTEM) as uow:
        forget_settled(uow, DUE)
    with database.reading() as session:
        assert session.exec(select(DomainEventRow.kind)).all() == [SettledPartForgotten.__name__]
