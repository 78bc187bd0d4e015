"""Articulation points and bridges of the live ties."""

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.arrays import Nodes, tie_arrays
from graph.brokers import Brokers, find_brokers
from tests.graph.networks import network


def test_consultants_count_and_cells_do_not() -> None:
    net = network("c1 a 0.9", "c1 b 0.9", "b d 0.9", "d c1 0.9", members={"cell": "a d"})
    assert find_brokers(net.live_ties) == Brokers(("c1",), (("a", "c1"),))


def test_a_cold_tie_splits_the_network() -> None:
    net = network("c1 a 0.9", "a b 0.9", "b c1 0.9 2000", members={})
    assert find_brokers(net.live_ties) == Brokers(("a",), (("a", "b"), ("a", "c1")))


def test_no_ties_have_no_brokers() -> None:
    assert find_brokers(network(members={}, alone="a c1").live_ties) == Brokers((), ())


NODES = Nodes([f"n{number:02}" for number in range(20)], np.zeros(20, dtype=bool))
pairs = st.tuples(st.integers(0, 19), st.integers(0, 19)).filter(lambda pair: pair[0] < pair[1])


@settings(max_examples=300, deadline=None, database=None)
@given(st.sets(pairs, max_size=30))
def test_brokers_are_those_of_networkx(ties: set[tuple[int, int]]) -> None:
    ends = np.array(sorted(ties), dtype=np.int32).reshape(-1, 2)
    graph = nx.Graph([(NODES.ids[a], NODES.ids[b]) for a, b in ties])
    assert find_brokers(tie_arrays(NODES, ends[:, 0], ends[:, 1], np.full(len(ties), 0.5), 0.0)) == Brokers(
        tuple(sorted(nx.articulation_points(graph))),
        tuple(sorted((min(pair), max(pair)) for pair in nx.bridges(graph))),
    )
