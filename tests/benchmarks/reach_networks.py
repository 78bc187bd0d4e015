"""Networks from a seed: neighbourhoods as blocks, heavy-tailed degrees, ties of all ages, cells with a few openers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from graph.arrays import Cells, Nodes, Whole
from graph.columns import Columns, TieColumns
from graph.network import Network, Node, NodeKind, Tie

AS_OF = date(2026, 6, 30)
GROUPS = 12
TIES_PER_NODE = 5
WITHIN = 0.8
"""The share of ties that stay in the neighbourhood of the first of the two."""


@dataclass(frozen=True)
class Blocks:
    """Who lives where: `order` lists the nodes by neighbourhood, with the sum of their weights up to each."""

    of: Whole
    order: Whole
    weights: np.ndarray[tuple[int], np.dtype[np.float64]]
    first: Whole
    last: Whole


def columns(size: int, seed: int = 4) -> Columns:
    """Returns a degree-corrected block model (Karrer and Newman 2011) of so many nodes and five times as many ties.

    Expected degrees are Pareto(1.5) distributed, at most the root of the size. One in a thousand is a consultant (ten at
    least); a neighbourhood has about 12.5 nodes per root of 12.5 nodes, and twelve groups with some four openers each.
    """
    chance = np.random.default_rng(seed)
    staff = max(10, size // 1000)
    places = round((size / 12.5) ** 0.5)
    blocks = _blocks(chance, size, places)
    width = len(str(size))
    nodes = Nodes([f"n{number:0{width}}" for number in range(size)], np.arange(size) < staff)
    return Columns(
        nodes=nodes,
        ties=_ties(chance, blocks, TIES_PER_NODE * size),
        cells=_cells(chance, blocks, places, staff),
        as_of=AS_OF,
        hours=np.ones(size),
    )


def _blocks(chance: np.random.Generator, size: int, places: int) -> Blocks:
    of = chance.integers(0, places, size).astype(np.int32)
    weight = np.minimum(chance.pareto(1.5, size) + 1, size**0.5)
    order = np.argsort(of, kind="stable").astype(np.int32)
    numbers = np.arange(places)
    first = np.searchsorted(of[order], numbers).astype(np.int32)
    last = np.searchsorted(of[order], numbers, side="right").astype(np.int32)
    return Blocks(of, order, np.concatenate(([0.0], np.cumsum(weight[order]))), first, last)


def _ties(chance: np.random.Generator, blocks: Blocks, count: int) -> TieColumns:
    total = blocks.weights[-1]
    a = _drawn(blocks, chance.random(count) * total)
    low, high = blocks.weights[blocks.first[blocks.of[a]]], blocks.weights[blocks.last[blocks.of[a]]]
    point = chance.random(count)
    b = _drawn(blocks, np.where(chance.random(count) < WITHIN, low + point * (high - low), point * total))
    b = np.where(a == b, (b + 1) % len(blocks.of), b).astype(np.int32)
    return TieColumns(
        a=a,
        b=b,
        strength=chance.choice([0.3, 0.5, 0.7, 0.9], count, p=[0.3, 0.35, 0.2, 0.15]),
        last_contact=(AS_OF.toordinal() - chance.integers(0, 540, count)).astype(np.int32),
        half_life_days=chance.choice([110.0, 180.0, 365.0], count, p=[0.15, 0.7, 0.15]),
    )


def _drawn(blocks: Blocks, points: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Whole:
    at = np.searchsorted(blocks.weights, points, side="right") - 1
    return blocks.order[np.minimum(at, len(blocks.order) - 1)]


def _cells(chance: np.random.Generator, blocks: Blocks, places: int, staff: int) -> Cells:
    names, openers = [], []
    for place in range(places):
        people = blocks.order[blocks.first[place] : blocks.last[place]]
        people = people[people >= staff]
        for group in range(GROUPS):
            count = min(int(chance.poisson(4)), len(people))
            names.append(f"p{place:04}|g{group:02}")
            openers.append(np.sort(chance.choice(people, count, replace=False)))
    starts = np.concatenate(([0], np.cumsum([len(found) for found in openers])))
    return Cells(
        names=names,
        starts=starts.astype(np.int32),
        openers=np.concatenate(openers).astype(np.int32),
        residents=chance.integers(10, 3000, len(names)).astype(np.float64),
    )


def network(made: Columns) -> Network:
    """Returns the same network as values: what a city's report starts from."""
    ids = made.nodes.ids
    kinds = [NodeKind.CONSULTANT if is_one else NodeKind.PERSON for is_one in made.nodes.is_consultant]
    cells = made.cells
    return Network(
        nodes=tuple(Node(id_, kind) for id_, kind in zip(ids, kinds, strict=True)),
        ties=tuple(_values(made)),
        members={
            name: frozenset(ids[place] for place in cells.openers_of(number).tolist())
            for number, name in enumerate(cells.names)
        },
        as_of=made.as_of,
        residents=dict(zip(cells.names, cells.residents.tolist(), strict=True)),
    )


def _values(made: Columns) -> Iterator[Tie]:
    ids, ties = made.nodes.ids, made.ties
    fields = (ties.a, ties.b, ties.strength, ties.last_contact, ties.half_life_days)
    for a, b, strength, day, half_life in zip(*(field.tolist() for field in fields), strict=True):
        yield Tie(ids[a], ids[b], strength, date.min + timedelta(days=day - 1), half_life)
