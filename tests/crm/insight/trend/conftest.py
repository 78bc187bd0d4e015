"""Fixtures of the trend: the closed months before the day on which the tests stand still."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import select

from crm.insight.trend.models import ReachSnapshot, ReachSnapshotCell
from crm.insight.trend.service import freeze_month
from crm.unit_of_work import Work
from crm.viewer import SYSTEM
from tests.crm.insight.city import City

Freeze = Callable[..., None]


@pytest.fixture
def city(work: Work) -> City:
    """An empty city."""
    return City(work)


@pytest.fixture
def freeze(work: Work) -> Freeze:
    """Freezes months, each in a transaction of its own."""

    def make(*months: date) -> None:
        for month in months:
            with work.writing(SYSTEM) as uow:
                freeze_month(uow, month)

    return make


def stored(work: Work) -> list[dict[str, object]]:
    """Every frozen row as plain values, oldest month first."""
    with work.reading(SYSTEM) as uow:
        months = uow.session.exec(select(ReachSnapshot).order_by(ReachSnapshot.month)).all()  # type: ignore[arg-type]
        cells = uow.session.exec(
            select(ReachSnapshotCell).order_by(ReachSnapshotCell.snapshot_id, ReachSnapshotCell.position)  # type: ignore[arg-type]
        ).all()
        return [row.model_dump() for row in (*months, *cells)]
