"""*Trend*: one page with every group, and one for each group with what changed and why."""

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import READERS
from crm.insight.rules.held import HALF_LIVES, THRESHOLDS
from crm.insight.trend.charts import A_ROW, steps_of, strip_of
from crm.insight.trend.reading import group_reading, trend_reading
from crm.insight.trend.schemas import Span, TrendQuery
from crm.insight.trend.trends import Direction, Trend, is_heard_in
from crm.insight.trend.words import (
    DIRECTION_ICONS,
    DIRECTION_TONES,
    DIRECTIONS,
    reason_said,
    steps_said,
    strip_said,
)
from crm.insight.words import LINES, STATUSES
from crm.insight.words import THRESHOLDS as THRESHOLDS_SAID
from crm.unit_of_work import Reading
from crm.web.render import page

router = APIRouter(prefix="/reach/trend", dependencies=[READERS])


@router.get("")
def show_trend(request: Request, uow: Reading, wanted: Annotated[TrendQuery, Query()]) -> Response:
    """Every group with its arrow and its chart, what changed most first; then what goes cold soon."""
    read = trend_reading(uow.session, uow.viewer, uow.today, wanted.months)
    return page(
        request,
        "insight/trend.html",
        trend=read.trend,
        cold=read.cold,
        went_better=sum(one.direction is Direction.BETTER for one in read.trend.groups),
        went_worse=sum(one.direction is Direction.WORSE for one in read.trend.groups),
        steps_of=steps_of,
        steps_said=partial(steps_said, request.state.language, read.trend),
        **_shared(request, read.trend, wanted.months),
    )


@router.get("/{group_id}")
def show_group_trend(
    request: Request, uow: Reading, group_id: UUID, wanted: Annotated[TrendQuery, Query()]
) -> Response:
    """One group: what changed in a quarter and why, and every neighbourhood month by month."""
    read = group_reading(uow.session, uow.viewer, uow.today, group_id, wanted.months)
    return page(
        request,
        "insight/trend_group.html",
        trend=read.trend,
        group=read.group,
        changes=read.changes,
        decided=read.decided,
        cold=read.cold,
        reason_said=partial(reason_said, request.state.language),
        lines_of={key.name: LINES[kind] for kind, key in HALF_LIVES.items()},
        thresholds_of={key.name: THRESHOLDS_SAID[name] for name, key in THRESHOLDS.items()},
        **_shared(request, read.trend, wanted.months),
    )


def _shared(request: Request, trend: Trend, months: Span) -> dict[str, Any]:
    return {
        "nav": "reach",
        "months": months.value,
        "year_months": A_ROW,
        "spans": [span.value for span in Span],
        "directions": DIRECTIONS,
        "direction_icons": DIRECTION_ICONS,
        "direction_tones": DIRECTION_TONES,
        "statuses": STATUSES,
        "strip_of": strip_of,
        "strip_said": partial(strip_said, request.state.language, trend),
        "is_heard_in": is_heard_in,
    }
