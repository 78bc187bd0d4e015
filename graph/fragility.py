"""Fragility: what is left of a cell's reach when one person or one consultant leaves, and who is on every chain."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from graph.chains import Chain, ChainTree, Costs
from graph.network import TOLERANCE

_OUTSIDE = ""
"""Stands before an opener and after a contact in a flow; no node has an empty id."""


@dataclass(frozen=True, slots=True)
class Fragility:
    """What one departure does to one cell. Figures are strengths; `share_lost` is null where there is no reach."""

    backup_reach: float
    backup_reach_if_a_consultant_leaves: float
    share_lost: float | None
    reach_if_person_leaves: Mapping[str, float]
    critical_people: tuple[str, ...]
    critical_consultants: tuple[str, ...]


@dataclass(frozen=True)
class Departures:
    """The best chains after each departure, worked out once per leaver for all cells."""

    tree: ChainTree
    _rerouted: dict[str, dict[str, Chain]] = field(default_factory=dict)

    def best_without(self, leaver: str, openers: Iterable[str]) -> Chain | None:
        """Returns the best chain to any of the openers once `leaver` is gone, also as an opener."""
        if leaver not in self._rerouted:
            self._rerouted[leaver] = self.tree.rerouted_without(leaver)
        rerouted, behind = self._rerouted[leaver], self.tree.through.get(leaver, frozenset())
        chains = (
            rerouted.get(opener) if opener in behind else self.tree.best.get(opener) for opener in openers
        )
        return min((chain for chain in chains if chain is not None), default=None)


def fragility_of(departures: Departures, openers: Iterable[str]) -> Fragility:
    """Returns what one departure does to the cell that `openers` can open.

    Only who is on the best chain needs to be tried: without anybody else that chain is still there (REACH 1.4), and
    who is on every chain is on this one.
    """
    tree = departures.tree
    best = tree.best_to(openers)
    if best is None:
        return Fragility(0.0, 0.0, None, {}, (), ())
    reach = tree.strength_of(best)
    left: dict[str, float] = {}
    critical: list[str] = []
    for leaver in sorted(best.nodes):
        chain = departures.best_without(leaver, openers)
        # Chains of equal cost can differ in the seventh digit: a departure never adds reach.
        left[leaver] = min(reach, tree.strength_of(chain))
        if chain is None:
            critical.append(leaver)
    people = {id_: after for id_, after in left.items() if id_ not in tree.sources}
    backup = min(people.values())
    return Fragility(
        backup_reach=backup,
        backup_reach_if_a_consultant_leaves=min(left[id_] for id_ in best.nodes if id_ in tree.sources),
        share_lost=1 - backup / reach,
        reach_if_person_leaves={id_: after for id_, after in people.items() if after < reach - TOLERANCE},
        critical_people=tuple(id_ for id_ in critical if id_ not in tree.sources),
        critical_consultants=tuple(id_ for id_ in critical if id_ in tree.sources),
    )


@dataclass(frozen=True)
class WaysIn:
    """The live ties without the consultants, for counting chains that share nobody."""

    neighbours: Mapping[str, tuple[str, ...]]
    contacts: frozenset[str]
    """Who has a live tie with a consultant: where a chain comes in."""


def ways_in(costs: Costs, consultants: frozenset[str]) -> WaysIn:
    """Returns the network as `independent_ways` needs it. O(nodes + ties), once for all cells."""
    people = [node for node in costs if node not in consultants]
    return WaysIn(
        {node: tuple(other for other in costs[node] if other not in consultants) for node in people},
        frozenset(node for node in people if not consultants.isdisjoint(costs[node])),
    )


def independent_ways(ways: WaysIn, openers: Iterable[str]) -> int:
    """Returns the most chains from consultants to openers that share no non-consultant (openers count; not capped).

    Menger 1927, by augmenting walks over split vertices (Ford and Fulkerson 1956). Consultants may be shared and so
    are left out: a chain begins at a contact of one. O(answer x (nodes + ties)). Strength plays no part.

    >>> ways = WaysIn({"a": ("b",), "b": ("a",), "c": ()}, contacts=frozenset({"a", "c"}))
    >>> independent_ways(ways, ["b"]), independent_ways(ways, ["a", "b", "c"])
    (1, 2)
    """
    arcs: set[tuple[str, str]] = set()
    count = 0
    starts = sorted(openers)
    while (walk := _augmenting_walk(ways, starts, arcs)) is not None:
        arcs.add((_OUTSIDE, walk[0].node))
        for here, there in pairwise(walk):
            if here.node == there.node:
                continue
            if here.left:
                arcs.add((here.node, there.node))
            else:
                arcs.remove((there.node, here.node))
        arcs.add((walk[-1].node, _OUTSIDE))
        count += 1
    return count


class _Half(NamedTuple):
    """A split vertex: the half where a chain enters a node, or the half where it has left."""

    node: str
    left: bool


def _augmenting_walk(ways: WaysIn, openers: Iterable[str], arcs: set[tuple[str, str]]) -> list[_Half] | None:
    """Returns a walk, over free arcs forward and used ones backward, that adds one chain; None when none is left."""
    after = {here: there for here, there in arcs if here != _OUTSIDE}
    before = {there: here for here, there in arcs if there != _OUTSIDE}
    starts = [_Half(opener, False) for opener in openers]
    came_from: dict[_Half, _Half | None] = dict.fromkeys(starts)
    queue = deque(starts)
    while queue:
        here = queue.popleft()
        if here.left and here.node in ways.contacts and after.get(here.node) != _OUTSIDE:
            walk = [here]
            while (previous := came_from[walk[-1]]) is not None:
                walk.append(previous)
            return walk[::-1]
        for there in _moves(ways, here, before):
            if there not in came_from:
                came_from[there] = here
                queue.append(there)
    return None


def _moves(ways: WaysIn, here: _Half, before: dict[str, str]) -> Iterable[_Half]:
    """Yields the halves that a walk may step to: a chain in use can be pushed back, half by half.

    A step along an arc in use needs no check: it only leads back to where the walk is.
    """
    node = here.node
    if here.left:
        yield from (_Half(other, False) for other in ways.neighbours[node])
        if node in before:
            yield _Half(node, False)
    elif node not in before:
        yield _Half(node, True)
    elif before[node] != _OUTSIDE:
        yield _Half(before[node], True)
