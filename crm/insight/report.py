"""The reach report of a date: every cell with its two facts, the largest gaps, and what changed in a quarter.

It holds ids of persons and never a name: names are looked up by whoever shows it, for one viewer.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from threading import Lock
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlmodel import Session

from crm.accounts.access import may_read_contacts
from crm.errors import NotFound
from crm.insight import gaps, queries
from crm.insight.cells import Cell, Counted, GroupFact, PlaceFact, cells_of
from crm.insight.gaps import QUARTER_DAYS, ReportCell
from crm.insight.heard import Voices, heard_on
from crm.insight.rules.held import ReachRules, reach_rules
from crm.insight.snapshot import NetworkRows, network_of
from crm.viewer import Viewer
from graph.chains import ChainTree, best_chains
from graph.network import TOLERANCE, Network, Tie
from graph.reach import CellReach, Status, analyse_cells

REPORTS_KEPT = 8
LARGE_FROM = 10_000  # nodes: more than a second of work
IN_PASSING_FOR = timedelta(minutes=15)
FoundT = TypeVar("FoundT")


@dataclass(frozen=True)
class ReachReport:
    """Whom the city reaches on a date, and how it was worked out."""

    as_of: date
    compared_on: date
    network: Network = field(repr=False)
    rows: NetworkRows = field(repr=False)
    rules: ReachRules
    cells: tuple[ReportCell, ...] = field(repr=False)
    _worked_out: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, asked: Hashable, work_out: Callable[[], FoundT]) -> FoundT:
        """Returns what a room works out from this report and nothing else: once, and kept as long as the report is.

        `asked` says which room asks, and all that the answer hangs on besides the report.
        """
        if asked not in self._worked_out:
            self._worked_out[asked] = work_out()
        return cast(FoundT, self._worked_out[asked])

    @property
    def groups(self) -> tuple[GroupFact, ...]:
        """The groups, in the order of the matrix."""
        return self.rows.groups

    @property
    def places(self) -> tuple[PlaceFact, ...]:
        """The neighbourhoods, in the city's own order."""
        return self.rows.places

    @cached_property
    def by_key(self) -> dict[str, ReportCell]:
        """Every cell by its name in the network."""
        return {one.cell.key: one for one in self.cells}

    @cached_property
    def largest_gaps(self) -> tuple[ReportCell, ...]:
        """Five cards at most."""
        return gaps.largest_gaps(self.cells)

    @cached_property
    def found(self) -> tuple[ReportCell, ...]:
        """To which cells we found a way in since `compared_on`."""
        return gaps.found(self.cells)

    @cached_property
    def lost(self) -> tuple[ReportCell, ...]:
        """To which cells we lost the way in since `compared_on`."""
        return gaps.lost(self.cells)

    @cached_property
    def unheard(self) -> tuple[GroupFact, ...]:
        """The groups to which we have a way in somewhere, and that never spoke themselves anywhere."""
        heard = {one.group.id for one in self.cells if one.heard_on is not None}
        ways_in = gaps.groups_in(one for one in self.cells if one.has_way_in)
        return tuple(group for group in ways_in if group.id not in heard)

    @cached_property
    def live(self) -> ChainTree:
        """The best chains over ties that are alive."""
        return best_chains(self.network.live_ties, self.network.consultants)

    @cached_property
    def undecayed(self) -> ChainTree:
        """The best chains as if nothing had cooled: the lines that we once had."""
        return best_chains(self.network.undecayed_ties, self.network.consultants)

    @cached_property
    def ties(self) -> dict[frozenset[str], tuple[Tie, ...]]:
        """The ties of the report date, by their two ends."""
        found: dict[frozenset[str], tuple[Tie, ...]] = {}
        for tie in self.network.ties:
            pair = frozenset((tie.a, tie.b))
            found[pair] = (*found.get(pair, ()), tie)
        return found


def make_report(rows: NetworkRows, voices: Voices, as_of: date, rules: ReachRules) -> ReachReport:
    """Returns the report of a date, worked out from rows and nothing else."""
    compared_on = as_of - timedelta(days=QUARTER_DAYS)
    network = network_of(rows, as_of, rules)
    now = analyse_cells(network)
    before = _ways_in(network_of(rows, compared_on, rules))
    heard = heard_on(rows, voices)
    silences = _oldest_contacts(network, now)
    places = {place.id: place for place in rows.places}
    groups = {group.id: group for group in rows.groups}

    def reported(cell: Cell) -> ReportCell:
        return ReportCell(
            cell=cell,
            group=groups[cell.group_id],
            place=None if cell.place_id is None else places[cell.place_id],
            reach=now[cell.key],
            residents=rows.residents.get(Counted(cell.group_id, cell.place_id)),
            heard_on=heard.get(cell.key),
            oldest_contact_on=silences.get(cell.key),
            openers=len(network.members[cell.key]),
            had_way_in=cell.key in before,
        )

    cells = tuple(reported(cell) for cell in cells_of(rows.groups, rows.places))
    return ReachReport(as_of, compared_on, network, rows, rules, cells)


