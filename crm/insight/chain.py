"""One cell, opened: the best line with the date of each link, other ways, what hangs on whom, and what is behind it.

Names of persons are for the team. Who may not see persons reads their roles, and gets no id of them either.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from sqlmodel import Session

from crm.accounts.access import may_see_persons
from crm.accounts.queries import names_of
from crm.contacts.models import Topic
from crm.contacts.queries import ContactView, contact_views
from crm.errors import NotFound
from crm.insight import queries
from crm.insight.cells import CITY, Cell
from crm.insight.gaps import QUARTER_DAYS, ReportCell
from crm.insight.queries import DoneFollowUp, LiveRoles, OpenFollowUp
from crm.insight.report import ReachReport
from crm.insight.rules.held import STRENGTH_NEW
from crm.insight.snapshot import doors_of
from crm.parties.models import PersonRole
from crm.parties.queries import PartyLabel, party_labels
from crm.viewer import Viewer
from graph.network import TOLERANCE, Network, NodeKind
from graph.next_contacts import next_contacts
from graph.reach import Status, analyse_cells

OTHER_WAYS = 3
CONTACTS_SHOWN = 8
VOICES_SHOWN = 5
DONE_SHOWN = 3


@dataclass(frozen=True)
class Box:
    """One node as a viewer may know it. `name`, `id` and `href` are empty for a colleague or person kept unnamed.

    `until` is when the first of a person's mandates ends.
    """

    kind: NodeKind
    id: UUID | None = None
    name: str | None = None
    href: str | None = None
    roles: tuple[PersonRole, ...] = ()
    until: date | None = None


@dataclass(frozen=True)
class Step:
    """A box of a chain, and how it hangs on the one before: when they last spoke, and what is left of the line."""

    box: Box
    last_contact_on: date | None = None
    strength: float | None = None
    is_quiet: bool = False


@dataclass(frozen=True)
class Way:
    """A line from a colleague to somebody who can open the cell, and its strength now."""

    steps: tuple[Step, ...]
    strength: float


@dataclass(frozen=True)
class Departure:
    """What is left of our best line if one of its links falls away."""

    box: Box
    left: float


@dataclass(frozen=True)
class OwnSignal:
    """A signal of the group itself."""

    theme: Topic
    heard_on: date


@dataclass(frozen=True)
class CellReading:
    """All that stands behind one cell. `is_past`: the line shown is the one that we once had.

    `cold_if_spoken_on` is when the way in would be lost if the colleague at its start speaks with the next on the line
    on the day of the report, and nobody after that.
    """

    cell: ReportCell
    way: Way | None
    is_past: bool
    cold_if_spoken_on: date | None
    opens: tuple[PartyLabel, ...]
    other_ways: tuple[Way, ...]
    departures: tuple[Departure, ...]
    hangs_on_one_colleague: bool
    suggestion: Box | None
    contacts: list[ContactView]
    voices: list[ContactView]
    signals: tuple[OwnSignal, ...]
    follow_ups: tuple[OpenFollowUp, ...]
    done: tuple[DoneFollowUp, ...]


def cell_at(report: ReachReport, group_id: UUID, place: UUID | str) -> ReportCell:
    """Returns the cell of an address.

    Raises:
        NotFound: there is no such group or place, or the group has figures for the city only.
    """
    found = report.by_key.get(Cell(group_id, None if isinstance(place, str) else place).key)
    if found is None or (isinstance(place, str) and place != CITY):
        raise NotFound
    return found


def planned_for(cell: Cell, planned: Iterable[OpenFollowUp]) -> tuple[OpenFollowUp, ...]:
    """Returns what will be done about a cell: about its group there, or about its group anywhere."""
    return tuple(
        one
        for one in planned
        if one.cell.group_id == cell.group_id
        and (cell.place_id is None or one.cell.place_id in (None, cell.place_id))
    )


def cell_reading(
    session: Session,
    viewer: Viewer,
    report: ReachReport,
    cell: ReportCell,
    left_alone: Collection[str] = (),
) -> CellReading:
    """Returns what stands behind a cell, in eleven queries for any length of its chains.

    Args:
        left_alone: who is not proposed for a first step (`next_contacts.suggesting.left_alone`).
    """
    chain, is_past = _best_chain(report, cell)
    others = _other_chains(report, cell, chain)
    suggested = _whom_to_meet(report, cell, chain, left_alone)
    boxes = boxes_of(session, viewer, report, {*chain, *suggested, *(node for way in others for node in way)})
    as_of, rows = report.as_of, report.rows
    parties = [UUID(node) for node in chain if node not in report.network.consultants]
    behind = queries.contacts_with(session, viewer, parties, as_of, CONTACTS_SHOWN)
    heard = queries.voices_of(session, viewer, cell.cell, rows, as_of, VOICES_SHOWN)
    views = contact_views(session, viewer, [*behind, *heard])
    own = queries.signals_of(session, viewer, cell.cell, as_of, VOICES_SHOWN)
    lost = sorted(cell.reach.reach_if_person_leaves.items(), key=lambda one: (one[1], one[0]))
    return CellReading(
        cell=cell,
        way=way_of(report, chain, boxes, is_past=is_past) if chain else None,
        is_past=is_past,
        cold_if_spoken_on=_cold_if_spoken(report, cell),
        opens=_opens(session, viewer, report, cell, chain),
        other_ways=tuple(way_of(report, way, boxes) for way in others),
        departures=tuple(Departure(boxes[node], left) for node, left in lost if node in boxes),
        hangs_on_one_colleague=cell.has_way_in
        and cell.reach.backup_reach_if_a_consultant_leaves < report.network.thresholds.weak - TOLERANCE,
        suggestion=boxes[suggested[0]] if suggested else None,
        contacts=views[: len(behind)],
        voices=views[len(behind) :],
        signals=tuple(OwnSignal(Topic(one.theme), one.heard_on) for one in own),
        follow_ups=planned_for(cell.cell, queries.open_follow_ups(session, viewer)),
        done=queries.done_follow_ups(
            session, viewer, cell.cell, as_of - timedelta(days=QUARTER_DAYS), DONE_SHOWN
        ),
    )


def _cold_if_spoken(report: ReachReport, cell: ReportCell) -> date | None:
    """When the way in would be lost if the first tie of its line were kept up today; None where it would not be."""
    if cell.reach.goes_cold_on is None:
        return None
    network, first = report.network, set(cell.reach.chain[:2])
    ties = tuple(
        replace(tie, last_contact_on=report.as_of) if {tie.a, tie.b} == first else tie for tie in network.ties
    )
    members = {cell.cell.key: network.members[cell.cell.key]}
    alone = replace(network, ties=ties, members=members, residents={})
    return analyse_cells(alone)[cell.cell.key].goes_cold_on


def _best_chain(report: ReachReport, cell: ReportCell) -> tuple[tuple[str, ...], bool]:
    """The best live line; where reach is below weak, the line that we once had."""
    if cell.status in (Status.STALE, Status.NOT_REACHED):
        once = report.undecayed.best_to(report.network.members[cell.cell.key])
        return (once.nodes if once else ()), True
    return cell.reach.chain, False


def _other_chains(report: ReachReport, cell: ReportCell, best: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The best lines to others who can open the cell, the strongest first."""
    openers = report.network.members[cell.cell.key] - set(best[-1:])
    chains = sorted(report.live.best[opener] for opener in openers if opener in report.live.best)
    return [chain.nodes for chain in chains[:OTHER_WAYS]]


