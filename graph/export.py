"""Writes a network for other programs: the JSON of `reach analyse`, and GraphML or GEXF for Gephi.

The files are written piece by piece: a region's million ties would not fit in memory as a tree of elements.
Ids stand in them and no names: whoever opens a file elsewhere is no viewer whose rights we know.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import networkx as nx

from graph.layout import LARGEST_DRAWN, Point, positions
from graph.network import Network, Tie


class ExportFormat(StrEnum):
    """What the network is written as."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Edge:
    """The tie of two nodes that is strongest now, as a row of a file."""

    a: str
    b: str
    strength: float
    strength_now: float
    last_contact: str


EDGE_FIELDS: Mapping[str, str] = {
    "weight": "double",
    "strength": "double",
    "strength_now": "double",
    "last_contact": "string",
}
"""What an edge says, and its type. `weight` is the strength now, under the name that Gephi reads."""

SIZE = 1000
"""How wide a drawing is in a file: Gephi counts in points."""


def as_json(network: Network) -> dict[str, Any]:
    """Returns the network as the JSON values that `graph.io.parse_network` reads: the round trip is exact."""
    return {
        name: list(value) if isinstance(value, Iterator) else value for name, value in _json_values(network)
    }


def edges(network: Network) -> Iterator[Edge]:
    """Yields, for each pair, the tie that is strongest now; ties without any strength are left out. O(ties)."""
    strongest: dict[tuple[str, str], tuple[float, int]] = {}
    for at, tie in enumerate(network.ties):
        now = tie.strength_on(network.as_of, network.half_life_days)
        pair = (tie.a, tie.b) if tie.a < tie.b else (tie.b, tie.a)
        if now > strongest.get(pair, (0.0, 0))[0]:
            strongest[pair] = (now, at)
    for now, at in strongest.values():
        tie = network.ties[at]
        yield Edge(tie.a, tie.b, tie.strength, now, tie.last_contact_on.isoformat())


def as_graph(network: Network) -> nx.Graph[str]:
    """Returns nodes with their kind, and for each pair the tie that is strongest now, with its dates as text."""
    graph: nx.Graph[str] = nx.Graph(as_of=network.as_of.isoformat())
    for node in network.nodes:
        graph.add_node(node.id, kind=node.kind.value)
    for edge in edges(network):
        graph.add_edge(edge.a, edge.b, **_fields(edge))
    return graph


def points(network: Network) -> dict[str, Point]:
    """Returns where each node stands in the drawing; nothing for a network too large to draw."""
    if len(network.nodes) > LARGEST_DRAWN:
        return {}
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(node.id for node in network.nodes)
    graph.add_edges_from((edge.a, edge.b, {"strength": edge.strength_now}) for edge in edges(network))
    return positions(graph)


def export(network: Network, form: ExportFormat) -> str:
    """Returns the text of the file, UTF-8 when written."""
    return "".join(pieces(network, form))


def pieces(network: Network, form: ExportFormat) -> Iterator[str]:
    """Yields the text of the file, in pieces of a node or a tie each; of the network itself nothing is copied."""
    if form is ExportFormat.JSON:
        return _json(network)
    return _graphml(network) if form is ExportFormat.GRAPHML else _gexf(network)


def _fields(edge: Edge) -> dict[str, Any]:
    return {
        "weight": edge.strength_now,
        "strength": edge.strength,
        "strength_now": edge.strength_now,
        "last_contact": edge.last_contact,
    }


def _json_values(network: Network) -> Iterator[tuple[str, Any]]:
    """The names and values of the JSON form; the long lists as iterators."""
    yield "as_of", network.as_of.isoformat()
    yield "half_life_days", network.half_life_days
    yield "nodes", ({"id": node.id, "kind": node.kind.value} for node in network.nodes)
    yield "ties", (_tie(tie) for tie in network.ties)
    yield "members", {cell: sorted(openers) for cell, openers in network.members.items()}
    yield "residents", dict(network.residents)
    yield "costs", dict(network.costs)
    thresholds = network.thresholds
    yield "thresholds", {name: getattr(thresholds, name) for name in ("strong", "weak", "live")}
    if network.budget is not None:
        yield "budget", network.budget


