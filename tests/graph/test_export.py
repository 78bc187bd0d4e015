"""What is written can be read again: by ourselves, by NetworkX, and by what the schemas of the formats say."""

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.export import SIZE, ExportFormat, as_graph, as_json, export, pieces, points
from graph.io import read_network
from graph.layout import LARGEST_DRAWN
from graph.network import Network, Node, NodeKind, Thresholds, Tie
from tests.graph.networks import networks

DAY = date(2026, 6, 30)
NETWORK = Network(
    nodes=(Node("c1", NodeKind.CONSULTANT), Node("a", NodeKind.PERSON), Node("b", NodeKind.COMMUNITY)),
    ties=(
        Tie("c1", "a", 0.9, DAY),
        Tie("a", "b", 0.5, date(2026, 1, 1), half_life_days=110),
        Tie("b", "a", 0.7, DAY),
        Tie("c1", "b", 0.0, DAY),
    ),
    members={"deaf elders|south": frozenset({"a", "b"})},
    as_of=DAY,
    residents={"deaf elders|south": 120},
    costs={"a": 2},
    budget=5,
    thresholds=Thresholds(strong=0.3, weak=0.1, live=0.05),
)
GEXF = "{http://www.gexf.net/1.2draft}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"

# What the schemas allow, as far as our files use them: each element with its attributes and its children.
GEXF_SCHEMA = {
    "gexf": ({"version"}, {"meta", "graph"}),
    "meta": ({"lastmodifieddate"}, {"creator", "keywords", "description"}),
    "creator": (set(), set()),
    "graph": ({"defaultedgetype", "idtype", "mode"}, {"attributes", "nodes", "edges"}),
    "attributes": ({"class"}, {"attribute"}),
    "attribute": ({"id", "title", "type"}, {"default", "options"}),
    "nodes": (set(), {"node"}),
    "node": ({"id", "label"}, {"attvalues", "position"}),
    "position": ({"x", "y", "z"}, set()),
    "edges": (set(), {"edge"}),
    "edge": ({"id", "source", "target", "weight"}, {"attvalues"}),
    "attvalues": (set(), {"attvalue"}),
    "attvalue": ({"for", "value"}, set()),
}
GRAPHML_SCHEMA = {
    "graphml": (set(), {"key", "graph"}),
    "key": ({"id", "for", "attr.name", "attr.type"}, {"default"}),
    "graph": ({"edgedefault"}, {"data", "node", "edge"}),
    "node": ({"id"}, {"data"}),
    "edge": ({"source", "target"}, {"data"}),
    "data": ({"key"}, set()),
}
Schema = dict[str, tuple[set[str], set[str]]]


