"""Deciding about what was given up: by whom, when and why is kept."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlmodel import col, select

from crm.clock import milliseconds
from crm.errors import Conflict, NotAllowed
from crm.operations import service
from crm.operations.models import Decision, QueueDecision
from crm.operations.queries import decisions, given_up
from crm.outbox import Delivery, DeliveryState
from crm.unit_of_work import UnitOfWork, Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.conftest import NOW
from tests.crm.operations.test_queries import add_delivery

WHY = "Deze agenda bestaat niet meer."


@pytest.fixture
def hilde(add_user: Callable[..., Viewer]) -> Viewer:
    """An administrator."""
    return add_user("hilde", Role.ADMINISTRATOR, name="Hilde Coppens")


def _dead(work: Work, *handlers: str) -> list[UUID]:
    failed = {"state": DeliveryState.DEAD, "attempts": 8, "dispatches": 9, "error": "ValueError at x.py:1"}
    with work.database.writing() as session:
        return [add_delivery(session, handler=handler, **failed) for handler in handlers]


def _delivery(work: Work, key: UUID) -> Delivery:
    with work.database.reading() as session:
        return session.get_one(Delivery, key)


def _kept(work: Work) -> list[tuple[UUID, str, Decision, str | None, UUID | None]]:
    with work.database.reading() as session:
        rows = session.exec(select(QueueDecision).order_by(col(QueueDecision.id))).all()
    return [(row.delivery_id, row.event_kind, row.decision, row.why, row.decided_by_id) for row in rows]


def test_a_retried_delivery_has_its_attempts_back_and_is_due_now(work: Work, hilde: Viewer) -> None:
    (key,) = _dead(work, "notices.tell_due")
    with work.writing(hilde) as uow:
        assert service.retry_delivery(uow, key) == 1
    row = _delivery(work, key)
    assert (row.state, row.attempts, row.dispatches, row.visible_at) == (
        DeliveryState.READY,
        0,
        0,
        milliseconds(NOW),
    )
    assert _kept(work) == [(key, "FollowUpPlanned", Decision.RETRIED, None, hilde.user_id)]


def test_a_discarded_delivery_is_settled_and_its_reason_kept(work: Work, hilde: Viewer) -> None:
    (key,) = _dead(work, "notices.tell_due")
    with work.writing(hilde) as uow:
        service.discard_delivery(uow, key, WHY)
    row = _delivery(work, key)
    assert (row.state, row.done_at, row.error) == (DeliveryState.DONE, NOW, "discarded")
    assert _kept(work) == [(key, "FollowUpPlanned", Decision.DISCARDED, WHY, hilde.user_id)]


def test_all_of_one_handler_are_decided_at_once_and_shown_as_one(work: Work, hilde: Viewer) -> None:
    *mine, other = _dead(work, "notices.tell_due", "notices.tell_due", "agenda.check_event")
    with work.writing(hilde) as uow:
        assert service.discard_handler(uow, "notices.tell_due", WHY) == 2
    with work.database.reading() as session:
        (shown,) = decisions(session, hilde)
        left = given_up(session, hilde)
    assert (shown.handler, shown.count, shown.why, shown.decided_by_id) == (
        "notices.tell_due",
        2,
        WHY,
        hilde.user_id,
    )
    assert sorted(row[0] for row in _kept(work)) == sorted(mine)
    assert [(group.handler, group.total, group.deliveries[0].id) for group in left] == [
        ("agenda.check_event", 1, other)
    ]


def test_the_command_line_decides_without_a_name(work: Work) -> None:
    _dead(work, "notices.tell_due", "agenda.check_event")
    with work.writing(SYSTEM) as uow:
        assert service.retry_handler(uow, "") == 2
    assert [row[4] for row in _kept(work)] == [None, None]


def test_what_was_not_given_up_leaves_nothing_to_decide(work: Work, hilde: Viewer) -> None:
    with work.database.writing() as session:
        key = add_delivery(session, state=DeliveryState.READY)
    with pytest.raises(Conflict), work.writing(hilde) as uow:
        service.retry_delivery(uow, key)
    with pytest.raises(Conflict), work.writing(hilde) as uow:
        service.discard_handler(uow, "notices.tell_due", WHY)
    assert (_kept(work), _delivery(work, key).state) == ([], DeliveryState.READY)


def test_only_those_who_look_after_the_queue_decide(work: Work, nora: Viewer) -> None:
    (key,) = _dead(work, "notices.tell_due")
    decisions_of: tuple[Callable[[UnitOfWork], int], ...] = (
        lambda uow: service.retry_delivery(uow, key),
        lambda uow: service.discard_delivery(uow, key, WHY),
        lambda uow: service.retry_handler(uow, "notices.tell_due"),
        lambda uow: service.discard_handler(uow, "notices.tell_due", WHY),
    )
    for decide in decisions_of:
        with pytest.raises(NotAllowed), work.writing(nora) as uow:
            decide(uow)
    assert _kept(work) == []


def test_what_was_given_up_is_listed_with_how_it_failed(work: Work, hilde: Viewer) -> None:
    (key,) = _dead(work, "notices.tell_due")
    with work.database.reading() as session:
        (group,) = given_up(session, hilde)
    (one,) = group.deliveries
    assert (one.id, one.event_kind, one.request_id, one.attempts, one.error, one.recorded_at) == (
        key,
        "FollowUpPlanned",
        "a" * 16,
        8,
        "ValueError at x.py:1",
        NOW,
    )
