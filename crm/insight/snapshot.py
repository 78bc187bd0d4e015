"""The rows of the store as the network of a date (ARCHITECTURE, "From the store to the network"): pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from crm.insight.cells import Cell, Counted, GroupFact, PlaceFact, Residents, cells_of
from crm.insight.rules.held import ReachRules
from crm.parties.models import TieKind
from graph.network import Network, Node, NodeKind, Tie

Pair = frozenset[UUID]


@dataclass(frozen=True, slots=True)
class NodeFact:
    """A consultant or a party; from `gone_on` (left, archived) it is no longer there."""

    id: UUID
    kind: NodeKind
    is_city_wide: bool = False
    gone_on: date | None = None


@dataclass(frozen=True, slots=True)
class LineFact:
    """A line between a colleague and a party, or between two parties, with its strength on the day of a contact."""

    a: UUID
    b: UUID
    strength: float
    last_contact_on: date
    known_on: date
    kind: TieKind | None  # None: between a colleague and whom they spoke with
    since: date | None = None
    until: date | None = None

    @property
    def is_of_colleague(self) -> bool:
        """Whether one end is a colleague of the team."""
        return self.kind is None

    @property
    def pair(self) -> Pair:
        """The two ends."""
        return frozenset((self.a, self.b))


@dataclass(frozen=True, slots=True)
class Talks:
    """When the two ends of a line spoke, by the contact log: the first time, and the last up to each asked date."""

    first_on: date
    last_by: Mapping[date, date | None]


@dataclass(frozen=True, slots=True)
class OpeningFact:
    """A reach link: whom `holder` can open."""

    holder: UUID
    target: UUID
    since: date
    until: date | None = None

    def is_live(self, day: date) -> bool:
        """Whether the link holds on that day."""
        return self.since <= day and (self.until is None or self.until > day)


@dataclass(frozen=True)
class NetworkRows:
    """What the store holds, with everything that ended: from it the network of several dates is made."""

    nodes: tuple[NodeFact, ...] = ()
    lines: tuple[LineFact, ...] = ()
    openings: tuple[OpeningFact, ...] = ()
    groups: tuple[GroupFact, ...] = ()
    places: tuple[PlaceFact, ...] = ()
    residents: Mapping[Counted, Residents] = field(default_factory=dict)
    carried: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)  # party -> groups
    presence: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)  # party -> neighbourhoods
    talks: Mapping[Pair, Talks] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[UUID, NodeFact]:
        """The colleagues and parties, by id."""
        return {node.id: node for node in self.nodes}

    def is_there(self, party: NodeFact, cell: Cell) -> bool:
        """Whether a party works where the cell is; city-wide parties do everywhere, and all do in the city."""
        is_place = cell.place_id in self.presence.get(party.id, frozenset())
        return cell.place_id is None or party.is_city_wide or is_place


def doors_of(rows: NetworkRows, opener: UUID, cell: Cell, as_of: date) -> frozenset[UUID]:
    """Returns through which organisations and communities somebody opens a cell: itself, or those it has a link to."""
    asked = {opener} | {
        link.target for link in rows.openings if link.holder == opener and link.is_live(as_of)
    }
    return frozenset(
        node.id
        for node in (rows.by_id[key] for key in asked if key in rows.by_id)
        if cell.group_id in rows.carried.get(node.id, frozenset())
        and is_current(node, as_of)
        and rows.is_there(node, cell)
    )


def is_current(node: NodeFact, as_of: date) -> bool:
    """Whether a colleague is in the team, or a party not archived, on that date."""
    return node.gone_on is None or node.gone_on > as_of


def network_of(rows: NetworkRows, as_of: date, rules: ReachRules) -> Network:
    """Returns the network as it stood on a date, by what the store knows now.

    An intersection is carried by who says so: two groups side by side are not one (DOMAIN, "intersection").
    """
    present = {node.id: node for node in rows.nodes if is_current(node, as_of)}
    ties = tuple(_ties(rows, present, as_of, rules))
    # Whom a colleague knew who has left is still mapped: without a line, but not unknown.
    tied = {end for tie in ties for end in (tie.a, tie.b)} | set(
        _met_by_former_colleagues(rows, present, as_of)
    )
    openers = _openers_by_carrier(rows, present, tied, as_of)
    by_group = _carriers_by_group(rows, present)
    members: dict[str, frozenset[str]] = {}
    residents: dict[str, float] = {}
    for cell in cells_of(rows.groups, rows.places):
        there = (party for party in by_group.get(cell.group_id, ()) if rows.is_there(party, cell))
        members[cell.key] = frozenset(str(opener) for party in there for opener in openers[party.id])
        figure = rows.residents.get(Counted(cell.group_id, cell.place_id))
        if figure is not None and figure.count is not None:
            residents[cell.key] = figure.count
    return Network(
        nodes=tuple(Node(str(node.id), node.kind) for node in present.values()),
        ties=ties,
        members=members,
        as_of=as_of,
        half_life_days=rules.half_life_days(None),
        residents=residents,
        thresholds=rules.thresholds,
    )


def openers_in_city(rows: NetworkRows, as_of: date) -> dict[UUID, frozenset[str]]:
    """Returns who could open each group anywhere in the city on that date, whether or not there is a line to them.

    Parties that work in no neighbourhood count too, as a figure for the whole city is theirs as well.
    """
    present = {node.id: node for node in rows.nodes if is_current(node, as_of)}
    everybody = {str(key) for key in present}
    openers = _openers_by_carrier(rows, present, everybody, as_of)
    return {
        group_id: frozenset(str(opener) for party in parties for opener in openers[party.id])
        for group_id, parties in _carriers_by_group(rows, present).items()
    }


def last_contact_by(line: LineFact, as_of: date, talks: Talks | None) -> date | None:
    """Returns when the two last spoke, as far as was known on that date; None where the line was not there yet.

    A line that was used after the date is set back to the contacts before it: else a date in the past would
    never show that a line had gone quiet. Where the log says nothing, later dates count as no days (REACH 1.1).

    >>> from uuid import UUID
    >>> spring, autumn = date(2026, 3, 1), date(2026, 9, 1)
    >>> line = LineFact(UUID(int=1), UUID(int=2), 0.5, autumn, spring, kind=None)
    >>> summer = date(2026, 6, 1)
    >>> last_contact_by(line, summer, Talks(spring, {summer: spring}))
    datetime.date(2026, 3, 1)
    >>> last_contact_by(line, summer, Talks(autumn, {summer: None})) is None
    True
    """
    if line.last_contact_on <= as_of or talks is None:
        return line.last_contact_on
    before = talks.last_by.get(as_of)
    if before is not None:
        return before
    if line.is_of_colleague:
        return None  # its first contact made it
    return line.known_on if line.known_on <= as_of else line.last_contact_on


def lines_on(
    rows: NetworkRows, present: Mapping[UUID, NodeFact], as_of: date
) -> Iterator[tuple[LineFact, date]]:
    """Yields the lines between two who are there on a date, each with when the two last spoke."""
    for line in rows.lines:
        is_over = line.until is not None and line.until <= as_of
        if is_over or (line.since is not None and line.since > as_of):
            continue
        if line.a not in present or line.b not in present:
            continue
        last = last_contact_by(line, as_of, rows.talks.get(line.pair))
        if last is not None:
            yield line, last


def _ties(
    rows: NetworkRows, present: Mapping[UUID, NodeFact], as_of: date, rules: ReachRules
) -> Iterator[Tie]:
    for line, last in lines_on(rows, present, as_of):
        half_life_days = None if line.kind is None else float(rules.half_life_days(line.kind))
        yield Tie(str(line.a), str(line.b), line.strength, last, half_life_days)


def _met_by_former_colleagues(
    rows: NetworkRows, present: Mapping[UUID, NodeFact], as_of: date
) -> Iterator[str]:
    for line in rows.lines:
        is_former = line.is_of_colleague and line.a not in present and line.b in present
        if is_former and last_contact_by(line, as_of, rows.talks.get(line.pair)) is not None:
            yield str(line.b)


def _carriers_by_group(rows: NetworkRows, present: Mapping[UUID, NodeFact]) -> dict[UUID, list[NodeFact]]:
    found: dict[UUID, list[NodeFact]] = {}
    for party_id, groups in rows.carried.items():
        if party_id in present:
            for group_id in groups:
                found.setdefault(group_id, []).append(present[party_id])
    return found


def _openers_by_carrier(
    rows: NetworkRows, present: Mapping[UUID, NodeFact], tied: set[str], as_of: date
) -> dict[UUID, set[UUID]]:
    """Who opens each party: the holders of live reach links, and the party itself if it has ties of its own."""
    openers = {key: {key} if str(key) in tied else set() for key in present}
    for link in rows.openings:
        if link.is_live(as_of) and link.holder in present and link.target in present:
            openers[link.target].add(link.holder)
    return openers
