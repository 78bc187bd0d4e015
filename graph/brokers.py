"""Brokers: nodes and ties without which the live network falls apart, wherever that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, depth_first_order

from graph.arrays import TieArrays, Whole


@dataclass(frozen=True, slots=True)
class Brokers:
    """Both sorted. A second-line table: they split the network, mostly where no cell depends on it (REACH 1.4)."""

    articulation_points: tuple[str, ...]
    bridges: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Forest:
    """A depth-first search by position in it: who is at each, the position before (-1: a root), and how high one gets back.

    `lowest` is the first position that the part of the tree behind a node has a tie with, not counting its own way in.
    """

    node: Whole
    before: Whole
    lowest: Whole


def find_brokers(ties: TieArrays) -> Brokers:
    """Returns the articulation points and bridges of the ties, consultants included, cells left out.

    One depth-first search (Hopcroft and Tarjan 1973): a node parts the network where nothing behind it leads back above
    it, and a tie where nothing behind it leads back to its beginning (Tarjan 1974). O(nodes + ties).

    >>> from graph.arrays import Nodes, tie_arrays
    >>> c1, a, b = "c1", "a", "b"
    >>> nodes = Nodes([a, b, c1], np.array([False, False, True]))
    >>> ends = np.array([2, 0], dtype=np.int32), np.array([0, 1], dtype=np.int32)
    >>> find_brokers(tie_arrays(nodes, *ends, np.array([0.9, 0.5]), least=0))
    Brokers(articulation_points=('a',), bridges=(('a', 'b'), ('a', 'c1')))
    """
    forest, ids = _forest(ties), ties.nodes.ids
    child = np.flatnonzero(forest.before >= 0)
    above, lowest = forest.before[child], forest.lowest[child]
    is_root = forest.before[above] < 0
    parting = above[~is_root & (lowest >= above)]
    branches = np.bincount(above[is_root], minlength=len(forest.node))
    points = forest.node[np.union1d(parting, np.flatnonzero(branches > 1))]
    is_bridge = lowest > above
    one, other = forest.node[child[is_bridge]], forest.node[above[is_bridge]]
    low, high = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort((high, low))
    return Brokers(
        tuple(ids[place] for place in np.sort(points).tolist()),
        tuple((ids[a], ids[b]) for a, b in zip(low[order].tolist(), high[order].tolist(), strict=True)),
    )


def _forest(ties: TieArrays) -> _Forest:
    """Returns the depth-first search of all nodes that have ties."""
    order, before = _search(ties)
    position = np.full(ties.count, -1, dtype=np.int32)
    position[order] = np.arange(len(order), dtype=np.int32)
    above = np.where(before[order] >= 0, position[before[order]], -1).astype(np.int32)
    back = np.where(ties.ends == before[ties.tails], np.int32(len(order)), position[ties.ends])
    has_ties = np.flatnonzero(np.diff(ties.starts))
    lowest = np.zeros(len(order), dtype=np.int32)
    if len(order):
        met = np.minimum.reduceat(back, ties.starts[has_ties])
        lowest[position[has_ties]] = np.minimum(met, position[has_ties])
    return _Forest(order, above, _passed_up(lowest, above))


def _passed_up(lowest: Whole, above: Whole) -> Whole:
    """Returns the lowest of each node and all behind it: everybody comes after the one before it."""
    found, ways = lowest.tolist(), above.tolist()
    for place in range(len(found) - 1, -1, -1):
        if ways[place] >= 0 and found[place] < found[ways[place]]:
            found[ways[place]] = found[place]
    return np.array(found, dtype=np.int32)


def _search(ties: TieArrays) -> tuple[Whole, Whole]:
    """Returns the nodes with ties in the order of a depth-first search, and who comes before each (-1: nobody).

    scipy searches from one node only, and looks at all neighbours of a node again whenever it comes back. So a thread of
    extra nodes leads from one part of the network to the next.
    """
    count = ties.count
    shape = csr_array((np.ones(len(ties.ends)), ties.ends, ties.starts), shape=(count, count))
    _, part = connected_components(shape, directed=False)
    has_ties = np.flatnonzero(np.diff(ties.starts))
    _, first = np.unique(part[has_ties], return_index=True)
    firsts = has_ties[first]
    parts = len(firsts)
    if parts == 0:
        return np.zeros(0, np.int32), np.full(count, -1, np.int32)
    thread = np.column_stack((firsts, count + 1 + np.arange(parts))).ravel()[:-1]
    ends = np.concatenate((ties.ends, thread))
    starts = np.append(ties.starts, ties.starts[-1] + np.minimum(2 * np.arange(1, parts + 1), len(thread)))
    rows = csr_array((np.ones(len(ends)), ends, starts), shape=(count + parts, count + parts))
    order, before = depth_first_order(rows, count, directed=True, return_predecessors=True)
    before = before[:count].astype(np.int32)
    before[(before < 0) | (before >= count)] = -1
    return order[order < count].astype(np.int32), before
