"""Fragility: what is left of a cell's reach when one person or one consultant leaves, and who is on every chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.arrays import Whole
from graph.chains import NOBODY
from graph.departures import Departures
from graph.ties import TOLERANCE


@dataclass(frozen=True, slots=True)
class Fragility:
    """What one departure does to one cell. Figures are strengths; `share_lost` is null where there is no reach."""

    backup_reach: float
    backup_reach_if_a_consultant_leaves: float
    share_lost: float | None
    reach_if_person_leaves: Mapping[str, float]
    critical_people: tuple[str, ...]
    critical_consultants: tuple[str, ...]


UNREACHED = Fragility(0.0, 0.0, None, {}, (), ())
"""A cell without a live chain."""


def fragility_of(departures: Departures, openers: Whole) -> Fragility:
    """Returns what one departure does to the cell that the nodes at the places `openers` can open.

    Only who is on the best chain needs to be tried (the lemma of REACH 1.4): without anybody else that chain is still
    there. So is who is on every chain, whom others find as the dominators of the cell (Lengauer and Tarjan
    1979): here it is a leaver without whom no chain is left. O(chain x the part of the tree behind each of its nodes).
    """
    tree, ids = departures.tree, departures.tree.ties.nodes.ids
    end = tree.nearest(openers)
    if end == NOBODY:
        return UNREACHED
    best = tree.nodes_to(end)
    reach = tree.ties.strength_along(best)
    ranks = tree.rank[openers]
    ranks = ranks[ranks < len(tree.order)]
    ranks.sort()
    people: dict[str, float] = {}
    consultants: dict[str, float] = {}
    critical: set[str] = set()
    for leaver in sorted(best):
        id_ = ids[leaver]
        nodes = departures.nodes_without(int(tree.rank[leaver]), ranks)
        # Chains of equal cost can differ in the seventh digit: a departure never adds reach.
        after = 0.0 if nodes is None else min(reach, tree.ties.strength_along(nodes))
        (consultants if tree.is_source[leaver] else people)[id_] = after
        if nodes is None:
            critical.add(id_)
    backup = min(people.values())
    return Fragility(
        backup_reach=backup,
        backup_reach_if_a_consultant_leaves=min(consultants.values()),
        share_lost=1 - backup / reach,
        reach_if_person_leaves={id_: after for id_, after in people.items() if after < reach - TOLERANCE},
        critical_people=tuple(id_ for id_ in people if id_ in critical),
        critical_consultants=tuple(id_ for id_ in consultants if id_ in critical),
    )
