"""Writes a network for other programs: the JSON of `reach analyse`, and GraphML or GEXF for Gephi."""

from __future__ import annotations

import io
import json
from enum import StrEnum
from typing import Any

import networkx as nx

from graph.network import Network, Tie


class ExportFormat(StrEnum):
    """What the network is written as."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    JSON = "json"


def as_json(network: Network) -> dict[str, Any]:
    """Returns the network as the JSON values that `graph.io.parse_network` reads: the round trip is exact."""
    values: dict[str, Any] = {
        "as_of": network.as_of.isoformat(),
        "half_life_days": network.half_life_days,
        "nodes": [{"id": node.id, "kind": node.kind.value} for node in network.nodes],
        "ties": [_tie(tie) for tie in network.ties],
        "members": {cell: sorted(openers) for cell, openers in network.members.items()},
        "residents": dict(network.residents),
        "costs": dict(network.costs),
        "thresholds": {name: getattr(network.thresholds, name) for name in ("strong", "weak", "live")},
    }
    return values if network.budget is None else values | {"budget": network.budget}


def as_graph(network: Network) -> nx.Graph[str]:
    """Returns nodes with their kind, and for each pair the tie that is strongest now, with its dates as text."""
    graph: nx.Graph[str] = nx.Graph(as_of=network.as_of.isoformat())
    for node in network.nodes:
        graph.add_node(node.id, kind=node.kind.value)
    for tie in network.ties:
        now = tie.strength_on(network.as_of, network.half_life_days)
        if now > graph.get_edge_data(tie.a, tie.b, {}).get("strength_now", 0.0):
            last_contact = tie.last_contact_on.isoformat()
            graph.add_edge(tie.a, tie.b, strength=tie.strength, strength_now=now, last_contact=last_contact)
    return graph


def export(network: Network, form: ExportFormat) -> str:
    """Returns the text of the file, UTF-8 when written."""
    if form is ExportFormat.JSON:
        return json.dumps(as_json(network), ensure_ascii=False, indent=2)
    buffer = io.BytesIO()
    if form is ExportFormat.GRAPHML:
        nx.write_graphml_xml(as_graph(network), buffer)
    else:
        nx.write_gexf(as_graph(network), buffer)
    return buffer.getvalue().decode()


def _tie(tie: Tie) -> dict[str, Any]:
    values: dict[str, Any] = {
        "a": tie.a,
        "b": tie.b,
        "strength": tie.strength,
        "last_contact": tie.last_contact_on.isoformat(),
    }
    return values if tie.half_life_days is None else values | {"half_life_days": tie.half_life_days}
