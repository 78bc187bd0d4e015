"""What goes in and out of the trend."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import IntEnum
from typing import Any
from uuid import UUID

from crm.accounts.policies import Decision
from crm.clock import city_date
from crm.insight.rules.held import held_by
from crm.insight.schemas import BoxRead, ResidentsRead
from crm.insight.trend.changes import Change
from crm.insight.trend.going_cold import ColdMonth
from crm.insight.trend.pictures import Picture
from crm.insight.trend.reasons import Cause
from crm.insight.trend.trends import CellTrend, Direction, GroupTrend, Trend
from crm.web.schemas import AddressQuery, Output
from graph.reach import Status


class Span(IntEnum):
    """How many months are shown. There is no free choice of dates: a picture is of a closed month."""

    YEAR = 12
    TWO_YEARS = 24


class TrendQuery(AddressQuery):
    """How many months, up to the newest picture."""

    months: Span = Span.YEAR


class PictureRead(Output):
    """A month that was frozen, as of its last day. `is_late`: made later, from the log as it was known by then.

    `rules`: half-lives in days and thresholds, by the names of their policies.
    """

    month: date
    as_of: date
    made_on: date
    is_late: bool
    rules: dict[str, float]


class MonthCount(Output):
    """One month of a group: how many cells with each status, null without a picture; whether the group itself spoke."""

    month: date
    statuses: dict[Status, int] | None
    is_heard: bool


class GroupTrendRead(Output):
    """A group with its arrow over the last quarter: in how many cells *Ingang* went better, and less good."""

    group_id: UUID
    name: str
    direction: Direction
    better: int
    worse: int
    months: list[MonthCount]

    @classmethod
    def of(cls, trend: Trend, one: GroupTrend, language: str) -> "GroupTrendRead":
        """The group as programs read it."""
        return cls(**_of_group(trend, one, language))


class ColdRead(Output):
    """A way in that is lost on that date if nobody makes contact."""

    group_id: UUID
    neighbourhood_id: UUID | None
    goes_cold_on: date


class TrendRead(Output):
    """How each group goes, what changed most first. `compared_with` is null where there is no picture to compare with."""

    months: list[date]
    pictures: list[PictureRead]
    compared_with: date | None
    groups: list[GroupTrendRead]
    going_cold: list[ColdRead]

    @classmethod
    def of(cls, trend: Trend, cold: Iterable[ColdMonth], language: str) -> "TrendRead":
        """The trend in a language."""
        return cls(
            months=list(trend.months),
            pictures=pictures_read(trend),
            compared_with=trend.compared.month if trend.compared else None,
            groups=[GroupTrendRead.of(trend, one, language) for one in trend.groups],
            going_cold=cold_read(cold),
        )


class FrozenCellRead(Output):
    """A cell at the end of a month."""

    status: Status
    heard_on: date | None
    reach: float
    ways: int
    residents: ResidentsRead | None


class CellTrendRead(Output):
    """A cell month by month; null where there is no picture of it."""

    neighbourhood_id: UUID | None
    direction: Direction
    months: list[FrozenCellRead | None]


class ReasonRead(Output):
    """Why: what happened, when, and between whom. Persons and colleagues are unnamed for who may not see persons."""

    cause: Cause
    on: date | None
    who: list[BoxRead]


class ChangeRead(Output):
    """A cell of which *Ingang* is another one than a quarter before."""

    neighbourhood_id: UUID | None
    was: Status
    became: Status
    reasons: list[ReasonRead]


class DecisionRead(Output):
    """A half-life or threshold that an administrator changed in between."""

    policy: str
    before: float
    after: float
    decided_on: date


class GroupTrendDetail(GroupTrendRead):
    """One group with its cells, what changed in a quarter, and why."""

    pictures: list[PictureRead]
    compared_with: date | None
    cells: list[CellTrendRead]
    changes: list[ChangeRead]
    rules_decided: list[DecisionRead]
    going_cold: list[ColdRead]

    @classmethod
    def whole(
        cls,
        trend: Trend,
        one: GroupTrend,
        changes: Sequence[Change],
        decided: Sequence[Decision],
        cold: Sequence[ColdMonth],
        language: str,
    ) -> "GroupTrendDetail":
        """The group with all that stands behind its arrow."""
        return cls(
            **_of_group(trend, one, language),
            pictures=pictures_read(trend),
            compared_with=trend.compared.month if trend.compared else None,
            cells=[_cell(cell) for cell in one.cells],
            changes=[_change(change) for change in changes],
            rules_decided=[
                DecisionRead(
                    policy=each.name,
                    before=each.before,
                    after=each.after,
                    decided_on=city_date(each.decided_at),
                )
                for each in decided
            ],
            going_cold=cold_read(cold),
        )


def pictures_read(trend: Trend) -> list[PictureRead]:
    """The pictures of the months shown, the oldest first."""
    return [_picture(trend.pictures[month]) for month in trend.months if month in trend.pictures]


def cold_read(cold: Iterable[ColdMonth]) -> list[ColdRead]:
    """The ways in that are lost soon, the soonest first."""
    return [
        ColdRead(
            group_id=one.cell.group_id,
            neighbourhood_id=one.cell.place_id,
            goes_cold_on=one.reach.goes_cold_on,
        )
        for month in cold
        for one in month.cells
        if one.reach.goes_cold_on is not None
    ]


def _picture(one: Picture) -> PictureRead:
    return PictureRead(
        month=one.month, as_of=one.as_of, made_on=one.made_on, is_late=one.is_late, rules=held_by(one.rules)
    )


def _of_group(trend: Trend, one: GroupTrend, language: str) -> Mapping[str, Any]:
    months = [
        MonthCount(
            month=month,
            statuses=dict(Counter(one.statuses(position))) or None,
            is_heard=one.is_heard(position, month),
        )
        for position, month in enumerate(trend.months)
    ]
    return {
        "group_id": one.group.id,
        "name": one.group.name(language),
        "direction": one.direction,
        "better": one.better,
        "worse": one.worse,
        "months": months,
    }


def _cell(one: CellTrend) -> CellTrendRead:
    return CellTrendRead(
        neighbourhood_id=one.cell.place_id,
        direction=one.direction,
        months=[None if frozen is None else FrozenCellRead.model_validate(frozen) for frozen in one.months],
    )


def _change(change: Change) -> ChangeRead:
    return ChangeRead(
        neighbourhood_id=change.cell.cell.place_id,
        was=change.was,
        became=change.became,
        reasons=[ReasonRead.model_validate(reason) for reason in change.reasons],
    )
