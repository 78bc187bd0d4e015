"""Departures: the best chains that are left once one node is gone."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from graph.arrays import Figures, Mask, Whole, ranges
from graph.chains import ChainTree


@dataclass(frozen=True, eq=False)
class Rerouted:
    """The part of the tree behind a leaver: ranks `first` up to `stop`, and what their best chains cost without it."""

    leaver: int
    first: int
    stop: int
    cost: Figures

    def is_behind(self, rank: int) -> bool:
        """Whether the best chain to the node of this rank ran through the leaver."""
        return self.first <= rank < self.stop


@dataclass(frozen=True, eq=False)
class Departures:
    """The best chains after each departure, worked out once per leaver for all cells.

    Nodes are named by their rank in the tree here: who stands behind a leaver is then a row of neighbours in every
    array, since `order` goes through the tree depth first. All others keep their chain, as theirs is still there. So one
    departure costs as much as the part of the tree behind it: O(its nodes + ties) log.
    """

    tree: ChainTree
    _known: dict[int, Rerouted] = field(default_factory=dict)

    @cached_property
    def cost(self) -> Figures:
        """What the best chain to each rank costs, with everybody there."""
        return self.tree.cost[self.tree.order]

    @cached_property
    def is_source(self) -> Mask:
        """Whether a chain may start at each rank."""
        return self.tree.is_source[self.tree.order]

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Where the arcs of each rank begin in `ends` and `costs`."""
        degree = np.diff(self.tree.ties.starts)[self.tree.order]
        return np.concatenate(([0], np.cumsum(degree, dtype=np.int64)))

    @cached_property
    def _arcs(self) -> NDArray[np.int64]:
        """Which arc of the ties each arc by rank is."""
        return ranges(self.tree.ties.starts[self.tree.order], np.diff(self.starts))

    @cached_property
    def ends(self) -> Whole:
        """The rank at the other end of each arc: who is met by somebody reached is reached too."""
        return self.tree.rank[self.tree.ties.ends[self._arcs]]

    @cached_property
    def costs(self) -> Figures:
        """What each arc costs."""
        return self.tree.ties.cost[self._arcs]

    @cached_property
    def stops(self) -> Whole:
        """Where the part of the tree behind each rank ends. O(nodes), as every node comes after the one before it."""
        before = self.tree.before[self.tree.order]
        above = np.where(before >= 0, self.tree.rank[before], -1).tolist()
        sizes = [1] * len(above)
        for rank in range(len(above) - 1, -1, -1):
            if above[rank] >= 0:
                sizes[above[rank]] += sizes[rank]
        return np.arange(len(above), dtype=np.int32) + np.array(sizes, dtype=np.int32)

    def without(self, leaver: int) -> Rerouted:
        """Returns what is left for those behind the node of rank `leaver`."""
        if leaver not in self._known:
            first, stop = leaver + 1, int(self.stops[leaver])
            self._known[leaver] = Rerouted(leaver, first, stop, self._costs_behind(leaver, first, stop))
        return self._known[leaver]

    def chain_without(self, leaver: str, openers: Iterable[str]) -> tuple[str, ...] | None:
        """Returns the ids of the best chain to any of the openers once `leaver` is gone; None where none is left."""
        nodes = self.tree.ties.nodes
        ranks = np.sort(self.tree.rank[nodes.places(openers)])
        ranks = ranks[ranks < len(self.tree.order)]
        found = self.nodes_without(int(self.tree.rank[nodes.place_of[leaver]]), ranks)
        return None if found is None else tuple(nodes.ids[place] for place in found)

    def nodes_without(self, leaver: int, openers: Whole) -> list[int] | None:
        """Returns the places of the best chain to any of the `openers` (ranks) once `leaver` is gone, also as an opener.

        Chosen like every best chain: the least cost, then the smallest list of ids.
        """
        lost = self.without(leaver)
        behind = openers[(openers >= lost.first) & (openers < lost.stop)]
        others = openers[((openers < lost.first) | (openers >= lost.stop)) & (openers != leaver)]
        costs, kept = lost.cost[behind - lost.first], self.cost[others]
        least = min(costs.min(initial=np.inf), kept.min(initial=np.inf))
        if least == np.inf:
            return None
        chains = [self._nodes_to(int(rank)) for rank in others[kept == least][:1]]
        ends = behind[costs == least].tolist()
        if ends:
            chains.append(self._least_list(lost, ends))
        return min(chains)

    def _costs_behind(self, leaver: int, first: int, stop: int) -> Figures:
        """Returns what the chains to those behind a leaver cost without it: Dijkstra from all ways in that are left."""
        count = stop - first
        if count == 0:
            return np.zeros(0)
        arcs = slice(int(self.starts[first]), int(self.starts[stop]))
        ends, costs = self.ends[arcs], self.costs[arcs]
        row_starts = (self.starts[first : stop + 1] - self.starts[first]).astype(np.int32)
        inside = (ends >= first) & (ends < stop)
        ways_in = np.where(inside | (ends == leaver), np.inf, self.cost[ends] + costs)
        # Nobody behind a leaver is without ties: there is at least the one on the chain.
        entry = np.minimum.reduceat(ways_in, row_starts[:-1])
        entry[self.is_source[first:stop]] = 0.0
        open_ = np.flatnonzero(entry < np.inf)
        if not inside.any() or len(open_) == 0:
            return entry
        inside_rows = np.concatenate(([0], np.cumsum(inside)))[row_starts]
        rows = csr_array(
            (
                np.concatenate((costs[inside], entry[open_])),
                np.concatenate((ends[inside] - first, open_)),
                np.append(inside_rows, inside_rows[-1] + len(open_)),
            ),
            shape=(count + 1, count + 1),
        )
        return np.asarray(dijkstra(rows, directed=True, indices=np.array([count]), min_only=True))[:count]

    def _nodes_to(self, rank: int) -> list[int]:
        return self.tree.nodes_to(int(self.tree.order[rank]))

    def _least_list(self, lost: Rerouted, ends: list[int]) -> list[int]:
        """Returns the smallest list of ids among the least chains to some ranks behind a leaver, all of equal cost.

        Only nodes from which an end is reached over tight arcs can be on it: mostly one chain and nothing else. Among
        those, lists grow from where chains come in, the least first, as in Dijkstra.
        """
        tight, heap = self._tight_part(lost, ends)
        heapq.heapify(heap)
        done: set[int] = set()
        while True:
            _, nodes, rank = heapq.heappop(heap)
            if rank in done:
                continue
            done.add(rank)
            if rank in ends:
                return nodes
            for other in tight[rank]:
                if other not in done:
                    further = float(lost.cost[other - lost.first])
                    heapq.heappush(heap, (further, [*nodes, int(self.tree.order[other])], other))

    def _tight_part(
        self, lost: Rerouted, ends: list[int]
    ) -> tuple[dict[int, list[int]], list[tuple[float, list[int], int]]]:
        """Returns the tight arcs that lead to the ends, forward, and the lists that come in from outside."""
        tight: dict[int, list[int]] = {end: [] for end in ends}
        heap: list[tuple[float, list[int], int]] = []
        stack = list(ends)
        while stack:
            rank = stack.pop()
            cost, place = float(lost.cost[rank - lost.first]), int(self.tree.order[rank])
            if self.is_source[rank]:
                heap.append((0.0, [place], rank))
            for other, step in self._neighbours(rank):
                if lost.is_behind(other):
                    if lost.cost[other - lost.first] + step == cost:
                        if other not in tight:
                            tight[other] = []
                            stack.append(other)
                        tight[other].append(rank)
                elif other != lost.leaver and self.cost[other] + step == cost:
                    heap.append((cost, [*self._nodes_to(other), place], rank))
        return tight, heap

    def _neighbours(self, rank: int) -> Iterator[tuple[int, float]]:
        arcs = slice(int(self.starts[rank]), int(self.starts[rank + 1]))
        return zip(self.ends[arcs].tolist(), self.costs[arcs].tolist(), strict=True)
