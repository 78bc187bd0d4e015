"""Cooling: the date on which the city's reach of a cell falls below `weak` if nobody makes contact."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from graph.arrays import ROUNDING, Figures, Whole, costs_of, ranges
from graph.chains import NOBODY, ChainTree
from graph.columns import Columns
from graph.ties import FLOAT_NOISE, TOLERANCE, tie_cost

HORIZON_YEARS = 10
"""A date further away than this is "never": nobody plans by it."""


@dataclass(frozen=True, eq=False)
class Cooling:
    """The best chains of today, to look ahead from: a tie that is not live never becomes so."""

    columns: Columns
    tree: ChainTree

    def goes_cold_on(self, openers: Whole) -> date | None:
        """Returns the first date on which reach is below `weak`, over all chains; null where it is already, or never.

        `openers` are places. Decay reorders chains (long ones cool faster, REACH 1.2), so the best chain of today
        says only that reach holds until that chain fails. On that day another may have taken over: then the same
        holds for that one, and so on. Each step is one search among the few nodes that are still within `weak` of a
        consultant, so it is exact, where a formula for one chain is only a lower bound.
        """
        end, least = self.tree.nearest(openers), self._least
        if end == NOBODY:
            return None
        best = self.tree.ties.pairs_along(self.tree.nodes_to(end))
        day, last = self.columns.as_of, _last_day(self.columns.as_of)
        if least <= 0 or self._strength_on(day, best) < least:
            return None
        pairs: Whole | None = best
        while pairs is not None:
            if self._strength_on(last, pairs) >= least:
                return None
            day = self._fails_on(pairs, day, last)
            pairs = self._chain_on(day, openers)
        return day

    @cached_property
    def _least(self) -> float:
        return self.columns.thresholds.weak - TOLERANCE

    @cached_property
    def _live(self) -> float:
        return self.columns.thresholds.live - FLOAT_NOISE

    def _strength_on(self, day: date, pairs: Whole) -> float:
        """Returns the strength of a chain on a date, 0 when one of its ties is no longer live."""
        strengths = self._pairs_on(day, pairs)
        return math.prod(strengths.tolist()) if (strengths >= self._live).all() else 0.0

    def _pairs_on(self, day: date, pairs: Whole) -> Figures:
        """Returns the strength of each pair on a date: of its ties, the one that is strongest then."""
        if len(pairs) == 0:
            return np.zeros(0)
        ties = self.tree.ties
        counts = ties.pair_starts[pairs + 1] - ties.pair_starts[pairs]
        rows = ties.pair_rows[ranges(ties.pair_starts[pairs], counts)]
        return np.maximum.reduceat(self.columns.ties.strength_on(day, rows), np.cumsum(counts) - counts)

    def _fails_on(self, pairs: Whole, holds: date, fails: date) -> date:
        """Returns the first date on which the chain is below `weak`; it holds on the one and fails on the other."""
        while (days := (fails - holds).days) > 1:
            middle = holds + timedelta(days=days // 2)
            if self._strength_on(middle, pairs) >= self._least:
                holds = middle
            else:
                fails = middle
        return fails

    def _chain_on(self, day: date, openers: Whole) -> Whole | None:
        """Returns the pairs along the best chain on a later date if it is `weak` or more.

        A* from the openers (Hart, Nilsson and Raphael 1968). Today's cost to a consultant is a bound that never
        says too much, because a tie only loses strength.
        """
        tree = self.tree
        most = tie_cost(self.columns.thresholds.weak) + ROUNDING
        heap = [
            (cost, place) for place, cost in zip(openers.tolist(), tree.cost[openers].tolist(), strict=True)
        ]
        spent = {place: 0.0 for _, place in heap}
        onward: dict[int, int] = {}
        heapq.heapify(heap)
        settled: set[int] = set()
        while heap and heap[0][0] <= most:
            node = heapq.heappop(heap)[1]
            if tree.is_source[node]:
                pairs = tree.ties.pairs_along(_follow(onward, node))
                return pairs if self._strength_on(day, pairs) >= self._least else None
            if node in settled:
                continue
            settled.add(node)
            for other, cost, ahead in self._steps_on(day, node, most - spent[node]):
                further = spent[node] + cost
                if further < spent.get(other, math.inf):
                    spent[other], onward[other] = further, node
                    heapq.heappush(heap, (further + ahead, other))
        return None

    def _steps_on(self, day: date, node: int, most: float) -> Iterator[tuple[int, float, float]]:
        """Yields who can be stepped to for at most that cost in all, with the cost that day and today's cost from there."""
        ties = self.tree.ties
        arcs = np.arange(int(ties.starts[node]), int(ties.starts[node + 1]))
        ahead = self.tree.cost[ties.ends[arcs]]
        near = ties.cost[arcs] + ahead <= most
        arcs, ahead = arcs[near], ahead[near]
        strengths = self._pairs_on(day, ties.tie[arcs])
        live = strengths >= self._live
        costs = costs_of(strengths[live])
        return zip(ties.ends[arcs[live]].tolist(), costs.tolist(), ahead[live].tolist(), strict=True)


def _follow(onward: dict[int, int], node: int) -> list[int]:
    nodes = [node]
    while nodes[-1] in onward:
        nodes.append(onward[nodes[-1]])
    return nodes


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
