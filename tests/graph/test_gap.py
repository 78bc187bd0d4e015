"""The gap against population share: exact limits, four fifths, too few to judge, and what is refused."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.gap import FOUR_FIFTHS, LEAST_EXPECTED, AxisGap, Interval, Proportion, axis_gap, garwood_interval

# Pearson and Hartley, Biometrika Tables for Statisticians 1, table 40: 90 % limits of a Poisson mean.
PUBLISHED = {
    0: (0.0, 3.00),
    1: (0.0513, 4.74),
    2: (0.355, 6.30),
    3: (0.818, 7.75),
    4: (1.37, 9.15),
    5: (1.97, 10.51),
    10: (5.43, 16.96),
    20: (13.25, 29.06),
    30: (21.59, 40.69),
    50: (38.96, 63.29),
}

COUNTS = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 60), min_size=2)
FIGURES = st.integers(10, 90_000)


def at_most(count: int, mean: float) -> float:
    """The chance of a Poisson count of at most `count`, term by term."""
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))


@pytest.mark.parametrize(("count", "limits"), PUBLISHED.items())
def test_limits_are_those_of_the_published_table(count: int, limits: tuple[float, float]) -> None:
    found = garwood_interval(count)
    assert found.low == pytest.approx(limits[0], abs=5e-3)
    assert found.high == pytest.approx(limits[1], abs=5e-3)


@given(st.integers(1, 300))
def test_each_limit_leaves_out_five_percent(count: int) -> None:
    found = garwood_interval(count)
    assert at_most(count, found.high) == pytest.approx(0.05, abs=1e-9)
    assert 1 - at_most(count - 1, found.low) == pytest.approx(0.05, abs=1e-9)


def test_hand_worked_axis() -> None:
    """100 contacts, of 10,000 residents 2,000, 3,000 and 5,000: 20, 30 and 50 would be in proportion."""
    found = axis_gap({"a": 8, "b": 24, "c": 68}, {"a": 2_000, "b": 3_000, "c": 5_000})
    assert {key: (one.count, one.expected, one.short_by) for key, one in found.groups.items()} == {
        "a": (8, 20.0, 12),
        "b": (24, 30.0, 6),
        "c": (68, 50.0, 0),
    }
    a, b, c = found.groups.values()
    assert (a.share_of_residents, a.share_of_contacts, a.ratio) == (0.2, 0.08, 8.5 / 20.5)
    # 8 contacts: 3.98 to 14.43 by the table, so at most 72 % of 20.
    assert a.interval.low == pytest.approx(3.98 / 20, abs=1e-3)
    assert a.interval.high == pytest.approx(14.43 / 20, abs=1e-3)
    assert (a.proportion, c.proportion) == (Proportion.UNDER, Proportion.IN_PROPORTION)
    assert (b.ratio, b.proportion) == (24.5 / 30.5, Proportion.IN_PROPORTION)  # 0.803
    assert found.dissimilarity == pytest.approx((0.12 + 0.06 + 0.18) / 2)


def test_sentence_of_the_definition_is_five_short() -> None:
    """REACH 1.5: 8 % of residents, 3 % of our contacts; chance alone could still explain 3 where 8 are expected."""
    one = axis_gap({"a": 3, "b": 97}, {"a": 8, "b": 92}).groups["a"]
    assert (one.short_by, one.proportion) == (5, Proportion.TOO_FEW)


def test_fewer_than_three_expected_is_too_few_to_judge() -> None:
    found = {
        people: axis_gap({"a": 0, "b": 100}, {"a": people, "b": 10_000 - people}).groups["a"].proportion
        for people in (299, 300, 374, 375)
    }
    # From 3 on it is the limit of a count of 0, 2.9957, that must lie below four fifths: from 3.745 on.
    assert found == dict.fromkeys((299, 300, 374), Proportion.TOO_FEW) | {375: Proportion.UNDER}


def test_more_than_its_share_is_no_gap() -> None:
    one = axis_gap({"a": 90, "b": 10}, {"a": 500, "b": 500}).groups["a"]
    assert (one.short_by, one.proportion) == (0, Proportion.IN_PROPORTION)


def test_without_contacts_nothing_is_said() -> None:
    found = axis_gap({}, {"a": 100, "b": 900})
    assert found.dissimilarity is None
    assert [(one.count, one.short_by, one.proportion) for one in found.groups.values()] == [
        (0, 0, Proportion.TOO_FEW)
    ] * 2
    assert found.groups["a"].interval == Interval(0.0, math.inf)


@pytest.mark.parametrize(
    ("counts", "residents"),
    [
        ({"a": 1}, {"a": 100}),
        ({}, {}),
        ({"a": 1}, {"a": 100, "b": 0}),
        ({"a": 1}, {"a": 100, "b": math.nan}),
        ({"a": -1}, {"a": 100, "b": 100}),
        ({"c": 1}, {"a": 100, "b": 100}),
    ],
)
def test_what_cannot_be_compared_is_refused(counts: dict[str, int], residents: dict[str, float]) -> None:
    with pytest.raises(ValueError):
        axis_gap(counts, residents)


def drawn_axis(data: st.DataObject, counts: dict[str, int]) -> tuple[AxisGap, dict[str, float]]:
    residents: dict[str, float] = {key: data.draw(FIGURES) for key in counts}
    return axis_gap(counts, residents), residents


@given(COUNTS, st.data())
def test_expectations_add_up_to_the_contacts(counts: dict[str, int], data: st.DataObject) -> None:
    found, _ = drawn_axis(data, counts)
    assert math.fsum(one.expected for one in found.groups.values()) == pytest.approx(sum(counts.values()))
    assert math.fsum(one.share_of_residents for one in found.groups.values()) == pytest.approx(1)
    if found.dissimilarity is not None:
        assert -1e-12 <= found.dissimilarity <= 1


@given(COUNTS, st.data())
def test_unit_and_order_of_the_figures_do_not_matter(counts: dict[str, int], data: st.DataObject) -> None:
    found, residents = drawn_axis(data, counts)
    again = axis_gap(counts, {key: residents[key] * 2 for key in reversed(residents)})
    assert again.groups == found.groups
    assert again.dissimilarity == pytest.approx(found.dissimilarity)


@given(COUNTS, st.data())
def test_verdict_follows_its_definition(counts: dict[str, int], data: st.DataObject) -> None:
    found, _ = drawn_axis(data, counts)
    for one in found.groups.values():
        is_under = one.expected >= LEAST_EXPECTED and one.interval.high < FOUR_FIFTHS
        assert (one.proportion is Proportion.UNDER) == is_under
        if is_under:
            assert one.ratio < FOUR_FIFTHS
            assert one.short_by > 0


@given(st.integers(0, 80), st.integers(1, 80), st.integers(10, 5_000), st.integers(10, 5_000))
def test_more_contacts_with_a_group_never_make_its_gap_worse(
    count: int, others: int, residents: int, rest: int
) -> None:
    figures: dict[str, float] = {"a": residents, "b": rest}
    before = axis_gap({"a": count, "b": others}, figures).groups["a"]
    after = axis_gap({"a": count + 1, "b": others}, figures).groups["a"]
    assert after.short_by <= before.short_by
    assert after.share_of_contacts > before.share_of_contacts
