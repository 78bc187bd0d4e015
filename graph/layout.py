"""Where the nodes of a drawing stand: the same graph and seed give the same picture, in any order and process."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import NDArray

LARGEST_DRAWN = 1_000
"""Forces work between every two nodes: above this a drawing would take seconds, and nobody could read it."""

ITERATIONS = 50
SMOOTHINGS = 15
EVENNESS = 0.8
"""How far the middle of a drawing is opened up: 0 leaves it to the forces, 1 is the same everywhere."""

WIDE = 1.5
"""How much wider than high the parts of a network are set side by side: the shape of most screens."""

_DECIMALS = 4
_Points = NDArray[np.float64]


class Point(NamedTuple):
    """A place in the drawing: both 0..1, `y` downwards."""

    x: float
    y: float


def positions(graph: nx.Graph[str], seed: int = 1) -> dict[str, Point]:
    """Returns where each node stands, 0..1 on both axes with the same scale; one at least touches 0 and 1.

    Each connected part is drawn by itself with the forces of Fruchterman and Reingold (1991; see `settled`), and
    the parts are set side by side, the largest first. The forces start from places that a
    node's own id decides, smoothed over its neighbours: so neither the order of insertion nor the number of
    other nodes decides where it begins, and a node more moves the others little.

    O(iterations * nodes^2) for the largest part.

    Args:
        graph: an edge may have a `strength` (0..1): the stronger, the closer its ends.

    Raises:
        ValueError: more nodes than `LARGEST_DRAWN`.

    >>> positions(nx.Graph([("a", "b")])) == positions(nx.Graph([("b", "a")]))
    True
    """
    if len(graph) > LARGEST_DRAWN:
        raise ValueError(f"at most {LARGEST_DRAWN} nodes can be drawn, not {len(graph)}")
    ordered = _weighted(graph)
    parts = sorted(
        (sorted(part) for part in nx.connected_components(ordered)), key=lambda part: (-len(part), part[0])
    )
    placed = _side_by_side([_drawn(ordered, part, seed) for part in parts])
    return _in_unit_square(dict(zip((node for part in parts for node in part), placed, strict=True)))


def _weighted(graph: nx.Graph[str]) -> nx.Graph[str]:
    """The graph in the order of its ids. An edge pulls less at an end with many: else all would hang on few hubs."""
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(graph))
    for a, b in sorted((min(a, b), max(a, b)) for a, b in graph.edges if a != b):
        shared = math.sqrt(graph.degree[a] * graph.degree[b])
        ordered.add_edge(
            a, b, weight=(0.2 + float(graph.edges[a, b].get("strength", 1.0))) / math.sqrt(shared)
        )
    return ordered


def _drawn(graph: nx.Graph[str], part: list[str], seed: int) -> _Points:
    """The places of one connected part, around its middle, in a circle whose area grows with its nodes."""
    if len(part) == 1:
        return np.zeros((1, 2))
    own: nx.Graph[str] = nx.Graph()  # a view of a part would keep no order of its own
    own.add_nodes_from(part)
    own.add_edges_from((a, b, values) for a, b, values in graph.edges(part, data=True))
    points = settled(own, _start(own, seed), 1.4 / math.sqrt(len(part)))
    spread: _Points = evened(points) * math.sqrt(len(part))
    return spread


def evened(points: _Points) -> _Points:
    """Returns the points in a circle of radius 1, as close together in its middle as at its rim.

    Forces push leaves far out and leave a knot in the middle. Each point keeps its direction from the middle and
    its turn in distance; how far it stands then follows the area. O(nodes log nodes).
    """
    moved = points - np.median(points, axis=0)
    far = np.hypot(moved[:, 0], moved[:, 1])
    turns = np.empty(len(points))
    turns[np.argsort(far, kind="stable")] = np.arange(len(points))
    even = np.sqrt((turns + 0.5) / len(points))
    as_it_was = far / max(float(far.max()), 1e-9)
    wanted = EVENNESS * even + (1 - EVENNESS) * as_it_was
    result: _Points = moved * (wanted / np.maximum(far, 1e-9))[:, None]
    return result


def settled(graph: nx.Graph[str], points: _Points, spacing: float, iterations: int = ITERATIONS) -> _Points:
    """Returns the points after the forces: every two nodes push off, and an edge pulls by its `weight`.

    The same steps as NetworkX's `spring_layout` (method "force"), some ten times faster, since it makes no array
    of all differences: 500 nodes settle while one page is answered. O(iterations * nodes^2).

    Args:
        points: one row of x and y for each node, in the graph's order.
        spacing: the distance at which push and pull of an edge of weight 1 are equal.
    """
    order = {node: at for at, node in enumerate(graph)}
    ends = np.array([(order[a], order[b]) for a, b in graph.edges]).reshape(-1, 2)
    weights = np.array([weight for _, _, weight in graph.edges(data="weight", default=1.0)])
    points = points.copy()
    longest = float((points.max(axis=0) - points.min(axis=0)).max()) * 0.1
    for iteration in range(iterations):
        apart = np.square(points[:, :1] - points[:, 0])
        apart += np.square(points[:, 1:] - points[:, 1])
        np.maximum(apart, 1e-4, out=apart)
        force = spacing**2 / apart
        pull = weights * np.sqrt(apart[ends[:, 0], ends[:, 1]]) / spacing
        force[ends[:, 0], ends[:, 1]] -= pull
        force[ends[:, 1], ends[:, 0]] -= pull
        moved = points * force.sum(axis=1, keepdims=True) - force @ points
        lengths = np.maximum(np.hypot(moved[:, 0], moved[:, 1]), 0.01)
        points += moved * (longest * (1 - iteration / (iterations + 1)) / lengths)[:, None]
    return points


def _start(graph: nx.Graph[str], seed: int) -> _Points:
    """Places of the nodes' own, each drawn towards its neighbours: what hangs together starts together."""
    own = np.array([_own_place(node, seed) for node in graph])
    if len(own) == 2:
        return own  # the middle of two is the same place for both
    points = own
    near = nx.to_numpy_array(graph, weight="weight")
    weights = near.sum(axis=1, keepdims=True)
    near /= weights
    for _ in range(SMOOTHINGS):
        points = (points + near @ points) / 2
        points -= (points * weights).sum(axis=0) / weights.sum()
        points /= np.maximum(np.sqrt((points**2).mean(axis=0)), 1e-9)
    started: _Points = points / np.abs(points).max()
    return started


