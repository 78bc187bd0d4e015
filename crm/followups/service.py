"""Commands on follow-ups."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from crm.accounts.models import User
from crm.db import get_for_update, touch
from crm.domain_events import FollowUpClosed, FollowUpHandedOver, FollowUpMoved, FollowUpPlanned
from crm.errors import BadInput, Conflict
from crm.followups.models import FollowUp, FollowUpState
from crm.followups.schemas import EventFollowUp, FollowUpCreate
from crm.parties.models import InclusionGroup, Neighbourhood, Party
from crm.text import mark
from crm.unit_of_work import UnitOfWork
from crm.viewer import Role


def plan_follow_up(uow: UnitOfWork, wanted: FollowUpCreate) -> FollowUp:
    """Adds a follow-up. Records FollowUpPlanned.

    Raises:
        BadInput: the owner is not in the team, what it is about is unknown, or it names both a party and a
            group: nothing may join a person to a group.
    """
    _check_owner(uow, wanted.owner_id)
    if wanted.party_id is not None and wanted.group_id is not None:
        raise BadInput(mark("Choose one of the list."), field="party_id")
    _check_exists(uow, Party, wanted.party_id, "party_id")
    _check_exists(uow, InclusionGroup, wanted.group_id, "group_id")
    group = None if wanted.group_id is None else uow.session.get(InclusionGroup, wanted.group_id)
    if group is not None and group.is_city_wide_only and wanted.neighbourhood_id is not None:
        raise BadInput(
            mark("For this group a neighbourhood could betray people. Leave it open."),
            field="neighbourhood_id",
        )
    _check_exists(uow, Neighbourhood, wanted.neighbourhood_id, "neighbourhood_id")
    planned = FollowUp(
        **wanted.model_dump(), planned_by_id=uow.viewer.user_id, created_at=uow.now, changed_at=uow.now
    )
    uow.session.add(planned)
    uow.session.flush()
    uow.record(FollowUpPlanned(planned.id))
    return planned


def keep_event_follow_up(uow: UnitOfWork, wanted: EventFollowUp) -> None:
    """Adds what must be arranged for an event, or brings it up to date while it is open; it keeps its owner.

    Records FollowUpPlanned or FollowUpMoved. Once closed it stays as it is.

    Raises:
        BadInput: the owner is no longer there.
    """
    kept = uow.session.get(FollowUp, wanted.id, with_for_update=True)
    if kept is None:
        _check_owner(uow, wanted.owner_id, is_of_event=True)
        uow.session.add(FollowUp(**asdict(wanted), created_at=uow.now, changed_at=uow.now))
        uow.session.flush()
        uow.record(FollowUpPlanned(wanted.id))
        return
    is_moved = kept.due_on != wanted.due_on
    if kept.state != FollowUpState.OPEN or not (is_moved or kept.what != wanted.what):
        return
    kept.what, kept.due_on = wanted.what, wanted.due_on
    touch(kept, uow.now)
    if is_moved:
        uow.record(FollowUpMoved(kept.id))


def complete_follow_up(uow: UnitOfWork, key: UUID) -> FollowUp:
    """Marks a follow-up as done. Records FollowUpClosed; done twice is done once."""
    return _close(uow, key, FollowUpState.DONE)


def drop_follow_up(uow: UnitOfWork, key: UUID) -> FollowUp:
    """Takes a follow-up off the list, as no longer needed. Records FollowUpClosed."""
    return _close(uow, key, FollowUpState.DROPPED)


def move_follow_up(uow: UnitOfWork, key: UUID, due_on: date) -> FollowUp:
    """Gives a follow-up another date. Records FollowUpMoved.

    Raises:
        Conflict: it is closed.
    """
    moved = _open(uow, key)
    if moved.due_on != due_on:
        moved.due_on = due_on
        touch(moved, uow.now)
        uow.record(FollowUpMoved(moved.id))
    return moved


def hand_over_follow_up(uow: UnitOfWork, key: UUID, owner_id: UUID) -> FollowUp:
    """Gives a follow-up to a colleague. Records FollowUpHandedOver.

    Raises:
        BadInput: the new owner is not in the team.
        Conflict: it is closed.
    """
    _check_owner(uow, owner_id)
    handed = _open(uow, key)
    if handed.owner_id != owner_id:
        handed.owner_id = owner_id
        touch(handed, uow.now)
        uow.record(FollowUpHandedOver(handed.id))
    return handed


def hand_over_follow_ups(
    uow: UnitOfWork, from_id: UUID, to_id: UUID, ids: Collection[UUID] | None = None
) -> int:
    """Gives what one colleague has to do to another, and returns how many. Records FollowUpHandedOver for each.

    Args:
        ids: only these; None: everything that is open.

    Raises:
        BadInput: the new owner is not in the team, or one of them is closed or not the colleague's.
    """
    _check_owner(uow, to_id)
    statement = select(FollowUp.id).where(FollowUp.owner_id == from_id, FollowUp.state == FollowUpState.OPEN)
    if ids is not None:
        statement = statement.where(col(FollowUp.id).in_(set(ids)))
    ordered = statement.order_by(col(FollowUp.due_on), col(FollowUp.id))
    found = uow.session.exec(ordered.with_for_update()).all()
    if ids is not None and len(found) < len(set(ids)):
        raise BadInput(mark("Choose one of the list."), field="follow_up_ids")
    for key in found:
        hand_over_follow_up(uow, key, to_id)
    return len(found)


def _close(uow: UnitOfWork, key: UUID, state: FollowUpState) -> FollowUp:
    closed = get_for_update(uow.session, FollowUp, key)
    if closed.state == FollowUpState.OPEN:
        closed.state, closed.closed_at = state, uow.now
        touch(closed, uow.now)
        uow.record(FollowUpClosed(closed.id))
    return closed


def _open(uow: UnitOfWork, key: UUID) -> FollowUp:
    found = get_for_update(uow.session, FollowUp, key)
    if found.state != FollowUpState.OPEN:
        raise Conflict(mark("This follow-up is closed already."))
    return found


def _check_owner(uow: UnitOfWork, owner_id: UUID, is_of_event: bool = False) -> None:
    """Refuses whoever has left, and who is not in the team; what an event needs, its organiser may do."""
    owner = uow.session.get(User, owner_id)
    may_own = owner is not None and (is_of_event or owner.role == Role.CONSULTANT)
    if owner is None or not may_own or (owner.left_on is not None and owner.left_on <= uow.today):
        raise BadInput(mark("Choose a colleague of the team."), field="owner_id")


def _check_exists(uow: UnitOfWork, table: type, key: UUID | None, field: str) -> None:
    if key is not None and uow.session.get(table, key) is None:
        raise BadInput(mark("Choose one of the list."), field=field)
