"""Articulation points and bridges of the live ties."""

from graph.brokers import Brokers, find_brokers
from tests.graph.networks import network


def test_consultants_count_and_cells_do_not() -> None:
    net = network("c1 a 0.9", "c1 b 0.9", "b d 0.9", "d c1 0.9", members={"cell": "a d"})
    assert find_brokers(net.live_graph()) == Brokers(("c1",), (("a", "c1"),))


def test_a_cold_tie_splits_the_network() -> None:
    net = network("c1 a 0.9", "a b 0.9", "b c1 0.9 2000", members={})
    assert find_brokers(net.live_graph()) == Brokers(("a",), (("a", "b"), ("a", "c1")))


def test_no_ties_have_no_brokers() -> None:
    assert find_brokers(network(members={}, alone="a c1").live_graph()) == Brokers((), ())
