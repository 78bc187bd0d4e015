"""Next contacts of today: at most five who together bring most residents within reach, with why; and whom not now.

Names of persons stand in it: it is for the team only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from uuid import UUID

from sqlmodel import Session

from crm.accounts.access import may_see_persons
from crm.accounts.queries import names_of
from crm.contacts.load import Load
from crm.errors import NotFound
from crm.insight.gaps import ReportCell
from crm.insight.next_contacts import queries
from crm.insight.next_contacts.circumstances import OpenedCell, PartyFacts, cells_seen, facts_seen
from crm.insight.next_contacts.hours import counts_for, hours_of
from crm.insight.next_contacts.queries import Decision, Planned
from crm.insight.report import ReachReport, reach_report
from crm.insight.rules.held import STRENGTH_NEW
from crm.insight.snapshot import doors_of
from crm.parties.models import Strength
from crm.parties.queries import PartyLabel, party_labels
from crm.signals.queries import waiting
from crm.viewer import Viewer
from graph.network import TOLERANCE
from graph.next_contacts import NextContacts, next_contacts
from graph.opening import Opening, openings

MOST_SHOWN = 5
_STRENGTHS = {strength.value_now: strength for strength in Strength}


@dataclass(frozen=True)
class Link:
    """One party of a line, and how it hangs on the one before: nothing for the first."""

    party: PartyLabel
    strength: Strength | None = None
    last_contact_on: date | None = None


@dataclass(frozen=True)
class Opened:
    """A cell that comes within reach: over whom, where the last one opens the door, and what that is worth.

    `opens` is empty where the last one works with these people itself.
    """

    cell: ReportCell
    counts_for: int
    reach_then: float
    over: tuple[Link, ...]
    opens: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """The colleague who spoke with somebody last, and when."""

    colleague: str
    last_contact_on: date


@dataclass(frozen=True)
class Suggestion:
    """Somebody to speak to next. `seen` is what it rests on; `before` an earlier "not now" that no longer holds.

    `known` is None where nobody of the team knows them; what most residents count for comes first.
    """

    party: PartyLabel
    known: Known | None
    gain: float
    hours: int
    opened: tuple[Opened, ...]
    planned: tuple[Planned, ...]
    before: Decision | None
    seen: str

    @property
    def residents(self) -> int:
        """The residents whom a source counts in the cells, added up; somebody can be in several."""
        return sum(one.cell.residents.count or 0 for one in self.opened if one.cell.residents)

    @property
    def without_figure(self) -> int:
        """How many of the cells have no figure that is shown."""
        return sum(not (one.cell.residents and one.cell.residents.count) for one in self.opened)

    @property
    def by_line(self) -> tuple[tuple[Opened, ...], ...]:
        """The cells, those together that are opened over the same line."""
        found: dict[tuple[tuple[Link, ...], tuple[str, ...]], list[Opened]] = {}
        for one in self.opened:
            found.setdefault((one.over, one.opens), []).append(one)
        return tuple(tuple(cells) for cells in found.values())


@dataclass(frozen=True)
class Waits:
    """Somebody of whom we asked too much lately."""

    party: PartyLabel
    load: Load


@dataclass(frozen=True)
class PutOff:
    """Somebody who is not proposed now."""

    party: PartyLabel
    decision: Decision


@dataclass(frozen=True)
class NextUp:
    """Next contacts of a day. `bound`: the share of the best possible that they reach at least; None with hours."""

    report: ReachReport
    hours: int | None
    bound: float | None
    suggestions: tuple[Suggestion, ...]
    waits: tuple[Waits, ...]
    put_off: tuple[PutOff, ...]

    @property
    def hours_used(self) -> int:
        """How many hours the suggestions take together."""
        return sum(one.hours for one in self.suggestions)


def left_alone(session: Session, viewer: Viewer, report: ReachReport, today: date) -> frozenset[str]:
    """Returns whom no page proposes: who was put off, and of whom too much was asked.

    Raises:
        NotFound: the viewer may not see persons.
    """
    decisions = queries.decisions(session, viewer)
    standing = _standing(report, decisions, queries.facts_of(session, viewer, decisions), today)
    return frozenset(map(str, {*standing, *waiting(session, viewer, today)}))


def next_up(
    session: Session,
    viewer: Viewer,
    today: date,
    hours: int | None = None,
    report: ReachReport | None = None,
) -> NextUp:
    """Returns whom to speak to next: for so many hours, or without a limit the five that gain most.

    Who was put off, or asked too much of, is left out before anything is chosen, so that others come up. The number
    of queries does not grow with what is found.

    Args:
        report: on which the choice rests; the one that holds now, where none is given.

    Raises:
        NotFound: the viewer may not see persons.
    """
    decisions = queries.decisions(session, viewer)
    report = report or reach_report(session, viewer, today)
    standing = _standing(report, decisions, queries.facts_of(session, viewer, decisions), today)
    loads = waiting(session, viewer, today)
    found = _picks(report, frozenset(map(str, {*standing, *loads})), hours)
    picked = [UUID(pick.id) for pick in found.picks]
    facts = queries.facts_of(session, viewer, picked)
    planned = queries.planned_about(session, viewer, picked)
    opened = _opened_by(report, [pick.id for pick in found.picks])
    labels = _labels(session, viewer, report, opened, {*standing, *loads})
    known = _known(session, viewer, report, opened)
    suggestions = (
        Suggestion(
            party=labels[party],
            known=known.get(pick.id),
            gain=pick.gain,
            hours=hours_of(report.network)[pick.id],
            opened=_worth(report, [one for one in opened[pick.id] if one.cell in set(pick.cells)], labels),
            planned=tuple(planned.get(party, ())),
            before=decisions.get(party),
            seen=_seen(report, party, facts[party], opened[pick.id]),
        )
        for party, pick in zip(picked, found.picks, strict=True)
    )
    present = {node.id for node in report.network.nodes}
    waits = [Waits(labels[key], load) for key, load in loads.items() if str(key) in present]
    return NextUp(
        report=report,
        hours=hours,
        bound=found.bound,
        suggestions=tuple(suggestions),
        waits=tuple(sorted(waits, key=lambda one: (one.party.name, one.party.id))),
        put_off=tuple(PutOff(labels[key], decision) for key, decision in reversed(standing.items())),
    )


def seen_now(session: Session, viewer: Viewer, today: date, party_id: UUID) -> str:
    """Returns on what it would rest to propose somebody now, as a text that changes when that changes.

    Raises:
        NotFound: the viewer may not see persons, or there is no such party in the network.
    """
    if not may_see_persons(viewer):
        raise NotFound
    report = reach_report(session, viewer, today)
    if party_id not in report.rows.by_id or str(party_id) in report.network.consultants:
        raise NotFound
    facts = queries.facts_of(session, viewer, [party_id])
    return _seen(report, party_id, facts[party_id], _opened_by(report, [str(party_id)])[str(party_id)])


def _picks(report: ReachReport, without: frozenset[str], hours: int | None) -> NextContacts:
    """Whom the greedy chooses, kept with the report: the same question is asked by everybody who opens the page."""

    def picked() -> NextContacts:
        network = replace(
            report.network,
            residents={one.cell.key: counts_for(one) for one in report.cells},
            costs={} if hours is None else hours_of(report.network),
            budget=hours,
        )
        return next_contacts(
            network,
            count=MOST_SHOWN,
            strength_new=STRENGTH_NEW,
            live=report.live.ties,
            without=without,
        )

    return report.once(("next contacts", without, hours), picked)


def _opened_by(report: ReachReport, parties: Iterable[str]) -> dict[str, tuple[Opening, ...]]:
    """What a contact with each would open by itself, kept with the report."""
    known: dict[str, tuple[Opening, ...]] = report.once("openings", dict)
    wanted = list(parties)
    missing = [party for party in wanted if party not in known]
    if missing:
        strong = report.network.thresholds.strong - TOLERANCE
        closed = [one.cell.key for one in report.cells if one.reach.reach < strong]
        known |= openings(report.network, missing, closed, strength_new=STRENGTH_NEW, live=report.live.graph)
    return {party: known[party] for party in wanted}


def _standing(
    report: ReachReport,
    decisions: Mapping[UUID, Decision],
    facts: Mapping[UUID, PartyFacts],
    today: date,
) -> dict[UUID, Decision]:
    """The decisions that still hold: their day has not come, and they rest on the same as when they were taken."""
    present = {node.id for node in report.network.nodes}
    held = {
        party: decision
        for party, decision in decisions.items()
        if str(party) in present
        and (decision.dismissal.ask_again_on is None or decision.dismissal.ask_again_on > today)
        and decision.dismissal.seen.startswith(facts_seen(party, facts[party]))
    }
    opened = _opened_by(report, map(str, held))
    return {
        party: decision
        for party, decision in held.items()
        if decision.dismissal.seen == _seen(report, party, facts[party], opened[str(party)])
    }


def _seen(report: ReachReport, party: UUID, facts: PartyFacts, opened: Iterable[Opening]) -> str:
    cells = (OpenedCell(one.cell, report.by_key[one.cell].status) for one in opened)
    return facts_seen(party, facts) + cells_seen(party, cells)


def _labels(
    session: Session,
    viewer: Viewer,
    report: ReachReport,
    opened: Mapping[str, tuple[Opening, ...]],
    others: Iterable[UUID],
) -> dict[UUID, PartyLabel]:
    """The names of all who are spoken of, in one query."""
    lines = [one for found in opened.values() for one in found]
    doors = (door for one in lines for door in _doors(report, one))
    nodes = (UUID(node) for one in lines for node in one.nodes)
    return party_labels(session, viewer, [*map(UUID, opened), *nodes, *doors, *others])


def _known(session: Session, viewer: Viewer, report: ReachReport, parties: Iterable[str]) -> dict[str, Known]:
    """Who of the team spoke last with each of those parties; one query."""
    wanted, ours = set(parties), report.network.consultants
    last: dict[str, tuple[date, str]] = {}
    for tie in report.network.ties:
        for end, other in ((tie.a, tie.b), (tie.b, tie.a)):
            if end in wanted and other in ours:
                last[end] = max(last.get(end, (date.min, "")), (tie.last_contact_on, other))
    names = names_of(session, viewer, [UUID(colleague) for _, colleague in last.values()])
    return {end: Known(names[UUID(colleague)], on) for end, (on, colleague) in last.items()}


def _worth(
    report: ReachReport, found: Iterable[Opening], labels: Mapping[UUID, PartyLabel]
) -> tuple[Opened, ...]:
    """The cells of a pick with their reasons, what most residents count for first."""
    return tuple(sorted((_opened(report, one, labels) for one in found), key=lambda one: -one.counts_for))


def _doors(report: ReachReport, one: Opening) -> frozenset[UUID]:
    return doors_of(report.rows, UUID(one.nodes[-1]), report.by_key[one.cell].cell, report.as_of)


def _opened(report: ReachReport, one: Opening, labels: Mapping[UUID, PartyLabel]) -> Opened:
    cell, last = report.by_key[one.cell], UUID(one.nodes[-1])
    doors = _doors(report, one)
    links = [Link(labels[UUID(one.nodes[0])])]
    links += [_link(report, before, node, labels) for before, node in pairwise(one.nodes)]
    names = () if last in doors else tuple(sorted(labels[door].name for door in doors))
    return Opened(cell, counts_for(cell), one.reach, tuple(links), names)


def _link(report: ReachReport, before: str, node: str, labels: Mapping[UUID, PartyLabel]) -> Link:
    """How one of the line hangs on the one before: by the tie between them that is strongest now."""
    half_life = report.network.half_life_days
    ties = report.ties[frozenset((before, node))]
    tie = max(ties, key=lambda one: one.strength_on(report.as_of, half_life))
    return Link(labels[UUID(node)], _STRENGTHS[tie.strength], tie.last_contact_on)
