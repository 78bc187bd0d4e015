"""Small networks, worked out by hand: one for every status and every figure."""

from dataclasses import replace
from datetime import date, timedelta

from graph.network import Thresholds
from graph.reach import CellReach, Status, analyse_cells
from tests.graph.networks import TODAY, network


def only(*ties: str, openers: str, alone: str = "", thresholds: Thresholds = Thresholds()) -> CellReach:  # noqa: B008
    """Returns the one cell that `openers` can open."""
    net = network(*ties, members={"cell": openers}, alone=alone, thresholds=thresholds)
    return analyse_cells(net)["cell"]


def days_from_today(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_two_lines_into_a_cell_give_every_figure() -> None:
    # c1 -0.9- a -0.7- b (0.63) and c2 -0.5- d -0.5- e (0.25), all met today.
    cell = only("c1 a 0.9", "a b 0.7", "c2 d 0.5", "d e 0.5", openers="b e")
    assert cell == CellReach(
        status=Status.REACHED,
        reach=0.63,
        reach_undecayed=0.63,
        backup_reach=0.25,
        backup_reach_if_a_consultant_leaves=0.25,
        fragility=1 - 0.25 / 0.63,
        independent_ways=2,
        critical_people=(),
        critical_consultants=(),
        chain=("c1", "a", "b"),
        reach_if_person_leaves={"a": 0.25, "b": 0.25},
        # 0.63 x 2^(-2d/180) falls below 0.1 on day 239, and the other line was below on day 119.
        goes_cold_on=days_from_today(239),
    )


def test_unknown_when_nobody_can_open_the_cell() -> None:
    assert only("c1 a 0.9", openers="") == CellReach(
        Status.UNKNOWN, 0, 0, 0, 0, None, 0, (), (), (), {}, None
    )


def test_stale_when_a_strong_line_went_cold() -> None:
    cell = only("c1 a 0.9 900", openers="a")
    assert (cell.status, cell.reach, cell.reach_undecayed, cell.chain) == (Status.STALE, 0, 0.9, ())


def test_stale_while_the_line_is_live_but_below_weak() -> None:
    cell = only("c1 a 0.25 270", openers="a")
    assert (cell.status, round(cell.reach, 6), cell.chain) == (Status.STALE, 0.088388, ("c1", "a"))


def test_not_reached_when_there_never_was_a_strong_line() -> None:
    cell = only("c1 a 0.3 900", "a b 0.7 900", openers="b")
    assert (cell.status, cell.reach_undecayed) == (Status.NOT_REACHED, 0.21)


def test_not_reached_without_a_consultant() -> None:
    assert only("a b 0.9", openers="b").status is Status.NOT_REACHED


def test_weak_from_the_weak_threshold_on() -> None:
    assert only("c1 a 0.2", "a b 0.5", openers="b").status is Status.WEAK
    assert only("c1 a 0.2", "a b 0.499", openers="b").status is Status.NOT_REACHED


def test_single_when_one_person_carries_the_line() -> None:
    cell = only("c1 a 0.9", "c2 a 0.9", openers="a")
    assert (cell.status, cell.backup_reach, cell.fragility, cell.independent_ways) == (Status.SINGLE, 0, 1, 1)


def test_reached_on_both_thresholds_exactly() -> None:
    # 0.5 x 0.5 and 0.2 x 0.5: each figure is on its threshold.
    cell = only("c1 a 0.5", "a b 0.5", "c1 d 0.2", "d e 0.5", openers="b e")
    assert (cell.status, cell.reach, cell.backup_reach) == (Status.REACHED, 0.25, 0.1)


def test_thresholds_are_settings() -> None:
    strict = Thresholds(strong=0.95, weak=0.92, live=0.91)
    assert only("c1 a 0.9", openers="a", thresholds=strict).reach == 0
    assert only("c1 a 0.93", openers="a", thresholds=strict).status is Status.WEAK


def test_equal_costs_are_settled_by_the_smallest_list_of_ids() -> None:
    cell = only("c2 a 0.5", "c1 b 0.5", "b d 0.8", "a d 0.8", openers="d")
    assert cell.chain == ("c1", "b", "d")
    assert only("c1 b 0.5", "c1 a 0.5", openers="a b").chain == ("c1", "a")


def test_a_chain_may_run_over_a_perfect_tie_between_consultants() -> None:
    # c1 -1.0- c2 costs nothing, so the smaller list begins with c1; each of them alone is enough.
    cell = only("c1 c2 1.0", "c2 a 0.9", openers="a")
    assert cell.chain == ("c1", "c2", "a")
    assert (cell.critical_consultants, cell.backup_reach_if_a_consultant_leaves) == (("c2",), 0)


def test_cells_are_not_stepping_stones() -> None:
    # b and d can both open the first cell; that does not make them know each other.
    net = network("c1 b 0.9", "d e 0.9", members={"first": "b d", "second": "e"})
    assert analyse_cells(net)["second"].status is Status.NOT_REACHED


def test_the_only_opener_is_critical_and_counts_as_one_way() -> None:
    cell = only("c1 a 0.9", "c1 b 0.9", "a d 0.9", "b d 0.9", openers="d")
    assert (cell.critical_people, cell.critical_consultants, cell.independent_ways) == (("d",), ("c1",), 1)
    assert cell.reach_if_person_leaves == {"d": 0}


def test_a_consultant_may_be_shared_by_independent_ways() -> None:
    cell = only("c1 a 0.9", "c1 b 0.9", "c1 d 0.9", "c1 e 0.9", openers="a b d e")
    assert (cell.independent_ways, cell.critical_people) == (4, ())
    assert cell.critical_consultants == ("c1",)
    assert (cell.backup_reach, cell.backup_reach_if_a_consultant_leaves) == (0.9, 0)


def test_independent_ways_are_found_where_the_first_chain_is_in_the_way() -> None:
    # The short chain a-b uses both; only undoing it shows that a-d and b-e are two.
    ties = ("c1 a 0.9", "c1 e 0.5", "a b 0.9", "a d 0.3", "e b 0.3")
    assert only(*ties, openers="b d").independent_ways == 2


def test_a_strong_backup_leaves_reach_as_it_is() -> None:
    cell = only("c1 a 0.9", "c2 b 0.9", openers="a b")
    assert (cell.fragility, cell.reach_if_person_leaves, cell.backup_reach) == (0, {}, 0.9)


def test_goes_cold_when_its_one_tie_does() -> None:
    # 0.4 x 2^(-360/180) is 0.1 exactly, which still counts.
    assert only("c1 a 0.4", openers="a").goes_cold_on == days_from_today(361)
    assert only("c1 a 0.4 100", openers="a").goes_cold_on == days_from_today(261)


def test_goes_cold_later_when_a_short_chain_takes_over() -> None:
    # Today 0.9 x 0.9 leads; it is below 0.1 on day 272, but the single tie of 0.5 lasts until day 417.
    cell = only("c1 a 0.9", "a b 0.9", "c2 b 0.5", openers="b")
    assert (cell.chain, cell.goes_cold_on) == (("c1", "a", "b"), days_from_today(418))


def test_goes_cold_later_when_a_chain_over_a_lasting_tie_takes_over() -> None:
    # 0.81 x 2^(-2d/185) is below 0.1 on day 280, 0.5 x 0.6 x 2^(-d/180) on day 286.
    ties = ("c1 a 0.9 0 185", "a b 0.9 0 185", "c2 d 0.5 0 1e9", "d b 0.6")
    assert only(*ties, openers="b").goes_cold_on == days_from_today(286)


def test_goes_cold_only_after_the_day_on_which_a_chain_is_on_the_threshold() -> None:
    # The chain of two fails on day 360, when the single tie of 0.4 is 0.1 exactly.
    cell = only("c1 a 0.9 0 238.4", "a b 0.9 0 238.4", "c2 b 0.4", openers="b")
    assert cell.goes_cold_on == days_from_today(361)


def test_goes_cold_when_a_tie_dies_before_the_chain_is_weak() -> None:
    dying = Thresholds(weak=0.1, live=0.4)
    assert only("c1 a 0.8", openers="a", thresholds=dying).goes_cold_on == days_from_today(181)


def test_a_contact_in_the_future_starts_to_cool_on_its_day() -> None:
    assert only("c1 a 0.4 -30", openers="a").goes_cold_on == days_from_today(391)


def test_never_goes_cold_within_ten_years_or_when_it_is_already() -> None:
    assert only("c1 a 0.9 0 4000", openers="a").goes_cold_on is None
    assert only("c1 a 0.09", openers="a").goes_cold_on is None
    assert only("c1 a 0.9", openers="a", thresholds=Thresholds(weak=0)).goes_cold_on is None


def test_two_fifths_times_five_eighths_is_on_the_threshold() -> None:
    cell = only("c1 a 0.4", "a b 0.625", openers="b")
    assert (cell.reach, cell.status) == (0.25, Status.SINGLE)
    assert only("c1 a 0.4", "a b 0.624", openers="b").status is Status.WEAK


def test_a_chain_of_perfect_ties_is_as_strong_as_its_one_weak_tie() -> None:
    cell = only("c1 a 1.0", "a b 1.0", "b d 0.3", openers="d")
    assert (cell.reach, cell.chain, cell.critical_people) == (0.3, ("c1", "a", "b", "d"), ("a", "b", "d"))
    assert only("c1 a 1.0", openers="a").reach == 1.0


def test_one_consultant_can_be_the_single_point_between_two_people() -> None:
    # Two people, so no person is critical; but both are known by one colleague.
    cell = only("c1 a 0.9", "c1 b 0.9", openers="a b")
    assert (cell.status, cell.independent_ways) == (Status.REACHED, 2)
    assert (cell.backup_reach, cell.backup_reach_if_a_consultant_leaves) == (0.9, 0.0)
    assert (cell.critical_people, cell.critical_consultants) == ((), ("c1",))


def test_an_intersection_is_not_reached_because_both_its_groups_are() -> None:
    net = network(
        "c1 a 0.9",
        "c1 b 0.9",
        "c2 a 0.9",
        "c2 b 0.9",
        "c1 d 0.9",
        members={"women": "a d", "newcomers": "b d", "newcomer women": "e"},
        alone="e",
    )
    assert {cell: found.status for cell, found in analyse_cells(net).items()} == {
        "women": Status.REACHED,
        "newcomers": Status.REACHED,
        "newcomer women": Status.NOT_REACHED,
    }


def test_a_network_may_be_analysed_from_its_columns() -> None:
    net = network("c1 a 0.9", "a b 0.5", members={"x": "b", "y": ""})
    assert analyse_cells(net.columns) == analyse_cells(net)
    blind = analyse_cells(net, looks_ahead=False)
    assert blind == {key: replace(cell, goes_cold_on=None) for key, cell in analyse_cells(net).items()}
