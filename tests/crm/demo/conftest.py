"""One demo city for all tests of it: made once, and only read."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlmodel import Session

from crm.demo.city import DemoSummary
from crm.unit_of_work import Work
from tests.crm.cities import TODAY, city_work, make_city
from tests.servers.stores import Stores

__all__ = ["TODAY"]


@dataclass(frozen=True)
class City:
    """The store of the demo city and what its making answered."""

    work: Work
    summary: DemoSummary


@pytest.fixture(scope="session")
def city(stores: Stores) -> Iterator[City]:
    """The demo city of Monday 23 November 2026, with all deliveries carried out."""
    made = stores.once(make_city)
    url = stores.copy(made.url)
    work = city_work(url)
    yield City(work, made.summary)
    work.database.close()
    stores.remove(url)


@pytest.fixture
def rows(city: City) -> Iterator[Session]:
    """A session that reads the demo city."""
    with city.work.database.reading() as session:
        yield session
