"""Follow-ups for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from crm.accounts.guards import TEAM
from crm.followups import queries, service
from crm.followups.schemas import FollowUpCreate, FollowUpFilter, FollowUpHandOver, FollowUpMove, FollowUpRead
from crm.unit_of_work import Reading, Writing
from crm.web.schemas import Listing

router = APIRouter(prefix="/follow-ups", tags=["follow-ups"], dependencies=[TEAM])


@router.get("")
def list_follow_ups(uow: Reading, wanted: Annotated[FollowUpFilter, Query()]) -> Listing[FollowUpRead]:
    """Open follow-ups of the team, the earliest due first."""
    page = queries.follow_ups(uow.session, uow.viewer, wanted)
    return Listing.of(page, [FollowUpRead.model_validate(row) for row in page.items])


@router.post("", status_code=201)
def plan_follow_up(uow: Writing, wanted: FollowUpCreate) -> FollowUpRead:
    """Plans something to do."""
    return FollowUpRead.model_validate(service.plan_follow_up(uow, wanted))


@router.get("/{key}")
def show_follow_up(uow: Reading, key: UUID) -> FollowUpRead:
    """One follow-up."""
    return FollowUpRead.model_validate(queries.follow_up(uow.session, uow.viewer, key))


@router.post("/{key}/done")
def complete_follow_up(uow: Writing, key: UUID) -> FollowUpRead:
    """Marks a follow-up as done."""
    return FollowUpRead.model_validate(service.complete_follow_up(uow, key))


@router.post("/{key}/drop")
def drop_follow_up(uow: Writing, key: UUID) -> FollowUpRead:
    """Takes a follow-up off the list."""
    return FollowUpRead.model_validate(service.drop_follow_up(uow, key))


@router.post("/{key}/move")
def move_follow_up(uow: Writing, key: UUID, wanted: FollowUpMove) -> FollowUpRead:
    """Gives a follow-up another date."""
    return FollowUpRead.model_validate(service.move_follow_up(uow, key, wanted.due_on))


@router.post("/{key}/hand-over")
def hand_over_follow_up(uow: Writing, key: UUID, wanted: FollowUpHandOver) -> FollowUpRead:
    """Gives a follow-up to a colleague."""
    return FollowUpRead.model_validate(service.hand_over_follow_up(uow, key, wanted.owner_id))
