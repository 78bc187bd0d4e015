"""The map as somebody sees it: what fits the choice, where it stands, its colours and its names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from threading import Lock
from uuid import UUID
from weakref import ReferenceType, ref

import networkx as nx
from sqlmodel import Session

from crm.db import Page
from crm.folding import fold
from crm.insight.map.city import CityMap, LineKind, MapLine, city_map
from crm.insight.map.colours import ColourBy, Palette, palette
from crm.insight.map.queries import NodeLabel, node_labels
from crm.insight.map.view import Choice, MapView, view_of
from crm.insight.report import REPORTS_KEPT, ReachReport, reach_report
from crm.viewer import Viewer
from graph.layout import Point, positions

DRAWINGS_KEPT = 64
OPENING = 0.3
"""How strongly a reach link alone draws two together in the picture; it has no strength of its own."""


@dataclass(frozen=True)
class ColouredView:
    """One view with its colours."""

    report: ReachReport
    view: MapView
    palette: Palette


def coloured_view(
    session: Session, viewer: Viewer, today: date, choice: Choice, colour: ColourBy = ColourBy.KIND
) -> ColouredView:
    """Returns what fits the choice today; around a person a dimension gives no colour.

    Nor does a neighbourhood with a group of the whole city: then colours say the kind.

    Raises:
        NotFound: `around` is not on the map.
    """
    report = reach_report(session, viewer, today)
    city = _kept_map(report)
    view = view_of(city, choice)
    by_group = view.is_around_person and colour.dimension is not None
    if by_group or (choice.group_id in city.small_groups and colour == ColourBy.NEIGHBOURHOOD):
        colour = ColourBy.KIND
    return ColouredView(report, view, palette(view.nodes, colour, report.groups, report.places))


@dataclass(frozen=True)
class MapReading:
    """A view with all that a drawing needs: where each node stands, and its name."""

    coloured: ColouredView
    points: dict[UUID, Point]
    labels: dict[UUID, NodeLabel]


def map_reading(
    session: Session, viewer: Viewer, today: date, choice: Choice, colour: ColourBy = ColourBy.KIND
) -> MapReading:
    """Returns the map of today for that choice, in two queries above those of the report.

    Raises:
        NotFound: `around` is not on the map.
        NotAllowed: the viewer sees no persons.
    """
    coloured = coloured_view(session, viewer, today, choice, colour)
    labels = node_labels(session, viewer, [node.id for node in coloured.view.nodes])
    return MapReading(coloured, drawn(coloured.view), labels)


def drawn(view: MapView) -> dict[UUID, Point]:
    """Returns where each node in view stands; the same view stands the same, in every process."""
    nodes = tuple(sorted(str(node.id) for node in view.nodes))
    lines = tuple(
        (str(line.a), str(line.b), OPENING if line.strength_now is None else round(line.strength_now, 3))
        for line in view.lines
    )
    return {UUID(node): point for node, point in _positions(nodes, lines).items()}


@lru_cache(DRAWINGS_KEPT)
def _positions(nodes: tuple[str, ...], lines: tuple[tuple[str, str, float], ...]) -> dict[str, Point]:
    """Kept under all that it is made of, so it needs no version of the store."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(nodes)
    for a, b, strength in lines:
        graph.add_edge(a, b, strength=strength)
    return positions(graph)


class LineOrder(StrEnum):
    """By what the list is ordered: always something of the line, or a name."""

    ONE = "one"
    OTHER = "other"
    KIND = "kind"
    STRENGTH = "strength"
    LAST_CONTACT = "last_contact"


@dataclass(frozen=True)
class LineRow:
    """A line with the names of its ends."""

    line: MapLine
    one: NodeLabel
    other: NodeLabel


@dataclass(frozen=True)
class LinesReading:
    """One page of the lines that fit a choice, all of them: what a map leaves out for want of room, a list holds."""

    view: MapView
    page: Page[LineRow]
    labels: dict[UUID, NodeLabel]


def lines_reading(
    session: Session,
    viewer: Viewer,
    today: date,
    choice: Choice,
    order: LineOrder,
    *,
    descending: bool,
    number: int,
    size: int,
) -> LinesReading:
    """Returns one page of the lines of the map of today for that choice, in two queries above those of the report.

    Raises:
        NotFound: `around` is not on the map.
        NotAllowed: the viewer sees no persons.
    """
    view = view_of(_kept_map(reach_report(session, viewer, today)), choice, most=None)
    ends = {end for line in view.lines for end in line.ends}
    labels = node_labels(session, viewer, ends | ({choice.around} if choice.around else set()))
    rows = ordered([LineRow(line, labels[line.a], labels[line.b]) for line in view.lines], order, descending)
    first = (number - 1) * size
    return LinesReading(view, Page(rows[first : first + size], number, size, len(rows)), labels)


def ordered(rows: Iterable[LineRow], order: LineOrder, descending: bool) -> list[LineRow]:
    """Returns the rows in that order, those without a value last either way; among equals by names and ids."""
    by_name = sorted(rows, key=lambda row: (fold(row.one.name), fold(row.other.name), row.line.ends))
    known = [row for row in by_name if _value(row, order) is not None]
    known.sort(key=lambda row: _value(row, order) or (), reverse=descending)
    return [*known, *(row for row in by_name if _value(row, order) is None)]


_KIND_ORDER = {kind: at for at, kind in enumerate(LineKind)}


def _value(row: LineRow, order: LineOrder) -> tuple[object, ...] | None:
    line = row.line
    if order == LineOrder.ONE:
        return (fold(row.one.name),)
    if order == LineOrder.OTHER:
        return (fold(row.other.name),)
    if order == LineOrder.KIND:
        return tuple(_KIND_ORDER[kind] for kind in line.kinds)
    if order == LineOrder.STRENGTH:
        return None if line.strength_now is None else (line.strength_now,)
    return None if line.last_contact_on is None else (line.last_contact_on,)


_maps: dict[int, tuple["ReferenceType[ReachReport]", CityMap]] = {}
_lock = Lock()


def _kept_map(report: ReachReport) -> CityMap:
    """The map of a report, made once as long as the report itself is kept: what changes one changes both."""
    with _lock:
        kept = _maps.get(id(report))
        if kept is not None and kept[0]() is report:
            return kept[1]
    made = city_map(report)
    with _lock:
        _maps[id(report)] = (ref(report), made)
        while len(_maps) > REPORTS_KEPT:
            del _maps[next(iter(_maps))]
    return made
