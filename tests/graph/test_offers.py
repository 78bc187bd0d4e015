"""Offers to many cells at once, against NetworkX's Dijkstra from the openers of one."""

import math

import networkx as nx
import numpy as np
import pytest

from graph import offers
from graph.arrays import Cells, arrays_of_graph
from graph.offers import offers_to
from tests.graph.labels import consultants_of, random_graph


def cells_of(openers: list[list[int]]) -> Cells:
    return Cells(
        names=[f"{number:02}" for number in range(len(openers))],
        starts=np.cumsum([0, *map(len, openers)]).astype(np.int32),
        openers=np.array([place for places in openers for place in places], dtype=np.int32),
        residents=np.ones(len(openers)),
    )


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("least", [0.25, 1e-9])
def test_offers_are_the_lines_that_networkx_finds(seed: int, least: float) -> None:
    graph = random_graph(seed)
    ties, staff = arrays_of_graph(graph), consultants_of(graph)
    people = sorted(set(graph) - set(staff))
    groups = [people[start::19][:3] for start in range(8)] + [[]]
    strengths = np.where(ties.nodes.is_consultant, 0.0, 0.6)
    strengths[ties.nodes.place_of[people[5]]] = 0.9
    cells = cells_of([ties.nodes.places(group) for group in groups])
    found = offers_to(ties, cells, strengths, np.full(len(groups), least))

    expected = {}
    alone = nx.restricted_view(graph, staff, [])
    for number, group in enumerate(groups[:-1]):
        for id_, cost in nx.multi_source_dijkstra_path_length(alone, group, weight="cost").items():
            place = ties.nodes.place_of[id_]
            offer = strengths[place] * math.exp(-cost / 1e6)
            if offer >= least:
                expected[place, number] = offer
    rows = zip(found.node.tolist(), found.cell.tolist(), strict=True)
    assert dict(zip(rows, found.strength.tolist(), strict=True)) == pytest.approx(expected, abs=1e-5)
    assert [*zip(found.node.tolist(), found.cell.tolist(), strict=True)] == sorted(expected)


def test_a_cell_that_asks_for_more_than_any_tie_gives_gets_no_offer() -> None:
    graph = random_graph(1)
    ties = arrays_of_graph(graph)
    strengths = np.where(ties.nodes.is_consultant, 0.0, 0.6)
    found = offers_to(ties, cells_of([[0], [1]]), strengths, np.array([0.7, np.inf]))
    assert (found.node.tolist(), found.nodes.tolist()) == ([], [])
    assert offers_to(ties, cells_of([[0]]), np.zeros(60), np.array([0.1])).node.tolist() == []


def test_more_cells_than_fit_at_once_get_the_same_offers() -> None:
    graph = random_graph(2)
    ties = arrays_of_graph(graph)
    strengths = np.where(ties.nodes.is_consultant, 0.0, 0.6)
    cells = cells_of([[place] for place in range(20)])
    together = offers_to(ties, cells, strengths, np.full(20, 0.1))
    apart = offers_to(ties, cells, strengths, np.full(20, 0.1), at_once=3 * ties.count)
    assert (apart.node.tolist(), apart.cell.tolist(), apart.strength.tolist()) == (
        together.node.tolist(),
        together.cell.tolist(),
        together.strength.tolist(),
    )
    assert 20 * ties.count < offers.AT_ONCE
