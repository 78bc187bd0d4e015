"""Why a cell changed between two dates, worked out from the report of each: pure. Not to know is an answer.

The two reports are made of one state of the log, each by the rules that held on its date. What made the difference is
on one line: on the line that a worse cell had before and has no longer as it was, or that a better cell has now.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from crm.insight.cells import Cell
from crm.insight.gaps import ReportCell
from crm.insight.report import ReachReport
from crm.insight.snapshot import LineFact, OpeningFact
from crm.insight.trend.trends import step_of
from graph.departures import Departures
from graph.reach import Status

MOST_REASONS = 2


class Cause(StrEnum):
    """What happened. Where two are named, they are the ends of one relation."""

    FIRST_CONTACT = "first_contact"
    SPOKEN_AGAIN = "spoken_again"
    RELATION_NOTED = "relation_noted"
    LINK_BEGUN = "link_begun"
    SILENCE = "silence"
    RELATION_ENDED = "relation_ended"
    LINK_ENDED = "link_ended"
    COLLEAGUE_LEFT = "colleague_left"
    PUT_AWAY = "put_away"
    RULES_CHANGED = "rules_changed"
    LOG_CHANGED = "log_changed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reason:
    """One cause, on what date, and who it is about: ids of nodes, whose names are looked up for one viewer."""

    cause: Cause
    on: date | None = None
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Compared:
    """The reports of two dates. `by_old_rules`: the later one by the rules of the earlier, where these differ."""

    before: ReachReport
    after: ReachReport
    by_old_rules: ReachReport | None = None


def reasons_for(compared: Compared, cell: Cell, was: Status, became: Status) -> tuple[Reason, ...]:
    """Returns why the status of a cell is another one than before: two reasons at most.

    Args:
        was, became: the statuses that were frozen. Where the log says something else today, later entries changed
            what we know, and what these statuses rested on cannot be told.
    """
    before, after = compared.before.by_key.get(cell.key), compared.after.by_key.get(cell.key)
    if before is None or after is None or (before.status, after.status) != (was, became):
        return (Reason(Cause.LOG_CHANGED),)
    if compared.by_old_rules is None:
        return _happened(compared.before, compared.after, before, after)
    unruled = compared.by_old_rules.by_key[cell.key]
    if unruled.status == was:
        return (Reason(Cause.RULES_CHANGED),)
    happened = _happened(compared.before, compared.by_old_rules, before, unruled)
    if unruled.status == became:
        return happened
    return (*happened[: MOST_REASONS - 1], Reason(Cause.RULES_CHANGED))


def _happened(
    before: ReachReport, after: ReachReport, was: ReportCell, became: ReportCell
) -> tuple[Reason, ...]:
    """What happened to the line that made the difference, by the same rules on both dates."""
    # Both count as one step; but of a line that "there once was" we only hear when it is noted.
    is_noted = (was.status, became.status) == (Status.NOT_REACHED, Status.STALE)
    if is_noted or step_of(became.status) > step_of(was.status):
        chain = _line_of(after, became, without=_worst_link(was) if was.status is Status.SINGLE else None)
        found = _gained(before, after, was, chain)
    else:
        is_backup = (was.status, became.status) == (Status.REACHED, Status.SINGLE)
        chain = _line_of(before, was, without=_worst_link(became) if is_backup else None)
        found = iter(_lost(before, after, became, chain))
    reasons = tuple(dict.fromkeys(found))[:MOST_REASONS]
    return reasons or (Reason(Cause.UNKNOWN),)


def _worst_link(cell: ReportCell) -> str | None:
    """Whose leaving costs the cell most; the line that avoids them is what makes it reached in two ways."""
    left = cell.reach.reach_if_person_leaves
    return min(left, key=lambda node: (left[node], node), default=None)


def _line_of(report: ReachReport, cell: ReportCell, without: str | None) -> tuple[str, ...]:
    """The best live line, or the best one that avoids a link; where none is live, the line that there once was."""
    openers = report.network.members[cell.cell.key]
    if without is not None:
        nodes = Departures(report.live).chain_without(without, openers)
    else:
        chain = report.live.best_to(openers) if cell.has_way_in else report.undecayed.best_to(openers)
        nodes = None if chain is None else chain.nodes
    if nodes is not None:
        return nodes
    return tuple(sorted(openers)[:1])  # somebody who opens the door, to whom there is no line at all


def _gained(
    before: ReachReport, after: ReachReport, was: ReportCell, chain: tuple[str, ...]
) -> Iterator[Reason]:
    """What is new on a line that a cell has now; else who on it spoke again after the longest pause."""
    first, last = before.as_of, after.as_of
    if not chain:
        return
    if chain[-1] not in before.network.members[was.cell.key]:
        for link in _links(after, chain[-1], was.cell):
            if first < link.since <= last:
                yield Reason(Cause.LINK_BEGUN, link.since, (chain[-1],))
    again: dict[tuple[str, str], int] = {}
    is_new = False
    for pair in pairwise(chain):
        if frozenset(pair) not in before.ties:
            is_new = True
            yield _begun(after, pair, first)
            continue
        pause = (_last(after, pair) - _last(before, pair)).days
        if pause > 0:
            again[pair] = pause
    if again and not is_new:
        pair = max(again, key=lambda one: again[one])
        yield Reason(Cause.SPOKEN_AGAIN, _last(after, pair), pair)


def _lost(
    before: ReachReport, after: ReachReport, became: ReportCell, chain: tuple[str, ...]
) -> list[Reason]:
    """What broke a line that a cell had; where it is whole, between whom on it the silence is longest."""
    broken = list(_broken(before, after, became, chain))
    pairs = list(pairwise(chain))
    if broken or not pairs or any(frozenset(pair) not in after.ties for pair in pairs):
        return broken
    if _strength_of(after, chain) >= _strength_of(before, chain):
        return []
    silent = min(pairs, key=lambda pair: (_last(after, pair), pair))
    return [Reason(Cause.SILENCE, _last(after, silent), silent)]


def _broken(
    before: ReachReport, after: ReachReport, became: ReportCell, chain: tuple[str, ...]
) -> Iterator[Reason]:
    """Who on a line is gone, and which of its relations ended."""
    first, last = before.as_of, after.as_of
    gone = {str(node.id): node.gone_on for node in after.rows.nodes}
    for node in chain:
        on = gone.get(node)
        if on is not None and first < on <= last:
            is_ours = node in before.network.consultants
            yield Reason(Cause.COLLEAGUE_LEFT if is_ours else Cause.PUT_AWAY, on, (node,))
    if chain and chain[-1] not in after.network.members[became.cell.key]:
        for link in _links(after, chain[-1], became.cell):
            if link.until is not None and first < link.until <= last:
                yield Reason(Cause.LINK_ENDED, link.until, (chain[-1],))
    for pair in pairwise(chain):
        ends = [line.until for line in _lines(after, pair) if line.until and first < line.until <= last]
        if ends and frozenset(pair) not in after.ties:
            yield Reason(Cause.RELATION_ENDED, max(ends), pair)


def _begun(report: ReachReport, pair: tuple[str, str], first: date) -> Reason:
    """How a relation began that was not there on the first date."""
    lines = _lines(report, pair)
    if any(line.is_of_colleague for line in lines):
        talks = report.rows.talks.get(frozenset(UUID(node) for node in pair))
        on = talks.first_on if talks is not None else _last(report, pair)
        return Reason(Cause.FIRST_CONTACT, on if on > first else None, pair)
    begun = [day for line in lines for day in (line.since, line.known_on) if day and day > first]
    return Reason(Cause.RELATION_NOTED, min(begun, default=None), pair)


def _lines(report: ReachReport, pair: tuple[str, str]) -> list[LineFact]:
    ends = frozenset(UUID(node) for node in pair)
    return [line for line in report.rows.lines if line.pair == ends]


def _links(report: ReachReport, holder: str, cell: Cell) -> list[OpeningFact]:
    """The reach links of somebody to those who carry the group of a cell and work there."""
    rows = report.rows
    there = {
        party.id
        for party in rows.nodes
        if cell.group_id in rows.carried.get(party.id, frozenset()) and rows.is_there(party, cell)
    }
    return [link for link in rows.openings if str(link.holder) == holder and link.target in there]


def _last(report: ReachReport, pair: tuple[str, str]) -> date:
    return max(tie.last_contact_on for tie in report.ties[frozenset(pair)])


def _strength_of(report: ReachReport, chain: tuple[str, ...]) -> float:
    strength = 1.0
    for pair in pairwise(chain):
        ties = report.ties[frozenset(pair)]
        strength *= max(tie.strength_on(report.as_of, report.network.half_life_days) for tie in ties)
    return strength
