"""What somebody works out who knows the published cells of a table and everything that can be added up."""

from collections.abc import Mapping
from fractions import Fraction

from crm.suppression.tables import Cell, Table

Number = int | Fraction
ENDLESS = 1 << 40  # more people than there are


def attacker_bounds(
    table: Table, published: Mapping[Cell, int], most: int = ENDLESS
) -> dict[Cell, tuple[Number, Number]]:
    """Least and most that each cell can be for somebody who knows the published cells and the sums.

    >>> from crm.suppression import one_way
    >>> attacker_bounds(one_way({"a": 3, "b": 9, "c": 30}), {"total": 42, "c": 30})["a"]
    (0, 12)
    """
    attacker = Attacker(table, {cell: (count, count) for cell, count in published.items()})
    bounds = {}
    for cell in table.counts:
        attacker.push(cell, 1, most)
        highest = attacker.values[cell]
        attacker.push(cell, -1, 0)
        bounds[cell] = (attacker.values[cell], highest)
    return bounds


class Attacker:
    """Somebody who knows the ranges of the published cells, all sums and what each cell counts at the least.

    They look for the tables that fit: a simplex with bounds (Dantzig; Bland's rule, so that it ends) in exact numbers. It starts from the true table,
    which fits, and every table it passes fits too. One solver serves the whole audit: when a cell is hidden, its
    range widens and the search goes on from where it is.
    """

    def __init__(self, table: Table, ranges: Mapping[Cell, tuple[int, int]]) -> None:
        self.truth = table.counts
        self.values: dict[Cell, Number] = dict(table.counts)
        self.published = dict(ranges)
        self._last = table.last
        self._least = table.least
        self._totals = {each.total for each in table.sums}
        self._order = {cell: position for position, cell in enumerate(table.counts)}
        # The basic cells, written in the others: basic + sum(factor * other) stays what it is.
        self._rows: dict[Cell, dict[Cell, Number]] = {}
        for each in table.sums:
            self._add_sum({each.total: 1, **dict.fromkeys(each.parts, -1)})

    def can_be(self, cell: Cell, at_least: int) -> bool:
        """Whether a table in whole numbers fits in which the cell counts that much."""
        if not self.push(cell, 1, at_least):
            return False
        if all(value == int(value) for value in self.values.values()):
            return True
        # It fits, but with parts of people: that it fits with whole ones is not shown.
        self.values = dict(self.truth)
        return False

    def what_holds(self, cell: Cell) -> Cell | None:
        """The published cell to hide next so that this one can count more: a part before a total, the smallest first."""
        holding = [
            other
            for other, gain in self._gains(cell, 1).items()
            if other in self.published and (gain > 0 or self.truth[other] > 0)
        ]
        return min(
            holding or self.published,
            key=lambda other: (
                other in self._last,
                other in self._totals,
                self.truth[other],
                self._order[other],
            ),
            default=None,
        )

    def forget(self, cell: Cell) -> None:
        """From now on the cell is hidden."""
        del self.published[cell]

    def push(self, cell: Cell, way: int, goal: int) -> bool:
        """Makes the cell larger (way 1) or smaller (way -1) as long as a table fits; returns whether it got to the goal."""
        while (goal - self.values[cell]) * way > 0:
            gains = self._gains(cell, way)
            movers = (
                other
                for other in sorted(gains, key=self._order.__getitem__)
                if self._room(other, gains[other])
            )
            mover = next(movers, None)
            if mover is None:
                return False
            step = 1 if gains[mover] > 0 else -1
            wanted = _over((goal - self.values[cell]) * way, gains[mover] * step)
            self._move(mover, step, -int(-wanted // 1))
        return True

    def _gains(self, cell: Cell, way: int) -> dict[Cell, Number]:
        """What the cell gains, in that way, for each that another cell gains."""
        if cell not in self._rows:
            return {cell: way}
        return {other: -factor * way for other, factor in self._rows[cell].items()}

    def _room(self, cell: Cell, towards: Number) -> Number:
        """How far the cell can go up (towards > 0) or down; ENDLESS where nothing stops it."""
        low, high = self.published.get(cell, (0, ENDLESS))
        low = max(low, self._least.get(cell, 0))
        return high - self.values[cell] if towards > 0 else self.values[cell] - low

    def _move(self, mover: Cell, step: int, wanted: int) -> None:
        """Moves a free cell as far as wanted, or until another one stops it: then the two change places."""
        changes: dict[Cell, Number] = {
            basic: -row[mover] * step for basic, row in self._rows.items() if mover in row
        }
        stops = [
            (_over(self._room(each, by), by if by > 0 else -by), self._order[each], each)
            for each, by in changes.items()
        ]
        far, _, stop = min([*stops, (self._room(mover, step), self._order[mover], mover)])
        by = min(far, wanted)
        self.values[mover] += by * step
        for basic, change in changes.items():
            self.values[basic] += by * change
        if by == far and stop != mover:
            self._exchange(stop, mover)

    def _exchange(self, basic: Cell, other: Cell) -> None:
        """Writes the other cell in what the basic one was written in, and takes it out of every other row."""
        row = self._rows.pop(basic)
        factor = row.pop(other)
        row[basic] = 1
        self._write(other, row, factor)

    def _add_sum(self, row: dict[Cell, Number]) -> None:
        for basic in [each for each in row if each in self._rows]:
            _add_to(row, self._rows[basic], -row.pop(basic))
        if row:  # else it follows from the sums before it
            basic = min(row, key=lambda each: (each in self.published, self._order[each]))
            self._write(basic, row, row.pop(basic))

    def _write(self, basic: Cell, row: Mapping[Cell, Number], factor: Number) -> None:
        row = {each: _over(value, factor) for each, value in row.items()}
        for other_row in self._rows.values():
            if basic in other_row:
                _add_to(other_row, row, -other_row.pop(basic))
        self._rows[basic] = row


def _add_to(row: dict[Cell, Number], more: Mapping[Cell, Number], factor: Number) -> None:
    for cell, value in more.items():
        row[cell] = row.get(cell, 0) + factor * value
        if not row[cell]:
            del row[cell]


def _over(number: Number, divisor: Number) -> Number:
    """The exact quotient, a whole number where it can be: those are ten times as fast."""
    if divisor in (1, -1):
        return number * divisor
    quotient = Fraction(number) / divisor
    return quotient.numerator if quotient.denominator == 1 else quotient
