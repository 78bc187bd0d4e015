"""From counts to what an audience sees: hidden, rounded, or as it is."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from hashlib import blake2b

from crm.suppression.attacker import Attacker
from crm.suppression.tables import Cell, Table

SMALLEST_K = 5
SMALLEST_BASE = 10
"""Of fewer people no percentage is shown."""
PERCENT_STEP = 5
_DRAWS = 1 << 64


class Hidden(StrEnum):
    """Why a count is not shown; one reason, so that the reason itself tells nothing."""

    SMALL_NUMBERS = "small_numbers"


@dataclass(frozen=True)
class Audience:
    """Who reads: counts under `k` are hidden for them, the others are rounded to a multiple of `base`."""

    k: int = SMALLEST_K
    base: int = 1

    def __post_init__(self) -> None:
        if self.k < SMALLEST_K:
            raise ValueError(f"k is at least {SMALLEST_K}")


INSIDE = Audience(k=5)
OUTSIDE = Audience(k=10, base=5)


@dataclass(frozen=True)
class Shown:
    """What stands in a cell: a number, or that it is hidden. There is no third thing, in no format."""

    count: int | None

    @property
    def hidden(self) -> Hidden | None:
        """Why there is no number; None where there is one."""
        return Hidden.SMALL_NUMBERS if self.count is None else None


def sensitive_cells(table: Table, k: int) -> frozenset[Cell]:
    """The cells that must not be known: 1 to k - 1 people, or nobody of a base under 2k.

    >>> from crm.suppression import one_way
    >>> sorted(sensitive_cells(one_way({"yes": 0, "no": 9}), 5)), sorted(sensitive_cells(one_way({"yes": 4, "no": 20}), 5))
    (['yes'], ['yes'])
    """
    small = {cell for cell, count in table.counts.items() if 0 < count < k}
    empty = {
        part
        for each in table.sums
        if 0 < table.counts[each.total] < 2 * k
        for part in each.parts
        if table.counts[part] == 0
    }
    return frozenset(small | empty)


def publish(
    table: Table, audience: Audience = INSIDE, records: Mapping[Cell, Collection[bytes]] | None = None
) -> dict[Cell, Shown]:
    """What that audience sees of the cells that are printed. Every page, answer and file shows this and nothing else.

    Args:
        records: the lasting keys of the records that each printed cell counts, where the audience reads rounded
            counts. They are secret: no door shows them.

    Raises:
        ValueError: a count is to be rounded and its records are not given.

    >>> from crm.suppression import one_way
    >>> counts = one_way({"noord": 3, "zuid": 9, "centrum": 30})
    >>> {cell: shown.count for cell, shown in publish(counts).items()}
    {'noord': None, 'zuid': None, 'centrum': 30, 'total': 42}
    """
    printed = {cell: count for cell, count in table.counts.items() if cell not in table.derived}
    hidden: frozenset[Cell] = frozenset()
    shown = printed
    for each in dict.fromkeys((INSIDE, audience)):
        if each.base > 1:
            if records is None or not records.keys() >= printed.keys():
                raise ValueError("to round consistently, the records of every printed cell must be known")
            shown = {
                cell: round_consistently(count, records[cell], each.base) for cell, count in printed.items()
            }
        hidden = _hidden_from(table, each, shown, hidden)
    return {cell: Shown(None if cell in hidden else count) for cell, count in shown.items()}


def round_consistently(count: int, records: Iterable[bytes], base: int) -> int:
    """The count as a multiple of `base` near it: up with the chance that keeps the mean, by a draw from the records.

    The draw adds up a number from each record's lasting key: the order is nothing, the same records give the same
    draw, and whoever does not hold the keys cannot work it out.

    >>> round_consistently(12, [b"a", b"b"], 5) == round_consistently(12, [b"b", b"a"], 5), round_consistently(15, [], 5)
    (True, 15)
    """
    over = count % base
    if not over:
        return count
    draw = sum(int.from_bytes(blake2b(key, digest_size=8, person=b"rounding").digest()) for key in records)
    return count - over + (base if draw % _DRAWS < over * _DRAWS // base else 0)


def percentage(part: Shown, whole: Shown) -> int | None:
    """The share in steps of 5 %; None where a count is hidden, the base is under 10, or 0 or 100 would be untrue.

    >>> percentage(Shown(12), Shown(23)), percentage(Shown(4), Shown(9)), percentage(Shown(6), Shown(400))
    (50, None, None)
    """
    if part.count is None or whole.count is None or whole.count < SMALLEST_BASE or part.count > whole.count:
        return None
    share = round(Fraction(100 * part.count, whole.count * PERCENT_STEP)) * PERCENT_STEP
    is_true = 0 < share < 100 or part.count in (0, whole.count)
    return share if is_true else None


def _hidden_from(
    table: Table, audience: Audience, shown: Mapping[Cell, int], hidden: frozenset[Cell]
) -> frozenset[Cell]:
    """The cells that the audience may not see, those that are hidden already included."""
    sensitive = sensitive_cells(table, audience.k)
    gone = {*hidden, *sensitive}
    attacker = Attacker(
        table, {cell: _known_range(count, audience) for cell, count in shown.items() if cell not in gone}
    )
    for cell in table.counts:
        while cell in sensitive and not attacker.can_be(cell, audience.k):
            holding = attacker.what_holds(cell)
            if holding is None:
                break
            attacker.forget(holding)
            gone.add(holding)
    return frozenset(gone)


def _known_range(shown: int, audience: Audience) -> tuple[int, int]:
    """Between which counts a reader knows a shown one to lie: nought is nought, the others are k or more."""
    if audience.base == 1 or shown == 0:
        return shown, shown
    return max(shown - audience.base + 1, audience.k), shown + audience.base - 1
