"""The two small charts as plain geometry: steps per month for a group, and a strip of squares for one cell. Pure.

Lengths are units of the drawing; a month is `MONTH_WIDE` wide. *Zelf gehoord* has a lane of its own under *Ingang*.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crm.insight.trend.trends import CellTrend, GroupTrend, Trend, is_heard_in
from graph.reach import Status

MONTH_WIDE = 24
SQUARE = 20
STEPS_HIGH = 66
DOTS_HIGH = 16
A_ROW = 12
"""A strip shows a year in a row: squares with a sign in them must not shrink on a phone."""

STACKED = (Status.REACHED, Status.SINGLE, Status.WEAK)
"""What a step is made of, from the ground up; above it stands whom we do not reach."""


@dataclass(frozen=True, slots=True)
class Run:
    """One status over months in a row, by their positions; None where there is no picture."""

    status: Status | None
    first: int
    last: int


def runs_of(statuses: Sequence[Status | None]) -> tuple[Run, ...]:
    """Returns the statuses with those months in a row joined that say the same.

    >>> [(run.first, run.last) for run in runs_of([Status.WEAK, Status.WEAK, None])]
    [(0, 1), (2, 2)]
    """
    runs: list[Run] = []
    for position, status in enumerate(statuses):
        if runs and runs[-1].status is status:
            runs[-1] = Run(status, runs[-1].first, position)
        else:
            runs.append(Run(status, position, position))
    return tuple(runs)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a step: so many neighbourhoods with that status; None: the rest, without a way in."""

    status: Status | None
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Square:
    """A month of a strip: its corner, its status (None: no picture) and its month."""

    status: Status | None
    month: date
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Dot:
    """The group itself was heard in that month; the centre of its dot."""

    x: float
    y: float


@dataclass(frozen=True)
class Chart:
    """A drawing of that size: blocks or squares for *Ingang*, dots for *Zelf gehoord*."""

    width: float
    height: float
    blocks: tuple[Block, ...] = ()
    squares: tuple[Square, ...] = ()
    dots: tuple[Dot, ...] = ()


def steps_of(trend: Trend, group: GroupTrend) -> Chart:
    """Returns the steps of a group: each month a column as high as its neighbourhoods are many."""
    blocks: list[Block] = []
    gap = MONTH_WIDE - SQUARE
    high = STEPS_HIGH / len(group.cells)
    for position, _ in enumerate(trend.months):
        statuses = group.statuses(position)
        counts = Counter(statuses)
        x, ground = position * MONTH_WIDE + gap / 2, float(STEPS_HIGH)
        rest = len(statuses) - sum(counts[status] for status in STACKED)
        for status, count in [*((one, counts[one]) for one in STACKED), (None, rest)]:
            if count:
                ground -= count * high
                blocks.append(Block(status, count, x, round(ground, 2), SQUARE, round(count * high, 2)))
    dots = tuple(
        Dot(position * MONTH_WIDE + MONTH_WIDE / 2, STEPS_HIGH + DOTS_HIGH / 2)
        for position, month in enumerate(trend.months)
        if group.is_heard(position, month)
    )
    return Chart(len(trend.months) * MONTH_WIDE, STEPS_HIGH + DOTS_HIGH, blocks=tuple(blocks), dots=dots)


def strip_of(trend: Trend, cell: CellTrend) -> Chart:
    """Returns the strip of a cell: a square a month, a year in a row, the newest month last."""
    squares: list[Square] = []
    dots: list[Dot] = []
    row_high = MONTH_WIDE + DOTS_HIGH
    gap = (MONTH_WIDE - SQUARE) / 2
    for position, (month, frozen) in enumerate(zip(trend.months, cell.months, strict=True)):
        row, column = divmod(position, A_ROW)
        x, y = column * MONTH_WIDE, row * row_high
        squares.append(Square(None if frozen is None else frozen.status, month, x + gap, y + gap))
        if is_heard_in(frozen, month):
            dots.append(Dot(x + MONTH_WIDE / 2, y + MONTH_WIDE + DOTS_HIGH / 2))
    rows = -(-len(trend.months) // A_ROW)
    wide = min(A_ROW, len(trend.months)) * MONTH_WIDE
    return Chart(wide, rows * row_high, squares=tuple(squares), dots=tuple(dots))
