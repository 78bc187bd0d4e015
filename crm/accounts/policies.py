"""What administrators decide for everybody: a closed list of keys, each with its type and default.

Every change stays, with who made it and when; the last one holds. What follows from a decision is up to who asks for
it: a policy is read where it matters, never copied.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

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

HALF_LIFE_OF_COLLEAGUES = PolicyKey("half_life_days.colleague", default=180)
HALF_LIFE_OF_ACQUAINTANCE = PolicyKey("half_life_days.knows", default=180)
HALF_LIFE_OF_WORK = PolicyKey("half_life_days.works_at", default=365)
HALF_LIFE_OF_VOLUNTEERS = PolicyKey("half_life_days.volunteers_at", default=180)
HALF_LIFE_OF_COOPERATION = PolicyKey("half_life_days.works_together", default=180)
HALF_LIFE_OF_BRIDGES = PolicyKey("half_life_days.bridge", default=110)
"""After how many days without contact a tie of each kind is half as strong (docs/decisions/ties-cool.md)."""

STRONG_FROM = PolicyKey("reach.strong", default=0.25)
WEAK_FROM = PolicyKey("reach.weak", default=0.10)
LIVE_FROM = PolicyKey("reach.live", default=0.05)
"""From which strength (0..1) a line works, still counts, and a tie is there at all (REACH 1.3)."""

POLICY_KEYS: tuple[PolicyKey[Any], ...] = (
    PUBLIC_CALENDAR,
    HALF_LIFE_OF_COLLEAGUES,
    HALF_LIFE_OF_ACQUAINTANCE,
    HALF_LIFE_OF_WORK,
    HALF_LIFE_OF_VOLUNTEERS,
    HALF_LIFE_OF_COOPERATION,
    HALF_LIFE_OF_BRIDGES,
    STRONG_FROM,
    WEAK_FROM,
    LIVE_FROM,
)
"""Every policy there is."""


def policy(session: Session, viewer: Viewer, key: PolicyKey[ValueT]) -> ValueT:
    """What holds now: the last decision, or the default where nobody decided."""
    last = session.exec(_decisions(key).limit(1)).first()
    return key.default if last is None else cast(ValueT, last.value)


def policies(
    session: Session, viewer: Viewer, keys: Iterable[PolicyKey[Any]], decided_before: datetime | None = None
) -> dict[str, Any]:
    """What holds now for each of those keys, by name; one query. With an instant, what held just before it."""
    wanted = {key.name: key.default for key in keys}
    statement = (
        select(PolicyChange)
        .where(col(PolicyChange.key).in_(wanted))
        .order_by(col(PolicyChange.created_at), col(PolicyChange.id))
    )
    if decided_before is not None:
        statement = statement.where(col(PolicyChange.created_at) < decided_before)
    return wanted | {change.key: change.value for change in session.exec(statement)}


def policy_changes(session: Session, viewer: Viewer, key: PolicyKey[ValueT]) -> list[PolicyChange]:
    """The decisions on one policy, the last one first."""
    return list(session.exec(_decisions(key)))


def changes_of_policies(
    session: Session, viewer: Viewer, keys: Iterable[PolicyKey[Any]], most: int
) -> list[PolicyChange]:
    """The last decisions on those policies, at most `most`, the newest first; one query."""
    statement = (
        select(PolicyChange)
        .where(col(PolicyChange.key).in_([key.name for key in keys]))
        .order_by(col(PolicyChange.created_at).desc(), col(PolicyChange.id).desc())
    )
    return list(session.exec(statement.limit(most)))


@dataclass(frozen=True)
class Decision:
    """A policy that an administrator changed: from what to what, and when."""

    name: str
    before: Any
    after: Any
    decided_at: datetime


def decisions_between(
    session: Session, viewer: Viewer, keys: Iterable[PolicyKey[Any]], first: datetime, last: datetime
) -> list[Decision]:
    """The decisions on those policies from the first instant until before the last, the oldest first; one query."""
    held = {key.name: key.default for key in keys}
    statement = (
        select(PolicyChange)
        .where(col(PolicyChange.key).in_(held), col(PolicyChange.created_at) < last)
        .order_by(col(PolicyChange.created_at), col(PolicyChange.id))
    )
    made = []
    for change in session.exec(statement):
        if change.created_at >= first:
            made.append(Decision(change.key, held[change.key], change.value, change.created_at))
        held[change.key] = change.value
    return made


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
