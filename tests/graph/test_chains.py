"""Chains and departures on random networks with many equal costs, against labels that carry ids, and NetworkX."""

import math
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from graph.arrays import Cells, arrays_of_graph
from graph.chains import best_chains
from graph.departures import Departures
from graph.fragility import fragility_of
from tests.graph.labels import consultants_of, least_chains, random_graph

SEEDS = range(40)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_best_chain_is_the_least_by_cost_and_then_by_ids(seed: int) -> None:
    graph = random_graph(seed)
    found = best_chains(graph, consultants_of(graph)).best
    assert {id_: (chain.cost, chain.nodes) for id_, chain in found.items()} == least_chains(
        graph, consultants_of(graph)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_every_departure_leaves_the_least_chains_of_the_network_without_it(seed: int) -> None:
    graph = random_graph(seed, ties=90)
    tree = best_chains(graph, consultants_of(graph))
    departures, ids = Departures(tree), tree.ties.nodes.ids
    for rank in range(len(tree.order)):
        gone = ids[int(tree.order[rank])]
        left = nx.restricted_view(graph, [gone], [])
        expected = least_chains(left, consultants_of(graph))
        for end in range(len(tree.order)):
            nodes = departures.nodes_without(rank, np.array([end], dtype=np.int32))
            id_ = ids[int(tree.order[end])]
            chain = None if nodes is None else tuple(ids[place] for place in nodes)
            assert chain == (expected[id_][1] if id_ in expected else None)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_departure_leaves_the_least_chain_to_any_of_several_openers(seed: int) -> None:
    graph = random_graph(seed, ties=80)
    tree = best_chains(graph, consultants_of(graph))
    departures, ids = Departures(tree), tree.ties.nodes.ids
    ends = np.sort(np.random.default_rng(seed).choice(len(tree.order), 6, replace=False)).astype(np.int32)
    openers = {ids[int(tree.order[end])] for end in ends}
    for rank in range(len(tree.order)):
        left = nx.restricted_view(graph, [ids[int(tree.order[rank])]], [])
        chains = [chain for id_, chain in least_chains(left, consultants_of(graph)).items() if id_ in openers]
        nodes = departures.nodes_without(rank, ends)
        chain = None if nodes is None else tuple(ids[place] for place in nodes)
        assert chain == min(chains, default=(0, None))[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_critical_nodes_are_the_dominators(seed: int) -> None:
    graph = random_graph(seed, ties=70)
    staff = consultants_of(graph)
    openers = sorted(set(graph) - set(staff))[10:50:13]
    arrows = nx.DiGraph(graph)
    arrows.add_edges_from(("everybody", one) for one in staff)
    arrows.add_edges_from((one, "cell") for one in openers)
    above = nx.immediate_dominators(arrows, "everybody")
    assert (
        "everybody" not in above
    )  # until NetworkX 3.5 the start was its own dominator: a loop over it would not end
    dominators, node = set(), "cell"
    while node in above and above[node] != "everybody":
        node = above[node]
        dominators.add(node)
    tree = best_chains(graph, staff)
    found = fragility_of(Departures(tree), np.array(tree.ties.nodes.places(openers), dtype=np.int32))
    assert {*found.critical_people, *found.critical_consultants} == dominators


@pytest.mark.parametrize("seed", SEEDS)
def test_reach_of_all_cells_at_once_is_that_of_each(seed: int) -> None:
    graph = random_graph(seed, ties=70)
    tree = best_chains(graph, consultants_of(graph))
    groups = [sorted(graph)[start::17][:4] for start in range(12)] + [[]]
    openers = [tree.ties.nodes.places(group) for group in groups]
    cells = Cells(
        names=[f"{number:02}" for number in range(len(groups))],
        starts=np.cumsum([0, *map(len, openers)]).astype(np.int32),
        openers=np.array([place for places in openers for place in places], dtype=np.int32),
        residents=np.ones(len(groups)),
    )
    chains = [tree.best_to(group) for group in groups]
    assert tree.reach_of_cells(cells).tolist() == [tree.strength_of(chain) for chain in chains]
    for chain in chains:
        steps = pairwise(chain.nodes) if chain else ()
        product = math.prod(graph[a][b]["strength"] for a, b in steps)
        assert tree.strength_of(chain) == (product if chain else 0.0)


def test_tied_departures_are_settled_by_ids_on_perfect_ties_too() -> None:
    # Without b, d is reached over e or over the perfect pair a - f, at the same cost: (c1, a, f, d) comes first.
    graph: nx.Graph[str] = nx.Graph()
    for a, b, strength in (
        ("c1", "b", 0.9),
        ("b", "d", 0.9),
        ("c1", "e", 0.5),
        ("e", "d", 0.7),
        ("c1", "a", 0.5),
        ("a", "f", 1.0),
        ("f", "d", 0.7),
    ):
        graph.add_edge(a, b, strength=strength)
    tree = best_chains(graph, ["c1"])
    rank = tree.rank[tree.ties.nodes.place_of["b"]]
    nodes = Departures(tree).nodes_without(int(rank), tree.rank[[tree.ties.nodes.place_of["d"]]])
    assert [tree.ties.nodes.ids[place] for place in nodes or []] == ["c1", "a", "f", "d"]


def test_a_tree_without_sources_or_ties_reaches_nobody() -> None:
    graph: nx.Graph[str] = nx.Graph()
    assert dict(best_chains(graph, ["c1"]).best) == {}
    graph.add_edge("a", "b", strength=0.5)
    tree = best_chains(graph, ["x"])
    assert (dict(tree.best), tree.best_to(["a", "q"]), tree.strength_of(None)) == ({}, None, 0.0)
    with pytest.raises(KeyError):
        tree.best["a"]


def test_any_node_may_be_a_source() -> None:
    # "Who can introduce me": the chains from one person.
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edge("a", "b", strength=0.5)
    graph.add_edge("b", "c1", strength=0.5)
    assert best_chains(arrays_of_graph(graph), {"a"}).best["c1"].nodes == ("a", "b", "c1")
