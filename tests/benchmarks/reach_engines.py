"""The tasks of the reach benchmark, by engine: ours, plain NetworkX, igraph and rustworkx, each as one would write it.

Every engine gets the same live ties with the same integer costs, and answers in the same form, which is compared.
igraph and rustworkx know one source at a time, so a node more leads to all consultants at no cost, and no limit. Of them
costs are asked alone, while ours and NetworkX give the chains too: what is compared flatters them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np

from graph.arrays import TieArrays
from graph.brokers import find_brokers
from graph.chains import NOBODY, ChainTree, chains_from
from graph.columns import Columns
from graph.departures import Departures
from graph.fragility import fragility_of
from graph.next_contacts import next_contacts, strengths_of_picks
from graph.ties import COST_SCALE, TOLERANCE

PICKS = 5
NEW = 0.6


@dataclass(frozen=True)
class Task:
    """What is prepared, what is timed, and what of it is compared with the other engines: a list of numbers."""

    prepare: Callable[[Columns], Any]
    run: Callable[[Columns, Any], Any]
    answer: Callable[[Columns, Any], Iterable[float]]


def prepared_ties(made: Columns) -> TieArrays:
    """The live ties with their costs."""
    ties = made.live_ties
    assert len(ties.cost) == len(ties.tails)
    return ties


# Reach: the cost of the best chain to every node, and the figure of every cell.


def _our_reach(made: Columns, ties: TieArrays) -> ChainTree:
    tree = chains_from(ties, made.nodes.is_consultant)
    tree.reach_of_cells(made.cells)
    return tree


def consultants(made: Columns) -> list[str]:
    """Their ids."""
    return [made.nodes.ids[place] for place in np.flatnonzero(made.nodes.is_consultant).tolist()]


def _plain_graph(made: Columns) -> nx.Graph[str]:
    return prepared_ties(made).as_graph()


def _networkx_reach(made: Columns, graph: nx.Graph[str]) -> Any:
    found: Any = nx.multi_source_dijkstra(graph, consultants(made), weight="cost")
    costs, chains = found
    reach = {}
    for cell, name in enumerate(made.cells.names):
        openers = [
            made.nodes.ids[place] for place in made.cells.openers_of(cell) if made.nodes.ids[place] in costs
        ]
        best = min(openers, key=lambda id_: (costs[id_], chains[id_]), default=None)
        steps = pairwise(chains[best]) if best is not None else ()
        reach[name] = math.prod(graph[a][b]["strength"] for a, b in steps)
    assert len(reach) == len(made.cells)
    return costs


def _costs_by_id(made: Columns, costs: Mapping[str, float]) -> list[float]:
    return [costs.get(id_, math.inf) for id_ in made.nodes.ids]


def _igraph(made: Columns, *, with_root: bool) -> Any:
    import igraph

    ties, count = prepared_ties(made), len(made.nodes.ids)
    forward = ties.tails < ties.ends
    if not with_root:
        forward &= ~made.nodes.is_consultant[ties.tails] & ~made.nodes.is_consultant[ties.ends]
    staff = np.flatnonzero(made.nodes.is_consultant) if with_root else np.zeros(0, np.int64)
    edges = np.column_stack((ties.tails[forward], ties.ends[forward]))
    edges = np.concatenate((edges, np.column_stack((np.full(len(staff), count), staff))))
    graph = igraph.Graph(n=count + 1, edges=edges.tolist())
    graph.es["cost"] = [*ties.cost[forward].tolist(), *[0.0] * len(staff)]
    return graph


def _rustworkx(made: Columns, *, with_root: bool) -> Any:
    import rustworkx

    ties, count = prepared_ties(made), len(made.nodes.ids)
    forward = ties.tails < ties.ends
    if not with_root:
        forward &= ~made.nodes.is_consultant[ties.tails] & ~made.nodes.is_consultant[ties.ends]
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(count + 1))
    columns = ties.tails[forward].tolist(), ties.ends[forward].tolist(), ties.cost[forward].tolist()
    graph.add_edges_from(list(zip(*columns, strict=True)))
    if with_root:
        graph.add_edges_from(
            [(count, place, 0.0) for place in np.flatnonzero(made.nodes.is_consultant).tolist()]
        )
    return graph


def _rustworkx_costs(made: Columns, graph: Any) -> Any:
    import rustworkx

    return rustworkx.graph_dijkstra_shortest_path_lengths(graph, len(made.nodes.ids), float)


def _rustworkx_answer(made: Columns, costs: Any) -> list[float]:
    found = dict(costs)
    found[len(made.nodes.ids)] = 0.0
    return [found.get(place, math.inf) for place in range(len(made.nodes.ids))]


# Next contacts: five picks that lift most residents to a strong line.


@dataclass(frozen=True)
class Open:
    """The cells that are not strong yet, and up to which cost a search from their openers is of use."""

    graph: Any
    cells: list[int]
    limit: float


def _open_cells(made: Columns, graph: Any) -> Open:
    tree = chains_from(prepared_ties(made), made.nodes.is_consultant)
    strong = made.thresholds.strong - TOLERANCE
    cells = np.flatnonzero(tree.reach_of_cells(made.cells) < strong).tolist()
    most = strengths_of_picks(made, NEW).max()
    return Open(graph, cells, -math.log(made.thresholds.strong / most) * COST_SCALE + 100)


def _networkx_people(made: Columns) -> Open:
    graph = _plain_graph(made)
    graph.remove_nodes_from(consultants(made))
    return _open_cells(made, graph)


def _networkx_next(made: Columns, work: Open) -> Any:
    ids, place_of = made.nodes.ids, made.nodes.place_of
    costs = {}
    for cell in work.cells:
        openers = [ids[place] for place in made.cells.openers_of(cell)]
        if openers:
            found = nx.multi_source_dijkstra_path_length(
                work.graph, openers, cutoff=work.limit, weight="cost"
            )
            costs[cell] = {place_of[id_]: cost for id_, cost in found.items()}
    return _greedy(made, costs)


def _igraph_next(made: Columns, work: Open) -> Any:
    costs = {}
    for cell in work.cells:
        openers = made.cells.openers_of(cell).tolist()
        if openers:
            least = np.min(work.graph.distances(source=openers, weights="cost"), axis=0)
            near = np.flatnonzero(least <= work.limit)
            costs[cell] = dict(zip(near.tolist(), least[near].tolist(), strict=True))
    return _greedy(made, costs)


def _rustworkx_next(made: Columns, work: Open) -> Any:
    import rustworkx

    costs: dict[int, dict[int, float]] = {}
    for cell in work.cells:
        near: dict[int, float] = {}
        for opener in made.cells.openers_of(cell).tolist():
            found = rustworkx.graph_dijkstra_shortest_path_lengths(work.graph, opener, float)
            for place, cost in (*found.items(), (opener, 0.0)):
                if cost <= min(work.limit, near.get(place, math.inf)):
                    near[place] = cost
        costs[cell] = near
    return _greedy(made, costs)


def _greedy(made: Columns, costs: Mapping[int, Mapping[int, float]]) -> list[float]:
    """Plain greedy over who lifts which cell: the place and the gain of every pick."""
    strengths = strengths_of_picks(made, NEW).tolist()
    strong = made.thresholds.strong - TOLERANCE
    lifts: dict[int, set[int]] = {}
    for cell, near in costs.items():
        for place, cost in near.items():
            if strengths[place] * math.exp(-cost / COST_SCALE) >= strong:
                lifts.setdefault(place, set()).add(cell)
    weights = made.cells.residents.tolist()
    picks: list[float] = []
    for _ in range(PICKS):
        gain, place = max(((sum(weights[cell] for cell in lifts[at]), -at) for at in lifts), default=(0.0, 0))
        if gain > 0:
            picks += [-place, gain]
            lifted = set(lifts[-place])
            for cells in lifts.values():
                cells -= lifted
    return picks


def _picks(made: Columns, found: Any) -> list[float]:
    return [
        number for pick in found.picks for number in (float(made.nodes.place_of[pick.id]), float(pick.gain))
    ]


# Fragility: what each cell's reach costs at worst when one person or consultant of its best chain leaves.


def our_fragility(made: Columns, ties: TieArrays) -> Any:
    """Every figure of a departure, of every cell."""
    departures = Departures(chains_from(ties, made.nodes.is_consultant))
    return [fragility_of(departures, made.cells.openers_of(cell)) for cell in range(len(made.cells))]


def _backups(made: Columns, found: Any) -> list[float]:
    return [min(one.backup_reach, one.backup_reach_if_a_consultant_leaves) for one in found]


def _without_each(made: Columns, costs_without: Callable[[int], Mapping[int, float]]) -> list[float]:
    """Tries everybody on a best chain, once each, with a search over the whole network."""
    tree = chains_from(prepared_ties(made), made.nodes.is_consultant)
    cells_of: dict[int, list[int]] = {}
    for cell in range(len(made.cells)):
        end = tree.nearest(made.cells.openers_of(cell))
        for leaver in tree.nodes_to(end) if end != NOBODY else []:
            cells_of.setdefault(leaver, []).append(cell)
    worst: dict[int, float] = {}
    for leaver, cells in cells_of.items():
        costs = costs_without(leaver)
        for cell in cells:
            openers = [place for place in made.cells.openers_of(cell).tolist() if place != leaver]
            least = min((costs.get(place, math.inf) for place in openers), default=math.inf)
            worst[cell] = max(worst.get(cell, 0.0), least)
    return [math.exp(-worst.get(cell, math.inf) / COST_SCALE) for cell in range(len(made.cells))]


def _networkx_fragility(made: Columns, graph: nx.Graph[str]) -> list[float]:
    ids, staff, place_of = made.nodes.ids, consultants(made), made.nodes.place_of

    def costs_without(leaver: int) -> Mapping[int, float]:
        gone = ids[leaver]
        ties = list(graph.edges(gone, data=True))
        graph.remove_node(gone)
        sources = [id_ for id_ in staff if id_ != gone]
        found = nx.multi_source_dijkstra_path_length(graph, sources, weight="cost")
        graph.add_edges_from(ties)
        return {place_of[id_]: cost for id_, cost in found.items()}

    return _without_each(made, costs_without)


def _igraph_fragility(made: Columns, graph: Any) -> list[float]:
    root = len(made.nodes.ids)

    def costs_without(leaver: int) -> Mapping[int, float]:
        costs = graph.es["cost"]
        ties = graph.incident(leaver)
        for tie in ties:
            costs[tie] = math.inf
        return dict(enumerate(graph.distances(source=[root], weights=costs)[0]))

    return _without_each(made, costs_without)


# Brokers: articulation points and bridges.


def _points_and_bridges(
    made: Columns, points: Iterable[int], bridges: Iterable[tuple[int, int]]
) -> list[float]:
    count = len(made.nodes.ids)
    pairs = (min(a, b) * count + max(a, b) for a, b in bridges)
    return [*sorted(float(point) for point in points), -1.0, *sorted(float(pair) for pair in pairs)]


def _our_brokers(made: Columns, found: Any) -> list[float]:
    at = made.nodes.place_of
    return _points_and_bridges(
        made, (at[id_] for id_ in found.articulation_points), ((at[a], at[b]) for a, b in found.bridges)
    )


def _networkx_brokers(made: Columns, found: Any) -> list[float]:
    at = made.nodes.place_of
    return _points_and_bridges(made, {at[id_] for id_ in found[0]}, ((at[a], at[b]) for a, b in found[1]))


def _rustworkx_brokers(made: Columns, graph: Any) -> Any:
    import rustworkx

    return rustworkx.articulation_points(graph), rustworkx.bridges(graph)


def _places(made: Columns, found: Any) -> list[float]:
    return _points_and_bridges(made, found[0], found[1])


def _all_igraph(made: Columns) -> Any:
    graph = _igraph(made, with_root=True)
    graph.delete_vertices([len(made.nodes.ids)])
    return graph


def _all_rustworkx(made: Columns) -> Any:
    graph = _rustworkx(made, with_root=True)
    graph.remove_node(len(made.nodes.ids))
    return graph


def _as_it_is(made: Columns, found: Any) -> Any:
    return found


TASKS: dict[str, dict[str, Task]] = {
    "reach": {
        "ours": Task(prepared_ties, _our_reach, lambda made, tree: tree.cost.tolist()),
        "NetworkX": Task(_plain_graph, _networkx_reach, _costs_by_id),
        "igraph": Task(
            lambda made: _igraph(made, with_root=True),
            lambda made, graph: graph.distances(source=[len(made.nodes.ids)], weights="cost")[0][:-1],
            _as_it_is,
        ),
        "rustworkx": Task(lambda made: _rustworkx(made, with_root=True), _rustworkx_costs, _rustworkx_answer),
    },
    "next contacts": {
        "ours": Task(prepared_ties, lambda made, ties: next_contacts(made, count=PICKS), _picks),
        "NetworkX": Task(_networkx_people, _networkx_next, _as_it_is),
        "igraph": Task(
            lambda made: _open_cells(made, _igraph(made, with_root=False)), _igraph_next, _as_it_is
        ),
        "rustworkx": Task(
            lambda made: _open_cells(made, _rustworkx(made, with_root=False)), _rustworkx_next, _as_it_is
        ),
    },
    "fragility": {
        "ours": Task(prepared_ties, our_fragility, _backups),
        "NetworkX": Task(_plain_graph, _networkx_fragility, _as_it_is),
        "igraph": Task(lambda made: _igraph(made, with_root=True), _igraph_fragility, _as_it_is),
    },
    "brokers": {
        "ours": Task(prepared_ties, lambda made, ties: find_brokers(ties), _our_brokers),
        "NetworkX": Task(
            _plain_graph,
            lambda made, graph: (list(nx.articulation_points(graph)), list(nx.bridges(graph))),
            _networkx_brokers,
        ),
        "igraph": Task(
            _all_igraph,
            lambda made, graph: (graph.articulation_points(), [graph.es[at].tuple for at in graph.bridges()]),
            _places,
        ),
        "rustworkx": Task(_all_rustworkx, _rustworkx_brokers, _places),
    },
}
