"""Nodes and ties as values: what the network is made of, how a tie cools, and what its strength costs a chain."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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


def decayed(strength: float, days: int, half_life_days: float) -> float:
    """Returns the strength after `days` without contact; days in the future count as none.

    One exponential per tie since the last contact: the tie-decay networks of Ahmad, Porter and Beguerisse-Diaz
    (arXiv:1805.00193) with one contact remembered (REACH 1.1). `graph.columns` does the same for all ties at once.

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
