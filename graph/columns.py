"""The network as columns: one array per field, and no Python object per tie. What every analysis reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from graph.arrays import Cells, Figures, Nodes, TieArrays, Whole, tie_arrays
from graph.ties import FLOAT_NOISE, Thresholds

Rows = slice | Whole
ALL = slice(None)


@dataclass(frozen=True, eq=False)
class TieColumns:
    """A row per tie: the places of its ends, its strength on the day of the last contact, that day's ordinal, its half-life."""

    a: Whole
    b: Whole
    strength: Figures
    last_contact: Whole
    half_life_days: Figures

    def strength_on(self, day: date, rows: Rows = ALL) -> Figures:
        """Returns what is left of the ties of some rows: `strength x 2^(-days / half-life)` (`graph.ties.decayed`)."""
        days = np.maximum(np.int32(0), np.int32(day.toordinal()) - self.last_contact[rows])
        with np.errstate(over="ignore"):
            halvings = days / self.half_life_days[rows]
        return np.asarray(self.strength[rows] * np.exp2(-halvings), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Columns:
    """A network of a report date. `hours` is what a contact with each node costs, in the unit of the budget."""

    nodes: Nodes
    ties: TieColumns
    cells: Cells
    as_of: date
    hours: Figures
    thresholds: Thresholds = field(default_factory=Thresholds)
    budget: float | None = None

    @cached_property
    def live_ties(self) -> TieArrays:
        """The ties that are live on the report date."""
        return self.live_ties_on(self.as_of)

    def live_ties_on(self, day: date) -> TieArrays:
        """Returns the ties that are live on a day; of several between two nodes the one that is strongest then."""
        ties = self.ties
        return tie_arrays(
            self.nodes, ties.a, ties.b, ties.strength_on(day), self.thresholds.live - FLOAT_NOISE
        )

    @cached_property
    def undecayed_ties(self) -> TieArrays:
        """Every tie with the strength it once had, as if nothing had cooled."""
        ties = self.ties
        return tie_arrays(self.nodes, ties.a, ties.b, ties.strength, 0.0)


def cells_of(nodes: Nodes, members: Mapping[str, frozenset[str]], residents: Mapping[str, float]) -> Cells:
    """Returns the cells that `members` names; without any count of residents every cell counts 1."""
    names = sorted(members)
    openers = [nodes.places(members[name]) for name in names]
    starts = np.zeros(len(names) + 1, dtype=np.int32)
    np.cumsum([len(places) for places in openers], out=starts[1:])
    return Cells(
        names=names,
        starts=starts,
        openers=np.array([place for places in openers for place in places], dtype=np.int32),
        residents=np.array([residents.get(name, 0) if residents else 1 for name in names], dtype=np.float64),
    )
