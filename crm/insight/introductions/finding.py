"""Who can introduce the viewer to a party: the best chains from themselves, and those of the team."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from crm.errors import NotFound
from crm.insight.chain import Box, Step, Way, boxes_of, way_of
from crm.insight.report import ReachReport
from crm.parties.queries import PartyLabel, party_labels
from crm.viewer import Viewer
from graph.introductions import Chain, best_introductions

CHAINS = 3


@dataclass(frozen=True)
class Introducing:
    """One chain: `ids` run from who is asked to the target. `opens`: the last but one opens the door there.

    Such an opener has no tie with the target that counts, only a reach link, so that step has no date.
    """

    ids: tuple[UUID, ...]
    way: Way
    opens: bool


@dataclass(frozen=True)
class Ways:
    """The best chains that are alive; where there is none, the one that there once was, if there was."""

    live: tuple[Introducing, ...]
    once: Introducing | None


@dataclass(frozen=True)
class IntroductionReading:
    """Whom the viewer wants to reach, and over whom: `mine` starts with the viewer, `team` with a colleague."""

    target: PartyLabel
    mine: Ways
    team: Ways


@dataclass(frozen=True)
class _Found:
    live: tuple[Chain, ...]
    once: tuple[Chain, ...]


def introduction_reading(
    session: Session, viewer: Viewer, report: ReachReport, target_id: UUID
) -> IntroductionReading:
    """Returns who can introduce the viewer to a party, in four queries for any length of the chains.

    Raises:
        NotFound: there is no such party, or the viewer may not know of it.
    """
    target = party_labels(session, viewer, [target_id]).get(target_id)
    if target is None:
        raise NotFound
    me = str(viewer.user_id)
    ends = {str(target_id)} | _openers(report, target_id)
    mine = _found(report, {me}, ends)
    team = _found(report, report.network.consultants - {me}, ends)
    chains = (*mine.live, *mine.once, *team.live, *team.once)
    nodes = {node for chain in chains for node in chain}
    boxes = boxes_of(session, viewer, report, {*nodes, str(target_id)} if nodes else set())
    return IntroductionReading(
        target, _ways(report, mine, boxes, target_id), _ways(report, team, boxes, target_id)
    )


def _openers(report: ReachReport, target_id: UUID) -> set[str]:
    """Who can open the door at the target: the holders of its live reach links."""
    return {
        str(link.holder)
        for link in report.rows.openings
        if link.target == target_id
        and link.since <= report.as_of
        and (link.until is None or link.until > report.as_of)
    }


def _found(report: ReachReport, starts: Collection[str], ends: Collection[str]) -> _Found:
    consultants = report.network.consultants
    live = best_introductions(report.live.graph, consultants, starts, ends, CHAINS)
    if live:
        return _Found(live, ())
    return _Found((), best_introductions(report.undecayed.graph, consultants, starts, ends, 1))


def _ways(report: ReachReport, found: _Found, boxes: dict[str, Box], target_id: UUID) -> Ways:
    once = [_introducing(report, chain, boxes, target_id, is_past=True) for chain in found.once]
    return Ways(
        tuple(_introducing(report, chain, boxes, target_id) for chain in found.live),
        once[0] if once else None,
    )


def _introducing(
    report: ReachReport, chain: Chain, boxes: dict[str, Box], target_id: UUID, *, is_past: bool = False
) -> Introducing:
    way, ids = way_of(report, chain, boxes, is_past=is_past), tuple(UUID(node) for node in chain)
    if ids[-1] == target_id:
        return Introducing(ids, way, opens=False)
    whole = Way((*way.steps, Step(boxes[str(target_id)])), way.strength)
    return Introducing((*ids, target_id), whole, opens=True)
