"""Brokers: nodes and ties without which the live network falls apart, wherever that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import networkx as nx


@dataclass(frozen=True, slots=True)
class Brokers:
    """Both sorted. A second-line table: they split the network, mostly where no cell depends on it (REACH 1.4)."""

    articulation_points: tuple[str, ...]
    bridges: tuple[tuple[str, str], ...]


def find_brokers(graph: nx.Graph[str]) -> Brokers:
    """Returns the articulation points and bridges of the live ties, consultants included, cells left out.

    Hopcroft and Tarjan 1973; a bridge by chain decomposition (Schmidt 2013). O(nodes + ties).

    >>> find_brokers(nx.Graph([("c1", "a"), ("a", "b")]))
    Brokers(articulation_points=('a',), bridges=(('a', 'b'), ('a', 'c1')))
    """
    bridges = cast("Iterator[tuple[str, str]]", nx.bridges(graph))
    return Brokers(
        tuple(sorted(set(nx.articulation_points(graph)))),
        tuple(sorted((min(a, b), max(a, b)) for a, b in bridges)),
    )
