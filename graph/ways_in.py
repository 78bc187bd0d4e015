"""Ways in: how many live chains lead to a cell that share nobody."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from graph.arrays import Mask, TieArrays

_OUTSIDE = -1
"""Stands before an opener and after a contact in a flow."""


class _Half(NamedTuple):
    """A split vertex: the half where a chain enters a node, or the half where it has left."""

    node: int
    left: bool


@dataclass(frozen=True, eq=False)
class WaysIn:
    """The live ties without the consultants, for counting chains that share nobody. Nodes are places."""

    ties: TieArrays
    _known: dict[int, list[int]] = field(default_factory=dict)

    @cached_property
    def is_contact(self) -> Mask:
        """Who has a live tie with a consultant: where a chain comes in."""
        is_consultant = self.ties.nodes.is_consultant
        is_contact = np.zeros(self.ties.count, dtype=bool)
        is_contact[self.ties.tails[is_consultant[self.ties.ends]]] = True
        return is_contact & ~is_consultant

    @cached_property
    def steps(self) -> list[float]:
        """How many ties each node is away from the nearest contact; infinite where there is no chain at all."""
        shape = (self.ties.count, self.ties.count)
        rows = csr_array((self.ties.cost, self.ties.ends, self.ties.starts), shape=shape)
        contacts = np.flatnonzero(self.is_contact)
        if len(contacts) == 0:
            return [math.inf] * self.ties.count
        found = dijkstra(rows, directed=True, indices=contacts, unweighted=True, min_only=True)
        return [float(steps) for steps in found]

    def neighbours(self, node: int) -> list[int]:
        """Returns the others that a node has a live tie with, without the consultants."""
        if node not in self._known:
            ends = self.ties.ends[int(self.ties.starts[node]) : int(self.ties.starts[node + 1])]
            self._known[node] = ends[~self.ties.nodes.is_consultant[ends]].tolist()
        return self._known[node]

    def count(self, openers: Iterable[int]) -> int:
        """Returns the most chains from consultants to openers that share no non-consultant (openers count; not capped).

        Menger 1927: the fewest people whose leaving cuts the cell off. Consultants may be shared and so are left out:
        a chain begins at a contact of one. An opener who is a contact is a chain alone, and no other chain needs
        that node more, so each such counts 1 and is set aside. The rest by augmenting walks over split vertices (Ford
        and Fulkerson 1956). O(answer x (nodes + ties) log nodes) at most; a walk goes first where contacts are near, so it
        mostly meets few nodes. Strength plays no part.
        """
        places = set(openers)
        alone = {place for place in places if self.is_contact[place]}
        starts = sorted(place for place in places - alone if self.steps[place] < math.inf)
        most = min(len(starts), self._contacts - len(alone))
        flow = _Flow(self, frozenset(alone))
        found = 0
        while found < most and flow.add_chain(starts):
            found += 1
        return len(alone) + found

    @cached_property
    def _contacts(self) -> int:
        return int(np.count_nonzero(self.is_contact))


class _Flow:
    """Chains, from openers to contacts, that share nobody."""

    def __init__(self, ways: WaysIn, aside: frozenset[int]) -> None:
        self._ways, self._aside = ways, aside
        self._after: dict[int, int] = {}
        self._before: dict[int, int] = {}

    def add_chain(self, starts: list[int]) -> bool:
        """Makes one chain more, rerouting others if need be; False when there is no way to."""
        walk = self._augmenting_walk(starts)
        if walk is None:
            return False
        # First what is given up, then what is new: a node given up may be entered again.
        steps = [(here, there) for here, there in pairwise(walk) if here.node != there.node]
        for here, there in steps:
            if not here.left:
                del self._after[there.node], self._before[here.node]
        for here, there in steps:
            if here.left:
                self._after[here.node], self._before[there.node] = there.node, here.node
        self._before[walk[0].node], self._after[walk[-1].node] = _OUTSIDE, _OUTSIDE
        return True

    def _augmenting_walk(self, starts: list[int]) -> list[_Half] | None:
        """Returns a walk, over free arcs forward and used ones backward, that adds one chain; None when none is left."""
        steps = self._ways.steps
        came_from: dict[_Half, _Half | None] = {_Half(start, False): None for start in starts}
        heap = [(steps[start], _Half(start, False)) for start in starts]
        heapq.heapify(heap)
        while heap:
            here = heapq.heappop(heap)[1]
            if here.left and self._ways.is_contact[here.node] and self._after.get(here.node) != _OUTSIDE:
                walk = [here]
                while (previous := came_from[walk[-1]]) is not None:
                    walk.append(previous)
                return walk[::-1]
            for there in self._moves(here):
                if there not in came_from:
                    came_from[there] = here
                    heapq.heappush(heap, (steps[there.node], there))
        return None

    def _moves(self, here: _Half) -> Iterator[_Half]:
        """Yields the halves that a walk may step to: a chain in use can be pushed back, half by half.

        A step along an arc in use needs no check: it only leads back to where the walk is.
        """
        node = here.node
        if here.left:
            yield from (
                _Half(other, False) for other in self._ways.neighbours(node) if other not in self._aside
            )
            if node in self._before:
                yield _Half(node, False)
        elif node not in self._before:
            yield _Half(node, True)
        elif self._before[node] != _OUTSIDE:
            yield _Half(self._before[node], True)
