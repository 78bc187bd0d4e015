"""The ties between nodes as integer arrays: the one form that every hot loop runs on, at every size."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.ties import COST_SCALE, NodeKind

Whole = NDArray[np.int32]
Figures = NDArray[np.float64]
Mask = NDArray[np.bool_]

ROUNDING = 2_000
"""Micro-nats to allow for when a limit of strength is used as one of cost: the rounding of a chain of 4,000 ties."""


@dataclass(frozen=True, eq=False)
class Nodes:
    """Every node by its place in the order of ids: to compare places is to compare ids."""

    ids: Sequence[str]
    is_consultant: Mask

    @cached_property
    def place_of(self) -> dict[str, int]:
        """The place of each id."""
        return {id_: place for place, id_ in enumerate(self.ids)}

    def places(self, ids: Iterable[str]) -> list[int]:
        """Returns the places of the ids that there are, in order."""
        place_of = self.place_of
        return sorted(place_of[id_] for id_ in ids if id_ in place_of)


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells in the order of their names; the places of who can open cell `k` are `openers[starts[k]:starts[k + 1]]`."""

    names: Sequence[str]
    starts: Whole
    openers: Whole
    residents: Figures
    """How many residents each counts for."""

    def __len__(self) -> int:
        return len(self.names)

    def openers_of(self, cell: int) -> Whole:
        """Returns the places of who can open a cell, in order."""
        return self.openers[int(self.starts[cell]) : int(self.starts[cell + 1])]


@dataclass(frozen=True, eq=False)
class TieArrays:
    """Ties as compressed sparse rows: node `v` meets `ends[starts[v]:starts[v + 1]]`, in the order of ids.

    Of several ties between two nodes it holds the strongest. `tie` leads from each arc to its pair, which has one
    `strength`; `pair_rows[pair_starts[k]:pair_starts[k + 1]]` are the rows that pair `k` was made of.
    Costs are whole micro-nats as floats, exact up to 2^53. A perfect tie costs 0 and is an entry like any other:
    scipy's Dijkstra follows explicit zeros, but its additions, `eliminate_zeros` and dense forms drop them
    (REACH 2), so costs never pass through those.
    """

    nodes: Nodes
    starts: Whole
    ends: Whole
    tie: Whole
    strength: Figures
    pair_starts: Whole
    pair_rows: Whole

    @property
    def count(self) -> int:
        """How many nodes there are."""
        return len(self.nodes.ids)

    @cached_property
    def cost(self) -> Figures:
        """What each arc costs a chain."""
        return np.take(costs_of(self.strength), self.tie)

    @cached_property
    def degree(self) -> Whole:
        """How many others each node meets."""
        return np.diff(self.starts)

    @cached_property
    def tails(self) -> Whole:
        """The node that each arc leaves from."""
        return np.repeat(np.arange(self.count, dtype=np.int32), self.degree)

    def pairs_along(self, nodes: Sequence[int]) -> Whole:
        """Returns the number of the pair of every step of a chain. O(chain x log ties of a node)."""
        return np.array([self._pair(a, b) for a, b in pairwise(nodes)], dtype=np.int32)

    def strength_along(self, nodes: Sequence[int]) -> float:
        """Returns the product of the strengths of a chain's ties, from its first node on."""
        return float(math.prod(self.strength[self.pairs_along(nodes)].tolist()))

    def strengths_between(self, a: Whole, b: Whole) -> Figures:
        """Returns the strength of the tie between each of `a` and the one of `b` beside it. O(their ties)."""
        degree = self.starts[a + 1] - self.starts[a]
        arcs = ranges(self.starts[a], degree)
        pairs = self.tie[arcs[self.ends[arcs] == np.repeat(b, degree)]]
        return np.asarray(self.strength[pairs], dtype=np.float64)

    def _pair(self, a: int, b: int) -> int:
        first = int(self.starts[a])
        return int(self.tie[first + int(np.searchsorted(self.ends[first : int(self.starts[a + 1])], b))])

    def as_graph(self) -> nx.Graph[str]:
        """Returns the same ties as NetworkX's graph, with `strength` and integer `cost` on each edge. O(nodes + ties)."""
        ids = self.nodes.ids
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(ids)
        forward = np.flatnonzero(self.tails < self.ends)
        strengths = np.take(self.strength, self.tie[forward]).tolist()
        costs = self.cost[forward].astype(np.int64).tolist()
        columns = self.tails[forward].tolist(), self.ends[forward].tolist(), strengths, costs
        graph.add_edges_from(
            (ids[a], ids[b], {"strength": strength, "cost": cost})
            for a, b, strength, cost in zip(*columns, strict=True)
        )
        return graph


