"""The view of a few steps, against NetworkX; and who stays when not all can be shown."""

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.neighbourhood import nearest, steps_from

nodes = st.sampled_from("abcdefgh")
edges = st.lists(st.tuples(nodes, nodes), max_size=16)


@given(edges, nodes, st.integers(0, 4))
@settings(deadline=None)
def test_steps_are_those_of_the_shortest_chains(
    drawn: list[tuple[str, str]], centre: str, steps: int
) -> None:
    graph: nx.Graph[str] = nx.Graph(drawn)
    graph.add_node(centre)
    found = steps_from(centre, steps, graph.neighbors)

    assert found == nx.single_source_shortest_path_length(graph, centre, cutoff=steps)
    assert list(found) == sorted(found, key=lambda node: (found[node], node))


@given(edges, nodes, st.sets(nodes))
@settings(deadline=None)
def test_view_does_not_go_on_beyond_who_stops_it(
    drawn: list[tuple[str, str]], centre: str, stops: set[str]
) -> None:
    graph: nx.Graph[str] = nx.Graph(drawn)
    graph.add_node(centre)
    found = steps_from(centre, 8, graph.neighbors, lambda node: node not in stops)

    # The same as where every line between two who stop it, and from them onwards, is taken away.
    passed: nx.DiGraph[str] = nx.DiGraph()
    passed.add_node(centre)
    passed.add_edges_from((a, b) for a, b in graph.to_directed().edges if a == centre or a not in stops)
    assert found == nx.single_source_shortest_path_length(passed, centre)


def test_nearest_come_first_then_the_choice_then_the_id() -> None:
    steps = {"d": 1, "c": 1, "a": 2, "b": 0, "e": 1}

    assert nearest(steps, 4, lambda node: node == "c") == ("b", "d", "e", "c")
    assert nearest(steps, 99) == ("b", "c", "d", "e", "a")
    assert nearest(steps, 0) == ()
