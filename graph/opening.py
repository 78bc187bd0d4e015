"""What one contact would open by itself: the cells that become strong, and over whom; the reasons of a next contact."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import cast

import networkx as nx

from graph.network import TOLERANCE, Network, tie_cost
from graph.next_contacts import NEW_STRENGTH

_Within = tuple[dict[str, float], dict[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Opening:
    """How a contact with somebody would lift a cell: the nodes from them to who opens it, and the reach it would get."""

    cell: str
    nodes: tuple[str, ...]
    reach: float


def openings(
    network: Network,
    candidates: Collection[str],
    cells: Collection[str],
    *,
    strength_new: float = NEW_STRENGTH,
    live: nx.Graph[str] | None = None,
) -> dict[str, tuple[Opening, ...]]:
    """Returns, for each candidate, which of the `cells` a contact with them alone would make strong, by id.

    It is what `next_contacts` counts for a first pick (REACH 1.7), with the chain. Dijkstra from each candidate, which
    stops where nothing can be lifted any more: O(ties + what lies within that cost). Of equal chains one is given.

    Args:
        candidates: anybody but consultants.
        cells: those that are not strong now.
    """
    graph = network.live_graph() if live is None else live
    strengths = _strengths(network, candidates, strength_new)
    return {
        node: tuple(_openings_of(network, graph, node, strength, sorted(cells)))
        for node, strength in strengths.items()
    }


def _openings_of(
    network: Network, graph: nx.Graph[str], node: str, strength: float, cells: Iterable[str]
) -> Iterator[Opening]:
    strong = network.thresholds.strong - TOLERANCE
    if strength < strong:
        return
    # Costs are rounded, by half a micro-nat a tie at most: what is a little too far falls out by its strength.
    most = tie_cost(min(1.0, strong / strength)) + len(graph)
    costs, chains = cast(_Within, nx.single_source_dijkstra(graph, node, cutoff=most, weight="cost"))
    for cell in cells:
        met = [(costs[opener], opener) for opener in network.members[cell] if opener in costs]
        if not met:
            continue
        nodes = tuple(chains[min(met)[1]])
        reach = strength * prod(float(graph[a][b]["strength"]) for a, b in pairwise(nodes))
        if reach >= strong:
            yield Opening(cell, nodes, reach)


def _strengths(network: Network, candidates: Collection[str], strength_new: float) -> dict[str, float]:
    """The tie that a contact would make: a new one, or one that a consultant once had, if that is stronger."""
    strengths = dict.fromkeys(candidates, strength_new)
    consultants = network.consultants
    for tie in network.ties:
        for end, other in ((tie.a, tie.b), (tie.b, tie.a)):
            if end in strengths and other in consultants:
                strengths[end] = max(strengths[end], tie.strength)
    return strengths
