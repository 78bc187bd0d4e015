"""The trend for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from crm.accounts.guards import READERS
from crm.insight.trend.reading import group_reading, trend_reading
from crm.insight.trend.schemas import GroupTrendDetail, TrendQuery, TrendRead
from crm.unit_of_work import Reading

router = APIRouter(prefix="/reach/trend", tags=["reach"], dependencies=[READERS])


@router.get("")
def show_trend(request: Request, uow: Reading, wanted: Annotated[TrendQuery, Query()]) -> TrendRead:
    """How each group goes, by the frozen pictures of closed months, and which ways in go cold in three months."""
    read = trend_reading(uow.session, uow.viewer, uow.today, wanted.months)
    return TrendRead.of(read.trend, read.cold, request.state.language)


@router.get("/{group_id}")
def show_group_trend(
    request: Request, uow: Reading, group_id: UUID, wanted: Annotated[TrendQuery, Query()]
) -> GroupTrendDetail:
    """One group in each neighbourhood month by month, what changed in a quarter, and why."""
    read = group_reading(uow.session, uow.viewer, uow.today, group_id, wanted.months)
    return GroupTrendDetail.whole(
        read.trend, read.group, read.changes, read.decided, read.cold, request.state.language
    )
