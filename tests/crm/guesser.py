"""An attacker to test against: finds the tables that fit what is published by trying numbers, cell by cell.

It shares nothing with the attacker in the product, and knows nothing of its simplex.
"""

from collections.abc import Iterator, Mapping

from crm.suppression import Audience, Cell, Shown, Table, sensitive_cells

Ranges = dict[Cell, tuple[int, int]]


class Guesser:
    """Looks for whole-number tables that fit what is published, by trying."""

    def __init__(self, table: Table, ranges: Mapping[Cell, tuple[int, int]]) -> None:
        self.table = table
        most = 2 * max(table.counts.values()) + 40
        self.start: Ranges = {cell: ranges.get(cell, (0, most)) for cell in table.counts}

    def fits(self, cell: Cell, low: int, high: int) -> bool:
        """Whether some table fits in which the cell lies between the two."""
        first, last = self.start[cell]
        tried = {**self.start, cell: (max(first, low), min(last, high))}
        return any(True for _ in self._tables(tried))

    def _tables(self, ranges: Ranges) -> Iterator[Ranges]:
        narrowed = self._narrow(ranges)
        if narrowed is None:
            return
        open_cells = [cell for cell, (low, high) in narrowed.items() if low < high]
        if not open_cells:
            yield narrowed
            return
        cell = min(open_cells, key=lambda each: narrowed[each][1] - narrowed[each][0])
        low, high = narrowed[cell]
        truth = self.table.counts[cell]
        for guess in sorted(range(low, high + 1), key=lambda each: abs(each - truth)):
            yield from self._tables({**narrowed, cell: (guess, guess)})

    def _narrow(self, ranges: Ranges) -> Ranges | None:
        found = dict(ranges)
        is_new = True
        while is_new:
            is_new = False
            for each in self.table.sums:
                lows, highs = (sum(found[part][side] for part in each.parts) for side in (0, 1))
                new = {each.total: (lows, highs)}
                least, most = found[each.total]
                for part in each.parts:
                    low, high = found[part]
                    new[part] = (least - (highs - high), most - (lows - low))
                for cell, (low, high) in new.items():
                    tighter = (max(low, found[cell][0]), min(high, found[cell][1]))
                    if tighter[0] > tighter[1]:
                        return None
                    is_new = is_new or tighter != found[cell]
                    found[cell] = tighter
        return found


def known(shown: Mapping[Cell, Shown], audience: Audience) -> Ranges:
    """What a reader knows of each printed cell: exactly, or within the rounding."""
    near = audience.base - 1
    return {
        cell: (max(each.count - near, 0), each.count + near)
        for cell, each in shown.items()
        if each.count is not None
    }


def leaks(table: Table, ranges: Ranges, k: int) -> list[Cell]:
    """The sensitive cells that somebody pins to one value, or into 1..k-1."""
    guesser = Guesser(table, ranges)
    found = []
    for cell in sensitive_cells(table, k):
        truth = table.counts[cell]
        is_pinned = not (guesser.fits(cell, truth + 1, 10**6) or guesser.fits(cell, 0, truth - 1))
        is_small = not (guesser.fits(cell, 0, 0) or guesser.fits(cell, k, 10**6))
        if is_pinned or is_small:
            found.append(cell)
    return found