def _whom_to_meet(
    report: ReachReport, cell: ReportCell, chain: tuple[str, ...], left_alone: Collection[str]
) -> tuple[str, ...]:
    """Whom to meet so that the line works again, or that a second one does (REACH 1.7); else the next on the line.

    Where everything runs through one link, it is asked what would help without that link.
    """
    if cell.status == Status.REACHED:
        return ()
    members = {cell.cell.key: report.network.members[cell.cell.key]}
    alone = replace(report.network, members=members, residents={})
    if cell.status == Status.SINGLE:
        lost = cell.reach.reach_if_person_leaves
        alone = _without(alone, min(lost, key=lambda node: (lost[node], node)))
    present = [node for node in left_alone if node in alone.columns.nodes.place_of]
    picks = next_contacts(alone, count=1, strength_new=STRENGTH_NEW, without=present).picks
    following = tuple(node for node in chain[1:2] if node not in left_alone)
    return tuple(pick.id for pick in picks) or following


def _without(network: Network, leaver: str) -> Network:
    """The network once a node is no longer there."""
    return replace(
        network,
        nodes=tuple(node for node in network.nodes if node.id != leaver),
        ties=tuple(tie for tie in network.ties if leaver not in (tie.a, tie.b)),
        members={cell: openers - {leaver} for cell, openers in network.members.items()},
    )


def boxes_of(session: Session, viewer: Viewer, report: ReachReport, nodes: set[str]) -> dict[str, Box]:
    """Returns the boxes of nodes of the report as the viewer may know them, in three queries."""
    kinds = {str(node.id): node.kind for node in report.rows.nodes}
    sees_persons = may_see_persons(viewer)
    ours = [UUID(node) for node in nodes if kinds[node] == NodeKind.CONSULTANT]
    persons = [UUID(node) for node in nodes if kinds[node] == NodeKind.PERSON]
    labels = party_labels(session, viewer, [UUID(node) for node in nodes])
    names = names_of(session, viewer, ours) if sees_persons else {}
    roles = queries.live_roles(session, viewer, persons, report.as_of)
    boxes = {}
    for node in nodes:
        key, kind = UUID(node), kinds[node]
        label, held = labels.get(key), roles.get(key, LiveRoles())
        if kind == NodeKind.CONSULTANT:
            boxes[node] = Box(kind, key if key in names else None, names.get(key))
        elif label is None:
            boxes[node] = Box(kind, roles=held.roles, until=held.until)
        else:
            boxes[node] = Box(kind, key, label.name, label.href, held.roles, held.until)
    return boxes


def way_of(
    report: ReachReport, nodes: tuple[str, ...], boxes: dict[str, Box], *, is_past: bool = False
) -> Way:
    """Returns the line over those nodes, with what is left of each of its ties; a past one may have cooled."""
    weak = report.network.thresholds.weak
    steps = [Step(boxes[nodes[0]])]
    strength = 1.0
    for before, node in pairwise(nodes):
        ties = report.ties[frozenset((before, node))]
        half_life = report.network.half_life_days
        left = max(tie.strength_on(report.as_of, half_life) for tie in ties)
        last = max(tie.last_contact_on for tie in ties)
        steps.append(Step(boxes[node], last, left, is_quiet=is_past and left < weak))
        strength *= left
    return Way(tuple(steps), strength)


def _opens(
    session: Session, viewer: Viewer, report: ReachReport, cell: ReportCell, chain: tuple[str, ...]
) -> tuple[PartyLabel, ...]:
    """Through which organisations and communities the end of the chain opens the cell."""
    if not chain:
        return ()
    opener = UUID(chain[-1])
    doors = doors_of(report.rows, opener, cell.cell, report.as_of) - {opener}
    labels = party_labels(session, viewer, doors)
    return tuple(sorted(labels.values(), key=lambda label: (label.name, label.id)))
