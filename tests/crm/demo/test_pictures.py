"""The demo city month by month: two years of pictures, and what they tell."""

from collections import Counter
from datetime import date

from sqlmodel import Session

from crm.insight.report import fresh_report
from crm.insight.trend.changes import changes_of
from crm.insight.trend.queries import pictures, trend_of
from crm.insight.trend.reasons import Cause
from crm.insight.trend.trends import Direction
from crm.viewer import SYSTEM


def test_city_has_a_picture_of_every_month_of_two_years_one_of_them_late(rows: Session) -> None:
    made = pictures(rows, SYSTEM)
    assert (len(made), made[0].month, made[-1].month) == (24, date(2024, 11, 1), date(2026, 10, 1))
    assert [(one.month, one.made_on) for one in made if one.is_late] == [
        (date(2026, 3, 1), date(2026, 4, 10))
    ]


def test_newest_picture_says_what_the_report_of_its_day_says(rows: Session) -> None:
    latest = pictures(rows, SYSTEM)[-1]
    report = fresh_report(rows, SYSTEM, latest.as_of)
    frozen = {cell.cell.key: cell.now for group in trend_of(rows, SYSTEM).groups for cell in group.cells}
    assert {key: (one.status, one.heard_on, one.reach, one.ways) for key, one in frozen.items() if one} == {
        key: (one.status, one.heard_on, one.reach.reach, one.reach.independent_ways)
        for key, one in report.by_key.items()
    }


def test_groups_go_both_ways_and_every_change_has_its_reason(rows: Session) -> None:
    trend = trend_of(rows, SYSTEM, 24)
    arrows = Counter(one.direction for one in trend.groups)
    assert (arrows[Direction.BETTER] > 0, arrows[Direction.WORSE] > 0, arrows[Direction.NEW]) == (
        True,
        True,
        0,
    )
    changes = changes_of(rows, SYSTEM, trend, trend.groups)
    causes = Counter(reason.cause for change in changes for reason in change.reasons)
    assert len(changes) > 10
    assert [change for change in changes if not change.reasons] == []
    assert (causes[Cause.UNKNOWN], causes[Cause.LOG_CHANGED], causes[Cause.SILENCE] > 0) == (0, 0, True)
