"""What is written can be read again: by ourselves, and by NetworkX."""

import io
from datetime import date

import networkx as nx
import pytest

from graph.export import ExportFormat, as_graph, export
from graph.io import read_network
from graph.network import Network, Node, NodeKind, Thresholds, Tie

NETWORK = Network(
    nodes=(Node("c1", NodeKind.CONSULTANT), Node("a", NodeKind.PERSON), Node("b", NodeKind.COMMUNITY)),
    ties=(
        Tie("c1", "a", 0.9, date(2026, 6, 30)),
        Tie("a", "b", 0.5, date(2026, 1, 1), half_life_days=110),
        Tie("a", "b", 0.7, date(2026, 6, 30)),
        Tie("c1", "b", 0.0, date(2026, 6, 30)),
    ),
    members={"deaf elders|south": frozenset({"a", "b"})},
    as_of=date(2026, 6, 30),
    residents={"deaf elders|south": 120},
    costs={"a": 2},
    budget=5,
    thresholds=Thresholds(strong=0.3, weak=0.1, live=0.05),
)


def test_json_is_read_back_as_the_same_network() -> None:
    assert read_network(export(NETWORK, ExportFormat.JSON)) == NETWORK


@pytest.mark.parametrize(
    ("form", "read"), [(ExportFormat.GRAPHML, nx.read_graphml), (ExportFormat.GEXF, nx.read_gexf)]
)
def test_files_for_gephi_hold_every_node_and_the_strongest_ties(form: ExportFormat, read: object) -> None:
    assert callable(read)
    found = read(io.BytesIO(export(NETWORK, form).encode()))
    assert {key: values["kind"] for key, values in found.nodes(data=True)} == {
        "c1": "consultant",
        "a": "person",
        "b": "community",
    }
    assert {frozenset(edge): values["strength"] for *edge, values in found.edges(data=True)} == {
        frozenset({"c1", "a"}): 0.9,
        frozenset({"a", "b"}): 0.7,
    }


def test_graph_keeps_the_date_of_the_tie_that_is_strongest_now() -> None:
    assert as_graph(NETWORK).edges["a", "b"]["last_contact"] == "2026-06-30"
