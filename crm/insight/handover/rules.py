"""What falls away when somebody leaves: the report of that day with them, and without: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import networkx as nx

from crm.insight.gaps import HAS_WAY_IN
from crm.insight.rules.held import STRENGTH_NEW, ReachRules
from crm.insight.snapshot import NetworkRows, network_of
from graph.network import Network, tie_cost
from graph.next_contacts import next_contacts
from graph.reach import CellReach, Status, analyse_cells

OPENERS_NAMED = 3
ROUNDING = 100
"""Micro-nats by which the sum of a chain's costs may differ from the cost of its strength."""

_RANK = {
    Status.UNKNOWN: 0,
    Status.NOT_REACHED: 1,
    Status.STALE: 1,
    Status.WEAK: 2,
    Status.SINGLE: 3,
    Status.REACHED: 4,
}


@dataclass(frozen=True)
class Fall:
    """A cell that is worse off without somebody, on the day on which they leave.

    `meet`: whom a colleague should get to know before, so that the line works without them; None: we know nobody.
    `openers`: who else can open the door, those with the best line first.
    """

    cell: str
    before: Status
    after: Status
    meet: str | None
    openers: tuple[str, ...]

    @property
    def loses_way_in(self) -> bool:
        """Whether the only way in goes."""
        return self.before in HAS_WAY_IN and self.after not in HAS_WAY_IN


def falls_without(rows: NetworkRows, rules: ReachRules, leaver: UUID, on: date) -> tuple[Fall, ...]:
    """Returns the cells that fall a status when a node is gone from a date on, in the order of the matrix.

    Both networks are of that date: whoever leaves before it is in neither, and every tie has cooled until then. Only
    cells are worked out to which a line over the leaver is at least weak, or that the leaver can open (REACH 1.3, 1.4):
    no other status can change, but for one that was lost before.
    """
    with_them = network_of(_leaving(rows, leaver, None), on, rules)
    node = str(leaver)
    affected = _affected(with_them, node)
    if not affected:
        return ()
    without = network_of(_leaving(rows, leaver, on), on, rules)
    before = analyse_cells(_only(with_them, affected), looks_ahead=False)
    after = analyse_cells(_only(without, affected), looks_ahead=False)
    fallen = [key for key in affected if _RANK[after[key].status] < _RANK[before[key].status]]
    if not fallen:
        return ()
    distances = _distances(without.live_graph(), without.consultants)
    return tuple(_fall(key, before[key], after[key], without, distances, node) for key in fallen)


def _leaving(rows: NetworkRows, leaver: UUID, on: date | None) -> NetworkRows:
    nodes = tuple(replace(node, gone_on=on) if node.id == leaver else node for node in rows.nodes)
    return replace(rows, nodes=nodes)


def _only(network: Network, cells: Iterable[str]) -> Network:
    return replace(network, members={key: network.members[key] for key in cells}, residents={})


def _affected(network: Network, node: str) -> list[str]:
    near = _near(network, node) | {node}
    return [key for key, openers in network.members.items() if not near.isdisjoint(openers)]


def _near(network: Network, node: str) -> set[str]:
    """The nodes to which a line over this one is at least weak."""
    live = network.live_graph()
    distances = _distances(live, network.consultants)
    if node not in distances:
        return set()
    cutoff = None
    if network.thresholds.weak > 0:
        cutoff = tie_cost(network.thresholds.weak) + ROUNDING - distances[node]
        if cutoff < 0:
            return set()
    return set(nx.single_source_dijkstra_path_length(live, node, cutoff=cutoff, weight="cost"))


def _distances(live: "nx.Graph[str]", consultants: frozenset[str]) -> Mapping[str, float]:
    if not consultants:
        return {}
    found: Mapping[str, float] = nx.multi_source_dijkstra_path_length(live, set(consultants), weight="cost")
    return found


def _fall(
    key: str,
    before: CellReach,
    after: CellReach,
    without: Network,
    distances: Mapping[str, float],
    node: str,
) -> Fall:
    far = max(distances.values(), default=0) + 1
    openers = sorted(without.members[key], key=lambda opener: (distances.get(opener, far), opener))
    alone = _only(without, [key])
    picks = next_contacts(alone, count=1, strength_new=STRENGTH_NEW, live=without.live_ties).picks
    # A colleague who leaves can introduce a second one to whom they know; else it is who else opens the door.
    handed = before.chain[1:2] if before.chain[:1] == (node,) else tuple(openers[:1])
    meet = picks[0].id if picks else next(iter(handed), None)
    others = tuple(opener for opener in openers if opener != meet)
    return Fall(key, before.status, after.status, meet, others[:OPENERS_NAMED])
