"""Next contacts: whom to meet so that most residents come within reach, with a guarantee on how good the list is."""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import networkx as nx

from graph.chains import best_chains
from graph.network import FLOAT_NOISE, TOLERANCE, BadNetwork, Network, NodeKind, tie_cost

Ties = Mapping[str, Mapping[str, dict[str, Any]]]
"""The edges of a NetworkX graph by node and neighbour, each with its `strength` and `cost`."""

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
    network: Network,
    *,
    count: int = 5,
    objective: Objective = Objective.COVER,
    strength_new: float = NEW_STRENGTH,
    live: nx.Graph[str] | None = None,
    without: Collection[str] = (),
) -> NextContacts:
    """Returns whom to meet next: the largest gain (with costs: per cost), then the lowest id, until nothing is gained.

    A pick makes a fresh tie between it and a consultant, of `strength_new` or of the tie they once had. Greedy on a
    monotone submodular function: at least 1 - 1/e of the best (Nemhauser, Wolsey and Fisher 1978); with a budget
    the better of that and the best single pick (Khuller, Moss and Naor 1999). Gains are re-evaluated lazily (Leskovec 2007).
    Those in `without` are never picked, and the bound is a share of the best possible without them; chains still run over them.
    Raises `BadNetwork` for a strength outside 0..1 or a negative count.
    """
    if not 0 <= strength_new <= 1:
        raise BadNetwork("strength-new: must be a number, 0 or more and at most 1")
    if count < 0:
        raise BadNetwork("next: must be a number, 0 or more")
    strengths = _strengths_of_picks(network, strength_new)
    for id_ in without:
        strengths.pop(id_, None)
    gains = _Gains(network, objective, strengths, network.live_graph() if live is None else live)
    single = _best_single(gains)
    picks = tuple(_greedy(gains, count))
    gained = sum(pick.gain for pick in picks)
    if network.budget is None:
        return NextContacts(picks, _share_of_best(gains, gained, count))
    if single is not None and count > 0 and _rounded(single.gain) > _rounded(gained):
        picks = (single,)
    return NextContacts(picks, None)


class _Gains:
    """What each candidate adds to the picks made so far."""

    def __init__(
        self, network: Network, objective: Objective, strengths: Mapping[str, float], live: nx.Graph[str]
    ) -> None:
        self.network, self.objective = network, objective
        self.strong = network.thresholds.strong - TOLERANCE
        tree = best_chains(live, network.consultants)
        self.reach = {cell: tree.strength_of(tree.best_to(ids)) for cell, ids in network.members.items()}
        self.offers: dict[str, dict[str, float]] = {id_: {} for id_ in strengths}
        most = max(strengths.values(), default=0.0)
        ties = dict(live.adjacency())
        if not strengths:
            return
        for cell, openers in network.members.items():
            least = self.reach[cell] if objective is Objective.SOFT else self.strong
            if objective is Objective.COVER and self.reach[cell] >= self.strong:
                continue
            # A chain of less than this share of what a pick can get adds nothing to the cell.
            towards = _strengths_towards(ties, network.consultants, openers, min(1.0, least / most))
            for id_, strength in towards.items():
                if id_ in strengths:
                    self.offers[id_][cell] = strengths[id_] * strength

    def added(self, id_: str) -> dict[str, float]:
        """Returns the cells that the next pick of `id_` improves, each with its residents' worth."""
        added: dict[str, float] = {}
        for cell, offer in self.offers[id_].items():
            reach, weight = self.reach[cell], self.network.weight_of(cell)
            if self.objective is Objective.COVER and reach < self.strong <= offer:
                added[cell] = weight
            elif self.objective is Objective.SOFT and offer > reach + TOLERANCE:
                added[cell] = weight * (offer - reach)
        return added

    def gain(self, id_: str) -> float:
        """Returns what a pick adds in all."""
        return sum(cell_gain for _, cell_gain in sorted(self.added(id_).items()))

    def cost(self, id_: str) -> float:
        """Returns what a contact costs, in the unit of the budget."""
        return self.network.costs.get(id_, 1)

    def take(self, id_: str) -> NextContact:
        """Returns the pick and makes it count: the reach of its cells is raised."""
        pick = NextContact(id_, self.gain(id_), tuple(sorted(self.added(id_))))
        for cell in pick.cells:
            self.reach[cell] = self.offers[id_][cell]
        return pick