def ranges(starts: NDArray[Any], counts: NDArray[Any]) -> NDArray[np.int64]:
    """Returns the numbers from each start on, so many for each, one range after the other.

    >>> ranges(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    after = np.cumsum(counts, dtype=np.int64)
    total = int(after[-1]) if len(after) else 0
    first = np.repeat(starts - (after - counts), counts)
    return np.asarray(first + np.arange(total), dtype=np.int64)


def costs_of(strengths: Figures) -> Figures:
    """Returns `-ln(strength)` of each in whole micro-nats, as `graph.ties.tie_cost` does. Needs strengths above 0.

    >>> costs_of(np.array([1.0, 0.5])).tolist()
    [0.0, 693147.0]
    """
    return np.asarray(np.rint(-np.log(strengths) * COST_SCALE) + 0.0, dtype=np.float64)


def tie_arrays(nodes: Nodes, a: Whole, b: Whole, strengths: Figures, least: float) -> TieArrays:
    """Returns the ties of at least `least`, and above 0, between the places `a` and `b`. O(ties log ties), no loop."""
    rows = np.flatnonzero((strengths >= least) & (strengths > 0)).astype(np.int32)
    low, high = np.minimum(a[rows], b[rows]), np.maximum(a[rows], b[rows])
    count = len(nodes.ids)
    key = low.astype(np.int64) * count + high
    order = np.argsort(key, kind="stable")
    key, rows = key[order], rows[order]
    first = np.flatnonzero(np.diff(key, prepend=-1)).astype(np.int32)
    strongest = np.maximum.reduceat(strengths[rows], first) if len(first) else np.zeros(0)
    low, high = low[order][first], high[order][first]
    # The arcs carry the number of their pair, from 1 on: an addition of scipy drops entries of 0.
    pairs = np.arange(1, len(first) + 1, dtype=np.int32)
    above = np.searchsorted(low, np.arange(count + 1)).astype(np.int32)
    upper = csr_array((pairs, high, above), shape=(count, count))
    both = (upper + upper.T.tocsr()).tocsr()
    both.sort_indices()
    return TieArrays(
        nodes=nodes,
        starts=both.indptr.astype(np.int32),
        ends=both.indices.astype(np.int32),
        tie=both.data.astype(np.int32) - np.int32(1),
        strength=strongest,
        pair_starts=np.append(first, np.int32(len(rows))),
        pair_rows=rows,
    )


def arrays_of_graph(graph: nx.Graph[str]) -> TieArrays:
    """Returns the arrays of a NetworkX graph whose edges have a `strength` and whose nodes may have a `kind`."""
    ids = sorted(graph)
    kinds = graph.nodes(data="kind")
    nodes = Nodes(ids, np.array([kinds[id_] is NodeKind.CONSULTANT for id_ in ids], dtype=bool))
    place = nodes.place_of
    edges: list[tuple[str, str, float]] = list(graph.edges(data="strength"))
    return tie_arrays(
        nodes,
        np.array([place[a] for a, _, _ in edges], dtype=np.int32),
        np.array([place[b] for _, b, _ in edges], dtype=np.int32),
        np.array([strength for _, _, strength in edges], dtype=np.float64),
        0.0,
    )
