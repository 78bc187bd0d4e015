"""Constraint, effective size, brokerage and E-I: by hand, beside NetworkX, and where NetworkX 3.6 is wrong."""

import math
import tracemalloc
from collections.abc import Callable
from itertools import combinations
from typing import TypeAlias

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.cohesion import (
    Brokerage,
    brokerage,
    constraint,
    constraint_of,
    effective_size,
    effective_size_of,
    expected_ei,
    openness,
    ties_of,
)

Graph: TypeAlias = "nx.Graph[str]"
NODES = "abcdefgh"
WEIGHTS = [0.05, 0.3, 0.5, 0.7, 0.9, 1.0]
MEASURES = [constraint, effective_size]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Draws a weighted graph of eight nodes, some without ties."""
    pairs = draw(st.sets(st.sampled_from(list(combinations(NODES, 2)))))
    graph: Graph = nx.Graph()
    graph.add_nodes_from(NODES)
    for a, b in sorted(pairs):
        graph.add_edge(a, b, strength=draw(st.sampled_from(WEIGHTS)))
    return graph


def of_text(text: str) -> Graph:
    """A graph from "ab bc", each tie of weight 1, or "ab:0.5"."""
    graph: Graph = nx.Graph()
    for tie in text.split():
        ends, _, weight = tie.partition(":")
        graph.add_edge(ends[0], ends[1], strength=float(weight or 1))
    return graph


def known(values: dict[str, float]) -> dict[str, float]:
    """What NetworkX knows: it answers nan for a node without ties."""
    return {key: value for key, value in values.items() if not math.isnan(value)}


def burt_effective_size(graph: Graph, node: str) -> float:
    """Burt's formula as it stands in the book, one sum after the other."""

    def weight(a: str, b: str) -> float:
        return float(graph[a][b]["strength"]) if graph.has_edge(a, b) else 0.0

    total = sum(weight(node, other) for other in graph[node])
    size = 0.0
    for alter in graph[node]:
        largest = max(weight(alter, other) for other in graph[alter])
        size += 1 - sum(
            weight(node, other) / total * weight(alter, other) / largest
            for other in graph[node]
            if other != alter
        )
    return size


def test_star_and_triangle_by_hand() -> None:
    """In a star the middle has four neighbours that overlap nothing; in a triangle everybody knows everybody."""
    star, triangle = of_text("xa xb xc xd"), of_text("ab bc ca")
    assert constraint(star) == {"x": pytest.approx(4 * 0.25**2), **dict.fromkeys("abcd", 1.0)}
    assert effective_size(star) == {"x": 4.0, **dict.fromkeys("abcd", 1.0)}
    # (1/2 + 1/2 x 1/2)^2, twice; d - 2t/d = 2 - 2/2.
    assert constraint(triangle) == dict.fromkeys("abc", pytest.approx(2 * 0.75**2))
    assert effective_size(triangle) == dict.fromkeys("abc", 1.0)


def test_weights_by_hand() -> None:
    """x has a (3) and b (1), who share a tie of 1: p_xa = 3/4, p_xb = 1/4, p_ab = 1/4, p_ba = 1/2."""
    graph = of_text("xa:3 xb:1 ab:1")
    assert constraint(graph, "strength")["x"] == pytest.approx(
        (3 / 4 + 1 / 4 * 1 / 2) ** 2 + (1 / 4 + 3 / 4 * 1 / 4) ** 2
    )
    # a's largest is 3, b's is 1: 1 - 1/4 x 1/3 and 1 - 3/4 x 1.
    assert effective_size(graph, "strength")["x"] == pytest.approx((1 - 1 / 12) + (1 - 3 / 4))


@given(graphs(), st.sampled_from([None, "strength"]))
def test_measures_agree_with_networkx_where_it_is_right(graph: Graph, weight: str | None) -> None:
    assume(graph.size())
    assert constraint(graph, weight) == pytest.approx(known(nx.constraint(graph, weight=weight)))
    theirs = nx.effective_size(graph, nodes=list(graph), weight=weight)
    assert effective_size(graph, weight) == pytest.approx(known(theirs))


@given(graphs())
def test_effective_size_is_the_formula_of_the_book(graph: Graph) -> None:
    ours = effective_size(graph, "strength")
    assert ours == pytest.approx({node: burt_effective_size(graph, node) for node in ours})
    for node, size in effective_size(graph).items():
        degree = len(graph[node])
        assert size == pytest.approx(degree - 2 * graph.subgraph(graph[node]).size() / degree)


