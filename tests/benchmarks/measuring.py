"""Timing and printing."""

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measured thing: median and 95th percentile, and the goal it is held against (infinite: none)."""

    what: str
    median: float
    p95: float
    goal: float
    unit: str = "ms"

    @property
    def is_met(self) -> bool:
        """Whether the median is within the goal."""
        return self.median <= self.goal


def measure(what: str, goal_ms: float, run: Callable[[], object], times: int = 50, warm: int = 3) -> Row:
    """Runs it so many times, after a few that do not count; milliseconds."""
    for _ in range(warm):
        run()
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        spent.append((time.perf_counter() - started) * 1000)
    return row_of(what, goal_ms, spent)


def row_of(what: str, goal: float, values: Sequence[float], unit: str = "ms") -> Row:
    """The row of measured values."""
    ordered = sorted(values)
    return Row(
        what,
        statistics.median(ordered),
        ordered[int(len(ordered) * 0.95) - 1 if len(ordered) > 1 else 0],
        goal,
        unit,
    )


def print_table(rows: Sequence[Row]) -> None:
    """Prints what was measured, against its goal."""
    width = max(len(row.what) for row in rows)
    print(f"{'what':<{width}}  {'median':>9}  {'p95':>9}  {'goal':>9}")
    for row in rows:
        mark = "" if row.is_met else "  over the goal"
        goal = "-" if row.goal == math.inf else f"{row.goal:.2f}"
        print(f"{row.what:<{width}}  {row.median:>9.2f}  {row.p95:>9.2f}  {goal:>9} {row.unit}{mark}")
