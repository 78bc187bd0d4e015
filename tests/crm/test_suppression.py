"""Small counts: what is hidden, that nobody works it out, and that rounding is the same everywhere.

Whether anybody works it out is asked of another attacker than the one in the product: `tests/crm/guesser.py`.
"""

import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.suppression import (
    INSIDE,
    OUTSIDE,
    TOTAL,
    Audience,
    Cell,
    Hidden,
    Shown,
    Sum,
    Table,
    attacker_bounds,
    one_way,
    percentage,
    publish,
    round_consistently,
    sensitive_cells,
    together,
    two_way,
)
from tests.crm.guesser import Guesser, Ranges, known, leaks

many = settings(max_examples=200, deadline=None, database=None)


def primary_only(table: Table, k: int) -> Ranges:
    """What is known where small cells are hidden and nothing else is."""
    hidden = sensitive_cells(table, k)
    return {cell: (count, count) for cell, count in table.counts.items() if cell not in hidden}


def counts_of(shown: Mapping[Cell, Shown]) -> dict[Cell, int | None]:
    return {cell: each.count for cell, each in shown.items()}


def keys_of(table: Table) -> dict[Cell, list[bytes]]:
    """A record for each cell."""
    return {cell: [repr(cell).encode()] for cell in table.counts}


lists = st.lists(st.integers(0, 30), min_size=1, max_size=6).map(lambda row: one_way(dict(enumerate(row))))
grids = st.tuples(st.integers(2, 4), st.integers(2, 4)).flatmap(
    lambda shape: st.lists(
        st.integers(0, 24), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]
    ).map(lambda flat: two_way({(n // shape[1], f"c{n % shape[1]}"): count for n, count in enumerate(flat)}))
)


@many
@given(lists | grids)
def test_no_random_table_leaks_inside(table: Table) -> None:
    shown = publish(table)
    assert leaks(table, known(shown, INSIDE), INSIDE.k) == []
    assert all(shown[cell].count in (None, table.counts[cell]) for cell in shown)


@many
@given(lists | grids)
def test_no_random_table_leaks_outside(table: Table) -> None:
    shown = publish(table, OUTSIDE, keys_of(table))
    assert leaks(table, known(shown, OUTSIDE), OUTSIDE.k) == []
    for cell, each in shown.items():
        assert each.count is None or (each.count % 5 == 0 and abs(each.count - table.counts[cell]) < 5)
    inside = publish(table)
    assert {cell for cell, each in inside.items() if each.hidden} <= {
        cell for cell, each in shown.items() if each.hidden
    }


def test_hiding_small_cells_only_leaks_on_most_tables_and_the_audit_on_none() -> None:
    draw = random.Random(2300)
    tables = [
        two_way({(row, f"c{column}"): draw.randint(0, 40) for row in range(3) for column in range(4)})
        for _ in range(200)
    ]
    with_small = [table for table in tables if sensitive_cells(table, 5)]
    naive = [table for table in with_small if leaks(table, primary_only(table, 5), 5)]
    audited = [table for table in tables if leaks(table, known(publish(table), INSIDE), 5)]
    assert (len(with_small) > 120, len(naive) > 0.9 * len(with_small), audited) == (True, True, [])


@many
@given(grids, st.data())
def test_the_attacker_knows_exactly_what_trying_finds(table: Table, data: st.DataObject) -> None:
    inner = [cell for cell in table.counts if TOTAL not in cell]  # type: ignore[operator]
    hidden = data.draw(st.sets(st.sampled_from(inner), min_size=1, max_size=5))
    published = {cell: count for cell, count in table.counts.items() if cell not in hidden}
    guesser = Guesser(table, {cell: (count, count) for cell, count in published.items()})
    for cell, (least, most) in attacker_bounds(table, published).items():
        assert guesser.fits(cell, int(least), int(least)) and guesser.fits(cell, int(most), int(most))
        assert not guesser.fits(cell, 0, int(least) - 1) and not guesser.fits(cell, int(most) + 1, 10**6)


# One view by neighbourhood and one by quarter of the same people: they share the totals by group.
@st.composite
def two_views(draw: st.DrawFn) -> tuple[Table, Table]:
    size = draw(st.integers(2, 3))
    by_place: dict[tuple[object, object], int] = {
        (group, f"place {place}"): draw(st.integers(0, 14)) for group in range(size) for place in range(2)
    }
    by_quarter: dict[tuple[object, object], int] = {}
    for group in range(size):
        total = sum(by_place[group, f"place {place}"] for place in range(2))
        first = draw(st.integers(0, total))
        by_quarter |= {(group, "quarter 0"): first, (group, "quarter 1"): total - first}
    return two_way(by_place), two_way(by_quarter)


@settings(many, max_examples=60)
@given(two_views())
def test_two_views_of_the_same_people_do_not_combine(views: tuple[Table, Table]) -> None:
    joined = together(*views)
    shown = publish(joined)
    assert leaks(joined, known(shown, INSIDE), INSIDE.k) == []
    rounded = publish(joined, OUTSIDE, keys_of(joined))
    assert leaks(joined, known(rounded, OUTSIDE), OUTSIDE.k) == []


def test_two_views_published_apart_give_each_other_away() -> None:
    places = one_way({"noord": 3, "zuid": 9, "centrum": 30})
    counts: dict[Cell, int] = {"zuid": 9, "elsewhere": 33, "noord": 3, "centrum": 30, TOTAL: 42}
    sums = (Sum(TOTAL, ("zuid", "elsewhere")), Sum("elsewhere", ("noord", "centrum")))
    areas = Table(counts, sums, derived=frozenset({"noord", "centrum"}))
    joined = together(places, areas)
    apart = known(publish(places), INSIDE) | known(publish(areas), INSIDE)
    assert leaks(joined, apart, 5) == ["noord"]
    shown = publish(joined)
    assert leaks(joined, known(shown, INSIDE), 5) == []
    assert counts_of(shown) == {"noord": None, "zuid": 9, "centrum": None, "elsewhere": 33, TOTAL: 42}


# Sums that overlap in any way: the sets of a table need not be rows and columns.
@st.composite
def webs(draw: st.DrawFn) -> Table:
    """Some cells, and sums of any of them."""
    cells = {f"cell {n}": draw(st.integers(0, 9)) for n in range(draw(st.integers(3, 5)))}
    counts: dict[Cell, int] = {cell: count for cell, count in cells.items()}  # noqa: C416
    sums = []
    for parts in draw(
        st.sets(st.frozensets(st.sampled_from(sorted(cells)), min_size=2), min_size=1, max_size=4)
    ):
        total = " + ".join(sorted(parts))
        counts[total] = sum(cells[part] for part in parts)
        sums.append(Sum(total, tuple(sorted(parts))))
    return Table(counts, tuple(sums))


@many
@given(webs())
def test_sums_that_overlap_in_any_way_do_not_leak(table: Table) -> None:
    assert leaks(table, known(publish(table), INSIDE), INSIDE.k) == []


def test_what_fits_with_parts_of_people_only_is_not_taken_for_safe() -> None:
    counts: dict[Cell, int] = {"a": 6, "b": 6, "c": 4, "d": 2, "e": 5, "f": 5}
    counts |= {"bcde": 17, "cef": 14, "ef": 10, "acde": 17, "ae": 11, "abf": 17}
    sums = tuple(Sum(each, tuple(each)) for each in ("bcde", "cef", "ef", "acde", "ae", "abf"))
    table = Table(counts, sums, derived=frozenset({"b", "d"}))
    assert leaks(table, known(publish(table), INSIDE), INSIDE.k) == []


def test_what_is_known_of_a_cell_from_elsewhere_counts() -> None:
    counts: dict[Cell, int] = {"a": 1, "b": 2, "c": 4, TOTAL: 7}
    sums = (Sum(TOTAL, ("a", "b", "c")),)
    least: dict[Cell, int] = {"b": 2, "c": 2}
    assert attacker_bounds(Table(counts, sums), {TOTAL: 7})["a"] == (0, 7)
    assert attacker_bounds(Table(counts, sums, least=least), {TOTAL: 7})["a"] == (0, 3)
    assert attacker_bounds(Table(counts, sums, least=least), {TOTAL: 7})["b"] == (2, 5)
    last = frozenset({TOTAL})
    assert counts_of(publish(Table(counts, sums, last=last)))[TOTAL] == 7
    assert counts_of(publish(Table(counts, sums, last=last, least=least)))[TOTAL] is None
    one, other = Table(counts, sums, least={"a": 1, "b": 1}), Table(counts, sums, least={"b": 2})
    assert together(one, other).least == {"a": 1, "b": 2}


def test_views_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="differently"):
        together(one_way({"a": 3}), one_way({"a": 4}))


def test_a_small_cell_takes_the_smallest_neighbour_with_it_and_the_total_stays() -> None:
    assert counts_of(publish(one_way({"a": 3, "b": 9, "c": 30}))) == {
        "a": None,
        "b": None,
        "c": 30,
        TOTAL: 42,
    }
    assert counts_of(publish(one_way({"a": 1, "b": 2, "c": 30}))) == {
        "a": None,
        "b": None,
        "c": None,
        TOTAL: 33,
    }
    assert counts_of(publish(one_way({"a": 0, "b": 12, "c": 30}))) == {"a": 0, "b": 12, "c": 30, TOTAL: 42}


@pytest.mark.parametrize(
    ("inside", "base", "is_shown"),
    [
        (5, 10, True),
        (4, 10, False),
        (6, 10, False),
        (0, 10, True),
        (10, 10, True),
        (0, 9, False),
        (9, 9, False),
    ],
)
def test_a_group_within_a_base_shows_neither_itself_nor_the_others_when_small(
    inside: int, base: int, is_shown: bool
) -> None:
    table = Table(
        {"base": base, "group": inside, "others": base - inside},
        (Sum("base", ("group", "others")),),
        derived=frozenset({"others"}),
        last=frozenset({"base"}),
    )
    assert counts_of(publish(table)) == {"base": base, "group": inside if is_shown else None}


def test_a_small_total_is_hidden_too() -> None:
    assert counts_of(publish(one_way({"a": 2, "b": 1}))) == {"a": None, "b": None, TOTAL: None}


def test_there_is_one_way_to_be_hidden() -> None:
    shown = publish(one_way({"a": 3, "b": 9, "c": 30}))
    assert (shown["a"], shown["b"]) == (Shown(None), Shown(None))
    assert (shown["a"].hidden, shown["c"].hidden) == (Hidden.SMALL_NUMBERS, None)


def test_the_threshold_is_never_lower_than_five() -> None:
    with pytest.raises(ValueError, match="at least 5"):
        Audience(k=4)


@many
@given(st.integers(0, 400), st.sets(st.binary(min_size=1, max_size=8), max_size=9), st.randoms())
def test_the_same_records_round_alike_everywhere(
    count: int, records: set[bytes], shuffler: random.Random
) -> None:
    shuffled = sorted(records)
    shuffler.shuffle(shuffled)
    rounded = round_consistently(count, records, 5)
    assert rounded == round_consistently(count, shuffled, 5)
    assert (rounded % 5, abs(rounded - count) < 5) == (0, True)


def test_rounding_keeps_the_mean_and_its_draw_is_not_the_count() -> None:
    for count in (11, 12, 13, 14):
        found = [round_consistently(count, [n.to_bytes(4)], 5) for n in range(4000)]
        assert set(found) == {10, 15}
        assert abs(sum(found) / len(found) - count) < 0.15


def test_nothing_is_rounded_without_its_records() -> None:
    with pytest.raises(ValueError, match="records"):
        publish(one_way({"a": 12, "b": 14}), OUTSIDE)
    with pytest.raises(ValueError, match="records"):
        publish(one_way({"a": 12, "b": 14}), OUTSIDE, {"a": [b"1"]})


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (Shown(5), Shown(10), 50),
        (Shown(7), Shown(23), 30),
        (Shown(4), Shown(9), None),
        (Shown(None), Shown(30), None),
        (Shown(7), Shown(None), None),
        (Shown(0), Shown(30), 0),
        (Shown(30), Shown(30), 100),
        (Shown(5), Shown(400), None),
        (Shown(396), Shown(400), None),
        (Shown(15), Shown(10), None),
    ],
)
def test_percentages_are_coarse_and_never_of_a_small_base(
    part: Shown, whole: Shown, share: int | None
) -> None:
    assert percentage(part, whole) == share
