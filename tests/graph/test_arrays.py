"""The array form says what the values say; scipy's and NetworkX's traps do not show in it."""

import math
from datetime import timedelta

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from graph.arrays import arrays_of_graph, costs_of
from graph.chains import best_chains
from graph.network import Network, decayed, tie_cost
from tests.graph.networks import TODAY, network, networks

many = settings(max_examples=150, deadline=None, database=None)


@many
@given(st.lists(st.floats(1e-300, 1.0), min_size=1, max_size=40))
def test_costs_of_an_array_are_the_costs_of_its_ties(strengths: list[float]) -> None:
    assert costs_of(np.array(strengths)).tolist() == [tie_cost(strength) for strength in strengths]


@many
@given(networks(), st.integers(-40, 2000))
def test_strengths_on_a_day_are_those_of_each_tie(net: Network, later: int) -> None:
    day = TODAY + timedelta(days=later)
    expected = [
        decayed(tie.strength, (day - tie.last_contact_on).days, tie.half_life_days or net.half_life_days)
        for tie in net.ties
    ]
    assert net.columns.ties.strength_on(day).tolist() == pytest.approx(expected, rel=1e-14)


def test_a_half_life_next_to_nothing_leaves_nothing() -> None:
    net = network("c1 a 0.9 1 5e-324", "c1 b 0.9 0 5e-324", members={"x": "a"})
    assert net.columns.ties.strength_on(TODAY).tolist() == [0.0, 0.9]


def test_rows_are_symmetric_and_sorted_whatever_the_order_of_the_ties() -> None:
    ties = ("d a 0.5", "c1 d 1.0", "a c1 0.9")
    for order in (ties, ties[::-1]):
        arrays = network(*order, members={}, alone="b").live_ties
        assert list(arrays.nodes.ids) == ["a", "b", "c1", "d"]
        assert arrays.starts.tolist() == [0, 2, 2, 4, 6]
        assert arrays.ends.tolist() == [2, 3, 0, 3, 0, 2]
        assert arrays.strength[arrays.tie].tolist() == [0.9, 0.5, 0.9, 1.0, 0.5, 1.0]


def test_a_pair_knows_all_its_live_ties_and_takes_the_strongest() -> None:
    net = network("a c1 0.4", "c1 a 0.9 90 90", "a c1 0.3 9000", "a b 0.2", members={})
    live = net.live_ties
    assert live.strength.tolist() == [0.2, 0.45]
    assert np.split(live.pair_rows, live.pair_starts[1:-1])[0].tolist() == [3]
    assert np.split(live.pair_rows, live.pair_starts[1:-1])[1].tolist() == [0, 1]


def test_a_perfect_tie_stays_where_scipy_drops_explicit_zeros() -> None:
    net = network("c1 a 1.0", "a b 1.0", members={})
    arrays = net.live_ties
    assert best_chains(arrays, {"c1"}).best["b"].nodes == ("c1", "a", "b")
    # The same costs through an addition of scipy: nobody is reached any more.
    rows = csr_array((arrays.cost, arrays.ends, arrays.starts), shape=(3, 3))
    assert (rows.nnz, (rows + rows.T).nnz) == (4, 0)
    assert dijkstra((rows + rows.T).tocsr(), indices=[2], min_only=True).tolist() == [math.inf, math.inf, 0.0]


@many
@given(networks())
def test_the_graph_and_the_arrays_are_the_same_network(net: Network) -> None:
    again, live = arrays_of_graph(net.live_graph()), net.live_ties
    assert (again.nodes.ids, again.nodes.is_consultant.tolist()) == (
        live.nodes.ids,
        live.nodes.is_consultant.tolist(),
    )
    for one, other in ((again.starts, live.starts), (again.ends, live.ends), (again.cost, live.cost)):
        assert one.tolist() == other.tolist()


@many
@given(networks())
def test_costs_of_best_chains_are_those_of_networkx(net: Network) -> None:
    graph = net.live_graph()
    distances = nx.multi_source_dijkstra_path_length(graph, net.consultants, weight="cost")
    found = best_chains(graph, net.consultants).best
    assert {id_: chain.cost for id_, chain in found.items()} == distances


def test_networkx_settles_equal_costs_by_the_order_of_sources_and_ours_by_ids() -> None:
    graph = network("c2 a 0.5", "c1 b 0.5", "b d 0.8", "a d 0.8", members={}).live_graph()
    for sources, chosen in ((["c1", "c2"], ["c1", "b", "d"]), (["c2", "c1"], ["c2", "a", "d"])):
        assert nx.multi_source_dijkstra(graph, sources, target="d", weight="cost")[1] == chosen
    assert best_chains(graph, ["c1", "c2"]).best["d"].nodes == ("c1", "b", "d")
    assert best_chains(graph, ["c2", "c1"]).best["d"].nodes == ("c1", "b", "d")


def test_float_costs_part_chains_that_are_equally_strong() -> None:
    # 0.7 x 0.5 x 0.9 and 0.9 x 0.7 x 0.5: added up as floats, the second seems shorter.
    net = network("c1 a 0.7", "a b 0.5", "b d 0.9", "c1 e 0.9", "e f 0.7", "f d 0.5", members={})
    floats = net.live_graph()
    for _, _, tie in floats.edges(data=True):
        tie["cost"] = -math.log(tie["strength"])
    assert nx.dijkstra_path(floats, "c1", "d", weight="cost") == ["c1", "e", "f", "d"]
    assert best_chains(net.live_ties, net.consultants).best["d"].nodes == ("c1", "a", "b", "d")
