"""One demo city for all tests of it: made once, and only read."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from crm.clock import FixedClock
from crm.db import Database
from crm.demo.city import DemoSummary, make_demo_city
from crm.settings import Settings
from crm.unit_of_work import Work
from workers.delivery import deliver_due
from workers.subscriptions import subscriptions

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class City:
    """The store of the demo city and what its making answered."""

    work: Work
    summary: DemoSummary


@pytest.fixture(scope="session")
def city(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The demo city of Monday 23 November 2026, with all deliveries carried out."""
    path = tmp_path_factory.mktemp("demo") / "city.db"
    shutil.copy(template, path)
    database = Database(f"sqlite:///{path}")
    clock = FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    work = Work(database, subscriptions, clock, Settings(database_url=database.url))
    summary = make_demo_city(work, TODAY)
    deliver_due(work)
    yield City(work, summary)
    database.close()


@pytest.fixture
def rows(city: City) -> Iterator[Session]:
    """A session that reads the demo city."""
    with city.work.database.reading() as session:
        yield session
