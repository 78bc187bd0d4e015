"""The best chains for an introduction: hand-worked graphs, and every chain of small random ones as the oracle."""

from itertools import pairwise, permutations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from graph.introductions import Chain, best_introductions

TEAM = {"me", "karim"}


def graph_of(*ties: tuple[str, str, int]) -> "nx.Graph[str]":
    graph: nx.Graph[str] = nx.Graph()
    for a, b, cost in ties:
        graph.add_edge(a, b, cost=cost)
    return graph


#   me --10-- ann --10-- bo --10-- door        karim --5-- bo
#   me --10-- cy  --30-- door                  karim --50-- door
CITY = graph_of(
    ("me", "ann", 10),
    ("ann", "bo", 10),
    ("bo", "door", 10),
    ("me", "cy", 10),
    ("cy", "door", 30),
    ("karim", "bo", 5),
    ("karim", "door", 50),
)


def test_chains_come_best_first_and_share_links_where_those_are_the_best() -> None:
    assert best_introductions(CITY, TEAM, {"me"}, {"door"}) == (
        ("me", "ann", "bo", "door"),  # 30
        ("me", "cy", "door"),  # 40
    )
    # bo stands on both of the first two: chains that share nobody would have missed the second.
    shared = graph_of(("me", "bo", 1), ("bo", "x", 1), ("bo", "y", 2), ("x", "door", 1), ("y", "door", 1))
    shared.add_edge("me", "door", cost=90)
    assert best_introductions(shared, TEAM, {"me"}, {"door"}) == (
        ("me", "bo", "x", "door"),  # 3
        ("me", "bo", "y", "door"),  # 4
        ("me", "door"),  # 90
    )


def test_colleagues_only_start_a_chain() -> None:
    # bo, ann, me, cy, door would be a third chain, were it not through a colleague.
    assert best_introductions(CITY, TEAM, {"karim"}, {"door"}) == (
        ("karim", "bo", "door"),  # 15
        ("karim", "door"),  # 50
    )
    through = graph_of(("me", "ann", 1), ("ann", "karim", 1), ("karim", "door", 1))
    assert best_introductions(through, TEAM, {"me"}, {"door"}) == ()


def test_chain_stops_at_the_first_who_opens_the_door() -> None:
    line = graph_of(("me", "ann", 1), ("ann", "bo", 1), ("bo", "door", 1))
    assert best_introductions(line, TEAM, {"me"}, {"bo", "door"}) == (("me", "ann", "bo"),)
    assert best_introductions(line, TEAM, {"me"}, {"ann", "bo", "door"}) == (("me", "ann"),)


def test_equal_costs_are_settled_by_the_smallest_ids_whatever_was_added_first() -> None:
    ties = [("me", name, 1) for name in "fedcba"] + [(name, "door", 1) for name in "fedcba"]
    best = (("me", "a", "door"), ("me", "b", "door"), ("me", "c", "door"))
    assert best_introductions(graph_of(*ties), TEAM, {"me"}, {"door"}) == best
    assert best_introductions(graph_of(*reversed(ties)), TEAM, {"me"}, {"door"}) == best


def test_perfect_ties_cost_nothing_and_no_chain_walks_in_circles() -> None:
    perfect = graph_of(("me", "a", 0), ("a", "b", 0), ("b", "me", 0), ("b", "door", 0))
    assert best_introductions(perfect, TEAM, {"me"}, {"door"}) == (
        ("me", "a", "b", "door"),
        ("me", "b", "door"),
    )


def test_without_a_way_or_without_the_nodes_there_is_nothing() -> None:
    apart = graph_of(("me", "ann", 1), ("bo", "door", 1))
    assert best_introductions(apart, TEAM, {"me"}, {"door"}) == ()
    assert best_introductions(apart, TEAM, {"nobody"}, {"door"}) == ()
    assert best_introductions(apart, TEAM, {"me"}, {"nobody"}) == ()
    assert best_introductions(apart, TEAM, set(), set()) == ()
    assert best_introductions(nx.Graph(), TEAM, {"me"}, {"door"}) == ()
    assert best_introductions(CITY, TEAM, {"me"}, {"door"}, count=0) == ()


def every_chain(
    graph: "nx.Graph[str]", consultants: set[str], starts: set[str], ends: set[str]
) -> list[tuple[int, Chain]]:
    """All of them, by trying every order of every set of nodes."""
    between = [node for node in graph if node not in consultants | ends]
    found = []
    for start in starts & set(graph):
        for end in ends & set(graph) - {start}:
            for length in range(len(between) + 1):
                for middle in permutations([node for node in between if node != start], length):
                    chain = (start, *middle, end)
                    if all(graph.has_edge(a, b) for a, b in pairwise(chain)):
                        found.append((sum(graph[a][b]["cost"] for a, b in pairwise(chain)), chain))
    return sorted(set(found))


NAMES = ("c1", "c2", "a", "b", "d", "e")
PAIRS = [(a, b) for position, a in enumerate(NAMES) for b in NAMES[position + 1 :]]


@given(
    costs=st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=len(PAIRS), max_size=len(PAIRS)),
    ends=st.sets(st.sampled_from(("a", "b", "d", "e")), min_size=1, max_size=3),
    starts=st.sets(st.sampled_from(("c1", "c2")), min_size=1),
    count=st.integers(1, 5),
)
def test_chains_are_the_least_of_all_that_there_are(
    costs: list[int | None], ends: set[str], starts: set[str], count: int
) -> None:
    graph = graph_of(*((a, b, cost) for (a, b), cost in zip(PAIRS, costs, strict=True) if cost is not None))
    every = every_chain(graph, {"c1", "c2"}, starts, ends)
    expected = tuple(chain for _, chain in every[:count])
    assert best_introductions(graph, {"c1", "c2"}, starts, ends, count) == expected
