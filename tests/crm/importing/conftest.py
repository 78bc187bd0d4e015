"""What the tests of importing share: an administrator, and what stands in the store."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlmodel import col, select

from crm.agenda.calendars.models import ImportedDay
from crm.db import Database
from crm.outbox import DomainEventRow
from crm.viewer import Role, Viewer
from tests.crm.outside.tls import certificates, serve, way_to

__all__ = ["certificates", "serve", "way_to"]  # fixtures

Days = Callable[..., list[tuple[str, str]]]
Recorded = Callable[..., list[str]]


@pytest.fixture
def hilde(add_user: Callable[..., Viewer]) -> Viewer:
    """An administrator."""
    return add_user("hilde", Role.ADMINISTRATOR, name="Hilde Coppens")


@pytest.fixture
def days(database: Database) -> Days:
    """The stored days: title and first date, in order; of one calendar where it is given."""

    def found(key: UUID | None = None) -> list[tuple[str, str]]:
        statement = select(ImportedDay).order_by(col(ImportedDay.start_on), ImportedDay.title)
        if key is not None:
            statement = statement.where(ImportedDay.calendar_id == key)
        with database.reading() as session:
            return [(row.title, str(row.start_on)) for row in session.exec(statement)]

    return found


@pytest.fixture
def recorded(database: Database) -> Recorded:
    """The domain events of those kinds that were recorded, in order: kind and payload."""

    def found(*kinds: str) -> list[str]:
        with database.reading() as session:
            rows = session.exec(
                select(DomainEventRow)
                .where(col(DomainEventRow.kind).in_(kinds))
                .order_by(col(DomainEventRow.id))
            )
            return [f"{row.kind} {row.payload}" for row in rows]

    return found
