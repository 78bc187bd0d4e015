"""The counts of one event: what can be added up, and that nobody works out a small group from it."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.agenda.attendance.disclosure import ANSWERED, Stated, disclose, impossible, table_of
from crm.suppression import INSIDE, OUTSIDE, Cell, Shown, Sum
from tests.crm.guesser import known, leaks

WOMEN, TURKISH, DEAF, YOUNG, OLDER = (UUID(int=n) for n in range(1, 6))
TURKISH_WOMEN, DEAF_TURKISH = UUID(int=11), UUID(int=12)
DIMENSIONS = {WOMEN: "gender", TURKISH: "origin", DEAF: "disability", YOUNG: "age", OLDER: "age"}
PARTS = {TURKISH_WOMEN: frozenset({TURKISH, WOMEN}), DEAF_TURKISH: frozenset({TURKISH, DEAF})}


def stated(counts: dict[UUID, int]) -> list[Stated]:
    return [
        Stated(
            key,
            PARTS.get(key, frozenset({key})),
            DIMENSIONS.get(key, "intersection"),
            count,
            str(key).encode(),
        )
        for key, count in counts.items()
    ]


def shown_inside(answered: int, counts: dict[UUID, int]) -> dict[UUID, int | None]:
    disclosed = disclose(answered, stated(counts), INSIDE, b"event")
    assert disclosed.answered == Shown(answered)
    return {key: each.count for key, each in disclosed.groups.items()}


@pytest.mark.parametrize(
    ("answered", "counts", "shown"),
    [
        (23, {WOMEN: 12, TURKISH: 3}, {WOMEN: 12, TURKISH: None}),
        (23, {WOMEN: 12, TURKISH: 0}, {WOMEN: 12, TURKISH: 0}),
        (23, {WOMEN: 20}, {WOMEN: None}),
        (23, {WOMEN: 23}, {WOMEN: 23}),
        (9, {WOMEN: 5, TURKISH: 0, DEAF: 9}, {WOMEN: None, TURKISH: None, DEAF: None}),
        (10, {WOMEN: 5, TURKISH: 0, DEAF: 10}, {WOMEN: 5, TURKISH: 0, DEAF: 10}),
    ],
    ids=["small", "nobody", "nearly all", "all", "small base", "just large enough"],
)
def test_a_group_is_hidden_when_it_or_the_others_are_few(
    answered: int, counts: dict[UUID, int], shown: dict[UUID, int | None]
) -> None:
    assert shown_inside(answered, counts) == shown


def test_an_intersection_does_not_give_away_the_rest_of_its_group() -> None:
    # Of 8 people of Turkish origin 7 are women: together the two numbers would show the one who is not.
    shown = shown_inside(40, {WOMEN: 20, TURKISH: 8, TURKISH_WOMEN: 7})
    assert shown == {WOMEN: 20, TURKISH: 8, TURKISH_WOMEN: None}
    assert shown_inside(40, {WOMEN: 20, TURKISH: 14, TURKISH_WOMEN: 7}) == {
        WOMEN: 20,
        TURKISH: 14,
        TURKISH_WOMEN: 7,
    }


def test_groups_along_one_dimension_are_protected_as_if_they_excluded_each_other() -> None:
    # 30 answers, 15 young, 12 older: whoever takes ages for exclusive finds the three in between.
    assert shown_inside(30, {YOUNG: 15, OLDER: 12}) == {YOUNG: 15, OLDER: None}
    assert shown_inside(30, {YOUNG: 15, OLDER: 8}) == {YOUNG: 15, OLDER: 8}
    assert shown_inside(30, {YOUNG: 20, OLDER: 12}) == {YOUNG: 20, OLDER: 12}, "more than 30: they do overlap"


def test_the_sums_are_those_that_the_module_names() -> None:
    table = table_of(30, stated({WOMEN: 18, TURKISH: 9, TURKISH_WOMEN: 6}))
    no_women, no_turks = ("rest of", TURKISH, TURKISH_WOMEN), ("rest of", WOMEN, TURKISH_WOMEN)
    assert set(table.sums) == {
        Sum(ANSWERED, (WOMEN, ("not in", WOMEN))),
        Sum(ANSWERED, (TURKISH, ("not in", TURKISH))),
        Sum(ANSWERED, (TURKISH_WOMEN, ("not in", TURKISH_WOMEN))),
        Sum(WOMEN, (TURKISH_WOMEN, no_turks)),
        Sum(TURKISH, (TURKISH_WOMEN, no_women)),
        Sum(ANSWERED, (TURKISH_WOMEN, no_turks, no_women, ("neither", TURKISH_WOMEN))),
    }
    assert table.derived == table.counts.keys() - {ANSWERED, WOMEN, TURKISH, TURKISH_WOMEN}
    assert (table.counts[no_turks], table.counts[no_women], table.counts["neither", TURKISH_WOMEN]) == (
        12,
        3,
        9,
    )


@st.composite
def events(draw: st.DrawFn) -> tuple[int, list[Stated]]:
    """Participants drawn one by one, so that all counts of them can be true at once; then some of the counts."""
    groups: dict[str, UUID] = {"w": WOMEN, "t": TURKISH, "d": DEAF, "y": YOUNG, "o": OLDER}
    kinds = ["", "w", "t", "wt", "dt", "wdt", "y", "wo", "o", "ty"]
    crowd = {kind: draw(st.integers(0, 9)) for kind in kinds}
    answered = sum(crowd.values())
    counts = {
        key: sum(many for kind, many in crowd.items() if letter in kind) for letter, key in groups.items()
    }
    counts[TURKISH_WOMEN] = sum(many for kind, many in crowd.items() if {"w", "t"} <= set(kind))
    counts[DEAF_TURKISH] = sum(many for kind, many in crowd.items() if {"d", "t"} <= set(kind))
    asked = draw(st.sets(st.sampled_from(sorted(counts)), min_size=1))
    return answered, stated({key: count for key, count in counts.items() if key in asked})


@settings(max_examples=150, deadline=None, database=None)
@given(events().filter(lambda event: event[0] >= 5))
def test_nobody_works_out_a_small_group_of_any_event(event: tuple[int, list[Stated]]) -> None:
    answered, groups = event
    assert impossible(answered, groups) is None
    table = table_of(answered, groups)
    for audience in (INSIDE, OUTSIDE):
        disclosed = disclose(answered, groups, audience, b"event")
        shown: dict[Cell, Shown] = {ANSWERED: disclosed.answered}
        shown.update(disclosed.groups.items())
        assert leaks(table, known(shown, audience), audience.k) == []


def test_outsiders_read_multiples_of_five_and_always_the_same() -> None:
    counts = stated({WOMEN: 13, TURKISH: 7})
    first, again = (disclose(26, counts, OUTSIDE, b"event") for _ in range(2))
    assert first == again
    assert first.groups[TURKISH] == Shown(None)
    assert (first.groups[WOMEN].count, first.answered.count) in {(a, b) for a in (10, 15) for b in (25, 30)}


def test_counts_that_cannot_all_be_true_are_found() -> None:
    def wrong(answered: int, counts: dict[UUID, int]) -> UUID | None:
        found = impossible(answered, stated(counts))
        return None if found is None else found.group_id

    assert wrong(20, {WOMEN: 12, TURKISH: 21}) == TURKISH
    assert wrong(20, {WOMEN: 12, TURKISH: 6, TURKISH_WOMEN: 7}) == TURKISH_WOMEN
    assert wrong(20, {WOMEN: 15, TURKISH: 12, TURKISH_WOMEN: 6}) == TURKISH_WOMEN, "15 + 12 - 6 are 21 people"
    assert wrong(20, {WOMEN: 15, TURKISH: 12, TURKISH_WOMEN: 7}) is None
