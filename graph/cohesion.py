"""Who links others, and which groups keep to themselves: structure around a node, on the live ties (REACH 1.6).

The graph is a NetworkX graph; the sums run on the same ties as a scipy CSR array, in rows that fit in memory. Ties
have no direction. A tie to oneself and a tie of weight 0 are no ties. A node without ties has none of these figures.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.special import bdtrc

Floats = NDArray[np.float64]

ROW_WORK = 1_000_000
"""How many entries of a product are worked out at a time: some 12 MB, whatever the size of the network."""


@dataclass(frozen=True, slots=True)
class Brokerage:
    """Of how many pairs of neighbours without a tie of their own a node is a link.

    `credit` shares each pair among all who link it; `only` counts the pairs that nobody else links.
    """

    credit: float
    only: int


@dataclass(frozen=True, slots=True)
class Openness:
    """The ties of a group, within it and to others, beside what its size alone would give.

    `observed` and `expected` are E-I indices, -1 (all within) to 1 (all to others). `chance` is how often random
    mixing would give as many ties within, or more.
    """

    inside: int
    outside: int
    observed: float
    expected: float
    chance: float

    @property
    def difference(self) -> float:
        """Observed minus expected: below 0 the group is inward-looking compared with its size."""
        return self.observed - self.expected


def constraint(graph: nx.Graph[str], weight: str | None = None) -> dict[str, float]:
    """Returns Burt's constraint by node: how far its ties are spent on neighbours who know each other; low links others.

    Args:
        weight: the edge attribute that holds the weights; None counts every tie as 1.
    """
    return _by_node(graph, weight, constraint_of)


def effective_size(graph: nx.Graph[str], weight: str | None = None) -> dict[str, float]:
    """Returns Burt's effective size by node: the number of neighbours, less what they overlap.

    With `weight` None it is d - 2t/d: d neighbours with t ties among them (Borgatti 1997, Connections 20:35).
    """
    return _by_node(graph, weight, effective_size_of)


def constraint_of(ties: csr_array, row_work: int = ROW_WORK) -> Floats:
    """Returns the constraint of each row of a symmetric array without diagonal; nan for a row without ties.

    Burt 1992, Structural Holes: C_i = sum_j (p_ij + sum_q p_iq p_qj)^2 over i's neighbours j, with p the share of
    i's weight. Only products between neighbours are kept. Time O(sum over ties of a degree), memory O(ties + row_work).
    """
    shares = _rows_over(ties, np.asarray(ties.sum(axis=1), float))
    found = np.full(ties.shape[0], np.nan)
    for rows in _row_chunks(ties, row_work):
        indirect = _pattern(ties[rows]).multiply(shares[rows] @ shares)
        spent = shares[rows] + indirect
        found[rows] = (spent * spent).sum(axis=1)
    found[np.diff(ties.indptr) == 0] = np.nan
    return found


def effective_size_of(ties: csr_array, row_work: int = ROW_WORK) -> Floats:
    """Returns the effective size of each row of a symmetric array without diagonal; nan for a row without ties.

    Burt 1992: ES_i = sum_j (1 - sum_q p_iq m_jq) over i's neighbours j and q, with p the share of i's weight and
    m_jq the weight of j with q over j's largest. Time and memory as `constraint_of`.
    """
    shares = _rows_over(ties, np.asarray(ties.sum(axis=1), float))
    # Row q, column j holds m_jq: the ties are symmetric, so columns are divided by the largest of each.
    largest = ties.max(axis=1).toarray() if ties.nnz else np.zeros(ties.shape[0])
    scaled = csr_array(_rows_over(ties, largest).T)
    found = np.full(ties.shape[0], np.nan)
    for rows in _row_chunks(ties, row_work):
        overlap = _pattern(ties[rows]).multiply(shares[rows] @ scaled)
        found[rows] = np.diff(ties[rows].indptr) - overlap.sum(axis=1)
    found[np.diff(ties.indptr) == 0] = np.nan
    return found


def brokerage(graph: nx.Graph[str]) -> dict[str, Brokerage]:
    """Returns by node of how many pairs of neighbours without a tie of their own it is a link.

    Gould and Fernandez 1989 (Sociol. Methodol. 19:89), all roles together, with partial credit: 1 / how many link
    the pair. Their roles need one group for each node, and a party carries several. For the hundreds or thousands
    of organisations of a city: time O(sum over pairs two steps apart of a degree).
    """
    nodes, ties = list(graph), _pattern(ties_of(graph))
    credit, only = np.zeros(len(nodes)), np.zeros(len(nodes))
    for rows in _row_chunks(ties, ROW_WORK):
        links = _pairs_apart(ties, rows)
        shared = links.copy()
        shared.data = 1 / shared.data
        credit += _back_to_linkers(shared, ties, rows)
        links.data = (links.data == 1).astype(float)
        only += _back_to_linkers(links, ties, rows)
    return {node: Brokerage(float(credit[at]), round(float(only[at]))) for at, node in enumerate(nodes)}


def ei_index(inside: int, outside: int) -> float:
    """Returns (E - I) / (E + I): Krackhardt and Stern 1988 (Soc. Psychol. Q. 51:123). Needs at least one tie.

    >>> ei_index(3, 1)
    -0.5
    """
    return (outside - inside) / (outside + inside)


def expected_ei(stub_share: float) -> float:
    """Returns the E-I index under random mixing of a group that holds that share (0..1) of all ends of ties.

    Ends meet at random: q^2 of the ties lie within, 2q(1 - q) leave, so (2 - 3q) / (2 - q). A small group looks
    open and a large one closed, whatever they do (REACH 1.6): never show the index without this beside it.

    >>> expected_ei(0.0), expected_ei(0.5), expected_ei(1.0)
    (1.0, 0.3333333333333333, -1.0)
    """
    return (2 - 3 * stub_share) / (2 - stub_share)


def openness(graph: nx.Graph[str], members: Collection[str]) -> Openness | None:
    """Returns how open a group of nodes is compared with its size; None where it has no tie at all.

    `chance` takes each of the group's ties to lie within with odds q / (2 - q), apart from the others: an exact
    binomial tail in place of Krackhardt and Stern's permutations. O(ties of the members), and a count of all ties.
    """
    group = {node for node in members if node in graph}
    ends = [neighbour in group for node in group for neighbour in graph[node] if neighbour != node]
    inside, outside = sum(ends) // 2, len(ends) - sum(ends)
    total = graph.number_of_edges() - nx.number_of_selfloops(graph)
    if inside + outside == 0:
        return None
    share = len(ends) / (2 * total)
    chance = float(bdtrc(inside - 1, inside + outside, share / (2 - share))) if inside else 1.0
    return Openness(inside, outside, ei_index(inside, outside), expected_ei(share), chance)


def ties_of(graph: nx.Graph[str], weight: str | None = None) -> csr_array:
    """Returns the ties as a symmetric CSR array in the order of the graph's nodes, without diagonal and zeros.

    An edge that lacks the attribute weighs 1.

    Raises:
        ValueError: a weight is negative or not a number.
    """
    size = graph.number_of_nodes()
    if size == 0:
        return csr_array((0, 0))
    # Never as COO at once: networkx writes a tie to oneself twice and takes one back, summed up only in CSR.
    stored = nx.to_scipy_sparse_array(graph, weight=weight, dtype=np.dtype(float), format="csr").tocoo()
    if not (np.isfinite(stored.data) & (stored.data >= 0)).all():
        raise ValueError("weights must be numbers, 0 or more")
    rows, columns = stored.coords
    kept = (rows != columns) & (stored.data > 0)
    return csr_array(coo_array((stored.data[kept], (rows[kept], columns[kept])), shape=(size, size)))


def _by_node(
    graph: nx.Graph[str], weight: str | None, measure: Callable[[csr_array], Floats]
) -> dict[str, float]:
    values = measure(ties_of(graph, weight))
    return {node: float(value) for node, value in zip(graph, values, strict=True) if not np.isnan(value)}


def _rows_over(ties: csr_array, divisors: Floats) -> csr_array:
    """The array with each row divided by its divisor; rows without ties stay empty."""
    divided = ties.copy()
    divided.data = ties.data / np.repeat(divisors, np.diff(ties.indptr))
    return divided


def _pattern(ties: csr_array) -> csr_array:
    """The same ties, all of weight 1."""
    alike = ties.copy()
    alike.data = np.ones_like(alike.data)
    return alike


def _row_chunks(ties: csr_array, row_work: int) -> Iterator[slice]:
    """Yields runs of rows whose product with the array has at most about that many entries; a row is never split."""
    degrees = np.diff(ties.indptr)
    work = np.cumsum(_pattern(ties) @ degrees)
    cuts = np.flatnonzero(np.diff(work // row_work)) + 1
    bounds = [0, *(int(cut) for cut in cuts), ties.shape[0]]
    for start, end in pairwise(bounds):
        if start < end:
            yield slice(start, end)


def _pairs_apart(ties: csr_array, rows: slice) -> csr_array:
    """By row and column, how many link the two; without those who have a tie, and without a node and itself."""
    found = ties[rows] @ ties
    apart = csr_array(found - ties[rows].multiply(found)).tocoo()
    row, column = apart.coords
    kept = (apart.data > 0) & (row + rows.start != column)
    return csr_array(coo_array((apart.data[kept], (row[kept], column[kept])), shape=apart.shape))


def _back_to_linkers(pairs: csr_array, ties: csr_array, rows: slice) -> Floats:
    """For each node the sum over the pairs of its neighbours; each pair stands there twice."""
    linked: Floats = ties[rows].multiply(pairs @ ties).sum(axis=0) / 2
    return linked
