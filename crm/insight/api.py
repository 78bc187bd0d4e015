"""The reach report for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from crm.accounts.guards import READERS
from crm.followups.schemas import FollowUpRead
from crm.insight import queries, service
from crm.insight.chain import cell_at, cell_reading
from crm.insight.next_contacts.suggesting import left_alone
from crm.insight.report import reach_report
from crm.insight.schemas import (
    CellFollowUpCreate,
    CellReadingRead,
    DayQuery,
    Place,
    ReachQuery,
    ReachReportRead,
)
from crm.unit_of_work import Reading, Writing
from crm.viewer import SYSTEM

router = APIRouter(prefix="/reach", tags=["reach"], dependencies=[READERS])


@router.get("")
def show_reach(request: Request, uow: Reading, wanted: Annotated[ReachQuery, Query()]) -> ReachReportRead:
    """Whom the city reaches: every group in every neighbourhood, the largest gaps, and what changed in a quarter.

    With `dimension`, only the cells of groups along it.
    """
    report = reach_report(uow.session, uow.viewer, wanted.as_of or uow.today)
    planned = queries.open_follow_ups(uow.session, uow.viewer)
    return ReachReportRead.of(report, planned, request.state.language, wanted.dimension)


@router.get("/{group_id}/{place}")
def show_cell(
    uow: Reading, group_id: UUID, place: Place, wanted: Annotated[DayQuery, Query()]
) -> CellReadingRead:
    """What stands behind one cell: the best line with its dates, other ways, contacts, and who was heard."""
    report = reach_report(uow.session, uow.viewer, wanted.as_of or uow.today)
    cell = cell_at(report, group_id, place)
    alone = left_alone(uow.session, SYSTEM, report, uow.today)
    return CellReadingRead.of(cell_reading(uow.session, uow.viewer, report, cell, alone))


@router.post("/{group_id}/{place}/follow-ups", status_code=201)
def plan_cell_follow_up(
    uow: Writing, group_id: UUID, place: Place, wanted: CellFollowUpCreate
) -> FollowUpRead:
    """Plans what somebody will do about a cell."""
    named = queries.named_cell(uow.session, uow.viewer, group_id, place)
    return FollowUpRead.model_validate(service.plan_cell_follow_up(uow, named.cell, wanted))
