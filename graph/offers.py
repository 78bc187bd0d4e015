"""Offers: what a fresh tie with each node would do for each cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.arrays import ROUNDING, Cells, Figures, TieArrays, Whole, costs_of, ranges

AT_ONCE = 1 << 22
"""How many pairs of a cell and a node are looked at together: 64 MB of costs and strengths."""

Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Offers:
    """A row per node and cell that it could help, by node and then by cell: the strength of the line it would give.

    `candidate` is the position in `nodes` (places, in order) of the node of each row.
    """

    node: Whole
    cell: Whole
    strength: Figures

    @cached_property
    def nodes(self) -> Whole:
        """Who could help any cell."""
        return np.unique(self.node)

    @cached_property
    def candidate(self) -> Places:
        """Which of `nodes` each row is of."""
        return np.searchsorted(self.nodes, self.node)

    @cached_property
    def starts(self) -> Places:
        """Where the rows of each candidate begin."""
        return np.searchsorted(self.node, np.append(self.nodes, np.iinfo(np.int32).max))

    def rows_of(self, candidate: int) -> slice:
        """Returns the rows of one candidate."""
        return slice(int(self.starts[candidate]), int(self.starts[candidate + 1]))


def offers_to(
    ties: TieArrays, cells: Cells, strengths: Figures, least: Figures, at_once: int = AT_ONCE
) -> Offers:
    """Returns the offers of at least `least` per cell, where meeting a node gives a tie of `strengths` with it.

    One search outwards from the openers of each cell that stops where a chain gets too weak for even the strongest
    tie (REACH 1.7): most cells meet a few hundred nodes. It does not step over a consultant: what is gained beyond
    one is reached already. All cells at once, a step of all chains at a time (Bellman 1958, Ford 1956), as one step
    of a million arcs in C costs less than a heap of a thousand nodes in Python. O(steps x arcs met).
    """
    most = strengths.max(initial=0.0)
    with np.errstate(divide="ignore"):
        wanted = (
            np.flatnonzero((least <= most) & (np.diff(cells.starts) > 0)) if most > 0 else np.zeros(0, int)
        )
    found = [*_offers_in_parts(ties, cells, strengths, least, _parts(wanted, at_once // max(1, ties.count)))]
    node = np.concatenate([part.node for part in found]) if found else np.zeros(0, np.int32)
    cell = np.concatenate([part.cell for part in found]) if found else np.zeros(0, np.int32)
    strength = np.concatenate([part.strength for part in found]) if found else np.zeros(0)
    order = np.lexsort((cell, node))
    return Offers(node[order], cell[order], strength[order])


def _parts(wanted: Places, at_once: int) -> list[Places]:
    step = max(1, at_once)
    return [wanted[first : first + step] for first in range(0, len(wanted), step)]


def _offers_in_parts(
    ties: TieArrays, cells: Cells, strengths: Figures, least: Figures, parts: list[Places]
) -> Iterator[Offers]:
    most = strengths.max(initial=0.0)
    search = _Search(ties, max(map(len, parts), default=0))
    for part in parts:
        with np.errstate(divide="ignore"):
            limits = costs_of(np.clip(least[part] / most, 0.0, 1.0)) + ROUNDING
        key = search.towards(cells, part, limits)
        node, row = (key % ties.count).astype(np.int32), key // ties.count
        offered = strengths[node] * search.strength[key]
        search.clear(key)
        kept = (offered >= least[part][row]) & (offered > 0)
        yield Offers(node[kept], part[row[kept]].astype(np.int32), offered[kept])


class _Search:
    """The best chains towards the openers of a few cells at once. A key is row x nodes + node."""

    def __init__(self, ties: TieArrays, rows: int) -> None:
        self.ties = ties
        self.cost = np.full(rows * ties.count, np.inf)
        self.strength = np.zeros(rows * ties.count)

    def towards(self, cells: Cells, part: Places, limits: Figures) -> Places:
        """Returns the keys of all nodes within the limit of a cell, and leaves their cost and strength.

        Of chains of equal cost it keeps the strongest, so that the order of the input plays no part.
        """
        ties, count = self.ties, self.ties.count
        openers = np.diff(cells.starts)[part]
        row = np.repeat(np.arange(len(part)), openers)
        key = row * count + cells.openers[ranges(cells.starts[part], openers)]
        self.cost[key], self.strength[key] = 0.0, 1.0
        met = [key]
        while len(key):
            node = key % count
            degree = ties.starts[node + 1] - ties.starts[node]
            arc = ranges(ties.starts[node], degree)
            end = ties.ends[arc]
            cost = np.repeat(self.cost[key], degree) + ties.cost[arc]
            further = np.repeat(key - node, degree) + end.astype(np.int64)
            near = cost <= np.repeat(limits[key // count], degree)
            near &= (cost <= self.cost[further]) & ~ties.nodes.is_consultant[end]
            strength = np.repeat(self.strength[key], degree)[near] * ties.strength[ties.tie[arc[near]]]
            key = self._improve(further[near], cost[near], strength)
            met.append(key)
        return np.unique(np.concatenate(met))

    def clear(self, key: Places) -> None:
        """Forgets what was found, for the next cells."""
        self.cost[key], self.strength[key] = np.inf, 0.0

    def _improve(self, key: Places, cost: Figures, strength: Figures) -> Places:
        """Writes down what is cheaper, or as cheap and stronger, than what was found before; returns those keys."""
        before = self.cost[key]
        better = (cost < before) | (strength > self.strength[key])
        key, cost, strength, before = key[better], cost[better], strength[better], before[better]
        np.minimum.at(self.cost, key, cost)
        best = cost == self.cost[key]
        key, strength, is_cheaper = key[best], strength[best], cost[best] < before[best]
        self.strength[key[is_cheaper]] = 0.0
        np.maximum.at(self.strength, key, strength)
        return np.unique(key)
