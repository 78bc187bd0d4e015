"""The view of a few steps around a node, and which nodes stay when there are more than can be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping


def steps_from(
    centre: str,
    steps: int,
    neighbours: Callable[[str], Iterable[str]],
    goes_on: Callable[[str], bool] = lambda _: True,
) -> dict[str, int]:
    """Returns the nodes within so many steps of the centre, each with its least number of steps.

    Breadth first (Moore 1959); the order of the answer is by steps, then by id, whatever the order of neighbours.
    O(nodes and lines that are met).

    Args:
        neighbours: who has a line with a node.
        goes_on: whether the view goes on beyond a node; beyond the centre it always does.

    >>> lines = {"a": "b", "b": "ac", "c": "bd", "d": "c"}
    >>> steps_from("a", 2, lambda node: lines[node])
    {'a': 0, 'b': 1, 'c': 2}
    """
    found, edge = {centre: 0}, [centre]
    for step in range(1, steps + 1):
        beyond = {
            other
            for node in edge
            if node == centre or goes_on(node)
            for other in neighbours(node)
            if other not in found
        }
        edge = sorted(beyond)
        found.update(dict.fromkeys(edge, step))
    return found


def nearest(
    steps: Mapping[str, int], most: int, last: Callable[[str], bool] = lambda _: False
) -> tuple[str, ...]:
    """Returns at most so many nodes: the nearest first; at the same distance those that are not `last`, then by id.

    Nothing but the distance and that choice decides, so that nobody is shown for having many lines.

    >>> nearest({"p": 0, "o": 1, "a": 1}, most=2, last=lambda node: node == "a")
    ('p', 'o')
    """
    ordered = sorted(steps, key=lambda node: (steps[node], last(node), node))
    return tuple(ordered[:most])
