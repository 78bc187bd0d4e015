"""What the trend does because of a domain event. Each may run twice: a month has one picture."""

from crm.domain_events import ScheduleDue, SnapshotFellDue
from crm.insight.trend.months import missing_months
from crm.insight.trend.queries import begun_on, pictures
from crm.insight.trend.service import freeze_month
from crm.unit_of_work import UnitOfWork


def find_missing_months(uow: UnitOfWork, event: ScheduleDue) -> None:
    """Asks for the picture of every closed month that has none: of the one that just ended, and of those missed.

    Each month is an event of its own, so that no transaction is longer than one analysis of the network.
    """
    made = {picture.month for picture in pictures(uow.session, uow.viewer)}
    for month in missing_months(event.local_date, begun_on(uow.session, uow.viewer), made):
        uow.record(SnapshotFellDue(month), dedupe_key=f"reach_snapshot:{month}@{event.local_date}")


def make_picture(uow: UnitOfWork, event: SnapshotFellDue) -> None:
    """Freezes reach at the end of a month; nothing where that was done."""
    freeze_month(uow, event.month)
