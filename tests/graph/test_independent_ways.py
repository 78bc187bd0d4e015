"""Chains that share nobody, against NetworkX's maximum flow on networks that are too large to list."""

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.arrays import arrays_of_graph
from graph.network import NodeKind
from graph.ways_in import WaysIn

PEOPLE = [f"p{number:02}" for number in range(14)]
pairs = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)).filter(lambda pair: pair[0] < pair[1])
several = st.sets(st.sampled_from(PEOPLE), min_size=2, max_size=5)


def most_flow(ties: set[tuple[str, str]], contacts: set[str], openers: set[str]) -> int:
    """Returns the maximum flow over split vertices, from the consultants as one source to the openers."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for person in PEOPLE:
        graph.add_edge(f"in {person}", f"out {person}", capacity=1)
    for a, b in ties:
        graph.add_edge(f"out {a}", f"in {b}", capacity=1)
        graph.add_edge(f"out {b}", f"in {a}", capacity=1)
    graph.add_edges_from((("source", f"in {person}") for person in contacts), capacity=1)
    graph.add_edges_from(((f"out {person}", "sink") for person in openers), capacity=1)
    return int(nx.maximum_flow_value(graph, "source", "sink"))


@settings(max_examples=300, deadline=None, database=None)
@given(st.sets(pairs, min_size=10, max_size=26), several, several)
def test_independent_ways_equal_the_maximum_flow(
    ties: set[tuple[str, str]], contacts: set[str], openers: set[str]
) -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(PEOPLE, kind=NodeKind.PERSON)
    graph.add_node("c1", kind=NodeKind.CONSULTANT)
    graph.add_edges_from([*ties, *(("c1", person) for person in contacts)], strength=0.5)
    arrays = arrays_of_graph(graph)
    assert WaysIn(arrays).count(arrays.nodes.places(openers)) == most_flow(ties, contacts, openers)
