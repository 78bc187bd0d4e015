"""The definitions, worked out by listing every simple chain: slow, and written without looking at `graph/`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from graph.network import Network, NodeKind

Strengths = dict[str, dict[str, float]]


@dataclass(frozen=True, order=True)
class OracleChain:
    """Ordered by integer cost, then by ids."""

    cost: int
    nodes: tuple[str, ...]
    strength: float


def consultants(network: Network) -> set[str]:
    """Returns the ids of the consultants."""
    return {node.id for node in network.nodes if node.kind == NodeKind.CONSULTANT}


def strengths_on(network: Network, day: date, *, undecayed: bool = False) -> Strengths:
    """Returns the strongest live tie of every pair, both ways."""
    strengths: Strengths = {node.id: {} for node in network.nodes}
    for tie in network.ties:
        strength = tie.strength
        if not undecayed:
            days = max(0, (day - tie.last_contact_on).days)
            strength *= 2 ** (-days / (tie.half_life_days or network.half_life_days))
        if strength > 0 and (undecayed or strength > network.thresholds.live - 1e-12):
            strongest = max(strength, strengths[tie.a].get(tie.b, 0))
            strengths[tie.a][tie.b] = strengths[tie.b][tie.a] = strongest
    return strengths


def chains(network: Network, strengths: Strengths, openers: Iterable[str]) -> list[OracleChain]:
    """Returns every simple chain from a consultant to an opener, best first."""
    wanted = set(openers)

    def extend(nodes: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if nodes[-1] in wanted:
            yield nodes
        for other in strengths[nodes[-1]]:
            if other not in nodes:
                yield from extend((*nodes, other))

    found = []
    for start in consultants(network):
        for nodes in extend((start,)):
            steps = [strengths[a][b] for a, b in pairwise(nodes)]
            cost = sum(round(-math.log(step) * 1e6) for step in steps)
            found.append(OracleChain(cost, nodes, math.prod(steps)))
    return sorted(found)


def reach(found: list[OracleChain], without: str = "") -> float:
    """Returns the strength of the best chain that does not need one node."""
    return next((chain.strength for chain in found if without not in chain.nodes), 0.0)


def most_disjoint(found: list[OracleChain], shared: set[str]) -> int:
    """Returns the most chains of which no two have a node in common, but for the shared ones."""
    sets = list({frozenset(chain.nodes) - shared for chain in found})
    minimal = [one for one in sets if not any(other < one for other in sets)]

    def most(left: list[frozenset[str]]) -> int:
        if not left:
            return 0
        first, rest = left[0], left[1:]
        return max(most(rest), 1 + most([one for one in rest if not one & first]))

    return most(minimal)


def reach_of_cells(network: Network) -> dict[str, float]:
    """Returns the reach of every cell on the report date."""
    strengths = strengths_on(network, network.as_of)
    return {cell: reach(chains(network, strengths, openers)) for cell, openers in network.members.items()}
