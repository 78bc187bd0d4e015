"""What the report shows of counts of people: nobody who adds up and reads the words beside them gets a small one.

The attacker here is not the product's: whole-number programmes, solved by scipy, over what a reader of the report sees.
"""

from collections.abc import Mapping
from uuid import UUID

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from crm.insight.cells import CITY
from crm.insight.steering.counts import (
    CountTable,
    Doors,
    GroupContact,
    doors_table,
    shown_contacts,
    shown_doors,
)
from crm.insight.steering.quarters import Quarter
from crm.parties.models import Dimension
from crm.suppression import INSIDE, OUTSIDE, TOTAL, Audience, Shown, publish
from graph.reach import Status

DIMENSIONS = (Dimension.ORIGIN, Dimension.BELIEF, Dimension.DISABILITY)
PLACES = ("noord", "zuid", "centrum", CITY)
MOST = 10_000
cities = settings(max_examples=150, deadline=None, database=None)


@st.composite
def small_cities(draw: st.DrawFn) -> tuple[Doors, ...]:
    """Groups along two or three dimensions in two to four places, with few openers and words that fit them."""
    found: list[Doors] = []
    for dimension in DIMENSIONS[: draw(st.integers(2, 3))]:
        for place in PLACES[: draw(st.integers(2, 4))]:
            for group in range(draw(st.integers(1, 2))):
                count = draw(st.integers(0, 12))
                fitting = [Status.UNKNOWN] if not count else [Status.WEAK, Status.SINGLE, Status.STALE]
                status = draw(st.sampled_from([*fitting, Status.REACHED] if count > 1 else fitting))
                key = f"{dimension}:{group}:{place}"
                openers = frozenset(f"{key} {number}" for number in range(count))
                found.append(Doors(dimension, place, status, openers, key))
    assume(any(one.openers for one in found))
    return tuple(found)


class Reader:
    """Somebody with the printed report: what stands in the cells, the words of the matrix, and what adds up."""

    def __init__(self, shown: CountTable, doors: tuple[Doors, ...], audience: Audience) -> None:
        self.cells = [(row, column) for row in shown.rows for column in shown.columns]
        self.shown, self.audience = shown, audience
        lows, highs = zip(*(self._range(row, column, doors) for row, column in self.cells), strict=True)
        self.bounds = Bounds(np.array(lows), np.array(highs))
        sums = [(row, TOTAL) for row in shown.rows] + [(TOTAL, column) for column in shown.columns]
        self.constraints = []
        for total in [*sums, (TOTAL, TOTAL)]:
            low, high = self._printed(shown.at(*total))
            self.constraints.append(LinearConstraint(self._parts(total), low, high))

    def _parts(self, total: tuple[str, str]) -> np.ndarray:
        return np.array(
            [
                float(all(mine in (TOTAL, its) for mine, its in zip(total, cell, strict=True)))
                for cell in self.cells
            ]
        )

    def _printed(self, one: Shown) -> tuple[int, int]:
        if one.count is None:
            return 0, MOST
        near = self.audience.base - 1
        return (
            (max(one.count - near, self.audience.k), one.count + near)
            if near and one.count
            else (one.count,) * 2
        )

    def _range(self, row: str, column: str, doors: tuple[Doors, ...]) -> tuple[int, int]:
        words = [one.status for one in doors if (one.dimension, one.place) == (row, column)]
        least = sum(2 if word == Status.REACHED else 1 for word in words if word != Status.UNKNOWN)
        low, high = self._printed(self.shown.at(row, column))
        return max(low, least), high if least else 0

    def most(self, cell: tuple[str, str]) -> int:
        """The most that a cell, or a sum of cells, can count by all that they know."""
        found = milp(
            -self._parts(cell),
            constraints=self.constraints,
            bounds=self.bounds,
            integrality=np.ones(len(self.cells), dtype=int),
        )
        assert found.success, found.message
        return round(-found.fun)


def given_away(shown: CountTable, doors: tuple[Doors, ...], audience: Audience) -> list[tuple[str, str]]:
    """The small counts that a reader knows to be small: they cannot be k or more."""
    table, _ = doors_table(doors)
    reader = Reader(shown, doors, audience)
    small = [
        cell for cell, count in table.counts.items() if 0 < count < audience.k and isinstance(cell, tuple)
    ]
    return [(str(row), str(column)) for row, column in small if reader.most((row, column)) < audience.k]


@cities
@given(small_cities())
def test_no_small_city_gives_a_small_count_away_inside(doors: tuple[Doors, ...]) -> None:
    shown = shown_doors(doors, INSIDE)
    assert given_away(shown, doors, INSIDE) == []