def _json(network: Network) -> Iterator[str]:
    between = "{\n"
    for name, value in _json_values(network):
        yield f"{between}{json.dumps(name)}: "
        yield from (
            _json_list(value) if isinstance(value, Iterator) else [json.dumps(value, ensure_ascii=False)]
        )
        between = ",\n"
    yield "\n}\n"


def _json_list(values: Iterable[Any]) -> Iterator[str]:
    between = "["
    for value in values:
        yield f"{between}\n{json.dumps(value, ensure_ascii=False)}"
        between = ","
    yield "[]" if between == "[" else "\n]"


def _tie(tie: Tie) -> dict[str, Any]:
    values: dict[str, Any] = {
        "a": tie.a,
        "b": tie.b,
        "strength": tie.strength,
        "last_contact": tie.last_contact_on.isoformat(),
    }
    return values if tie.half_life_days is None else values | {"half_life_days": tie.half_life_days}


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _attribute(text: str) -> str:
    """The text in quotes; what XML cannot hold becomes the sign for "unknown"."""
    return quoteattr(_UNWRITABLE.sub("\ufffd", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _graphml(network: Network) -> Iterator[str]:
    """GraphML (Brandes et al. 2002): every key is declared with its type."""
    where = points(network)
    yield _HEAD
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield '<key id="as_of" for="graph" attr.name="as_of" attr.type="string"/>\n'
    yield '<key id="kind" for="node" attr.name="kind" attr.type="string"/>\n'
    if where:
        yield from (f'<key id="{axis}" for="node" attr.name="{axis}" attr.type="double"/>\n' for axis in "xy")
    for name, type_ in EDGE_FIELDS.items():
        yield f'<key id="{name}" for="edge" attr.name="{name}" attr.type="{type_}"/>\n'
    yield f'<graph edgedefault="undirected">\n<data key="as_of">{network.as_of.isoformat()}</data>\n'
    for node in network.nodes:
        point = where.get(node.id)
        place = (
            ""
            if point is None
            else "".join(_data(axis, value * SIZE) for axis, value in zip("xy", point, strict=True))
        )
        yield f"<node id={_attribute(node.id)}>{_data('kind', node.kind.value)}{place}</node>\n"
    for edge in edges(network):
        data = "".join(_data(name, value) for name, value in _fields(edge).items())
        yield f"<edge source={_attribute(edge.a)} target={_attribute(edge.b)}>{data}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _data(key: str, value: object) -> str:
    return f'<data key="{key}">{escape(str(value))}</data>'


def _gexf(network: Network) -> Iterator[str]:
    """GEXF 1.2 by its schema; NetworkX adds a `name` that the schema does not know, and today's date."""
    where = points(network)
    yield _HEAD
    yield '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">\n'
    yield f'<meta lastmodifieddate="{network.as_of.isoformat()}"><creator>Bereik</creator></meta>\n'
    yield '<graph defaultedgetype="undirected" idtype="string" mode="static">\n'
    yield '<attributes class="node"><attribute id="kind" title="kind" type="string"/></attributes>\n'
    yield '<attributes class="edge">'
    own = {
        name: type_ for name, type_ in EDGE_FIELDS.items() if name != "weight"
    }  # GEXF has a weight of its own
    yield from (f'<attribute id="{name}" title="{name}" type="{type_}"/>' for name, type_ in own.items())
    yield "</attributes>\n<nodes>\n"
    for node in network.nodes:
        id_, point = _attribute(node.id), where.get(node.id)
        place = "" if point is None else f'<viz:position x="{point.x * SIZE}" y="{point.y * SIZE}" z="0.0"/>'
        yield f"<node id={id_} label={id_}>{_attvalues({'kind': node.kind.value})}{place}</node>\n"
    yield "</nodes>\n<edges>\n"
    for at, edge in enumerate(edges(network)):
        said = _attvalues({name: value for name, value in _fields(edge).items() if name in own})
        ends = f"source={_attribute(edge.a)} target={_attribute(edge.b)}"
        yield f'<edge id="{at}" {ends} weight="{edge.strength_now}">{said}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _attvalues(values: Mapping[str, object]) -> str:
    said = "".join(
        f'<attvalue for="{name}" value={_attribute(str(value))}/>' for name, value in values.items()
    )
    return f"<attvalues>{said}</attvalues>"
