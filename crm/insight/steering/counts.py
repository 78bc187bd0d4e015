"""The counts of people in the report, and what may be shown of them. Pure: `crm.suppression` does the work.

Two tables, each coarse before anything is hidden (TRUST 1.8):

- **who can open a door**, by dimension and neighbourhood, with all totals: somebody who opens two groups counts twice.
  A neighbourhood of which the report says "we do not know" is known to be nobody, so it is no cell of the table; of
  every other one a reader of the words knows at least one (two where the word is "reached": one who leaves is missed
  by another). The audit reckons with that;
- **contacts in a quarter**, by group, without totals: the groups overlap, so there is nothing to add up, and what is
  shown of a quarter is the same in every later report.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from crm.insight.cells import CITY
from crm.insight.gaps import ReportCell
from crm.insight.steering.quarters import Quarter
from crm.parties.models import Dimension
from crm.suppression import TOTAL, Audience, Cell, Shown, Sum, Table, publish
from graph.reach import Status

Place = str
"""The neighbourhood's part of addresses, or CITY for the groups of which there are figures for the city only."""

NOBODY = Shown(0)
_KNOWN_AT_LEAST = {Status.UNKNOWN: 0, Status.REACHED: 2}


@dataclass(frozen=True)
class Doors:
    """Who can open the door to one group in one place, by id; a reader knows the status from the matrix."""

    dimension: Dimension
    place: Place
    status: Status
    openers: frozenset[str]
    key: str

    @property
    def least(self) -> int:
        """How many the status tells at the least."""
        return _KNOWN_AT_LEAST.get(self.status, 1)


@dataclass(frozen=True)
class GroupContact:
    """A contact at which somebody was who works with the group."""

    group_id: UUID
    contact_id: UUID
    quarter: Quarter


@dataclass(frozen=True)
class CountTable:
    """What is shown of a table with totals: `counts` by row and column, TOTAL for either."""

    rows: tuple[Dimension, ...]
    columns: tuple[Place, ...]
    counts: Mapping[tuple[str, str], Shown] = field(repr=False)

    def at(self, row: str, column: str) -> Shown:
        """What stands there; nobody where the table has no cell."""
        return self.counts.get((row, column), NOBODY)


def doors_of(cells: Iterable[ReportCell], members: Mapping[str, frozenset[str]]) -> tuple[Doors, ...]:
    """Returns the doors of a report's cells."""
    return tuple(
        Doors(
            one.group.dimension,
            one.cell.place if one.cell.place_id is not None else CITY,
            one.status,
            members[one.cell.key],
            one.cell.key,
        )
        for one in cells
    )


def shown_doors(doors: Sequence[Doors], audience: Audience) -> CountTable:
    """Returns what that audience sees of who can open a door, by dimension and place with all totals."""
    table, records = doors_table(doors)
    rows = tuple(dict.fromkeys(one.dimension for one in doors))
    columns = tuple(dict.fromkeys(one.place for one in doors))
    ordered = sorted(
        columns, key=lambda place: place == CITY
    )  # the city stands last, the rest in its own order
    shown = publish(table, audience, records)
    counts = {(str(cell[0]), str(cell[1])): one for cell, one in shown.items() if isinstance(cell, tuple)}
    return CountTable(rows, tuple(ordered), counts)


def doors_table(doors: Iterable[Doors]) -> tuple[Table, dict[Cell, list[bytes]]]:
    """Returns the table with everything that can be added up, and the records that each count is made of."""
    records: dict[Cell, list[bytes]] = {}
    least: dict[Cell, int] = {}
    for one in doors:
        if one.status == Status.UNKNOWN:
            continue
        cell = (one.dimension.value, one.place)
        records.setdefault(cell, []).extend(f"{opener} {one.key}".encode() for opener in sorted(one.openers))
        least[cell] = least.get(cell, 0) + one.least
    inner = [cell for cell in records if isinstance(cell, tuple)]
    rows, columns = (tuple(dict.fromkeys(cell[axis] for cell in inner)) for axis in (0, 1))
    sums = [Sum((row, TOTAL), tuple(cell for cell in inner if cell[0] == row)) for row in rows]
    sums += [Sum((TOTAL, column), tuple(cell for cell in inner if cell[1] == column)) for column in columns]
    sums.append(Sum((TOTAL, TOTAL), tuple((row, TOTAL) for row in rows)))
    sums.append(Sum((TOTAL, TOTAL), tuple((TOTAL, column) for column in columns)))
    for each in sums:
        records[each.total] = [record for part in each.parts for record in records[part]]
    counts = {cell: len(counted) for cell, counted in records.items()}
    return Table(counts, tuple(sums), last=frozenset({(TOTAL, TOTAL)}), least=least), records


def shown_contacts(
    contacts: Iterable[GroupContact], groups: Iterable[UUID], quarters: Iterable[Quarter], audience: Audience
) -> dict[tuple[UUID, Quarter], Shown]:
    """Returns what that audience sees of how often somebody of each group was spoken with, by quarter."""
    quarters = tuple(quarters)
    records: dict[Cell, list[bytes]] = {(group, quarter): [] for group in groups for quarter in quarters}
    for one in contacts:
        records[one.group_id, one.quarter].append(one.contact_id.bytes)
    table = Table({cell: len(counted) for cell, counted in records.items()}, ())
    shown = publish(table, audience, records)
    return {(group, quarter): shown[group, quarter] for group, quarter in _pairs(records)}


def _pairs(records: Iterable[Cell]) -> Iterable[tuple[UUID, Quarter]]:
    for cell in records:
        assert isinstance(cell, tuple)
        yield cell[0], cell[1]
