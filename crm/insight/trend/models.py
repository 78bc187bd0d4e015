"""The frozen pictures of reach: a row for each month and a row for each of its cells. No person is in them.

A cell is told by its position in the matrix, since a cell of the whole city has no neighbourhood to make a key of.
Rows are added once and never changed (docs/decisions/frozen-months.md).
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import JSON, SQLModel

from crm.db import Row, choice
from crm.privacy import About, Protection, Purpose, Retention, column
from graph.reach import Status

FROZEN = About(Protection.INTERNAL, Purpose.REPORT, Retention.REFERENCE)


class ReachSnapshot(Row, table=True):
    """Reach at the end of a month; `created_at` is when it was made. `month` is its first day, `as_of` its last.

    `rules` holds half-lives and thresholds by the names of their policies, `counts` how much the network held.
    """

    __tablename__ = "reach_snapshot"

    month: date = column(FROZEN, unique=True)
    as_of: date = column(FROZEN)
    rules: dict[str, Any] = column(FROZEN, sa_type=JSON)
    counts: dict[str, int] = column(FROZEN, sa_type=JSON)


class ReachSnapshotCell(SQLModel, table=True):
    """One cell at the end of a month: *Ingang* (`status`) and *Zelf gehoord* (`heard_on`), and what they rest on."""

    __tablename__ = "reach_snapshot_cell"

    snapshot_id: UUID = column(FROZEN, primary_key=True, foreign_key="reach_snapshot.id")
    position: int = column(FROZEN, primary_key=True)
    group_id: UUID = column(FROZEN, foreign_key="inclusion_group.id", index=True)
    neighbourhood_id: UUID | None = column(FROZEN, default=None, foreign_key="neighbourhood.id")
    status: Status = column(FROZEN, sa_type=choice(Status))
    heard_on: date | None = column(FROZEN, default=None)
    reach: float = column(FROZEN)
    ways: int = column(FROZEN)
    residents: int | None = column(FROZEN, default=None)
    residents_year: int | None = column(FROZEN, default=None)
    residents_source: str | None = column(FROZEN, default=None, max_length=200)
    residents_invented: bool = column(FROZEN, default=False)
