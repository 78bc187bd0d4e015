"""What the two doors show: the trend of all groups, and one group with what changed and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from crm.accounts.policies import Decision
from crm.insight.report import reach_report
from crm.insight.trend.changes import Change, changes_of
from crm.insight.trend.going_cold import ColdMonth, going_cold
from crm.insight.trend.queries import group_trend_of, rules_decided, trend_of
from crm.insight.trend.trends import GroupTrend, Trend
from crm.viewer import Viewer


@dataclass(frozen=True)
class TrendReading:
    """Every group, and which ways in go cold soon."""

    trend: Trend
    cold: tuple[ColdMonth, ...]


@dataclass(frozen=True)
class GroupReading:
    """One group: its trend, what changed in a quarter and why, which rules changed, and what goes cold soon."""

    trend: Trend
    group: GroupTrend
    changes: Sequence[Change]
    decided: Sequence[Decision]
    cold: tuple[ColdMonth, ...]


def trend_reading(session: Session, viewer: Viewer, today: date, months: int) -> TrendReading:
    """Returns the trend of all groups.

    Raises:
        NotFound: the viewer does not read the report.
    """
    trend = trend_of(session, viewer, months)
    return TrendReading(trend, going_cold(reach_report(session, viewer, today).cells, today))


def group_reading(session: Session, viewer: Viewer, today: date, group_id: UUID, months: int) -> GroupReading:
    """Returns one group with what stands behind its arrow.

    Raises:
        NotFound: the viewer does not read the report, or there is no such group.
    """
    trend, group = group_trend_of(session, viewer, group_id, months)
    cells = (one for one in reach_report(session, viewer, today).cells if one.group.id == group_id)
    decided: Sequence[Decision] = ()
    if trend.compared is not None and trend.latest is not None:
        decided = rules_decided(session, viewer, trend.compared, trend.latest)
    return GroupReading(
        trend, group, changes_of(session, viewer, trend, (group,)), decided, going_cold(cells, today)
    )
