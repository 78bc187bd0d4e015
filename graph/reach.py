"""Reach: how well the city reaches each cell, through whom, how safely, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from graph.chains import NOBODY, chains_from
from graph.columns import Columns
from graph.cooling import Cooling
from graph.departures import Departures
from graph.fragility import fragility_of
from graph.network import TOLERANCE, Network, Thresholds
from graph.ways_in import WaysIn


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


def analyse_cells(network: Network | Columns, *, looks_ahead: bool = True) -> dict[str, CellReach]:
    """Returns every cell of the network, by name; without looking ahead `goes_cold_on` is null everywhere.

    One Dijkstra for all cells, a partial one per node on a best chain, a flow and a look ahead per cell (most of the work).
    """
    columns = network if isinstance(network, Columns) else network.columns
    cells, is_consultant = columns.cells, columns.nodes.is_consultant
    tree = chains_from(columns.live_ties, is_consultant)
    undecayed = chains_from(columns.undecayed_ties, is_consultant)
    reaches, once_reaches = tree.reach_of_cells(cells).tolist(), undecayed.reach_of_cells(cells).tolist()
    departures, cooling, ways = Departures(tree), Cooling(columns, tree), WaysIn(tree.ties)
    found: dict[str, CellReach] = {}
    for number, cell in enumerate(cells.names):
        openers = cells.openers_of(number)
        chain = tree.nearest(openers)
        reach, once = reaches[number], once_reaches[number]
        fragility = fragility_of(departures, openers)
        found[cell] = CellReach(
            status=status_of(
                is_mapped=len(openers) > 0,
                reach=reach,
                reach_undecayed=once,
                backup_reach=fragility.backup_reach,
                thresholds=columns.thresholds,
            ),
            reach=reach,
            reach_undecayed=once,
            backup_reach=fragility.backup_reach,
            backup_reach_if_a_consultant_leaves=fragility.backup_reach_if_a_consultant_leaves,
            fragility=fragility.share_lost,
            independent_ways=ways.count(openers.tolist()),
            critical_people=fragility.critical_people,
            critical_consultants=fragility.critical_consultants,
            chain=() if chain == NOBODY else tree.chain_to(chain).nodes,
            reach_if_person_leaves=fragility.reach_if_person_leaves,
            goes_cold_on=cooling.goes_cold_on(openers) if looks_ahead else None,
        )
    return found
