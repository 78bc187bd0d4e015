"""Which gaps come first, and what changed in a quarter: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from crm.insight.cells import Cell, GroupFact, PlaceFact, Residents
from graph.reach import CellReach, Status

QUARTER_DAYS = 91
CARDS = 5

HAS_WAY_IN = frozenset({Status.WEAK, Status.SINGLE, Status.REACHED})
"""A live line of at least `weak`. *Ingang* in the headline means this."""

_ORDER = {
    Status.STALE: 0,
    Status.NOT_REACHED: 0,
    Status.UNKNOWN: 1,
    Status.WEAK: 2,
    Status.SINGLE: 3,
}


@dataclass(frozen=True)
class ReportCell:
    """All that the report says of one cell: two facts, *Ingang* (`reach`) and *Zelf gehoord* (`heard_on`).

    `oldest_contact_on` is the longest silence on our best line, or on the line that we once had; `openers` is how
    many could open the door; `had_way_in` is what `has_way_in` was a quarter before.
    """

    cell: Cell
    group: GroupFact
    place: PlaceFact | None
    reach: CellReach
    residents: Residents | None
    heard_on: date | None
    oldest_contact_on: date | None
    openers: int
    had_way_in: bool

    @property
    def status(self) -> Status:
        """*Ingang*."""
        return self.reach.status

    @property
    def has_way_in(self) -> bool:
        """Whether there is a line that is at least weak."""
        return self.status in HAS_WAY_IN


def largest_gaps(cells: Iterable[ReportCell], count: int = CARDS) -> tuple[ReportCell, ...]:
    """Returns the largest gaps, at most one per group.

    First those we do not reach though we know who could open the door, then those of whom we know nobody, then
    weak lines, then those through one person. Within each, most residents first; no figure comes last, as
    nobody can say how large it is. Then the order of the matrix, so that the list is the same every time.
    """
    gaps = [one for one in cells if one.status in _ORDER]
    gaps.sort(key=lambda one: (_ORDER[one.status], -_size(one)))
    first: dict[str, ReportCell] = {}
    for gap in gaps:
        first.setdefault(gap.group.key, gap)
    return tuple(first.values())[:count]


def found(cells: Iterable[ReportCell]) -> tuple[ReportCell, ...]:
    """Returns the cells to which we found a way in since a quarter ago."""
    return tuple(one for one in cells if one.has_way_in and not one.had_way_in)


def lost(cells: Iterable[ReportCell]) -> tuple[ReportCell, ...]:
    """Returns the cells to which we lost the way in since a quarter ago."""
    return tuple(one for one in cells if one.had_way_in and not one.has_way_in)


def groups_in(cells: Iterable[ReportCell]) -> tuple[GroupFact, ...]:
    """Returns the groups of the cells, each once, in order."""
    return tuple({one.group.id: one.group for one in cells}.values())


def _size(gap: ReportCell) -> int:
    if gap.residents is None:
        return 0
    return gap.residents.count or 1