def _ways_in(network: Network) -> set[str]:
    """The cells to which there is a line that is at least weak: all that the comparison with a quarter ago needs."""
    tree = best_chains(network.live_ties, network.consultants)
    least = network.thresholds.weak - TOLERANCE
    return {
        key for key, openers in network.members.items() if tree.strength_of(tree.best_to(openers)) >= least
    }


def _oldest_contacts(network: Network, cells: dict[str, CellReach]) -> dict[str, date]:
    """The longest silence on each cell's best line; where the line went cold, on the one that there once was."""
    last: dict[frozenset[str], date] = {}
    for tie in network.ties:
        pair = frozenset((tie.a, tie.b))
        last[pair] = max(tie.last_contact_on, last.get(pair, tie.last_contact_on))
    once = best_chains(network.undecayed_ties, network.consultants)

    def silences() -> Iterator[tuple[str, date]]:
        for key, cell in cells.items():
            nodes = cell.chain
            if cell.status in (Status.STALE, Status.NOT_REACHED):
                chain = once.best_to(network.members[key])
                nodes = () if chain is None else chain.nodes
            if len(nodes) > 1:
                yield key, min(last[frozenset(pair)] for pair in pairwise(nodes))

    return dict(silences())


@dataclass(frozen=True)
class _Wanted:
    """What a report is cached under (docs/decisions/report-cache.md)."""

    state: queries.StoreState
    as_of: date
    rules: ReachRules


_kept: WeakKeyDictionary[Engine, dict[_Wanted, ReachReport]] = WeakKeyDictionary()
_lock = Lock()
_one_at_a_time = Lock()


def reach_report(
    session: Session, viewer: Viewer, as_of: date, rules: ReachRules | None = None
) -> ReachReport:
    """Returns the report of a date; the one made before, where nothing changed in the store since.

    The value is shared between readers: nothing in it depends on the viewer but whether it may be read at all.

    Args:
        rules: by what it is worked out; those that hold now, where none are given.

    Raises:
        NotFound: the viewer does not read the report.
    """
    rules = rules or reach_rules(session, viewer)
    wanted = _Wanted(queries.store_state(session, viewer), as_of, rules)
    store = session.connection().engine
    kept = _kept_report(store, wanted)
    if kept is not None:
        return kept
    # Of several who ask at once, one works it out and the others wait: together they would take as many times longer.
    with _one_at_a_time:
        kept = _kept_report(store, wanted)
        return kept if kept is not None else _keep(store, wanted, fresh_report(session, viewer, as_of, rules))


def report_in_passing(
    session: Session, viewer: Viewer, as_of: date, now: datetime, large_from: int = LARGE_FROM
) -> ReachReport:
    """Returns the report for a corner of a page that everybody opens: of a large network one of the last quarter of an hour.

    Working it out takes many seconds there, and each contact that somebody logs would make all of them wait.

    Args:
        large_from: of so many nodes the network is large.

    Raises:
        NotFound: the viewer does not read the report.
    """
    rules = reach_rules(session, viewer)
    if not may_read_contacts(viewer):
        raise NotFound
    with _lock:
        kept = list(_kept.get(session.connection().engine, {}).items())
    for wanted, report in reversed(kept):
        if wanted.as_of == as_of and wanted.rules == rules and len(report.rows.nodes) >= large_from:
            if now - report.once("in passing", lambda: now) < IN_PASSING_FOR:
                return report
            break
    found = reach_report(session, viewer, as_of, rules)
    found.once("in passing", lambda: now)
    return found


def _kept_report(store: Engine, wanted: _Wanted) -> ReachReport | None:
    with _lock:
        return _kept.setdefault(store, {}).get(wanted)


def fresh_report(
    session: Session, viewer: Viewer, as_of: date, rules: ReachRules | None = None
) -> ReachReport:
    """Returns the report of a date, read from the store now; by the rules that hold now, where none are given."""
    rows = queries.network_rows(session, viewer, (as_of, as_of - timedelta(days=QUARTER_DAYS)))
    said = queries.voices(session, viewer, as_of)
    return make_report(rows, said, as_of, rules or reach_rules(session, viewer))


def _keep(store: Engine, wanted: _Wanted, made: ReachReport) -> ReachReport:
    with _lock:
        reports = _kept.setdefault(store, {})
        reports[wanted] = made
        while len(reports) > REPORTS_KEPT:
            del reports[next(iter(reports))]
    return made
