"""Next contacts: whom to meet so that most residents come within reach, with a guarantee on how good the list is."""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

import networkx as nx
import numpy as np

from graph.arrays import Figures, Mask, TieArrays, Whole, arrays_of_graph
from graph.chains import chains_from
from graph.columns import Columns
from graph.network import Network
from graph.offers import Offers, offers_to
from graph.ties import FLOAT_NOISE, TOLERANCE, BadNetwork

NEW_STRENGTH = 0.6
"""What a first meeting is taken to be worth: between "we know each other" and "we work together"."""


class Objective(StrEnum):
    """`cover` counts residents of cells that become strong; `soft` counts residents times the gain in reach."""

    COVER = "cover"
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class NextContact:
    """One pick: what it adds to those before it, and the cells (sorted) that it does so for."""

    id: str
    gain: float
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextContacts:
    """The picks in order, and the share (0..1) of the best possible that they reach at least; null with a budget."""

    picks: tuple[NextContact, ...]
    bound: float | None


def next_contacts(
    network: Network | Columns,
    *,
    count: int = 5,
    objective: Objective = Objective.COVER,
    strength_new: float = NEW_STRENGTH,
    live: nx.Graph[str] | TieArrays | None = None,
    without: Collection[str] = (),
) -> NextContacts:
    """Returns whom to meet next: the largest gain (with costs: per cost), then the lowest id, until nothing is gained.

    A pick makes a fresh tie between it and a consultant, of `strength_new` or of the tie they once had. Greedy on a
    monotone submodular function: at least 1 - 1/e of the best (Nemhauser, Wolsey and Fisher 1978); with a budget
    the better of that and the best single pick (Khuller, Moss and Naor 1999), as ratio greedy alone can be
    arbitrarily bad. Gains are re-evaluated lazily (Leskovec et al. 2007). O(offers x log offers) after `offers_to`.
    Those in `without` are never picked, and the bound is a share of the best possible without them; chains still run
    over them. `live`: the network's live ties, if they are at hand. Raises `BadNetwork` for a strength outside 0..1 or a negative count.
    """
    if not 0 <= strength_new <= 1:
        raise BadNetwork("strength-new: must be a number, 0 or more and at most 1")
    if count < 0:
        raise BadNetwork("next: must be a number, 0 or more")
    columns = network if isinstance(network, Columns) else network.columns
    ties = arrays_of_graph(live) if isinstance(live, nx.Graph) else live or columns.live_ties
    strengths = strengths_of_picks(columns, strength_new)
    strengths[columns.nodes.places(without)] = 0.0
    gains = _Gains(columns, ties, objective, strengths)
    single = _best_single(gains)
    picks = tuple(_greedy(gains, count))
    gained = sum(pick.gain for pick in picks)
    if columns.budget is None:
        return NextContacts(picks, _share_of_best(gains, gained, count))
    if single is not None and count > 0 and _rounded(single.gain) > _rounded(gained):
        picks = (single,)
    return NextContacts(picks, None)


