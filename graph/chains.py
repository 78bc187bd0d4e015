"""Best chains: the strongest line of live ties from any consultant to every node, and after one node leaves."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import networkx as nx

Costs = dict[str, dict[str, int]]
"""Node -> neighbour -> cost in micro-nats; both directions of every tie."""


@dataclass(frozen=True, slots=True, order=True)
class Chain:
    """A line of nodes from a consultant on. Compares by cost, then by its list of ids: the least is the best."""

    cost: int
    nodes: tuple[str, ...]


@dataclass(frozen=True)
class ChainTree:
    """The best chain to every node that can be reached. Prefixes of best chains are best chains."""

    graph: nx.Graph[str]
    costs: Costs
    sources: frozenset[str]
    best: dict[str, Chain]

    def best_to(self, openers: Iterable[str]) -> Chain | None:
        """Returns the best chain to any of the openers, or None where there is none."""
        return min((self.best[opener] for opener in openers if opener in self.best), default=None)

    def strength_of(self, chain: Chain | None) -> float:
        """Returns the product of the strengths of a chain's ties; 0 without a chain."""
        if chain is None:
            return 0.0
        return math.prod(float(self.graph[a][b]["strength"]) for a, b in pairwise(chain.nodes))

    @cached_property
    def through(self) -> dict[str, frozenset[str]]:
        """Node -> the nodes whose best chain runs through it, itself included."""
        ends: dict[str, set[str]] = {}
        for end, chain in self.best.items():
            for node in chain.nodes:
                ends.setdefault(node, set()).add(end)
        return {node: frozenset(met) for node, met in ends.items()}

    def rerouted_without(self, leaver: str) -> dict[str, Chain]:
        """Returns the best chains, once `leaver` is gone, of the nodes whose best chain ran through it.

        All others keep theirs, as theirs is still there; a node that is missing is out of reach. So one departure
        costs as much as the part of the tree behind it, not a run over the whole network.
        """
        lost = self.through.get(leaver, frozenset()) - {leaver}
        starts = [Chain(0, (node,)) for node in lost if node in self.sources]
        for node in lost:
            for neighbour, cost in self.costs[node].items():
                if neighbour not in lost and neighbour != leaver and neighbour in self.best:
                    before = self.best[neighbour]
                    starts.append(Chain(before.cost + cost, (*before.nodes, node)))
        return _least_chains(self.costs, starts, within=lost)


def best_chains(graph: nx.Graph[str], sources: frozenset[str]) -> ChainTree:
    """Returns the best chains from all sources at once: least integer cost, then the smallest list of ids.

    Dijkstra 1959 on `-ln strength` (REACH 1.2), any node may be stepped through. A label is the cost with the whole list of ids;
    it only grows along a chain, also over a tie of cost 0, so the first label taken from the heap is the least.
    NetworkX settles equal costs by the order in which ties were added. O((nodes + ties) log ties).
    """
    costs = {node: {other: tie["cost"] for other, tie in ties.items()} for node, ties in graph.adjacency()}
    starts = [Chain(0, (source,)) for source in sources if source in costs]
    return ChainTree(graph, costs, sources, _least_chains(costs, starts, within=costs.keys()))


def _least_chains(costs: Costs, starts: Iterable[Chain], within: Iterable[str]) -> dict[str, Chain]:
    """Returns the least chain to each node of `within` that continues one of the `starts`."""
    waiting = set(within)
    heap = [(chain.cost, chain.nodes) for chain in starts]
    heapq.heapify(heap)
    offered: dict[str, int] = {}
    least: dict[str, Chain] = {}
    while heap:
        cost, nodes = heapq.heappop(heap)
        end = nodes[-1]
        if end not in waiting:
            continue
        waiting.remove(end)
        least[end] = Chain(cost, nodes)
        for other, step in costs[end].items():
            if other in waiting and cost + step <= offered.get(other, cost + step):
                offered[other] = cost + step
                heapq.heappush(heap, (cost + step, (*nodes, other)))
    return least
