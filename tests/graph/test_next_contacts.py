"""Next contacts: gains worked out by hand, and against every set of picks there is."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.network import BadNetwork, Network, NodeKind, Thresholds, Tie
from graph.next_contacts import NextContact, NextContacts, Objective, next_contacts
from tests.graph.networks import network, networks
from tests.graph.oracle import consultants, reach_of_cells

many = settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


def test_cover_counts_residents_of_cells_lifted_to_strong() -> None:
    # Meeting a (0.6) lifts x; over a - b (0.6 x 0.5 = 0.3) also y; z (0.6 x 0.4 = 0.24) stays weak.
    net = network(
        "a b 0.5",
        "a d 0.4",
        members={"x": "a", "y": "b", "z": "d"},
        residents={"x": 100, "y": 20, "z": 7},
        alone="c1",
    )
    assert next_contacts(net, count=1) == NextContacts((NextContact("a", 120, ("x", "y")),), 120 / 127)
    # Then only d adds something; nothing is left, so the list is the best there is.
    both = next_contacts(net)
    assert both == NextContacts((NextContact("a", 120, ("x", "y")), NextContact("d", 7, ("z",))), 1.0)


def test_what_an_earlier_pick_lifted_is_not_counted_again() -> None:
    net = network(
        "a b 0.5",
        "b d 0.5",
        members={"x": "a", "y": "b", "z": "d", "w": "e"},
        residents={"x": 100, "y": 50, "z": 40, "w": 60},
        alone="c1",
    )
    # b alone reaches x, y and z; then only e is left, a came second before.
    assert [(pick.id, pick.gain) for pick in next_contacts(net).picks] == [("b", 190), ("e", 60)]


def test_gains_are_renewed_before_the_next_pick() -> None:
    net = network(
        "a p 0.5",
        "b q 0.5",
        members={"x": "a", "y": "p q", "z": "b", "w": "d"},
        residents={"x": 100, "y": 50, "z": 40, "w": 60},
        alone="c1",
    )
    # b seemed worth 90; once a has lifted y it is worth 40, less than d.
    assert [(pick.id, pick.gain) for pick in next_contacts(net, count=3).picks] == [
        ("a", 150),
        ("d", 60),
        ("b", 40),
    ]


def test_a_chain_that_becomes_strong_exactly_counts() -> None:
    net = network("a b 0.5", members={"x": "a", "y": "b"}, costs={"b": 9}, alone="c1")
    assert next_contacts(net, strength_new=0.5).picks == (NextContact("a", 2, ("x", "y")),)


def test_the_bound_weighs_as_many_open_gains_as_there_are_picks() -> None:
    net = network(
        members={"x": "a", "y": "b", "z": "d", "w": "e"},
        residents={"x": 100, "y": 50, "z": 30, "w": 20},
        alone="c1",
    )
    assert next_contacts(net, count=2).bound == 150 / 200
    assert next_contacts(net, count=1).bound == 100 / 150


def test_soft_counts_residents_times_gain_in_reach() -> None:
    net = network("c1 b 0.5", "a b 0.5", members={"x": "a", "y": "b"}, residents={"x": 100, "y": 10})
    found = next_contacts(net, count=1, objective=Objective.SOFT)
    # a: 100 x (0.6 - 0.25); b: 100 x (0.3 - 0.25) + 10 x (0.6 - 0.5) = 6, of which 1 is left after a.
    assert [(pick.id, round(pick.gain, 9), pick.cells) for pick in found.picks] == [("a", 35.0, ("x",))]
    assert found.bound == pytest.approx(35 / 36)


def test_without_counts_every_cell_is_worth_one() -> None:
    net = network("a b 0.9", members={"x": "a", "y": "b", "z": "b"}, alone="c1")
    assert next_contacts(net).picks == (NextContact("a", 3, ("x", "y", "z")),)


def test_a_cell_that_nobody_counted_adds_nothing_but_is_named() -> None:
    net = network("a b 0.9", members={"x": "a", "y": "b"}, residents={"x": 10}, alone="c1")
    assert next_contacts(net).picks == (NextContact("a", 10, ("x", "y")),)


def test_equal_gains_are_settled_by_the_lowest_id() -> None:
    net = network("a b 0.9", "b d 0.9", members={"x": "d"}, alone="c1 0")
    assert [pick.id for pick in next_contacts(net).picks] == ["a"]


def test_an_old_tie_with_a_consultant_comes_back_at_its_full_strength() -> None:
    # 0.6 x 0.4 is too little, but b once had 0.9 with a consultant: 0.9 x 0.4 = 0.36.
    net = network("c1 b 0.9 3000", "b d 0.4", "e d 0.4", members={"x": "d"}, costs={"d": 9})
    assert next_contacts(net).picks == (NextContact("b", 1, ("x",)),)


def test_the_strength_of_a_new_tie_is_an_option() -> None:
    net = network("a b 0.9", members={"x": "b"}, alone="c1")
    assert next_contacts(net, strength_new=0.27).picks[0].id == "b"
    assert next_contacts(net, strength_new=0.24).picks == ()


def test_a_new_tie_that_would_not_be_live_adds_nothing() -> None:
    net = network(members={"x": "a"}, alone="c1")
    assert next_contacts(net, objective=Objective.SOFT, strength_new=0.04) == NextContacts((), 1.0)
    assert next_contacts(net, objective=Objective.SOFT, strength_new=0).picks == ()


def test_any_node_but_a_consultant_can_be_a_pick() -> None:
    net = network("c2 o1 0.1", members={"x": "o1", "y": "m1", "z": "k1"}, alone="c1")
    assert [pick.id for pick in next_contacts(net).picks] == ["k1", "m1", "o1"]


def test_a_cell_without_openers_or_a_team_without_consultants_gains_nothing() -> None:
    assert next_contacts(network(members={"x": ""}, alone="a c1")) == NextContacts((), 1.0)
    assert next_contacts(network("a b 0.9", members={"x": "b"})) == NextContacts((), 1.0)


def test_with_costs_the_gain_per_cost_decides() -> None:
    net = network(
        members={"x": "a", "y": "b"}, residents={"x": 100, "y": 60}, costs={"a": 2, "b": 1}, alone="c1"
    )
    assert [(pick.id, pick.gain) for pick in next_contacts(net).picks] == [("b", 60), ("a", 100)]


def test_the_budget_skips_what_is_too_dear_and_gives_no_bound() -> None:
    net = network(
        members={"x": "a", "y": "b", "z": "d"},
        residents={"x": 50, "y": 60, "z": 10},
        costs={"a": 1, "b": 2, "d": 1},
        budget=2,
        alone="c1",
    )
    # a (50 per hour) first, b no longer fits, d does: 60, as much as b alone, so the list stays.
    found = next_contacts(net)
    assert found == NextContacts((NextContact("a", 50, ("x",)), NextContact("d", 10, ("z",))), None)


def test_the_best_single_pick_replaces_a_worse_list() -> None:
    # Ratio greedy alone takes 11 for one hour and has no hours left for 60 (REACH 1.7).
    net = network(
        members={"x": "a", "y": "b"},
        residents={"x": 11, "y": 60},
        costs={"a": 1, "b": 10},
        budget=10,
        alone="c1",
    )
    assert next_contacts(net) == NextContacts((NextContact("b", 60, ("y",)),), None)
    assert next_contacts(net, count=0) == NextContacts((), None)


def test_nothing_fits_a_budget_of_nothing() -> None:
    assert next_contacts(network(members={"x": "a"}, budget=0, alone="c1")) == NextContacts((), None)


def test_a_chain_that_is_strong_already_is_not_counted() -> None:
    net = network("c1 a 0.25", members={"x": "a"})
    assert next_contacts(net).picks == ()
    assert next_contacts(replace(net, thresholds=Thresholds(strong=0.26))).picks[0].id == "a"


def test_who_is_left_out_is_no_pick_and_does_not_lower_the_bound() -> None:
    net = network(
        "a b 0.5",
        members={"x": "a", "y": "b", "z": "d"},
        residents={"x": 100, "y": 20, "z": 7},
        alone="c1",
    )
    # Without a, meeting b (0.6) lifts y, and x over the tie with a, who is still there (0.6 x 0.5).
    assert next_contacts(net, count=1, without={"a", "c1", "nobody"}) == NextContacts(
        (NextContact("b", 120, ("x", "y")),), 120 / 127
    )
    assert next_contacts(net, without={"a", "b", "d"}) == NextContacts((), 1.0)


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ({"strength_new": 1.1}, "strength-new: must be a number, 0 or more and at most 1"),
        ({"strength_new": float("nan")}, "strength-new: must be a number, 0 or more and at most 1"),
        ({"count": -1}, "next: must be a number, 0 or more"),
    ],
)
def test_wrong_options_are_refused(options: dict[str, float], refusal: str) -> None:
    with pytest.raises(BadNetwork) as refused:
        next_contacts(network(members={}), **options)  # type: ignore[arg-type]
    assert str(refused.value) == refusal


def value(net: Network, objective: Objective, picks: Iterable[str]) -> float:
    """Returns what the network is worth once the fresh ties of the picks are really there."""
    staff = sorted(consultants(net))
    fresh = []
    for pick in picks:
        once = [tie.strength for tie in net.ties if {tie.a, tie.b} & set(staff) and pick in (tie.a, tie.b)]
        fresh += [Tie(one, pick, max(0.6, *once, 0.0), net.as_of) for one in staff[:1]]
    reach = reach_of_cells(replace(net, ties=(*net.ties, *fresh)))
    weights = {cell: net.residents.get(cell, 0) if net.residents else 1 for cell in reach}
    if objective is Objective.COVER:
        return sum(weights[cell] for cell, figure in reach.items() if figure >= 0.25 - 1e-9)
    return sum(weights[cell] * figure for cell, figure in reach.items())


def candidates(net: Network) -> list[str]:
    return sorted(node.id for node in net.nodes if node.kind is not NodeKind.CONSULTANT)


@many
@given(networks(most_ties=9), st.sampled_from(Objective))
def test_picks_gain_what_they_say_and_each_is_the_best_next_one(net: Network, objective: Objective) -> None:
    chosen: list[str] = []
    for pick in next_contacts(net, objective=objective, count=3).picks:
        before = value(net, objective, chosen)
        gains = {id_: value(net, objective, [*chosen, id_]) - before for id_ in candidates(net)}
        assert pick.gain == pytest.approx(gains[pick.id], abs=1e-3)
        assert gains[pick.id] == pytest.approx(max(gains.values()), abs=1e-3)
        if objective is Objective.COVER:
            assert pick.id == min(id_ for id_, gain in gains.items() if gain == max(gains.values()))
        chosen.append(pick.id)
    if len(chosen) < 3:
        before = value(net, objective, chosen)
        gains = {id_: value(net, objective, [*chosen, id_]) - before for id_ in candidates(net)}
        assert max(gains.values()) == pytest.approx(0, abs=1e-3)


@many
@given(networks(most_ties=9), st.sampled_from(Objective), st.integers(1, 3))
def test_no_other_picks_beat_the_bound(net: Network, objective: Objective, count: int) -> None:
    found = next_contacts(net, objective=objective, count=count)
    before = value(net, objective, [])
    best = max(value(net, objective, picks) for picks in combinations(candidates(net), count)) - before
    gained = sum(pick.gain for pick in found.picks)
    assert found.bound is not None
    assert 0 < found.bound <= 1
    assert gained >= found.bound * best - 1e-3
    assert gained >= (1 - 1 / 2.718281828) * best - 1e-3


@many
@given(networks(most_ties=9), st.lists(st.integers(1, 4), min_size=5, max_size=5), st.integers(0, 6))
def test_a_budget_is_kept_and_half_the_guarantee_holds(net: Network, hours: list[int], budget: int) -> None:
    costs = dict(zip(candidates(net), hours, strict=True))
    dear = replace(net, costs=costs, budget=budget)
    picks = next_contacts(dear, count=5).picks
    assert sum(costs[pick.id] for pick in picks) <= budget
    best = max(
        value(net, Objective.COVER, chosen)
        for size in range(6)
        for chosen in combinations(candidates(net), size)
        if sum(costs[id_] for id_ in chosen) <= budget
    )
    gained = sum(pick.gain for pick in picks)
    assert gained >= 0.5 * (1 - 1 / 2.718281828) * (best - value(net, Objective.COVER, [])) - 1e-3
