"""All that could be on the map on a date: who is there, and the lines between them. Ids and dates only: pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from crm.insight.report import ReachReport
from crm.insight.snapshot import is_current, lines_on
from crm.parties.models import Strength, TieKind
from graph.network import TOLERANCE, NodeKind, Thresholds, decayed


class LineKind(StrEnum):
    """What two have with each other: a kind of tie, a colleague's contacts, or a reach link."""

    COLLEAGUE = "colleague"
    KNOWS = "knows"
    WORKS_AT = "works_at"
    VOLUNTEERS_AT = "volunteers_at"
    WORKS_TOGETHER = "works_together"
    BRIDGE = "bridge"
    OPENS = "opens"

    @staticmethod
    def of(kind: TieKind | None) -> "LineKind":
        """The kind of a tie; None stands for the line between a colleague and whom they spoke with."""
        return LineKind.COLLEAGUE if kind is None else LineKind(kind.value)


class LineState(StrEnum):
    """What is left of a line today, by the thresholds of the report. A reach link by itself has no state."""

    WORKS = "works"
    WEAK = "weak"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class MapNode:
    """A colleague or a party. `groups` and `places` are those of organisations and networks; persons have none."""

    id: UUID
    kind: NodeKind
    places: frozenset[UUID] = frozenset()
    groups: frozenset[UUID] = frozenset()
    is_city_wide: bool = False

    @property
    def is_one_of_us_or_a_person(self) -> bool:
        """Whether it is somebody, and no organisation or network."""
        return self.kind in (NodeKind.CONSULTANT, NodeKind.PERSON)


@dataclass(frozen=True, slots=True)
class MapLine:
    """All that two have with each other, as one line; what it says of strength is of the tie that is strongest now.

    A reach link alone has neither strength nor state: it says whom somebody can open, not that they spoke.
    """

    a: UUID
    b: UUID
    kinds: tuple[LineKind, ...]
    strength: Strength | None = None
    strength_now: float | None = None
    last_contact_on: date | None = None
    state: LineState | None = None

    @property
    def ends(self) -> tuple[UUID, UUID]:
        """Both ends."""
        return self.a, self.b


@dataclass(frozen=True)
class CityMap:
    """Everybody and every line of a date."""

    as_of: date
    nodes: Mapping[UUID, MapNode]
    lines: tuple[MapLine, ...] = field(repr=False)
    small_groups: frozenset[UUID] = frozenset()
    """The groups that a small area would betray: no person is shown around them, and they give no colour."""

    @cached_property
    def lines_of(self) -> Mapping[UUID, tuple[MapLine, ...]]:
        """The lines of each node that has any."""
        found: dict[UUID, list[MapLine]] = {}
        for line in self.lines:
            for end in line.ends:
                found.setdefault(end, []).append(line)
        return {node: tuple(lines) for node, lines in found.items()}


_WORDS = {strength.value_now: strength for strength in Strength}
_FIRST = (
    NodeKind.CONSULTANT,
    NodeKind.PERSON,
    NodeKind.ORGANISATION,
    NodeKind.COMMUNITY,
    NodeKind.COUNCIL,
)
"""Which end of a line is named first, by kind."""


def city_map(report: ReachReport) -> CityMap:
    """Returns the map of the report's date: the same persons, parties and ties that the report is worked out from."""
    rows, as_of = report.rows, report.as_of
    present = {node.id: node for node in rows.nodes if is_current(node, as_of)}
    nodes = {
        key: MapNode(
            key,
            node.kind,
            rows.presence.get(key, frozenset()),
            rows.carried.get(key, frozenset()),
            node.is_city_wide,
        )
        for key, node in present.items()
    }
    found: dict[frozenset[UUID], list[_Part]] = {}
    for line, last in lines_on(rows, present, as_of):
        half_life_days = report.rules.half_life_days(line.kind)
        now = decayed(line.strength, (as_of - last).days, half_life_days)
        found.setdefault(line.pair, []).append(_Part(LineKind.of(line.kind), now, line.strength, last))
    for link in rows.openings:
        if link.is_live(as_of) and link.holder in present and link.target in present:
            found.setdefault(frozenset((link.holder, link.target)), []).append(_Part(LineKind.OPENS))
    rank = {kind: at for at, kind in enumerate(_FIRST)}
    lines = (
        _line(sorted(pair, key=lambda end: (rank[nodes[end].kind], end)), parts, report.network.thresholds)
        for pair, parts in found.items()
        if len(pair) == 2
    )
    small = frozenset(group.id for group in rows.groups if group.is_city_wide_only)
    return CityMap(as_of, nodes, tuple(sorted(lines, key=lambda line: line.ends)), small)


@dataclass(frozen=True, slots=True)
class _Part:
    """One tie or reach link of a line."""

    kind: LineKind
    now: float = -1.0
    strength: float | None = None
    last_contact_on: date | None = None


def _line(ends: list[UUID], parts: list[_Part], thresholds: Thresholds) -> MapLine:
    a, b = ends
    parts = sorted(parts, key=lambda part: (-part.now, part.kind))
    kinds = tuple(dict.fromkeys(part.kind for part in parts))
    strongest = parts[0]
    if strongest.strength is None:
        return MapLine(a, b, kinds)
    last = max(part.last_contact_on for part in parts if part.last_contact_on is not None)
    return MapLine(
        a, b, kinds, _WORDS[strongest.strength], strongest.now, last, state_of(strongest.now, thresholds)
    )


def state_of(strength_now: float, thresholds: Thresholds) -> LineState:
    """Returns what is left of a line in a word.

    >>> [state_of(now, Thresholds()).value for now in (0.25, 0.1, 0.09)]
    ['works', 'weak', 'quiet']
    """
    if strength_now >= thresholds.strong - TOLERANCE:
        return LineState.WORKS
    return LineState.WEAK if strength_now >= thresholds.weak - TOLERANCE else LineState.QUIET