def _own_place(node: str, seed: int) -> tuple[float, float]:
    dice = random.Random(f"{seed}:{node}")  # a text seeds the same way in every process
    return dice.uniform(-1, 1), dice.uniform(-1, 1)


def _side_by_side(parts: Iterable[_Points]) -> _Points:
    """Sets the parts in rows from left to right; each keeps a margin of one node."""
    made = list(parts)
    sides = [2 * math.sqrt(len(part)) + 1 for part in made]
    row_width = max([math.sqrt(sum(side**2 for side in sides) * WIDE), *sides])
    set_down, left, top, height = [], 0.0, 0.0, 0.0
    for part, side in zip(made, sides, strict=True):
        if left + side > row_width + 1e-9:
            left, top, height = 0.0, top + height, 0.0
        set_down.append(part + np.array([left + side / 2, top + side / 2]))
        left, height = left + side, max(height, side)
    return np.concatenate(set_down) if set_down else np.zeros((0, 2))


def _in_unit_square(points: Mapping[str, _Points]) -> dict[str, Point]:
    if not points:
        return {}
    places = np.array(list(points.values()))
    low, high = places.min(axis=0), places.max(axis=0)
    extent = float((high - low).max())
    scale = 1 / extent if extent > 0 else 1.0
    inside = np.round((places - (low + high) / 2) * scale + 0.5, _DECIMALS)
    return {node: Point(float(x), float(y)) for node, (x, y) in zip(points, inside, strict=True)}
