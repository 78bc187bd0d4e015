"""Cooling: the date on which the city's reach of a cell falls below `weak` if nobody makes contact."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from graph.chains import ChainTree
from graph.network import FLOAT_NOISE, TOLERANCE, Network, Tie, tie_cost

HORIZON_YEARS = 10
"""A date further away than this is "never": nobody plans by it."""


@dataclass(frozen=True)
class Cooling:
    """The ties between nodes that are live today, to look ahead with: a tie that is not live never becomes so."""

    network: Network
    tree: ChainTree
    ties: dict[str, dict[str, tuple[Tie, ...]]]

    def goes_cold_on(self, openers: Iterable[str]) -> date | None:
        """Returns the first date on which reach is below `weak`, over all chains; null where it is already, or never.

        Decay reorders chains (long ones cool faster), so the best chain of today says only that reach holds until
        that chain fails. On that day another may have taken over: then the same holds for that one, and so on.
        Each step is one search among the few nodes that are still within `weak` of a consultant.
        """
        best = self.tree.best_to(openers)
        least = self.network.thresholds.weak - TOLERANCE
        if best is None or self.tree.strength_of(best) < least or least <= 0:
            return None
        nodes: tuple[str, ...] | None = best.nodes
        day, last = self.network.as_of, _last_day(self.network.as_of)
        while nodes is not None:
            if self._strength_on(last, nodes) >= least:
                return None
            day = self._fails_on(nodes, day, last)
            nodes = self._chain_on(day, openers)
        return day

    def _strength_on(self, day: date, nodes: tuple[str, ...]) -> float:
        """Returns the strength of a chain on a date, 0 when one of its ties is no longer live."""
        return math.prod(self._tie_on(day, a, b) for a, b in pairwise(nodes))

    def _tie_on(self, day: date, a: str, b: str) -> float:
        strength = max(tie.strength_on(day, self.network.half_life_days) for tie in self.ties[a][b])
        return strength if strength >= self.network.thresholds.live - FLOAT_NOISE else 0.0

    def _fails_on(self, nodes: tuple[str, ...], holds: date, fails: date) -> date:
        """Returns the first date on which the chain is below `weak`; it holds on the one and fails on the other."""
        least = self.network.thresholds.weak - TOLERANCE
        while (days := (fails - holds).days) > 1:
            middle = holds + timedelta(days=days // 2)
            if self._strength_on(middle, nodes) >= least:
                holds = middle
            else:
                fails = middle
        return fails

    def _chain_on(self, day: date, openers: Iterable[str]) -> tuple[str, ...] | None:
        """Returns the nodes of the best chain on a later date, from its consultant on, if it is `weak` or more.

        A* from the openers (Hart, Nilsson and Raphael 1968). Today's cost to a consultant is a bound that never
        says too much, because a tie only loses strength. One micro-nat per node allows for rounded costs.
        """
        tree, weak = self.tree, self.network.thresholds.weak
        most = tie_cost(weak) + len(tree.best)
        spent = {opener: 0 for opener in openers if opener in tree.best}
        onward: dict[str, str] = {}
        heap = [(tree.best[opener].cost, opener) for opener in spent]
        heapq.heapify(heap)
        settled: set[str] = set()
        while heap and heap[0][0] <= most:
            node = heapq.heappop(heap)[1]
            if node in tree.sources:
                nodes = _follow(onward, node)
                return nodes if self._strength_on(day, nodes) >= weak - TOLERANCE else None
            if node in settled:
                continue
            settled.add(node)
            for other in self.ties[node]:
                strength = self._tie_on(day, node, other)
                if strength == 0:
                    continue
                cost = spent[node] + tie_cost(strength)
                if cost < spent.get(other, cost + 1):
                    spent[other], onward[other] = cost, node
                    heapq.heappush(heap, (cost + tree.best[other].cost, other))
        return None


def cooling_of(network: Network, tree: ChainTree) -> Cooling:
    """Returns what is needed to look ahead from the best chains of today. O(ties)."""
    ties: dict[str, dict[str, tuple[Tie, ...]]] = {node: {} for node in tree.costs}
    for tie in network.ties:
        if tie.b in tree.costs[tie.a]:
            ties[tie.a][tie.b] = ties[tie.b][tie.a] = (*ties[tie.a].get(tie.b, ()), tie)
    return Cooling(network, tree, ties)


def _follow(onward: dict[str, str], node: str) -> tuple[str, ...]:
    nodes = [node]
    while nodes[-1] in onward:
        nodes.append(onward[nodes[-1]])
    return tuple(nodes)


def _last_day(as_of: date) -> date:
    """Returns the same day ten years on, or the last date that there is.

    >>> _last_day(date(2028, 2, 29)), _last_day(date(9995, 1, 1))
    (datetime.date(2038, 2, 28), datetime.date(9999, 12, 31))
    """
    if as_of.year + HORIZON_YEARS > date.max.year:
        return date.max
    return as_of.replace(
        year=as_of.year + HORIZON_YEARS, day=min(as_of.day, 28) if as_of.month == 2 else as_of.day
    )
