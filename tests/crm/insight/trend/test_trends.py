"""Arrows, order and charts from values alone; and what a chart says to who does not see it."""

from datetime import date
from itertools import groupby
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from crm.insight.cells import Cell, GroupFact, PlaceFact, Residents
from crm.insight.rules.held import ReachRules
from crm.insight.trend.charts import DOTS_HIGH, STEPS_HIGH, Dot, runs_of, steps_of, strip_of
from crm.insight.trend.months import last_day_of, month_after, months_up_to
from crm.insight.trend.pictures import FrozenCell, Picture
from crm.insight.trend.trends import Direction, Trend, direction_of, step_of, trend_from
from crm.insight.trend.words import steps_said, strip_said
from crm.parties.models import Dimension
from graph.network import Thresholds
from graph.reach import Status

OCTOBER, JULY = date(2026, 10, 1), date(2026, 7, 1)
NORTH, SOUTH = (PlaceFact(UUID(int=number), key, key.title()) for number, key in ((1, "north"), (2, "south")))
UNKNOWN, NOT_REACHED, STALE = Status.UNKNOWN, Status.NOT_REACHED, Status.STALE
WEAK, SINGLE, REACHED = Status.WEAK, Status.SINGLE, Status.REACHED
Words = dict[str, tuple[Status | None, ...]]


def group_of(key: str, number: int, *, city_only: bool = False) -> GroupFact:
    return GroupFact(UUID(int=100 + number), key, Dimension.ORIGIN, (key, key, key), city_only)


def picture_of(month: date, rules: ReachRules | None = None, made_on: date | None = None) -> Picture:
    made_on = made_on or month_after(month, 1)
    return Picture(UUID(int=month.toordinal()), month, last_day_of(month), made_on, rules or ReachRules())


def frozen_as(
    cell: Cell, status: Status, heard_on: date | None = None, residents: Residents | None = None
) -> FrozenCell:
    return FrozenCell(cell, status, heard_on, 0.5, 1, residents)


def trend(
    said: dict[GroupFact, Words], months: int = 4, places: tuple[PlaceFact, ...] = (NORTH, SOUTH)
) -> Trend:
    """The trend up to October of statuses that are given by group and place, in the order of months."""
    row = months_up_to(OCTOBER, months)
    by_name = {place.key: place.id for place in places} | {"city": None}
    frozen: dict[date, dict[Cell, FrozenCell]] = {month: {} for month in row}
    for group, words in said.items():
        for name, statuses in words.items():
            cell = Cell(group.id, by_name[name])
            for month, status in zip(row, statuses, strict=True):
                if status is not None:
                    frozen[month][cell] = frozen_as(cell, status)
    return trend_from(row, {month: picture_of(month) for month in row}, frozen, list(said), places)


def test_arrow_counts_the_cells_that_went_up_and_down_since_a_quarter_before() -> None:
    up, level, down = group_of("up", 1), group_of("level", 2), group_of("down", 3)
    made = trend(
        {
            level: {"north": (WEAK, REACHED, REACHED, SINGLE), "south": (SINGLE, SINGLE, SINGLE, WEAK)},
            up: {"north": (UNKNOWN, UNKNOWN, WEAK, NOT_REACHED), "south": (WEAK, STALE, STALE, WEAK)},
            down: {"north": (REACHED, SINGLE, WEAK, STALE), "south": (WEAK, WEAK, WEAK, STALE)},
        }
    )
    assert [(one.group.key, one.direction, one.better, one.worse) for one in made.groups] == [
        ("down", Direction.WORSE, 0, 2),
        ("level", Direction.SAME, 1, 1),
        ("up", Direction.BETTER, 1, 0),
    ]


def test_stale_and_not_reached_are_one_step_but_a_change_all_the_same() -> None:
    made = trend({group_of("a", 1): {"north": (STALE, STALE, STALE, NOT_REACHED)}}, places=(NORTH,))
    (cell,) = made.groups[0].cells
    assert (cell.is_changed, cell.direction, made.groups[0].direction) == (
        True,
        Direction.SAME,
        Direction.SAME,
    )


def test_group_without_a_picture_of_a_quarter_before_is_new() -> None:
    fresh = group_of("fresh", 1)
    made = trend({fresh: {"north": (None, None, WEAK, REACHED), "south": (None, None, WEAK, WEAK)}})
    short = trend({fresh: {"north": (WEAK, REACHED)}}, months=2, places=(NORTH,))
    assert [one.groups[0].direction for one in (made, short)] == [Direction.NEW, Direction.NEW]
    assert (short.compared, made.compared and made.compared.month) == (None, JULY)


def test_group_that_became_city_wide_only_shows_no_neighbourhood_of_earlier_months() -> None:
    roma = group_of("roma", 1, city_only=True)
    made = trend({roma: {"north": (REACHED, REACHED, REACHED, None), "city": (None, None, None, SINGLE)}})
    (cell,) = made.groups[0].cells
    assert (cell.place, [one and one.status for one in cell.months]) == (None, [None, None, None, SINGLE])


