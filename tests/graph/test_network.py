"""Ties cool, the strongest counts, and a wrong network cannot be made."""

from datetime import date
from typing import Any

import pytest

from graph.network import BadNetwork, Network, Node, NodeKind, Thresholds, Tie, decayed, tie_cost
from tests.graph.networks import TODAY, network, tie


def edges(net: Network) -> dict[tuple[str, str], float]:
    return {(min(a, b), max(a, b)): tie["strength"] for a, b, tie in net.live_graph().edges(data=True)}


@pytest.mark.parametrize(
    ("days", "left"), [(-400, 0.8), (0, 0.8), (180, 0.4), (360, 0.2), (1_000_000_000, 0.0)]
)
def test_decayed_halves_every_half_life(days: int, left: float) -> None:
    assert decayed(0.8, days, half_life_days=180) == left


def test_a_tie_keeps_its_own_half_life() -> None:
    assert tie("c1 a 0.8 110 110").strength_on(TODAY, half_life_days=180) == 0.4
    assert tie("c1 a 0.8 180").strength_on(TODAY, half_life_days=180) == 0.4


def test_live_graph_keeps_the_tie_that_is_strongest_now() -> None:
    net = network("c1 a 0.9 360", "a c1 0.5 0", "c1 a 0.3", members={})
    assert edges(net) == {("a", "c1"): 0.5}


def test_live_graph_leaves_out_cold_and_empty_ties() -> None:
    net = network("c1 a 0.4 540", "c1 b 0.4 541", "c1 d 0", members={})
    assert edges(net) == {("a", "c1"): 0.05}


def test_live_graph_holds_every_node_with_its_kind_and_no_cell() -> None:
    graph = network("c1 a 0.9", members={"a cell": "o1"}, alone="m1").live_graph()
    assert {id_: graph.nodes[id_]["kind"] for id_ in graph} == {
        "a": NodeKind.PERSON,
        "c1": NodeKind.CONSULTANT,
        "m1": NodeKind.COMMUNITY,
        "o1": NodeKind.ORGANISATION,
    }


def test_edges_carry_an_integer_cost() -> None:
    assert network("c1 a 0.5", members={}).live_graph()["a"]["c1"] == {"strength": 0.5, "cost": 693147}
    assert tie_cost(0.25) == 1386294


def test_undecayed_graph_holds_cold_ties_with_their_strength() -> None:
    graph = network("c1 a 0.4 9000", "c1 a 0.3", "c1 b 0", members={}).undecayed_graph()
    assert list(graph.edges(data="strength")) == [("a", "c1", 0.4)]


def test_a_cell_counts_its_residents_or_one_where_nobody_counted() -> None:
    assert network(members={"x": "a"}).weight_of("x") == 1
    counted = network(members={"x": "a", "y": "a"}, residents={"x": 120})
    assert (counted.weight_of("x"), counted.weight_of("y")) == (120, 0)


NODES = (Node("c1", NodeKind.CONSULTANT), Node("a", NodeKind.PERSON))
DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"nodes": (*NODES, Node("a", NodeKind.PERSON))}, "nodes[2].id: an earlier node has the same id"),
        ({"nodes": (*NODES, Node("", NodeKind.PERSON))}, "nodes[2].id: must not be empty"),
        ({"ties": (Tie("c1", "a", 0.5, DAY), Tie("x", "a", 0.5, DAY))}, "ties[1].a: no node has this id"),
        ({"ties": (Tie("c1", "x", 0.5, DAY),)}, "ties[0].b: no node has this id"),
        ({"ties": (Tie("a", "a", 0.5, DAY),)}, "ties[0].b: a tie needs two different nodes"),
        (
            {"ties": (Tie("c1", "a", 1.01, DAY),)},
            "ties[0].strength: must be a number, 0 or more and at most 1",
        ),
        (
            {"ties": (Tie("c1", "a", -0.1, DAY),)},
            "ties[0].strength: must be a number, 0 or more and at most 1",
        ),
        (
            {"ties": (Tie("c1", "a", float("nan"), DAY),)},
            "ties[0].strength: must be a number, 0 or more and at most 1",
        ),
        ({"ties": (Tie("c1", "a", 0.5, DAY, 0),)}, "ties[0].half_life_days: must be a number, above 0"),
        ({"members": {"x": frozenset(["b"])}}, "members['x'][0]: no node has this id"),
        ({"members": {"x": frozenset(["a", "c1"])}}, "members['x'][1]: a consultant cannot open a cell"),
        ({"residents": {"y": 3}}, "residents['y']: members has no such cell"),
        ({"residents": {"x": -1}}, "residents['x']: must be a number, 0 or more"),
        ({"costs": {"b": 1}}, "costs['b']: no node has this id"),
        ({"costs": {"a": 0}}, "costs['a']: must be a number, above 0"),
        ({"budget": -1}, "budget: must be a number, 0 or more"),
        ({"half_life_days": 0}, "half_life_days: must be a number, above 0"),
        (
            {"thresholds": Thresholds(live=1.5)},
            "thresholds.live: must be a number, 0 or more and at most 1",
        ),
        (
            {"thresholds": Thresholds(strong=0.2, weak=0.3)},
            "thresholds.weak: must not be above thresholds.strong",
        ),
    ],
)
def test_a_wrong_network_is_refused(fields: dict[str, Any], refusal: str) -> None:
    right: dict[str, Any] = {"nodes": NODES, "ties": (), "members": {"x": frozenset(["a"])}, "as_of": TODAY}
    Network(**right)
    with pytest.raises(BadNetwork) as refused:
        Network(**(right | fields))
    assert str(refused.value) == refusal
