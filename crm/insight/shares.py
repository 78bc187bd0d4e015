"""*Bereiken we iedereen in verhouding?*: each group's share of residents beside its share of our contacts: pure.

For the whole city, and within one dimension: residents sit in several groups, so shares of different dimensions say
nothing of each other (REACH 1.5). Crossings of groups are no dimension of their own and are left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from crm.insight.cells import Counted, GroupFact, Residents
from crm.insight.report import ReachReport
from crm.insight.snapshot import openers_in_city
from crm.parties.models import Dimension
from crm.parties.words import DIMENSIONS
from graph.gap import GroupGap, Proportion, axis_gap
from graph.network import TOLERANCE, tie_cost


class ShareVerdict(StrEnum):
    """What may be said of a group. No figure, and nothing to compare it with, are answers too."""

    UNDER = "under_represented"
    IN_PROPORTION = "in_proportion"
    TOO_FEW = "too_few_to_judge"
    ALONE = "nothing_to_compare"
    NO_FIGURE = "no_figure"


_SAID = {
    Proportion.UNDER: ShareVerdict.UNDER,
    Proportion.IN_PROPORTION: ShareVerdict.IN_PROPORTION,
    Proportion.TOO_FEW: ShareVerdict.TOO_FEW,
}


@dataclass(frozen=True)
class GroupShare:
    """A group: residents by a source, `contacts` (openers whom we reach at least weakly), and the gap between both."""

    group: GroupFact
    residents: Residents | None
    contacts: int
    gap: GroupGap | None
    verdict: ShareVerdict


@dataclass(frozen=True)
class AxisShares:
    """The groups of one dimension; `dissimilarity` is the share of our contacts that would have to be elsewhere."""

    dimension: Dimension
    groups: tuple[GroupShare, ...]
    dissimilarity: float | None

    @property
    def name(self) -> str:
        """The dimension in words: a message id."""
        return DIMENSIONS[self.dimension]

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the figures come from, with their year."""
        known = {f"{one.residents.source} ({one.residents.year})" for one in self.groups if one.residents}
        return tuple(sorted(known))

    @property
    def is_compared(self) -> bool:
        """Whether at least two groups have a figure, so that their shares can be compared."""
        return any(one.gap is not None for one in self.groups)

    @property
    def short(self) -> tuple[GroupShare, ...]:
        """The groups with clearly too few contacts."""
        return tuple(one for one in self.groups if one.verdict is ShareVerdict.UNDER)


def shares_of(report: ReachReport, dimension: Dimension | None = None) -> tuple[AxisShares, ...]:
    """Returns the dimensions in the order of the matrix, or only the one that is asked for."""
    shares = report.once("shares", lambda: _all_shares(report))
    return tuple(axis for axis in shares if dimension in (None, axis.dimension))


def _all_shares(report: ReachReport) -> tuple[AxisShares, ...]:
    openers = openers_in_city(report.rows, report.as_of)
    reached = {opener for nodes in openers.values() for opener in nodes if _is_reached(report, opener)}
    contacts = {group.id: len(openers.get(group.id, frozenset()) & reached) for group in report.groups}
    by_dimension: dict[Dimension, list[GroupFact]] = {}
    for group in report.groups:
        if group.dimension != Dimension.INTERSECTION:
            by_dimension.setdefault(group.dimension, []).append(group)
    return tuple(
        _axis(axis, [(group, _figure(report, group), contacts[group.id]) for group in groups])
        for axis, groups in by_dimension.items()
    )


def _is_reached(report: ReachReport, opener: str) -> bool:
    """Whether our best line to somebody is at least weak. Costs tell it, but right at the threshold (REACH 0.7)."""
    chain, weak = report.live.best.get(opener), report.network.thresholds.weak
    if chain is None:
        return False
    over = chain.cost - tie_cost(weak) if weak > 0 else 0
    if abs(over) > len(chain.nodes):
        return over < 0
    return report.live.strength_of(chain) >= weak - TOLERANCE


_Row = tuple[GroupFact, Residents | None, int]


def _figure(report: ReachReport, group: GroupFact) -> Residents | None:
    return report.rows.residents.get(Counted(group.id, None))


def _axis(dimension: Dimension, rows: Iterable[_Row]) -> AxisShares:
    """Compares the groups that have a figure. One that is hidden, as it is below ten, takes no part in any sum."""
    rows = list(rows)
    residents: dict[str, float] = {
        str(group.id): figure.count for group, figure, _ in rows if figure is not None and figure.count
    }
    counts = {str(group.id): count for group, _, count in rows if str(group.id) in residents}
    found = axis_gap(counts, residents) if len(residents) > 1 else None

    def share(group: GroupFact, figure: Residents | None, count: int) -> GroupShare:
        gap = found.groups.get(str(group.id)) if found else None
        verdict = ShareVerdict.ALONE if str(group.id) in residents else ShareVerdict.NO_FIGURE
        return GroupShare(group, figure, count, gap, _SAID[gap.proportion] if gap else verdict)

    return AxisShares(dimension, tuple(share(*row) for row in rows), found.dissimilarity if found else None)
