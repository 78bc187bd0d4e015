"""Tables of counts: cells, and what a reader can add up."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

Cell = Hashable
TOTAL = "total"


@dataclass(frozen=True)
class Sum:
    """Something that a reader can add up: the total counts exactly the people of its parts, each once."""

    total: Cell
    parts: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """Counts with the sums between them.

    `derived` are the cells that nobody prints but that follow from others; `last` are those that are hidden only
    where hiding others does not help (the base that percentages need). `least` is what a reader knows from elsewhere
    that a cell counts at the least: a word beside it that says "we know somebody" is known to mean one or more.
    """

    counts: Mapping[Cell, int]
    sums: tuple[Sum, ...]
    derived: frozenset[Cell] = frozenset()
    last: frozenset[Cell] = frozenset()
    least: Mapping[Cell, int] = field(default_factory=dict)


def one_way(counts: Mapping[Hashable, int]) -> Table:
    """The table of a list and its total, which stands under TOTAL. The cells must not overlap.

    >>> one_way({"noord": 12, "zuid": 7}).counts
    {'noord': 12, 'zuid': 7, 'total': 19}
    """
    total = sum(counts.values())
    return Table({**counts, TOTAL: total}, (Sum(TOTAL, tuple(counts)),), last=frozenset({TOTAL}))


def two_way(counts: Mapping[tuple[Hashable, Hashable], int]) -> Table:
    """The table of rows and columns with all totals: (row, TOTAL), (TOTAL, column) and (TOTAL, TOTAL).

    >>> two_way({("a", "x"): 1, ("a", "y"): 2, ("b", "x"): 3}).counts["total", "x"]
    4
    """
    rows, columns = (tuple(dict.fromkeys(key[axis] for key in counts)) for axis in (0, 1))
    full: dict[Cell, int] = {
        (row, column): counts.get((row, column), 0) for row in rows for column in columns
    }
    sums = [Sum((row, TOTAL), tuple((row, column) for column in columns)) for row in rows]
    sums += [Sum((TOTAL, column), tuple((row, column) for row in rows)) for column in columns]
    sums.append(Sum((TOTAL, TOTAL), tuple((row, TOTAL) for row in rows)))
    for each in sums:
        full[each.total] = sum(full[part] for part in each.parts)
    sums.append(Sum((TOTAL, TOTAL), tuple((TOTAL, column) for column in columns)))
    return Table(full, tuple(sums), last=frozenset({(TOTAL, TOTAL)}))


def together(*views: Table) -> Table:
    """Several views as one table: a cell of two views is hidden in both or in neither.

    Views of the same people must go through here, or one gives away what the other hides.

    Raises:
        ValueError: two views count the same cell differently.
    """
    counts: dict[Cell, int] = {}
    least: dict[Cell, int] = {}
    for view in views:
        for cell, count in view.counts.items():
            if counts.setdefault(cell, count) != count:
                raise ValueError("two views count the same cell differently")
        least |= {cell: max(low, least.get(cell, 0)) for cell, low in view.least.items()}
    printed = {cell for view in views for cell in view.counts.keys() - view.derived}
    return Table(
        counts,
        tuple(dict.fromkeys(each for view in views for each in view.sums)),
        frozenset(counts.keys() - printed),
        frozenset(cell for view in views for cell in view.last),
        least,
    )