def test_networkx_is_wrong_for_all_nodes_at_once_and_ours_is_not() -> None:
    """`nx.effective_size(G, weight=...)` divides by the largest of the wrong side (REACH 2, bug 1)."""
    graph = of_text("xa:3 xb:1 ab:1")
    wrong, right = nx.effective_size(graph, weight="strength"), burt_effective_size(graph, "x")
    assert wrong["x"] != pytest.approx(right)
    assert nx.effective_size(graph, nodes=["x"], weight="strength")["x"] == pytest.approx(right)
    assert effective_size(graph, "strength")["x"] == pytest.approx(right)


def test_tie_to_oneself_counts_in_networkx_and_not_in_ours() -> None:
    """REACH 2, bug 4: with self-loops its constraint differs from igraph's; ours is that of the graph without."""
    plain, looped = of_text("xa xb xc ab"), of_text("xa xb xc ab xx aa:5")
    assert nx.constraint(looped)["x"] != pytest.approx(nx.constraint(plain)["x"])
    for measure in MEASURES:
        assert measure(looped, "strength") == pytest.approx(measure(plain, "strength"))
    assert openness(looped, {"x", "a"}) == openness(plain, {"x", "a"})


MEGABYTE = 1024 * 1024


def peak_of(work: Callable[[], object]) -> float:
    """The most memory that was held while it worked, in megabytes."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / MEGABYTE
    finally:
        tracemalloc.stop()


def test_memory_stays_bounded_where_networkx_explodes() -> None:
    """A hub of 4,000: every two leaves are two steps apart, so a whole product holds 16 million entries (REACH 2)."""
    graph: Graph = nx.relabel_nodes(nx.star_graph(4_000), str)
    ties = ties_of(graph)
    assert peak_of(lambda: nx.effective_size(graph)) > 120
    assert peak_of(lambda: nx.constraint(graph)) > 120
    assert peak_of(lambda: effective_size_of(ties)) < 40
    assert peak_of(lambda: constraint_of(ties)) < 40
    assert (constraint_of(ties)[0], effective_size_of(ties)[0]) == (pytest.approx(1 / 4_000), 4_000)


@given(graphs(), st.sampled_from([1, 3, 10]))
def test_size_of_the_chunks_changes_nothing(graph: Graph, row_work: int) -> None:
    ties = ties_of(graph, "strength")
    for measure in (constraint_of, effective_size_of):
        np.testing.assert_allclose(measure(ties, row_work), measure(ties))


@given(graphs(), st.permutations(NODES), st.floats(0.01, 100))
def test_names_order_and_unit_do_not_matter(graph: Graph, others: list[str], unit: float) -> None:
    renamed = dict(zip(NODES, others, strict=True))
    again: Graph = nx.Graph()
    again.add_nodes_from(sorted(renamed.values(), reverse=True))
    for a, b, data in graph.edges(data=True):
        again.add_edge(renamed[a], renamed[b], strength=data["strength"] * unit)
    for measure in MEASURES:
        expected = {renamed[node]: value for node, value in measure(graph, "strength").items()}
        assert measure(again, "strength") == pytest.approx(expected)
    found = brokerage(again)
    for node, one in brokerage(graph).items():
        assert found[renamed[node]].only == one.only
        assert found[renamed[node]].credit == pytest.approx(one.credit)


@given(graphs())
def test_measures_stay_within_their_bounds(graph: Graph) -> None:
    for node, size in effective_size(graph, "strength").items():
        assert 1 - 1e-9 <= size <= len(graph[node]) + 1e-9
    assert all(value > 0 for value in constraint(graph, "strength").values())


@pytest.mark.parametrize("weight", [-0.5, math.nan, math.inf])
def test_weight_that_is_none_is_refused(weight: float) -> None:
    graph = of_text("ab bc")
    graph["a"]["b"]["strength"] = weight
    with pytest.raises(ValueError, match="weights"):
        constraint(graph, "strength")


def test_no_tie_is_no_figure() -> None:
    graph = of_text("ab bc:0")
    graph.add_node("d")
    for measure in MEASURES:
        assert measure(graph, "strength") == {"a": 1.0, "b": 1.0}
        assert measure(nx.Graph()) == {}
        assert measure(nx.empty_graph(3)) == {}
    assert brokerage(nx.Graph()) == {}
    graph.remove_nodes_from("abc")
    assert brokerage(graph) == {"d": Brokerage(0.0, 0)}


def test_brokerage_by_hand() -> None:
    """a and c meet over x and over y: half a credit each. x alone links d with a and c; a and c alone link x and y."""
    assert brokerage(of_text("xa xc ya yc xd")) == {
        "x": Brokerage(2.5, 2),
        "y": Brokerage(0.5, 0),
        "a": Brokerage(0.5, 0),
        "c": Brokerage(0.5, 0),
        "d": Brokerage(0.0, 0),
    }
    assert brokerage(of_text("ab bc ca")) == dict.fromkeys("abc", Brokerage(0.0, 0))


@given(graphs())
def test_brokerage_counts_pair_by_pair(graph: Graph) -> None:
    credit, only = dict.fromkeys(NODES, 0.0), dict.fromkeys(NODES, 0)
    for a, b in combinations(NODES, 2):
        linkers = set(graph[a]) & set(graph[b])
        for linker in linkers if not graph.has_edge(a, b) else ():
            credit[linker] += 1 / len(linkers)
            only[linker] += len(linkers) == 1
    found = brokerage(graph)
    assert {node: one.only for node, one in found.items()} == only
    assert {node: one.credit for node, one in found.items()} == pytest.approx(credit)


def test_openness_by_hand() -> None:
    """Of five ties one lies within {a, b} and two leave: 4 of 10 ends, so (2 - 1.2) / 1.6 = 0.5 is expected."""
    found = openness(of_text("ab ac bd cd de"), {"a", "b", "nobody"})
    assert found is not None
    assert (found.inside, found.outside) == (1, 2)
    assert found.observed == pytest.approx(1 / 3)
    assert found.expected == pytest.approx(0.5)
    assert found.difference == pytest.approx(-1 / 6)
    assert found.chance == pytest.approx(1 - (1 - 0.25) ** 3)  # 0.4 / 1.6 = 1/4 lies within


def test_size_alone_makes_a_group_look_open() -> None:
    """REACH 1.6: a small group with an index near 0 is inward-looking, a large one with the same index is not."""
    small = openness(of_text("ab ac de df eg fg gd df hd he hf hg"), {"a", "b"})
    assert small is not None
    assert (small.inside, small.outside, small.observed) == (1, 1, 0.0)
    assert small.difference < -0.6
    large = openness(of_text("ab bc cd da ac bd ae bf cg dh ei fi"), {"a", "b", "c", "d"})
    assert large is not None
    assert (large.inside, large.outside) == (6, 4)
    assert -0.35 < large.difference < 0


def test_group_without_ties_has_no_index() -> None:
    graph = of_text("ab")
    graph.add_node("c")
    assert openness(graph, {"c"}) is None
    assert openness(graph, set()) is None
    assert openness(nx.Graph(), {"a"}) is None


def test_group_that_is_everybody_can_only_look_inward() -> None:
    found = openness(of_text("ab bc"), set("abc"))
    assert found is not None
    assert (found.observed, found.expected, found.chance) == (-1.0, -1.0, 1.0)


@given(st.floats(0, 1))
def test_expected_index_is_that_of_ends_that_meet_at_random(share: float) -> None:
    within, leaving = share**2, 2 * share * (1 - share)
    if share > 1e-6:
        assert expected_ei(share) == pytest.approx((leaving - within) / (leaving + within))


@given(graphs(), st.sets(st.sampled_from(NODES)))
def test_ties_of_a_group_are_counted_once(graph: Graph, members: set[str]) -> None:
    found = openness(graph, members)
    inside, touching = (sum(how(end in members for end in tie) for tie in graph.edges) for how in (all, any))
    outside = touching - inside
    assert (found.inside, found.outside) == (inside, outside) if found else inside + outside == 0
    if found:
        ties, share = inside + outside, (2 * inside + outside) / (2 * graph.number_of_edges())
        odds = share / (2 - share)
        tail = math.fsum(
            math.comb(ties, k) * odds**k * (1 - odds) ** (ties - k) for k in range(inside, ties + 1)
        )
        assert found.chance == pytest.approx(tail)
