"""Which organisations and networks link others, and which groups look inward for their size: pure.

Persons are what links run over, and are never listed, counted one by one or compared (DOMAIN rule 1).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from uuid import UUID

import networkx as nx

from crm.insight.cells import GroupFact
from crm.insight.report import ReachReport
from graph.cohesion import Openness, brokerage, constraint, effective_size, openness
from graph.network import NodeKind

LISTED = 8
"""More than this nobody reads; the list is a place to begin, not a league table."""

LEAST_SEPARATE = 3.0
"""Who links fewer than three separate circles has no linking role worth a line."""

LEAST_TIES = 5
"""With fewer ties nothing is said of a group."""

CHANCE = 0.05
"""A group looks inward when chance alone would give as many ties within at most this often."""

_CIRCLES = frozenset({NodeKind.ORGANISATION, NodeKind.COMMUNITY, NodeKind.COUNCIL})


class OpennessVerdict(StrEnum):
    """What may be said of the ties of a group."""

    INWARD = "inward_looking"
    AS_EXPECTED = "as_open_as_its_size"
    TOO_FEW = "too_few_to_judge"


@dataclass(frozen=True)
class LinkingParty:
    """An organisation or network: `linked_with` whom, how many `separate` ones (effective size), Burt's constraint.

    `only_link_between` counts the pairs of them that nobody else links; `credit` shares a pair among all who do.
    """

    id: UUID
    linked_with: tuple[UUID, ...]
    separate: float
    constraint: float
    only_link_between: int
    credit: float


@dataclass(frozen=True)
class GroupOpenness:
    """The ties of the organisations and networks around a group; `ties` is null where they have none."""

    group: GroupFact
    carriers: int
    ties: Openness | None
    verdict: OpennessVerdict


@dataclass(frozen=True)
class LinkingReading:
    """Who links, best first, and how open each group is, the most inward first; of how many parties and links."""

    as_of: date
    parties: tuple[LinkingParty, ...]
    groups: tuple[GroupOpenness, ...]
    circles: int
    links: int

    def judged(self, verdict: OpennessVerdict) -> tuple[GroupOpenness, ...]:
        """The groups of which that is said."""
        return tuple(one for one in self.groups if one.verdict == verdict)


def linking_reading(report: ReachReport) -> LinkingReading:
    """Returns who links and which groups look inward on the date of the report."""
    graph = links_between(report)
    return LinkingReading(
        report.as_of,
        linking_parties(graph),
        _group_openness(report, graph),
        graph.number_of_nodes(),
        graph.number_of_edges(),
    )


def links_between(report: ReachReport) -> "nx.Graph[str]":
    """Returns organisations and networks, two of them linked by a live tie, or by somebody who has one with both.

    Two-mode ties in the sense of Breiger 1974 (Social Forces 53:181). Our own team links nobody here: that we know
    two of them does not make them know each other. Where a small circle betrays people (groups with figures for the
    whole city only) a person in between does not count. O(ties + pairs that a person links).
    """
    live = report.network.live_graph()
    kinds = {node.id: node.kind for node in report.network.nodes}
    guarded = {group.id for group in report.groups if group.is_city_wide_only}
    betraying = {str(party) for party, groups in report.rows.carried.items() if groups & guarded}
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(node for node in live if kinds[node] in _CIRCLES)
    graph.add_edges_from((a, b) for a, b in live.edges if a in graph and b in graph)
    for node in live:
        if kinds[node] is NodeKind.PERSON:
            near = [other for other in live[node] if other in graph and other not in betraying]
            graph.add_edges_from(combinations(near, 2))
    return graph


def linking_parties(graph: "nx.Graph[str]", count: int = LISTED) -> tuple[LinkingParty, ...]:
    """Returns who links most separate circles, at most `count`; who shares its work with fewest comes first."""
    separate, spent, brokers = effective_size(graph), constraint(graph), brokerage(graph)
    linking = [node for node, size in separate.items() if size >= LEAST_SEPARATE]
    linking.sort(key=lambda node: (-separate[node], -brokers[node].credit, node))
    return tuple(
        LinkingParty(
            id=UUID(node),
            linked_with=tuple(sorted(UUID(other) for other in graph[node])),
            separate=separate[node],
            constraint=spent[node],
            only_link_between=brokers[node].only,
            credit=brokers[node].credit,
        )
        for node in linking[:count]
    )


def verdict_of(ties: Openness | None) -> OpennessVerdict:
    """Returns what may be said of a group's ties.

    >>> verdict_of(Openness(inside=4, outside=1, observed=-0.6, expected=0.8, chance=0.001)).value
    'inward_looking'
    >>> verdict_of(Openness(inside=4, outside=0, observed=-1.0, expected=0.8, chance=0.001)).value
    'too_few_to_judge'
    """
    if ties is None or ties.inside + ties.outside < LEAST_TIES:
        return OpennessVerdict.TOO_FEW
    return OpennessVerdict.INWARD if ties.chance <= CHANCE else OpennessVerdict.AS_EXPECTED


def _group_openness(report: ReachReport, graph: "nx.Graph[str]") -> tuple[GroupOpenness, ...]:
    carriers: dict[UUID, list[str]] = {}
    for party, groups in report.rows.carried.items():
        for group_id in groups if str(party) in graph else ():
            carriers.setdefault(group_id, []).append(str(party))
    found = [_openness_of(group, carriers.get(group.id, ()), graph) for group in report.groups]
    return tuple(sorted(found, key=lambda one: one.ties.difference if one.ties else 0.0))


def _openness_of(group: GroupFact, carriers: Iterable[str], graph: "nx.Graph[str]") -> GroupOpenness:
    members = set(carriers)
    ties = openness(graph, members)
    return GroupOpenness(group, len(members), ties, verdict_of(ties))
