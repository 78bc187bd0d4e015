"""Where nodes stand: the same for the same graph, in any order; inside the picture; and little moved by one more."""

import math
import random
import statistics
import subprocess
import sys
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.layout import LARGEST_DRAWN, Point, evened, positions, settled

names = st.text("abcdefgh", min_size=1, max_size=2)
graphs = st.tuples(
    st.sets(names, max_size=8),
    st.lists(st.tuples(names, names, st.sampled_from([0.05, 0.5, 1.0])), max_size=14),
)


def _graph(nodes: set[str] | list[str], edges: list[tuple[str, str, float]]) -> "nx.Graph[str]":
    """A graph of those edges; of two edges between the same ends the stronger counts, whatever comes last."""
    made: nx.Graph[str] = nx.Graph()
    made.add_nodes_from(nodes)
    for a, b, strength in sorted(edges, key=lambda edge: edge[2]):
        made.add_edge(a, b, strength=strength)
    return made


def _city(size: int, seed: int = 5) -> "nx.Graph[str]":
    """Neighbourhoods with a few hubs each, and people around them."""
    dice = random.Random(seed)
    made: nx.Graph[str] = nx.Graph()
    hubs = [f"hub{at}" for at in range(size // 12)]
    made.add_edges_from(pairwise(hubs))
    for at in range(size - len(hubs)):
        home = dice.randrange(len(hubs))
        made.add_edge(f"p{at}", hubs[home], strength=dice.random())
        if dice.random() < 0.5:
            made.add_edge(f"p{at}", hubs[(home + dice.choice((1, 2))) % len(hubs)], strength=dice.random())
    return made


@given(graphs, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_order_of_insertion_changes_nothing(
    drawn: tuple[set[str], list[tuple[str, str, float]]], dice: random.Random
) -> None:
    first = _graph(*drawn)
    nodes, edges = list(first), [(a, b, data["strength"]) for a, b, data in first.edges(data=True)]
    dice.shuffle(nodes)
    dice.shuffle(edges)
    turned = [(b, a, strength) for a, b, strength in edges]

    assert positions(_graph(nodes, turned)) == positions(first)


@given(graphs)
@settings(deadline=None)
def test_everybody_stands_inside_the_picture_and_nobody_on_another(
    drawn: tuple[set[str], list[tuple[str, str, float]]],
) -> None:
    graph = _graph(*drawn)
    places = positions(graph)

    assert set(places) == set(graph)
    assert all(0 <= value <= 1 for place in places.values() for value in place)
    if len(places) > 1:
        assert len(set(places.values())) == len(places)
        spans = [max(axis) - min(axis) for axis in zip(*places.values(), strict=True)]
        assert math.isclose(max(spans), 1, abs_tol=1e-3)


def test_another_process_draws_the_same() -> None:
    code = "import networkx as nx; from graph.layout import positions; print(positions(nx.path_graph(list('abcdef'))))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    path: nx.Graph[str] = nx.Graph(zip("abcde", "bcdef", strict=True))
    assert other.strip() == str(positions(path))


def test_another_seed_draws_another_picture() -> None:
    graph = _city(60)
    assert positions(graph, seed=2) != positions(graph, seed=1)


def test_one_node_alone_stands_in_the_middle_and_nobody_nowhere() -> None:
    alone: nx.Graph[str] = nx.Graph()
    assert positions(alone) == {}
    alone.add_node("a")
    assert positions(alone) == {"a": Point(0.5, 0.5)}


@pytest.mark.parametrize("size", [120, 300])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_node_more_moves_the_others_little(size: int, seed: int) -> None:
    graph = _city(size)
    more, dice = graph.copy(), random.Random(seed)
    more.add_edges_from([("new", dice.choice(sorted(graph)), {"strength": 0.7}) for _ in range(2)])
    before, after, elsewhere = positions(graph), positions(more), positions(graph, seed=9)

    moved = statistics.median(math.dist(before[node], after[node]) for node in graph)
    scrambled = statistics.median(math.dist(before[node], elsewhere[node]) for node in graph)

    assert moved < 0.1
    assert moved < scrambled / 2


def test_who_has_lines_with_each_other_stands_closer_than_others() -> None:
    graph = _city(200)
    places = positions(graph)
    tied = statistics.mean(math.dist(places[a], places[b]) for a, b in graph.edges)
    everybody = sorted(places)
    others = statistics.mean(
        math.dist(places[a], places[b]) for a in everybody[::5] for b in everybody[::7] if a != b
    )

    assert tied < others / 2


def test_separate_parts_do_not_overlap() -> None:
    graph: nx.Graph[str] = nx.Graph()
    for part in range(4):
        members = [f"{part}-{at}" for at in range(9)]
        graph.add_edges_from((members[0], other) for other in members[1:])
    places = positions(graph)
    circles = []
    for part in range(4):
        own = np.array([places[f"{part}-{at}"] for at in range(9)])
        middle = (own.max(axis=0) + own.min(axis=0)) / 2
        circles.append((middle, np.hypot(*(own - middle).T).max()))
    for at, (middle, radius) in enumerate(circles):
        for other, reach in circles[at + 1 :]:
            assert math.dist(middle, other) > (radius + reach) * 0.9


def test_forces_are_those_of_networkx() -> None:
    graph = _city(80)
    dice = np.random.default_rng(3)
    start = dice.uniform(-1, 1, (len(graph), 2))
    ours = settled(graph, start, 0.2, iterations=5)

    theirs = nx.spring_layout(
        graph,
        k=0.2,
        pos=dict(zip(graph, start, strict=True)),
        iterations=5,
        threshold=0,
        weight="weight",
        method="force",
        scale=None,
    )

    assert np.allclose(ours, np.array([theirs[node] for node in graph]), atol=1e-6)


def test_evening_keeps_directions_and_order_and_spreads_the_middle() -> None:
    points = np.array([[0.01, 0.0], [0.0, 0.02], [-0.03, 0.0], [0.0, -0.04], [9.0, 0.0]])
    points -= np.median(points, axis=0)
    moved = evened(points)
    far = np.hypot(moved[:, 0], moved[:, 1])

    assert list(np.argsort(far, kind="stable")) == list(
        np.argsort(np.hypot(points[:, 0], points[:, 1]), kind="stable")
    )
    assert far.max() <= 1
    assert far[np.argsort(far)[2]] > 0.4


def test_more_than_can_be_drawn_is_refused() -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(str(at) for at in range(LARGEST_DRAWN + 1))
    with pytest.raises(ValueError, match="at most 1000 nodes"):
        positions(graph)
