"""Introductions: the best chains from somebody to a node, each node on them once. Who is asked stands second."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import networkx as nx

_START, _END = "", "\0"
"""Stand before the first node and after the last one; no node has such an id."""

_MOST_TIED = 32
"""How many chains that cost the same are put in order at most: beyond that any of them will do."""

Chain = tuple[str, ...]
"""Ids from who asks, or may be asked, up to who opens the door."""


def best_introductions(
    graph: nx.Graph[str],
    consultants: Collection[str],
    starts: Collection[str],
    ends: Collection[str],
    count: int = 3,
) -> tuple[Chain, ...]:
    """Returns the `count` best chains from one of `starts` to one of `ends`: least integer cost, then smallest ids.

    Yen 1971 (the K shortest loopless paths), as NetworkX has it, on the whole micro-nats of each tie (REACH 1.2). We
    take chains that may share links, since somebody who is asked decides about a whole chain; chains that share
    nobody miss the second best where the best contact is on both. Colleagues only start a chain: whoever would be
    introduced by a colleague asks that colleague. A chain stops at the first of `ends` that it meets. A node that is
    not in the graph starts or ends nothing. O(count x length x (nodes + ties) log nodes).

    Args:
        graph: ties with an integer `cost` on each, without direction.

    >>> graph = nx.Graph()
    >>> for a, b, cost in (("me", "ann", 2), ("ann", "bo", 2), ("me", "cy", 1), ("cy", "bo", 4)):
    ...     graph.add_edge(a, b, cost=cost)
    >>> best_introductions(graph, {"me"}, {"me"}, {"bo"})
    (('me', 'ann', 'bo'), ('me', 'cy', 'bo'))
    """
    if count < 1:
        return ()
    found: list[tuple[int, Chain]] = []
    for cost, chain in _cheapest_first(_one_way(graph, consultants, starts, ends)):
        is_beyond = len(found) >= count and cost > found[count - 1][0]
        if is_beyond or len(found) >= count + _MOST_TIED:
            break
        found.append((cost, chain))
    return tuple(chain for _, chain in sorted(found)[:count])


def _one_way(
    graph: nx.Graph[str], consultants: Collection[str], starts: Collection[str], ends: Collection[str]
) -> nx.DiGraph[str]:
    """The ties as arcs on which every walk from start to end is such a chain: none leads back to a consultant."""
    arcs: nx.DiGraph[str] = nx.DiGraph()
    arcs.add_nodes_from((_START, _END))
    ours, doors = frozenset(consultants), frozenset(ends)
    for a, b, tie in graph.edges(data=True):
        for here, there in ((a, b), (b, a)):
            if here not in doors and there not in ours:
                arcs.add_edge(here, there, cost=tie["cost"])
    arcs.add_edges_from(((_START, start) for start in sorted(starts) if start in arcs), cost=0)
    arcs.add_edges_from(((door, _END) for door in sorted(doors) if door in arcs), cost=0)
    return arcs


def _cheapest_first(arcs: nx.DiGraph[str]) -> Iterator[tuple[int, Chain]]:
    try:
        for walk in nx.shortest_simple_paths(arcs, _START, _END, weight="cost"):
            yield nx.path_weight(arcs, walk, "cost"), tuple(walk[1:-1])
    except nx.NetworkXNoPath:
        return
