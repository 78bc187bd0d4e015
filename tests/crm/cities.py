"""The demo city of one fixed day, made once for all tests of a worker on one kind of store."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from crm.clock import FixedClock
from crm.db import Database
from crm.demo.city import DemoSummary, make_demo_city
from crm.settings import Settings
from crm.unit_of_work import Work
from tests.servers.stores import Stores
from workers.delivery import deliver_due
from workers.subscriptions import subscriptions

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class MadeCity:
    """The store of the demo city, which is only copied, and what its making answered."""

    url: str
    summary: DemoSummary


def city_work(url: str, **chosen: str) -> Work:
    """Units of work over a demo city, at ten in the morning of its day; `chosen` are further settings."""
    clock = FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    settings = Settings(database_url=url).model_copy(update=chosen)
    return Work(Database(url), subscriptions, clock, settings)


def make_city(stores: Stores) -> MadeCity:
    """The demo city of Monday 23 November 2026, with all deliveries carried out; take it by `stores.once`."""
    url = stores.migrated()
    work = city_work(url)
    summary = make_demo_city(work, TODAY)
    deliver_due(work)
    work.database.close()
    return MadeCity(url, summary)