def test_new_figure_is_told_from_the_one_before() -> None:
    group, cell = group_of("a", 1), Cell(UUID(int=101), NORTH.id)
    old, new = Residents(90, 2019, "Register", False), Residents(120, 2024, "Register", False)
    row = months_up_to(OCTOBER, 4)
    found = []
    for before, now in ((None, new), (old, new), (new, new), (old, None)):
        frozen = {month: {cell: frozen_as(cell, WEAK, None, now)} for month in row}
        frozen[JULY] = {cell: frozen_as(cell, WEAK, None, before)}
        made = trend_from(row, {month: picture_of(month) for month in row}, frozen, [group], (NORTH,))
        found.append(made.groups[0].cells[0].has_new_figure)
    assert found == [True, True, False, False]


def test_late_pictures_and_changed_rules_are_named() -> None:
    row = months_up_to(OCTOBER, 3)
    strict = ReachRules(thresholds=Thresholds(strong=0.3))
    pictures = {
        row[0]: picture_of(row[0], made_on=date(2026, 9, 10)),
        row[1]: picture_of(row[1], strict),
        row[2]: picture_of(row[2], strict),
    }
    made = trend_from(row, pictures, {month: {} for month in row}, [], (NORTH,))
    assert ([one.month for one in made.late], made.rules_changed_in) == ([row[0]], (row[1],))


def test_steps_stand_on_each_other_and_fill_the_column() -> None:
    group = group_of("a", 1)
    made = trend({group: {"north": (WEAK, REACHED, None, SINGLE), "south": (UNKNOWN, REACHED, None, WEAK)}})
    chart = steps_of(made, made.groups[0])
    half = STEPS_HIGH / 2
    assert [(one.status, one.count, one.x, one.y, one.height) for one in chart.blocks] == [
        (WEAK, 1, 2, half, half),
        (None, 1, 2, 0, half),
        (REACHED, 2, 26, 0, STEPS_HIGH),
        (SINGLE, 1, 74, half, half),
        (WEAK, 1, 74, 0, half),
    ]
    assert (chart.width, chart.height) == (96, STEPS_HIGH + DOTS_HIGH)


def test_strip_shows_a_year_in_a_row_with_dots_under_the_months_that_were_heard() -> None:
    group, cell = group_of("a", 1), Cell(UUID(int=101), NORTH.id)
    row = months_up_to(OCTOBER, 24)
    heard_on = date(2026, 9, 30)
    frozen = {
        month: {cell: frozen_as(cell, WEAK, heard_on if month >= date(2026, 9, 1) else None)} for month in row
    }
    made = trend_from(row, {month: picture_of(month) for month in row}, frozen, [group], (NORTH,))
    chart = strip_of(made, made.groups[0].cells[0])
    assert (chart.width, chart.height) == (288, 80)
    assert [(one.x, one.y) for one in (chart.squares[0], chart.squares[12], chart.squares[23])] == [
        (2, 2),
        (2, 42),
        (266, 42),
    ]
    assert chart.dots == (Dot(252, 72),)


def test_charts_are_said_in_words() -> None:
    group, city = group_of("a", 1), group_of("b", 2, city_only=True)
    made = trend(
        {
            group: {"north": (WEAK, WEAK, WEAK, STALE), "south": (UNKNOWN, REACHED, REACHED, REACHED)},
            city: {"city": (WEAK, None, SINGLE, SINGLE)},
        }
    )
    first, second = made.groups
    assert steps_said("en", made, first) == (
        "A way in: in 1 of 2 neighbourhoods in July 2026, in 1 of 2 in October 2026. "
        "Not heard themselves in these months."
    )
    assert strip_said("nl", made, second.cells[0]) == (
        "Ingang: een zwakke lijn in juli 2026; geen beeld in augustus 2026; "
        "via één persoon van september 2026 tot oktober 2026. Niet zelf gehoord in deze maanden."
    )


_STATUSES = st.sampled_from(list(Status))


@given(st.lists(st.one_of(st.none(), _STATUSES)))
def test_runs_join_equal_months_and_lose_none(statuses: list[Status | None]) -> None:
    runs = runs_of(statuses)
    assert [one for run in runs for one in [run.status] * (run.last - run.first + 1)] == statuses
    assert len(runs) == len(list(groupby(statuses)))


@given(st.lists(st.tuples(_STATUSES, _STATUSES), min_size=1, max_size=11))
def test_arrow_turns_round_when_time_does(changes: list[tuple[Status, Status]]) -> None:
    def arrow(pairs: list[tuple[Status, Status]]) -> Direction:
        steps = [step_of(now) - step_of(then) for then, now in pairs]
        return direction_of(sum(step > 0 for step in steps), sum(step < 0 for step in steps))

    opposite = {
        Direction.BETTER: Direction.WORSE,
        Direction.WORSE: Direction.BETTER,
        Direction.SAME: Direction.SAME,
    }
    assert arrow([(now, then) for then, now in changes]) == opposite[arrow(changes)]


@given(st.lists(_STATUSES, min_size=2, max_size=2), st.lists(_STATUSES, min_size=2, max_size=2))
def test_every_step_is_as_high_as_its_neighbourhoods_are_many(then: list[Status], now: list[Status]) -> None:
    made = trend(
        {group_of("a", 1): {"north": (then[0], now[0]), "south": (then[1], now[1])}},
        months=2,
    )
    chart = steps_of(made, made.groups[0])
    for x in {one.x for one in chart.blocks}:
        column = [one for one in chart.blocks if one.x == x]
        assert sum(one.height for one in column) == STEPS_HIGH
        assert sum(one.count for one in column) == 2