class _Gains:
    """What each candidate adds to the picks made so far. A row of `offers` is what one candidate does for one cell."""

    def __init__(self, columns: Columns, ties: TieArrays, objective: Objective, strengths: Figures) -> None:
        self.columns, self.objective = columns, objective
        self.strong = columns.thresholds.strong - TOLERANCE
        cells = columns.cells
        tree = chains_from(ties, columns.nodes.is_consultant)
        self.reach = tree.reach_of_cells(cells)
        least = self.reach + TOLERANCE
        if objective is Objective.COVER:
            least = np.where(self.reach >= self.strong, np.inf, self.strong)
        self.offers: Offers = offers_to(ties, cells, strengths, least)

    def per_row(self, rows: slice | Mask = slice(None)) -> Figures:
        """Returns what each row of offers adds, in residents (or residents times reach)."""
        offers = self.offers
        cells, strength = offers.cell[rows], offers.strength[rows]
        reach, weight = self.reach[cells], self.columns.cells.residents[cells]
        if self.objective is Objective.COVER:
            return np.where((reach < self.strong) & (strength >= self.strong), weight, 0.0)
        return np.where(strength > reach + TOLERANCE, weight * (strength - reach), 0.0)

    def all(self) -> Figures:
        """Returns what each candidate adds in all."""
        summed = np.bincount(self.offers.candidate, self.per_row(), minlength=len(self.offers.nodes))
        return summed.astype(np.float64)

    def gain(self, candidate: int) -> float:
        """Returns what one candidate adds in all, added up in the order of the cells."""
        return float(sum(self.per_row(self.offers.rows_of(candidate)).tolist()))

    def hours(self, candidate: int) -> float:
        """Returns what a contact costs, in the unit of the budget."""
        return float(self.columns.hours[self.offers.nodes[candidate]])

    def pick_of(self, candidate: int) -> NextContact:
        """Returns the pick with the cells that it improves, also those that nobody counted."""
        rows = self._improving(candidate)
        names = self.columns.cells.names
        return NextContact(
            self.columns.nodes.ids[int(self.offers.nodes[candidate])],
            self.gain(candidate),
            tuple(names[cell] for cell in self.offers.cell[rows].tolist()),
        )

    def take(self, candidate: int) -> NextContact:
        """Returns the pick and makes it count: the reach of its cells is raised."""
        pick, rows = self.pick_of(candidate), self._improving(candidate)
        self.reach[self.offers.cell[rows]] = self.offers.strength[rows]
        return pick

    def _improving(self, candidate: int) -> Whole:
        rows = self.offers.rows_of(candidate)
        reach, strength = self.reach[self.offers.cell[rows]], self.offers.strength[rows]
        if self.objective is Objective.COVER:
            improved = (reach < self.strong) & (strength >= self.strong)
        else:
            improved = strength > reach + TOLERANCE
        return np.flatnonzero(improved).astype(np.int32) + np.int32(rows.start)


def _greedy(gains: _Gains, count: int) -> Iterator[NextContact]:
    """Yields the picks. A gain only shrinks as picks are made, so one that is still on top when renewed is largest."""
    left = math.inf if gains.columns.budget is None else gains.columns.budget
    per_hour = gains.all() / gains.columns.hours[gains.offers.nodes]
    heap = [(-_rounded(gain), candidate) for candidate, gain in enumerate(per_hour.tolist()) if gain > 0]
    heapq.heapify(heap)
    while heap and count > 0:
        candidate = heapq.heappop(heap)[1]
        renewed = (-_rounded(gains.gain(candidate) / gains.hours(candidate)), candidate)
        if renewed[0] == 0 or gains.hours(candidate) > left + TOLERANCE:
            continue
        if heap and renewed > heap[0]:
            heapq.heappush(heap, renewed)
            continue
        left -= gains.hours(candidate)
        count -= 1
        yield gains.take(candidate)


def _best_single(gains: _Gains) -> NextContact | None:
    """Returns the one pick within the budget that gains most on its own; null where none gains anything."""
    budget = math.inf if gains.columns.budget is None else gains.columns.budget
    each = np.round(gains.all(), DIGITS)
    each[gains.columns.hours[gains.offers.nodes] > budget + TOLERANCE] = 0.0
    if not (each > 0).any():
        return None
    return gains.pick_of(int(np.argmax(each)))


def _share_of_best(gains: _Gains, gained: float, count: int) -> float:
    """Returns the share of the best possible gain that the picks reach at least (REACH 1.7).

    No `count` picks gain more than these picks and the `count` largest gains that remain.
    """
    each = gains.all()
    still_open = float(np.sort(each)[max(0, len(each) - count) :].sum()) if count else 0.0
    return 1.0 if _rounded(still_open) == 0 else gained / (gained + still_open)


def strengths_of_picks(columns: Columns, strength_new: float) -> Figures:
    """Returns the strength of the tie that meeting each node would make: 0 where that would not be live, or a consultant."""
    is_consultant, ties = columns.nodes.is_consultant, columns.ties
    strengths = np.where(is_consultant, 0.0, strength_new)
    if not is_consultant.any():
        return np.zeros(len(strengths))
    for end, other in ((ties.a, ties.b), (ties.b, ties.a)):
        rows = np.flatnonzero(is_consultant[other] & ~is_consultant[end])
        np.maximum.at(strengths, end[rows], ties.strength[rows])
    strengths[strengths < columns.thresholds.live - FLOAT_NOISE] = 0.0
    return strengths


DIGITS = 9
"""Gains are compared without the noise of floats, so that equal gains are settled by id."""


def _rounded(gain: float) -> float:
    return round(gain, DIGITS)
