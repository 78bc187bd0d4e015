"""Reach: how well the city reaches each cell, through whom, how safely, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import networkx as nx

from graph.chains import best_chains
from graph.cooling import cooling_of
from graph.fragility import Departures, fragility_of, independent_ways, ways_in
from graph.network import TOLERANCE, Network, Thresholds


class Status(StrEnum):
    """What a manager reads of a cell. Exact and ordered: the first that applies (REACH 1.3)."""

    UNKNOWN = "unknown"
    STALE = "stale"
    NOT_REACHED = "not_reached"
    WEAK = "weak"
    SINGLE = "single"
    REACHED = "reached"


@dataclass(frozen=True, slots=True)
class CellReach:
    """All that is known of one cell. Strengths are 0..1, lists of ids are sorted, a chain runs from the consultant.

    `fragility` is null where there is no reach; `goes_cold_on` where it is below `weak` already or stays above it for ten years.
    """

    status: Status
    reach: float
    reach_undecayed: float
    backup_reach: float
    backup_reach_if_a_consultant_leaves: float
    fragility: float | None
    independent_ways: int
    critical_people: tuple[str, ...]
    critical_consultants: tuple[str, ...]
    chain: tuple[str, ...]
    reach_if_person_leaves: Mapping[str, float]
    goes_cold_on: date | None


def status_of(
    *, is_mapped: bool, reach: float, reach_undecayed: float, backup_reach: float, thresholds: Thresholds
) -> Status:
    """Returns the status of a cell; a figure within 1e-9 of a threshold is on it. `is_mapped`: it has an opener.

    >>> status_of(is_mapped=True, reach=0.25, reach_undecayed=0.9, backup_reach=0.1, thresholds=Thresholds())
    <Status.REACHED: 'reached'>
    >>> status_of(is_mapped=True, reach=0.09, reach_undecayed=0.9, backup_reach=0, thresholds=Thresholds())
    <Status.STALE: 'stale'>
    """
    strong, weak = thresholds.strong - TOLERANCE, thresholds.weak - TOLERANCE
    if not is_mapped:
        return Status.UNKNOWN
    if reach < weak:
        return Status.STALE if reach_undecayed >= strong else Status.NOT_REACHED
    if reach < strong:
        return Status.WEAK
    return Status.SINGLE if backup_reach < weak else Status.REACHED


def analyse_cells(network: Network, live: nx.Graph[str] | None = None) -> dict[str, CellReach]:
    """Returns every cell of the network, by name. `live` is `network.live_graph()`, if it is at hand already.

    One Dijkstra for all cells, one partial one per node on a best chain, one flow and one look ahead per cell.
    """
    consultants = network.consultants
    live = network.live_graph() if live is None else live
    tree = best_chains(live, consultants)
    undecayed = best_chains(network.undecayed_graph(), consultants)
    departures, cooling = Departures(tree), cooling_of(network, tree)
    ways = ways_in(tree.costs, consultants)
    cells: dict[str, CellReach] = {}
    for cell, openers in sorted(network.members.items()):
        chain = tree.best_to(openers)
        reach, once = tree.strength_of(chain), undecayed.strength_of(undecayed.best_to(openers))
        fragility = fragility_of(departures, openers)
        status = status_of(
            is_mapped=bool(openers),
            reach=reach,
            reach_undecayed=once,
            backup_reach=fragility.backup_reach,
            thresholds=network.thresholds,
        )
        cells[cell] = CellReach(
            status=status,
            reach=reach,
            reach_undecayed=once,
            backup_reach=fragility.backup_reach,
            backup_reach_if_a_consultant_leaves=fragility.backup_reach_if_a_consultant_leaves,
            fragility=fragility.share_lost,
            independent_ways=independent_ways(ways, openers),
            critical_people=fragility.critical_people,
            critical_consultants=fragility.critical_consultants,
            chain=() if chain is None else chain.nodes,
            reach_if_person_leaves=fragility.reach_if_person_leaves,
            goes_cold_on=cooling.goes_cold_on(openers),
        )
    return cells