def _greedy(gains: _Gains, count: int) -> Iterator[NextContact]:
    """Yields the picks. A gain only shrinks as picks are made, so one that is still on top when renewed is largest."""
    left = math.inf if gains.network.budget is None else gains.network.budget
    heap = [(-_rounded(gains.gain(id_) / gains.cost(id_)), id_) for id_ in gains.offers]
    heapq.heapify(heap)
    while heap and count > 0:
        id_ = heapq.heappop(heap)[1]
        renewed = (-_rounded(gains.gain(id_) / gains.cost(id_)), id_)
        if renewed[0] == 0 or gains.cost(id_) > left + TOLERANCE:
            continue
        if heap and renewed > heap[0]:
            heapq.heappush(heap, renewed)
            continue
        left -= gains.cost(id_)
        count -= 1
        yield gains.take(id_)


def _best_single(gains: _Gains) -> NextContact | None:
    """Returns the one pick within the budget that gains most on its own; null where none gains anything."""
    budget = math.inf if gains.network.budget is None else gains.network.budget
    affordable = [
        id_ for id_ in gains.offers if gains.cost(id_) <= budget + TOLERANCE and _rounded(gains.gain(id_)) > 0
    ]
    if not affordable:
        return None
    best = min(affordable, key=lambda id_: (-_rounded(gains.gain(id_)), id_))
    return NextContact(best, gains.gain(best), tuple(sorted(gains.added(best))))


def _share_of_best(gains: _Gains, gained: float, count: int) -> float:
    """Returns the share of the best possible gain that the picks reach at least (REACH 1.7).

    No `count` picks gain more than these picks and the `count` largest gains that remain.
    """
    still_open = sum(heapq.nlargest(count, (gains.gain(id_) for id_ in gains.offers)))
    return 1.0 if _rounded(still_open) == 0 else gained / (gained + still_open)


def _strengths_of_picks(network: Network, strength_new: float) -> dict[str, float]:
    """Returns every candidate with the strength of the tie that meeting them would make, where it would be live."""
    consultants = network.consultants
    if not consultants:
        return {}
    strengths = {
        node.id: strength_new
        for node in sorted(network.nodes, key=lambda node: node.id)
        if node.kind is not NodeKind.CONSULTANT
    }
    for tie in network.ties:
        for end, other in ((tie.a, tie.b), (tie.b, tie.a)):
            if other in consultants and end in strengths:
                strengths[end] = max(strengths[end], tie.strength)
    live = network.thresholds.live - FLOAT_NOISE
    return {id_: strength for id_, strength in strengths.items() if strength >= live and strength > 0}


def _strengths_towards(
    live: Ties, consultants: frozenset[str], openers: Iterable[str], least: float
) -> dict[str, float]:
    """Returns who has a chain to one of the openers of at least about `least`, with its strength.

    Dijkstra from the openers with a cut-off. It does not step over a consultant: what is gained beyond one is reached already.
    """
    most_cost = math.inf if least <= 0 else tie_cost(least) + len(live)
    strengths: dict[str, float] = {}
    heap = [(0, opener) for opener in sorted(openers)]
    offered = dict.fromkeys(openers, 0)
    towards = dict.fromkeys(openers, 1.0)
    while heap:
        cost, node = heapq.heappop(heap)
        if node in strengths:
            continue
        strengths[node] = towards[node]
        for other, tie in live[node].items():
            further = cost + tie["cost"]
            if (
                further <= most_cost
                and further < offered.get(other, further + 1)
                and other not in consultants
            ):
                offered[other], towards[other] = further, towards[node] * tie["strength"]
                heapq.heappush(heap, (further, other))
    return strengths


def _rounded(gain: float) -> float:
    """Returns a gain without the noise of floats, so that equal gains are settled by id."""
    return round(gain, 9)
