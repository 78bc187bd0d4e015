"""What administrators decide for everybody: defaults, the last decision, and every one before it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from crm.accounts.models import PolicyChange
from crm.accounts.policies import POLICY_KEYS, PUBLIC_CALENDAR, policies, policy, policy_changes, set_policy
from crm.clock import FixedClock
from crm.db import Database
from crm.errors import NotAllowed
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.conftest import NOW


def _decide(work: Work, viewer: Viewer, value: bool) -> None:
    with work.writing(viewer) as uow:
        set_policy(uow, PUBLIC_CALENDAR, value)


def _stored(session: Session) -> list[PolicyChange]:
    return list(session.exec(select(PolicyChange)))


def test_default_holds_until_somebody_decides(database: Database) -> None:
    with database.reading() as session:
        one_by_one = {key.name: policy(session, SYSTEM, key) for key in POLICY_KEYS}
        assert one_by_one == {key.name: key.default for key in POLICY_KEYS}
        assert policies(session, SYSTEM, POLICY_KEYS) == one_by_one


def test_last_decision_holds_and_the_others_stay(
    work: Work, database: Database, clock: FixedClock, add_user: Callable[..., Viewer]
) -> None:
    hilde, lieve = add_user("hilde", Role.ADMINISTRATOR), add_user("lieve", Role.ADMINISTRATOR)
    _decide(work, hilde, True)
    clock.instant = NOW + timedelta(days=3)
    _decide(work, lieve, False)
    with database.reading() as session:
        changes = policy_changes(session, SYSTEM, PUBLIC_CALENDAR)
        assert policy(session, SYSTEM, PUBLIC_CALENDAR) is False
    assert [(one.value, one.changed_by_id, one.created_at) for one in changes] == [
        (False, lieve.user_id, NOW + timedelta(days=3)),
        (True, hilde.user_id, NOW),
    ]


def test_what_holds_already_is_not_written_again(
    work: Work, database: Database, add_user: Callable[..., Viewer]
) -> None:
    hilde = add_user("hilde", Role.ADMINISTRATOR)
    _decide(work, hilde, False)
    _decide(work, hilde, True)
    _decide(work, hilde, True)
    with database.reading() as session:
        assert [one.value for one in _stored(session)] == [True]


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.MANAGER, Role.ORGANISER, Role.SYSTEM])
def test_nobody_else_decides(
    work: Work, database: Database, add_user: Callable[..., Viewer], role: Role
) -> None:
    viewer = SYSTEM if role is Role.SYSTEM else add_user("iemand", role)
    with pytest.raises(NotAllowed):
        _decide(work, viewer, True)
    with database.reading() as session:
        assert _stored(session) == []
