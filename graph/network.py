"""The network of a report date as one frozen value: nodes, ties that cool, and who can open which cell."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import networkx as nx

COST_SCALE = 1_000_000
"""Chains are compared by whole micro-nats: sums are exact and equal costs are really equal (REACH 0.7)."""

TOLERANCE = 1e-9
"""A figure this close to a threshold counts as on it, so that 0.5 x 0.5 is a strong chain."""

FLOAT_NOISE = 1e-12
"""What a power of two may be off by: less than the tolerance of a status, as being live is part of the figure."""


class BadNetwork(ValueError):
    """Input that is refused: the message names the entry by position, and the field."""


class NodeKind(StrEnum):
    """What a node of the network is. Cells and inclusion groups are labels, never nodes (REACH 0.8)."""

    CONSULTANT = "consultant"
    PERSON = "person"
    ORGANISATION = "organisation"
    COMMUNITY = "community"
    COUNCIL = "council"


@dataclass(frozen=True, slots=True)
class Node:
    """One consultant or party."""

    id: str
    kind: NodeKind


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between two nodes: its strength (0..1) on the day of the last contact. Without direction."""

    a: str
    b: str
    strength: float
    last_contact_on: date
    half_life_days: float | None = None

    def strength_on(self, day: date, half_life_days: float) -> float:
        """Returns what is left on `day`; `half_life_days` holds where the tie has none of its own.

        >>> tie = Tie("c1", "a", 0.8, date(2026, 1, 1))
        >>> tie.strength_on(date(2026, 6, 30), half_life_days=180)
        0.4
        """
        return decayed(
            self.strength, (day - self.last_contact_on).days, self.half_life_days or half_life_days
        )


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which strength a chain works (`strong`), still counts (`weak`) and a tie is alive at all (`live`)."""

    strong: float = 0.25
    weak: float = 0.10
    live: float = 0.05


@dataclass(frozen=True, slots=True)
class Network:
    """All that a report is worked out from; a wrong one cannot be made (`BadNetwork`).

    `members` maps a cell (a group in a neighbourhood) to the nodes that can open it; `residents` counts per
    cell, and where it is empty every cell counts 1; `costs` are hours per contact (1 where a node has none).
    """

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    members: Mapping[str, frozenset[str]]
    as_of: date
    half_life_days: float = 180.0
    residents: Mapping[str, float] = field(default_factory=dict)
    costs: Mapping[str, float] = field(default_factory=dict)
    budget: float | None = None
    thresholds: Thresholds = Thresholds()

    def __post_init__(self) -> None:
        for refusal in _refusals(self):
            raise BadNetwork(refusal)

    @property
    def consultants(self) -> frozenset[str]:
        """The ids of the consultants, from whom every chain starts."""
        return frozenset(node.id for node in self.nodes if node.kind is NodeKind.CONSULTANT)

    def live_graph(self) -> nx.Graph[str]:
        """Returns the ties that are live on the report date, with `strength` and integer `cost` on each edge.

        Several ties between two nodes: the one that is strongest now. O(nodes log nodes + ties).
        """
        return self._graph(
            lambda tie: tie.strength_on(self.as_of, self.half_life_days), self.thresholds.live - FLOAT_NOISE
        )

    def undecayed_graph(self) -> nx.Graph[str]:
        """Returns every tie with the strength it once had, as if nothing had cooled. Same shape and cost."""
        return self._graph(lambda tie: tie.strength, 0.0)

    def weight_of(self, cell: str) -> float:
        """Returns how many residents a cell counts for."""
        return self.residents.get(cell, 0) if self.residents else 1

    def _graph(self, strength_of: Callable[[Tie], float], least: float) -> nx.Graph[str]:
        graph: nx.Graph[str] = nx.Graph()
        for node in sorted(self.nodes, key=lambda node: node.id):
            graph.add_node(node.id, kind=node.kind)
        strongest: dict[frozenset[str], float] = {}
        for tie in self.ties:
            strength, pair = strength_of(tie), frozenset((tie.a, tie.b))
            if strength >= least and strength > strongest.get(pair, 0.0):
                strongest[pair] = strength
        for (a, b), strength in strongest.items():
            graph.add_edge(a, b, strength=strength, cost=tie_cost(strength))
        return graph


def decayed(strength: float, days: int, half_life_days: float) -> float:
    """Returns the strength after `days` without contact; days in the future count as none (REACH 1.1).

    >>> decayed(0.8, 360, half_life_days=180)
    0.2
    >>> decayed(0.8, -3, half_life_days=180)
    0.8
    """
    return float(strength * 2.0 ** (-max(0, days) / half_life_days))


def tie_cost(strength: float) -> int:
    """Returns `-ln(strength)` in whole micro-nats: the least sum is the strongest chain. Needs strength > 0.

    >>> tie_cost(1.0), tie_cost(0.5)
    (0, 693147)
    """
    return round(-math.log(strength) * COST_SCALE)


def _refusals(network: Network) -> Iterator[str]:
    """Yields what is wrong with a network, in the order of its fields."""
    yield from _bad_settings(network)
    kinds: dict[str, NodeKind] = {}
    for position, node in enumerate(network.nodes):
        if not node.id:
            yield f"nodes[{position}].id: must not be empty"
        if node.id in kinds:
            yield f"nodes[{position}].id: an earlier node has the same id"
        kinds[node.id] = node.kind
    for position, tie in enumerate(network.ties):
        yield from _bad_tie(f"ties[{position}]", tie, kinds)
    for cell, openers in network.members.items():
        for position, opener in enumerate(sorted(openers)):
            yield from bad_opener(f"members[{cell!r}][{position}]", opener, kinds)
    for cell, residents in network.residents.items():
        if cell not in network.members:
            yield f"residents[{cell!r}]: members has no such cell"
        yield from _bad_number(f"residents[{cell!r}]", residents)
    for id_, cost in network.costs.items():
        if id_ not in kinds:
            yield f"costs[{id_!r}]: no node has this id"
        yield from _bad_number(f"costs[{id_!r}]", cost, above_zero=True)


def bad_opener(entry: str, opener: str, kinds: Mapping[str, NodeKind]) -> Iterator[str]:
    """Yields why a node cannot open a cell. `entry` says where it stands; `kinds` holds every node."""
    if opener not in kinds:
        yield f"{entry}: no node has this id"
    elif kinds[opener] is NodeKind.CONSULTANT:
        yield f"{entry}: a consultant cannot open a cell"


def _bad_settings(network: Network) -> Iterator[str]:
    yield from _bad_number("half_life_days", network.half_life_days, above_zero=True)
    thresholds = network.thresholds
    for name, value in (("strong", thresholds.strong), ("weak", thresholds.weak), ("live", thresholds.live)):
        yield from _bad_number(f"thresholds.{name}", value, most=1.0)
    if thresholds.weak > thresholds.strong:
        yield "thresholds.weak: must not be above thresholds.strong"
    if network.budget is not None:
        yield from _bad_number("budget", network.budget)


def _bad_tie(entry: str, tie: Tie, kinds: Mapping[str, NodeKind]) -> Iterator[str]:
    for end, id_ in (("a", tie.a), ("b", tie.b)):
        if id_ not in kinds:
            yield f"{entry}.{end}: no node has this id"
    if tie.a == tie.b:
        yield f"{entry}.b: a tie needs two different nodes"
    yield from _bad_number(f"{entry}.strength", tie.strength, most=1.0)
    if tie.half_life_days is not None:
        yield from _bad_number(f"{entry}.half_life_days", tie.half_life_days, above_zero=True)


def _bad_number(
    entry: str, value: float, *, most: float = math.inf, above_zero: bool = False
) -> Iterator[str]:
    if not math.isfinite(value) or value < 0 or value > most or (above_zero and value == 0):
        least = "above 0" if above_zero else "0 or more"
        yield f"{entry}: must be a number, {least}" + (f" and at most {most:g}" if most < math.inf else "")
