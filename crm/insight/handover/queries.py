"""Readings of who leaves: mandates that end, colleagues who go, and what they still had in hand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from crm.accounts.access import may_read_notes, may_see_persons
from crm.accounts.models import User
from crm.followups.models import FollowUp, FollowUpState
from crm.parties.models import Party, PartyKind, PersonRole, RoleOfPerson
from crm.parties.queries import PartyLabel
from crm.viewer import Role, Viewer


@dataclass(frozen=True)
class EndingRole:
    """A role of a person with its last day: from `until` on it no longer holds."""

    person_id: UUID
    role: PersonRole
    until: date


@dataclass(frozen=True)
class TaskInHand:
    """An open follow-up. `what` is empty for who reads no notes and did not plan it."""

    id: UUID
    what: str | None
    due_on: date


@dataclass(frozen=True)
class InHand:
    """What a colleague still has in hand; `unnamed` counts parties that the viewer may not know of."""

    tasks: tuple[TaskInHand, ...] = ()
    parties: tuple[PartyLabel, ...] = ()
    unnamed: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to hand over."""
        return not (self.tasks or self.parties or self.unnamed)

    @property
    def party_count(self) -> int:
        """How many parties they look after."""
        return len(self.parties) + self.unnamed


def ending_roles(session: Session, viewer: Viewer, today: date, until: date) -> list[EndingRole]:
    """The roles that end after today and by that date, the first to end first; of persons who are not archived."""
    ends_on = col(RoleOfPerson.until)
    statement = (
        select(RoleOfPerson)
        .join(Party, col(Party.id) == col(RoleOfPerson.person_id))
        .where(ends_on > today, ends_on <= until, col(Party.archived_on).is_(None))
        .order_by(ends_on, col(RoleOfPerson.person_id), col(RoleOfPerson.id))
    )
    return [
        EndingRole(row.person_id, row.role, row.until)
        for row in session.exec(statement)
        if row.until is not None
    ]


def leaving_colleagues(session: Session, viewer: Viewer) -> list[User]:
    """The consultants who have left or will, by date."""
    statement = select(User).where(User.role == Role.CONSULTANT, col(User.left_on).is_not(None))
    return list(session.exec(statement.order_by(col(User.left_on), col(User.id))))


def in_hand(session: Session, viewer: Viewer, owner_ids: Collection[UUID]) -> dict[UUID, InHand]:
    """What each of those colleagues has in hand, in two queries: open follow-ups, and parties not archived."""
    if not owner_ids:
        return {}
    tasks: dict[UUID, list[TaskInHand]] = {key: [] for key in owner_ids}
    follow_ups = (
        select(FollowUp)
        .where(col(FollowUp.owner_id).in_(owner_ids), FollowUp.state == FollowUpState.OPEN)
        .order_by(col(FollowUp.due_on), col(FollowUp.id))
    )
    for row in session.exec(follow_ups):
        is_own = viewer.user_id is not None and row.planned_by_id == viewer.user_id
        what = row.what if is_own or may_read_notes(viewer) else None
        tasks[row.owner_id].append(TaskInHand(row.id, what, row.due_on))
    labels: dict[UUID, list[PartyLabel]] = {key: [] for key in owner_ids}
    unnamed = dict.fromkeys(owner_ids, 0)
    parties = (
        select(Party.owner_id, Party.id, Party.name, Party.kind)
        .where(col(Party.owner_id).in_(owner_ids), col(Party.archived_on).is_(None))
        .order_by(col(Party.search), col(Party.id))
    )
    for owner_id, key, name, kind in session.exec(parties):
        if owner_id is None:
            continue
        if kind == PartyKind.PERSON and not may_see_persons(viewer):
            unnamed[owner_id] += 1
        else:
            labels[owner_id].append(PartyLabel(key, name, PartyKind(kind)))
    return {key: InHand(tuple(tasks[key]), tuple(labels[key]), unnamed[key]) for key in owner_ids}
