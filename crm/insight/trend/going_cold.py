"""Which ways in we lose in the coming three months, if nobody makes contact: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from crm.insight.gaps import QUARTER_DAYS, ReportCell
from crm.insight.trend.months import month_of


@dataclass(frozen=True)
class ColdMonth:
    """A month of the coming three, with the cells that go cold in it, the soonest first."""

    month: date
    cells: tuple[ReportCell, ...]


def going_cold(cells: Iterable[ReportCell], today: date) -> tuple[ColdMonth, ...]:
    """Returns the months in which ways in are lost; of cells that go cold on one day those of the matrix come first."""
    last = today + timedelta(days=QUARTER_DAYS)
    dated = [(one.reach.goes_cold_on, one) for one in cells]
    coming = sorted(
        ((day, one) for day, one in dated if day is not None and today < day <= last),
        key=lambda pair: pair[0],
    )
    by_month: dict[date, list[ReportCell]] = {}
    for day, one in coming:
        by_month.setdefault(month_of(day), []).append(one)
    return tuple(ColdMonth(month, tuple(found)) for month, found in by_month.items())