def _named(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _against(schema: Schema, element: ET.Element) -> Iterator[str]:
    """Yields what the schema does not allow."""
    attributes, children = schema[_named(element)]
    if set(element.attrib) != attributes:
        yield f"{_named(element)} has {sorted(element.attrib)}"
    for child in element:
        if _named(child) not in children:
            yield f"{_named(element)} holds {_named(child)}"
        else:
            yield from _against(schema, child)


@given(networks())
@settings(deadline=None)
def test_json_is_read_back_as_the_same_network(network: Network) -> None:
    assert read_network(export(network, ExportFormat.JSON)) == network


def test_json_keeps_costs_budget_and_thresholds() -> None:
    assert read_network(export(NETWORK, ExportFormat.JSON)) == NETWORK
    assert as_json(NETWORK)["ties"][1] == {
        "a": "a",
        "b": "b",
        "strength": 0.5,
        "last_contact": "2026-01-01",
        "half_life_days": 110,
    }


@given(networks())
@settings(max_examples=50, deadline=None)
def test_networkx_reads_back_what_the_files_hold(network: Network) -> None:
    written = as_graph(network)
    kinds = {key: values["kind"] for key, values in written.nodes(data=True)}
    edges = {frozenset((a, b)): values for a, b, values in written.edges(data=True)}
    where = {node: (x * SIZE, y * SIZE) for node, (x, y) in points(network).items()}

    graphml = nx.read_graphml(io.BytesIO(export(network, ExportFormat.GRAPHML).encode()))
    assert {frozenset((a, b)): values for a, b, values in graphml.edges(data=True)} == edges
    assert {key: values["kind"] for key, values in graphml.nodes(data=True)} == kinds
    assert {key: (values["x"], values["y"]) for key, values in graphml.nodes(data=True)} == where
    assert graphml.graph["as_of"] == network.as_of.isoformat()

    gexf = nx.read_gexf(io.BytesIO(export(network, ExportFormat.GEXF).encode()))
    found = {frozenset((a, b)): values for a, b, values in gexf.edges(data=True)}
    assert {
        pair: {key: one for key, one in values.items() if key != "id"} for pair, values in found.items()
    } == edges
    assert {key: values["kind"] for key, values in gexf.nodes(data=True)} == kinds
    places = {key: values["viz"]["position"] for key, values in gexf.nodes(data=True)}
    assert {key: (place["x"], place["y"]) for key, place in places.items()} == where


def test_pair_with_several_ties_is_one_edge_with_the_strongest_now() -> None:
    assert {frozenset((a, b)): values for a, b, values in as_graph(NETWORK).edges(data=True)} == {
        frozenset("ab"): {"weight": 0.7, "strength": 0.7, "strength_now": 0.7, "last_contact": "2026-06-30"},
        frozenset(("c1", "a")): {
            "weight": 0.9,
            "strength": 0.9,
            "strength_now": 0.9,
            "last_contact": "2026-06-30",
        },
    }


def test_gexf_holds_what_its_schema_allows_and_declares_its_attributes() -> None:
    root = ET.fromstring(export(NETWORK, ExportFormat.GEXF))
    assert list(_against(GEXF_SCHEMA, root)) == []
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.2")
    graph = root.find(f"{GEXF}graph")
    assert graph is not None
    assert (graph.get("defaultedgetype"), graph.get("mode")) == ("undirected", "static")
    declared = {
        str(one.get("class")): {(each.get("id"), each.get("title"), each.get("type")) for each in one}
        for one in graph.iter(f"{GEXF}attributes")
    }
    assert declared == {
        "node": {("kind", "kind", "string")},
        "edge": {
            ("strength", "strength", "double"),
            ("strength_now", "strength_now", "double"),
            ("last_contact", "last_contact", "string"),
        },
    }
    for kind in ("node", "edge"):
        used = {
            value.get("for") for one in graph.iter(f"{GEXF}{kind}") for value in one.iter(f"{GEXF}attvalue")
        }
        assert used == {id_ for id_, _, _ in declared[kind]}
    edges = list(graph.iter(f"{GEXF}edge"))
    assert [(one.get("id"), one.get("source"), one.get("target"), one.get("weight")) for one in edges] == [
        ("0", "c1", "a", "0.9"),
        ("1", "b", "a", "0.7"),
    ]
    # No names: the label of a node is its id.
    assert [(one.get("id"), one.get("label")) for one in graph.iter(f"{GEXF}node")] == [
        ("c1", "c1"),
        ("a", "a"),
        ("b", "b"),
    ]


def test_graphml_declares_every_key_with_its_type() -> None:
    root = ET.fromstring(export(NETWORK, ExportFormat.GRAPHML))
    assert list(_against(GRAPHML_SCHEMA, root)) == []
    keys = [
        (one.get("id"), one.get("for"), one.get("attr.name"), one.get("attr.type"))
        for one in root.iter(f"{GRAPHML}key")
    ]
    assert keys == [
        ("as_of", "graph", "as_of", "string"),
        ("kind", "node", "kind", "string"),
        ("x", "node", "x", "double"),
        ("y", "node", "y", "double"),
        ("weight", "edge", "weight", "double"),
        ("strength", "edge", "strength", "double"),
        ("strength_now", "edge", "strength_now", "double"),
        ("last_contact", "edge", "last_contact", "string"),
    ]
    assert {one.get("key") for one in root.iter(f"{GRAPHML}data")} == {key for key, *_ in keys}


@pytest.mark.parametrize("form", [ExportFormat.GRAPHML, ExportFormat.GEXF])
@given(ids=st.lists(st.text(min_size=1, max_size=8), min_size=2, max_size=4, unique=True))
@settings(max_examples=50, deadline=None)
def test_any_id_makes_a_file_that_can_be_read(form: ExportFormat, ids: list[str]) -> None:
    network = Network(
        tuple(Node(one, NodeKind.PERSON) for one in ids), (Tie(ids[0], ids[1], 0.5, DAY),), {}, DAY
    )
    root = ET.fromstring(export(network, form).encode("utf-8", "surrogatepass"))
    found = [str(one.get("id")) for one in root.iter() if _named(one) == "node"]
    writable = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
    assert found == [writable.sub("\ufffd", one) for one in ids]


@pytest.mark.parametrize("form", list(ExportFormat))
def test_large_network_is_written_in_pieces_and_without_places(form: ExportFormat) -> None:
    count = LARGEST_DRAWN + 1
    nodes = tuple(Node(f"n{at}", NodeKind.PERSON) for at in range(count))
    ties = tuple(Tie(f"n{at}", f"n{at + 1}", 0.5, DAY) for at in range(count - 1))
    made = list(pieces(Network(nodes, ties, {}, DAY), form))
    assert (len(made) >= 2 * count - 1, max(len(piece) for piece in made) < 600) == (True, True)
    assert "position" not in "".join(made) and 'key="x"' not in "".join(made)


def test_empty_network_is_a_file_too() -> None:
    empty = Network((), (), {}, DAY)
    assert read_network(export(empty, ExportFormat.JSON)) == empty
    assert len(nx.read_graphml(io.BytesIO(export(empty, ExportFormat.GRAPHML).encode()))) == 0
    assert len(nx.read_gexf(io.BytesIO(export(empty, ExportFormat.GEXF).encode()))) == 0