@cities
@given(small_cities())
def test_no_small_city_gives_a_small_count_away_outside(doors: tuple[Doors, ...]) -> None:
    shown, inside = shown_doors(doors, OUTSIDE), shown_doors(doors, INSIDE)
    assert given_away(shown, doors, OUTSIDE) == []
    assert {one.count % 5 for one in shown.counts.values() if one.count is not None} <= {0}
    hidden = {cell for cell, one in inside.counts.items() if one.hidden}
    assert hidden <= {cell for cell, one in shown.counts.items() if one.hidden}


def made(rows: Mapping[tuple[Dimension, str], tuple[Status, int]]) -> tuple[Doors, ...]:
    """Doors by dimension and place: the word, and how many openers there are."""
    return tuple(
        Doors(
            dimension,
            place,
            status,
            frozenset(f"{dimension}{place}{n}" for n in range(count)),
            f"{dimension}:{place}",
        )
        for (dimension, place), (status, count) in rows.items()
    )


def test_words_beside_the_counts_would_give_one_away_and_are_reckoned_with() -> None:
    # 7 = ? + ? + ?: without words any of the three could be 5. With them each is at least 1 or 2, so none is.
    doors = made(
        {
            (Dimension.ORIGIN, "noord"): (Status.SINGLE, 1),
            (Dimension.ORIGIN, "zuid"): (Status.REACHED, 2),
            (Dimension.ORIGIN, "centrum"): (Status.REACHED, 4),
        }
    )
    table, _ = doors_table(doors)
    blind = publish(type(table)(table.counts, table.sums, last=table.last))
    apart = CountTable(
        (Dimension.ORIGIN,),
        ("noord", "zuid", "centrum"),
        {(str(cell[0]), str(cell[1])): one for cell, one in blind.items() if isinstance(cell, tuple)},
    )
    everywhere = [(row, place) for row in ("origin", TOTAL) for place in ("noord", "zuid", "centrum")]
    assert apart.at(TOTAL, TOTAL).count == 7
    assert given_away(apart, doors, INSIDE) == everywhere
    assert given_away(shown_doors(doors, INSIDE), doors, INSIDE) == []


def test_nobody_is_shown_where_nobody_is_known_and_totals_count_somebody_twice() -> None:
    doors = made(
        {
            (Dimension.ORIGIN, "noord"): (Status.REACHED, 7),
            (Dimension.ORIGIN, "zuid"): (Status.UNKNOWN, 0),
            (Dimension.BELIEF, "noord"): (Status.WEAK, 6),
            (Dimension.BELIEF, "zuid"): (Status.WEAK, 5),
            (Dimension.AGE, CITY): (Status.UNKNOWN, 0),
        }
    )
    shown = shown_doors(doors, INSIDE)
    assert (shown.rows, shown.columns) == (
        (Dimension.ORIGIN, Dimension.BELIEF, Dimension.AGE),
        ("noord", "zuid", CITY),
    )
    lines = [
        [shown.at(row, column).count for column in (*shown.columns, TOTAL)] for row in (*shown.rows, TOTAL)
    ]
    assert lines == [[7, 0, 0, 7], [6, 5, 0, 11], [0, 0, 0, 0], [13, 5, 0, 18]]


def test_a_city_without_doors_has_a_table_of_nobody() -> None:
    shown = shown_doors((), INSIDE)
    assert (shown.rows, shown.columns, shown.at(TOTAL, TOTAL).count) == ((), (), 0)


def test_contacts_of_a_quarter_are_shown_alike_in_every_report() -> None:
    group, quarters = UUID(int=1), [Quarter(2026, number) for number in (1, 2, 3, 4)]
    contacts = [
        GroupContact(group, UUID(int=100 * quarter.number + n), quarter)
        for quarter, count in zip(quarters, (4, 5, 0, 23), strict=True)
        for n in range(count)
    ]

    def counts(shown_in: list[Quarter], audience: Audience) -> list[int | None]:
        kept = [one for one in contacts if one.quarter in shown_in]
        shown = shown_contacts(kept, [group], shown_in, audience)
        return [shown[group, quarter].count for quarter in shown_in]

    assert counts(quarters, INSIDE) == [None, 5, 0, 23]
    outside = counts(quarters, OUTSIDE)
    assert outside[:3] == [None, None, 0]
    assert outside[3] in (20, 25)
    for audience in (INSIDE, OUTSIDE):
        assert counts(quarters[1:], audience) == counts(quarters, audience)[1:]
