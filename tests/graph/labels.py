"""Best chains by labels that carry the whole list of ids: slow, plain, and right on networks too large to list chains of."""

from __future__ import annotations

import heapq
from collections.abc import Collection
from random import Random

import networkx as nx

from graph.network import NodeKind, tie_cost

Chains = dict[str, tuple[int, tuple[str, ...]]]

STRENGTHS = (0.25, 0.5, 0.5, 0.5, 0.7, 0.7, 0.9, 1.0, 1.0)
"""Few, so that many chains cost the same; 0.25 is twice 0.5, and a perfect tie costs nothing."""


def least_chains(graph: nx.Graph[str], sources: Collection[str]) -> Chains:
    """Returns the cost and the ids of the least chain to each node: Dijkstra over (cost, list of ids).

    A label only grows along a chain, also over a tie of cost 0, so the first one taken from the heap is the least.
    """
    heap: list[tuple[int, tuple[str, ...]]] = [(0, (source,)) for source in sources if source in graph]
    heapq.heapify(heap)
    least: Chains = {}
    while heap:
        cost, nodes = heapq.heappop(heap)
        if nodes[-1] not in least:
            least[nodes[-1]] = cost, nodes
            for other, tie in graph[nodes[-1]].items():
                if other not in least:
                    heapq.heappush(heap, (cost + tie["cost"], (*nodes, other)))
    return least


def random_graph(seed: int, size: int = 60, ties: int = 130) -> nx.Graph[str]:
    """Returns a graph of so many nodes, three of them consultants, whose ids say nothing of where they are."""
    chance = Random(seed)
    ids = [f"n{number:03}" for number in range(size)]
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(ids, kind=NodeKind.PERSON)
    for id_ in chance.sample(ids, 3):
        graph.nodes[id_]["kind"] = NodeKind.CONSULTANT
    for _ in range(ties):
        a, b = chance.sample(ids, 2)
        strength = chance.choice(STRENGTHS)
        graph.add_edge(a, b, strength=strength, cost=tie_cost(strength))
    return graph


def consultants_of(graph: nx.Graph[str]) -> list[str]:
    """The ids of the consultants, in order."""
    return sorted(id_ for id_ in graph if graph.nodes[id_]["kind"] is NodeKind.CONSULTANT)
