"""The network of a report date as one frozen value: nodes, ties that cool, and who can open which cell."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import networkx as nx
import numpy as np

from graph.arrays import Nodes, TieArrays
from graph.columns import Columns, TieColumns, cells_of
from graph.ties import (
    COST_SCALE,
    FLOAT_NOISE,
    TOLERANCE,
    BadNetwork,
    Node,
    NodeKind,
    Thresholds,
    Tie,
    decayed,
    tie_cost,
)

__all__ = [
    "COST_SCALE",
    "FLOAT_NOISE",
    "TOLERANCE",
    "BadNetwork",
    "Network",
    "Node",
    "NodeKind",
    "Thresholds",
    "Tie",
    "bad_opener",
    "bad_settings",
    "decayed",
    "tie_cost",
]


@dataclass(frozen=True)
class Network:
    """All that a report is worked out from; a wrong one cannot be made (`BadNetwork`).

    `members` maps a cell (a group in a neighbourhood) to the nodes that can open it; `residents` counts per
    cell, and where it is empty every cell counts 1; `costs` are hours per contact (1 where a node has none).
    It is never changed, so what is worked out from it (`columns`, `live_ties`) is kept with it.
    """

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    members: Mapping[str, frozenset[str]]
    as_of: date
    half_life_days: float = 180.0
    residents: Mapping[str, float] = field(default_factory=dict)
    costs: Mapping[str, float] = field(default_factory=dict)
    budget: float | None = None
    thresholds: Thresholds = field(default_factory=Thresholds)

    def __post_init__(self) -> None:
        for refusal in _refusals(self):
            raise BadNetwork(refusal)

    @property
    def consultants(self) -> frozenset[str]:
        """The ids of the consultants, from whom every chain starts."""
        return frozenset(node.id for node in self.nodes if node.kind is NodeKind.CONSULTANT)

    @cached_property
    def columns(self) -> Columns:
        """The same network as arrays: what the analyses run on. O(nodes log nodes + ties)."""
        ordered = sorted(self.nodes, key=lambda node: node.id)
        kinds = [node.kind is NodeKind.CONSULTANT for node in ordered]
        nodes = Nodes([node.id for node in ordered], np.array(kinds, dtype=bool))
        place, ties, default = nodes.place_of, self.ties, self.half_life_days
        return Columns(
            nodes=nodes,
            ties=TieColumns(
                a=np.array([place[tie.a] for tie in ties], dtype=np.int32),
                b=np.array([place[tie.b] for tie in ties], dtype=np.int32),
                strength=np.array([tie.strength for tie in ties], dtype=np.float64),
                last_contact=np.array([tie.last_contact_on.toordinal() for tie in ties], dtype=np.int32),
                half_life_days=np.array([tie.half_life_days or default for tie in ties], dtype=np.float64),
            ),
            cells=cells_of(nodes, self.members, self.residents),
            as_of=self.as_of,
            hours=np.array([self.costs.get(id_, 1) for id_ in nodes.ids], dtype=np.float64),
            thresholds=self.thresholds,
            budget=self.budget,
        )

    @property
    def live_ties(self) -> TieArrays:
        """The ties that are live on the report date, as arrays."""
        return self.columns.live_ties

    @property
    def undecayed_ties(self) -> TieArrays:
        """Every tie with the strength it once had, as if nothing had cooled, as arrays."""
        return self.columns.undecayed_ties

    def live_graph(self) -> nx.Graph[str]:
        """Returns the ties that are live on the report date, with `strength` and integer `cost` on each edge.

        Several ties between two nodes: the one that is strongest now. O(nodes log nodes + ties log ties).
        """
        return self._graph(self.live_ties)

    def undecayed_graph(self) -> nx.Graph[str]:
        """Returns every tie with the strength it once had, as if nothing had cooled. Same shape and cost."""
        return self._graph(self.undecayed_ties)

    def weight_of(self, cell: str) -> float:
        """Returns how many residents a cell counts for."""
        return self.residents.get(cell, 0) if self.residents else 1

    def _graph(self, ties: TieArrays) -> nx.Graph[str]:
        graph = ties.as_graph()
        nx.set_node_attributes(graph, {node.id: node.kind for node in self.nodes}, "kind")
        return graph


def _refusals(network: Network) -> Iterator[str]:
    """Yields what is wrong with a network, in the order of its fields."""
    yield from bad_settings(network.half_life_days, network.budget, network.thresholds)
    kinds: dict[str, NodeKind] = {}
    for position, node in enumerate(network.nodes):
        if not node.id:
            yield f"nodes[{position}].id: must not be empty"
        if node.id in kinds:
            yield f"nodes[{position}].id: an earlier node has the same id"
        kinds[node.id] = node.kind
    for position, tie in enumerate(network.ties):
        if not _is_plain(tie, kinds):
            yield from _bad_tie(f"ties[{position}]", tie, kinds)
    for cell, openers in network.members.items():
        for position, opener in enumerate(sorted(openers)):
            yield from bad_opener(f"members[{cell!r}][{position}]", opener, kinds)
    for cell, residents in network.residents.items():
        if cell not in network.members:
            yield f"residents[{cell!r}]: members has no such cell"
        yield from _bad_number(f"residents[{cell!r}]", residents)
    for id_, cost in network.costs.items():
        if id_ not in kinds:
            yield f"costs[{id_!r}]: no node has this id"
        yield from _bad_number(f"costs[{id_!r}]", cost, above_zero=True)


def bad_opener(entry: str, opener: str, kinds: Mapping[str, NodeKind]) -> Iterator[str]:
    """Yields why a node cannot open a cell. `entry` says where it stands; `kinds` holds every node."""
    if opener not in kinds:
        yield f"{entry}: no node has this id"
    elif kinds[opener] is NodeKind.CONSULTANT:
        yield f"{entry}: a consultant cannot open a cell"


def bad_settings(half_life_days: float, budget: float | None, thresholds: Thresholds) -> Iterator[str]:
    """Yields what is wrong with the settings of a network."""
    yield from _bad_number("half_life_days", half_life_days, above_zero=True)
    for name, value in (("strong", thresholds.strong), ("weak", thresholds.weak), ("live", thresholds.live)):
        yield from _bad_number(f"thresholds.{name}", value, most=1.0)
    if thresholds.weak > thresholds.strong:
        yield "thresholds.weak: must not be above thresholds.strong"
    if budget is not None:
        yield from _bad_number("budget", budget)


def _is_plain(tie: Tie, kinds: Mapping[str, NodeKind]) -> bool:
    """Whether nothing is wrong with a tie, seen at a glance: a city has tens of thousands of them."""
    return (
        tie.a in kinds
        and tie.b in kinds
        and tie.a != tie.b
        and 0 <= tie.strength <= 1
        and (tie.half_life_days is None or 0 < tie.half_life_days < math.inf)
    )


def _bad_tie(entry: str, tie: Tie, kinds: Mapping[str, NodeKind]) -> Iterator[str]:
    for end, id_ in (("a", tie.a), ("b", tie.b)):
        if id_ not in kinds:
            yield f"{entry}.{end}: no node has this id"
    if tie.a == tie.b:
        yield f"{entry}.b: a tie needs two different nodes"
    yield from _bad_number(f"{entry}.strength", tie.strength, most=1.0)
    if tie.half_life_days is not None:
        yield from _bad_number(f"{entry}.half_life_days", tie.half_life_days, above_zero=True)


def _bad_number(
    entry: str, value: float, *, most: float = math.inf, above_zero: bool = False
) -> Iterator[str]:
    if not math.isfinite(value) or value < 0 or value > most or (above_zero and value == 0):
        least = "above 0" if above_zero else "0 or more"
        yield f"{entry}: must be a number, {least}" + (f" and at most {most:g}" if most < math.inf else "")
