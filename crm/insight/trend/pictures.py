"""The picture of a month as a value: what is frozen, and how it is made from the rows of the network. Pure."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from crm.insight.cells import Cell, Counted, Residents, cells_of
from crm.insight.heard import Voices, heard_on
from crm.insight.rules.held import ReachRules
from crm.insight.snapshot import NetworkRows
from crm.insight.trend.months import month_after
from graph.network import Network
from graph.reach import Status, analyse_cells


@dataclass(frozen=True, slots=True)
class FrozenCell:
    """A cell at the end of a month. `reach` is 0..1; `ways` counts chains that share nobody but us.

    `residents` is None where no source counts them; its count is None for fewer than ten.
    """

    cell: Cell
    status: Status
    heard_on: date | None
    reach: float
    ways: int
    residents: Residents | None


@dataclass(frozen=True)
class Picture:
    """One month: as of which day, made on which day, and by which rules."""

    id: UUID
    month: date
    as_of: date
    made_on: date
    rules: ReachRules

    @property
    def is_late(self) -> bool:
        """Whether it was made after the morning on which it was due: from the log, as it was known by then."""
        return self.made_on > month_after(self.month, 1)


def frozen_cells(network: Network, rows: NetworkRows, voices: Voices) -> tuple[FrozenCell, ...]:
    """Returns the cells of a network, in the order of the matrix. Costs one analysis (`graph.reach`)."""
    reach = analyse_cells(network, looks_ahead=False)
    heard = heard_on(rows, voices)
    return tuple(
        FrozenCell(
            cell=cell,
            status=reach[cell.key].status,
            heard_on=heard.get(cell.key),
            reach=reach[cell.key].reach,
            ways=reach[cell.key].independent_ways,
            residents=rows.residents.get(Counted(cell.group_id, cell.place_id)),
        )
        for cell in cells_of(rows.groups, rows.places)
    )


def counts_of(network: Network) -> dict[str, int]:
    """Returns how many nodes of each kind and how many ties a network holds: numbers, nobody in particular."""
    kinds = Counter(node.kind.value for node in network.nodes)
    return dict(sorted(kinds.items())) | {"ties": len(network.ties)}
