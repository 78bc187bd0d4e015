"""The two years of the demo city month by month: pictures of reach, as the product itself would have frozen them."""

from datetime import date

from crm.demo.draft import instant
from crm.insight.queries import network_rows
from crm.insight.trend.months import last_day_of, month_after, month_of, months_up_to
from crm.insight.trend.service import freeze
from crm.unit_of_work import UnitOfWork

MONTHS = 24
LATE = 8
"""That many months ago the machine was off: the picture was made nine days after the month was over."""


def add_pictures(uow: UnitOfWork, today: date) -> None:
    """Freezes every closed month of two years, from one reading of the network."""
    months = months_up_to(month_after(month_of(today), -1), MONTHS)
    rows = network_rows(uow.session, uow.viewer, [last_day_of(month) for month in months])
    for position, month in enumerate(months):
        made_on = month_after(month, 1).replace(day=10 if position == MONTHS - LATE else 1)
        freeze(uow, month, rows, instant(made_on, 5))
