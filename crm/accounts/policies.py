"""What administrators decide for everybody: a closed list of keys, each with its type and default.

Every change stays, with who made it and when; the last one holds. What follows from a decision is up to who asks for
it: a policy is read where it matters, never copied.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from crm.accounts.access import may_set_policies
from crm.accounts.models import PolicyChange
from crm.errors import NotAllowed
from crm.unit_of_work import UnitOfWork
from crm.viewer import Viewer

ValueT = TypeVar("ValueT", bool, int, float, str)


@dataclass(frozen=True)
class PolicyKey(Generic[ValueT]):
    """The name under which a decision is stored, and what holds until somebody decides; its type is the policy's."""

    name: str
    default: ValueT


PUBLIC_CALENDAR = PolicyKey("public_calendar", default=False)
"""Whether the year calendar and the question box can be opened without an account."""

POLICY_KEYS: tuple[PolicyKey[bool], ...] = (PUBLIC_CALENDAR,)
"""Every policy there is."""


def policy(session: Session, viewer: Viewer, key: PolicyKey[ValueT]) -> ValueT:
    """What holds now: the last decision, or the default where nobody decided."""
    last = session.exec(_decisions(key).limit(1)).first()
    return key.default if last is None else cast(ValueT, last.value)


def policy_changes(session: Session, viewer: Viewer, key: PolicyKey[ValueT]) -> list[PolicyChange]:
    """The decisions on one policy, the last one first."""
    return list(session.exec(_decisions(key)))


def set_policy(uow: UnitOfWork, key: PolicyKey[ValueT], value: ValueT) -> None:
    """Decides: the change is added to the others, with name and instant. What holds already is not written again.

    Raises:
        NotAllowed: the viewer is no administrator.
    """
    if not may_set_policies(uow.viewer) or uow.viewer.user_id is None:
        raise NotAllowed
    if policy(uow.session, uow.viewer, key) == value:
        return
    uow.session.add(
        PolicyChange(key=key.name, value=value, changed_by_id=uow.viewer.user_id, created_at=uow.now)
    )
    uow.session.flush()


def _decisions(key: PolicyKey[ValueT]) -> SelectOfScalar[PolicyChange]:
    return (
        select(PolicyChange)
        .where(PolicyChange.key == key.name)
        .order_by(col(PolicyChange.created_at).desc(), col(PolicyChange.id).desc())
    )
