"""Best chains: the strongest line of live ties from any consultant to every node."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import networkx as nx
import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import depth_first_order, dijkstra

from graph.arrays import Cells, Figures, Mask, TieArrays, Whole, arrays_of_graph

NOBODY = -1
"""Stands for "no node" in an array of places."""


@dataclass(frozen=True, slots=True, order=True)
class Chain:
    """A line of nodes from a consultant on. Compares by cost, then by its list of ids: the least is the best."""

    cost: int
    nodes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ChainTree:
    """The best chain to every node that can be reached. Prefixes of best chains are best chains, so they make a tree.

    By place: `cost` in micro-nats (infinite out of reach) and the node `before` on the chain. `order` lists the
    reached nodes in the order of their chains' lists of ids, `rank` is a node's position in it.
    """

    ties: TieArrays
    is_source: Mask
    cost: Figures
    before: Whole
    order: Whole

    @cached_property
    def rank(self) -> Whole:
        """The position of each node in `order`; nodes out of reach come after all others."""
        rank = np.full(self.ties.count, self.ties.count, dtype=np.int32)
        rank[self.order] = np.arange(len(self.order), dtype=np.int32)
        return rank

    @cached_property
    def graph(self) -> nx.Graph[str]:
        """The ties as NetworkX's graph."""
        return self.ties.as_graph()

    @cached_property
    def best(self) -> Mapping[str, Chain]:
        """The best chain to each node that can be reached, by id; each is put together when it is asked for."""
        return _Best(self)

    def best_to(self, openers: Iterable[str]) -> Chain | None:
        """Returns the best chain to any of the openers, or None where there is none."""
        end = self.nearest(np.array(self.ties.nodes.places(openers), dtype=np.int32))
        return None if end == NOBODY else self.chain_to(end)

    def strength_of(self, chain: Chain | None) -> float:
        """Returns the product of the strengths of a chain's ties; 0 without a chain."""
        if chain is None:
            return 0.0
        place_of = self.ties.nodes.place_of
        return self.ties.strength_along([place_of[id_] for id_ in chain.nodes])

    def nearest(self, places: Whole) -> int:
        """Returns whose chain is the best of these nodes, or `NOBODY`: the least cost, then the least list of ids."""
        if len(places) == 0:
            return NOBODY
        costs = self.cost[places]
        least = costs.min()
        if least == np.inf:
            return NOBODY
        ends = places[costs == least]
        return int(ends[np.argmin(self.rank[ends])])

    def reach_of_cells(self, cells: Cells) -> Figures:
        """Returns the strength of the best chain to each cell, 0 without one. O(openers log openers + the sum of the chains)."""
        cell = np.repeat(np.arange(len(cells)), np.diff(cells.starts))
        order = np.lexsort((self.rank[cells.openers], self.cost[cells.openers], cell))
        first = order[np.flatnonzero(np.diff(cell[order], prepend=-1))]
        first = first[self.cost[cells.openers[first]] < np.inf]
        at = cells.openers[first]
        steps: list[Figures] = []
        while ((before := self.before[at]) != NOBODY).any():
            moves = before != NOBODY
            step = np.ones(len(at))
            step[moves] = self.ties.strengths_between(at[moves], before[moves])
            steps.append(step)
            at = np.where(moves, before, at)
        reach = np.zeros(len(cells))
        reach[cell[first]] = 1.0
        for step in reversed(steps):  # from the consultant on, as `strength_along` does
            reach[cell[first]] *= step
        return reach

    def nodes_to(self, end: int) -> list[int]:
        """Returns the places of the best chain to a node that can be reached, from its consultant on."""
        nodes = [end]
        while (before := int(self.before[nodes[-1]])) != NOBODY:
            nodes.append(before)
        return nodes[::-1]

    def chain_to(self, end: int) -> Chain:
        """Returns the best chain to a node that can be reached, with its ids."""
        ids = self.ties.nodes.ids
        return Chain(int(self.cost[end]), tuple(ids[place] for place in self.nodes_to(end)))


class _Best(Mapping[str, Chain]):
    """The chains of a tree by the id of their end."""

    def __init__(self, tree: ChainTree) -> None:
        self._tree = tree

    def __getitem__(self, id_: str) -> Chain:
        place = self._tree.ties.nodes.place_of[id_]
        if self._tree.cost[place] == np.inf:
            raise KeyError(id_)
        return self._tree.chain_to(place)

    def __iter__(self) -> Iterator[str]:
        ids = self._tree.ties.nodes.ids
        return (ids[place] for place in self._tree.order.tolist())

    def __len__(self) -> int:
        return len(self._tree.order)


def best_chains(graph: nx.Graph[str] | TieArrays, sources: Collection[str]) -> ChainTree:
    """Returns the best chains from all sources at once: least integer cost, then the smallest list of ids.

    The most reliable chain as a shortest one over `-ln strength` (REACH 1.2; Dijkstra 1959, over scipy's arrays);
    any node may be stepped through. Which of several least chains is the best: every least chain runs over *tight*
    arcs (`cost` before + the arc = `cost` after), and a depth-first search over those that tries neighbours in the
    order of their ids enters each node by its smallest list of ids. For if a smaller neighbour led to the node
    too, the search would have entered it from there; and what was visited before leads to it only through nodes
    that are on its chain already, also over ties of cost 0. NetworkX settles equal costs by the order in which ties
    were added. O((nodes + ties) log nodes).
    """
    ties = graph if isinstance(graph, TieArrays) else arrays_of_graph(graph)
    is_source = np.zeros(ties.count, dtype=bool)
    is_source[ties.nodes.places(sources)] = True
    return chains_from(ties, is_source)


def chains_from(ties: TieArrays, is_source: Mask) -> ChainTree:
    """Returns what `best_chains` does, from the nodes of a mask."""
    starts = np.flatnonzero(is_source).astype(np.int32)
    cost = costs_from(ties, starts)
    order, before = _least_lists(ties, starts, cost)
    return ChainTree(ties, is_source, cost, before, order)


def costs_from(ties: TieArrays, starts: Whole) -> Figures:
    """Returns the cost of the best chain to each node from any of the places in `starts`; infinite without one."""
    if len(starts) == 0:
        return np.full(ties.count, np.inf)
    rows = csr_array((ties.cost, ties.ends, ties.starts), shape=(ties.count, ties.count))
    return np.asarray(dijkstra(rows, directed=True, indices=starts, min_only=True))


def _least_lists(ties: TieArrays, starts: Whole, cost: Figures) -> tuple[Whole, Whole]:
    """Returns the reached nodes in the order of their least lists of ids, and the node before each."""
    known = np.where(cost < np.inf, cost, np.nan)  # who is out of reach is equal to nothing
    before_it = np.repeat(known, ties.degree)
    before_it += ties.cost
    tight = np.flatnonzero(known.take(ties.ends) == before_it)
    degree = np.bincount(ties.tails[tight], minlength=ties.count)
    root = ties.count
    rows = csr_array(
        (
            np.ones(len(tight) + len(starts)),
            np.concatenate((ties.ends[tight], starts)),
            np.concatenate(([0], np.cumsum(degree), [len(tight) + len(starts)])).astype(np.int32),
        ),
        shape=(root + 1, root + 1),
    )
    order, before = depth_first_order(rows, root, directed=True, return_predecessors=True)
    before = before[:root].astype(np.int32)
    before[(before < 0) | (before == root)] = NOBODY
    return order[1:].astype(np.int32), before
