"""Every figure of a cell against the same figure worked out by listing all chains."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.network import Network, Tie
from graph.reach import Status, analyse_cells
from tests.graph.networks import TODAY, networks
from tests.graph.oracle import OracleChain, chains, consultants, most_disjoint, reach, strengths_on

many = settings(max_examples=120, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


def chains_today(network: Network, openers: frozenset[str]) -> list[OracleChain]:
    return chains(network, strengths_on(network, network.as_of), openers)


@many
@given(networks())
def test_chain_is_the_least_by_cost_and_then_by_ids(network: Network) -> None:
    for cell, found in analyse_cells(network).items():
        expected = chains_today(network, network.members[cell])
        assert found.chain == (expected[0].nodes if expected else ())
        assert found.reach == pytest.approx(reach(expected), abs=1e-12)


@many
@given(networks())
def test_undecayed_reach_is_over_every_tie(network: Network) -> None:
    once = strengths_on(network, network.as_of, undecayed=True)
    for cell, found in analyse_cells(network).items():
        assert found.reach_undecayed == pytest.approx(
            reach(chains(network, once, network.members[cell])), abs=1e-12
        )


@many
@given(networks())
def test_departures_leave_what_the_other_chains_give(network: Network) -> None:
    staff = consultants(network)
    people = {node.id for node in network.nodes} - staff
    for cell, found in analyse_cells(network).items():
        expected = chains_today(network, network.members[cell])
        now = reach(expected)
        left = {id_: reach(expected, without=id_) for id_ in people}
        assert found.backup_reach == pytest.approx(min(left.values()), abs=1e-6)
        assert found.backup_reach_if_a_consultant_leaves == pytest.approx(
            min(reach(expected, without=id_) for id_ in staff), abs=1e-6
        )
        assert found.reach_if_person_leaves == pytest.approx(
            {id_: after for id_, after in left.items() if after < now - 1e-9}, abs=1e-6
        )
        assert list(found.reach_if_person_leaves) == sorted(found.reach_if_person_leaves)
        assert (found.fragility is None) == (now == 0)
        if found.fragility is not None:
            assert found.fragility == pytest.approx(1 - min(left.values()) / now, abs=1e-6)


@many
@given(networks())
def test_critical_nodes_are_on_every_chain(network: Network) -> None:
    staff = consultants(network)
    for cell, found in analyse_cells(network).items():
        expected = [set(chain.nodes) for chain in chains_today(network, network.members[cell])]
        on_all = set.intersection(*expected) if expected else set()
        assert found.critical_people == tuple(sorted(on_all - staff))
        assert found.critical_consultants == tuple(sorted(on_all & staff))


@many
@given(networks(most_ties=11))
def test_independent_ways_are_the_most_chains_that_share_nobody(network: Network) -> None:
    for cell, found in analyse_cells(network).items():
        expected = chains_today(network, network.members[cell])
        assert found.independent_ways == most_disjoint(expected, consultants(network))


@many
@given(networks())
def test_goes_cold_on_the_first_day_below_weak(network: Network) -> None:
    def reach_on(day: date, openers: frozenset[str]) -> float:
        return reach(chains(network, strengths_on(network, day), openers))

    for cell, found in analyse_cells(network).items():
        openers = network.members[cell]
        if found.goes_cold_on is None:
            in_ten_years = reach_on(TODAY.replace(year=TODAY.year + 10), openers)
            assert found.reach < 0.1 - 1e-9 or in_ten_years >= 0.1 - 1e-9
        else:
            assert reach_on(found.goes_cold_on - timedelta(days=1), openers) >= 0.1 - 1e-9
            assert reach_on(found.goes_cold_on, openers) < 0.1 - 1e-9
            assert found.goes_cold_on > TODAY


@many
@given(networks())
def test_status_follows_the_ordered_definitions(network: Network) -> None:
    for cell, found in analyse_cells(network).items():
        if not network.members[cell]:
            expected = Status.UNKNOWN
        elif found.reach < 0.1 - 1e-9:
            expected = Status.STALE if found.reach_undecayed >= 0.25 - 1e-9 else Status.NOT_REACHED
        elif found.reach < 0.25 - 1e-9:
            expected = Status.WEAK
        else:
            expected = Status.SINGLE if found.backup_reach < 0.1 - 1e-9 else Status.REACHED
        assert found.status == expected


@many
@given(networks(), st.data())
def test_logging_a_contact_never_lowers_reach(network: Network, data: st.DataObject) -> None:
    before = analyse_cells(network)
    ties = list(network.ties)
    number = data.draw(st.integers(0, len(ties) - 1))
    ties[number] = replace(ties[number], last_contact_on=TODAY)
    new = Tie("c1", data.draw(st.sampled_from(["a", "b", "d", "o1", "m1"])), 0.5, TODAY)
    after = analyse_cells(replace(network, ties=(*ties, new)))
    for cell, found in after.items():
        assert found.reach >= before[cell].reach - 1e-6
        assert found.independent_ways >= before[cell].independent_ways


@settings(many, max_examples=30)
@given(networks())
def test_a_cell_outlives_everybody_who_is_not_critical(network: Network) -> None:
    for cell, found in analyse_cells(network).items():
        critical = {*found.critical_people, *found.critical_consultants}
        for node in network.nodes:
            left = analyse_cells(without(network, node.id))[cell].reach
            assert (left > 0) == (found.reach > 0 and node.id not in critical)


def without(network: Network, gone: str) -> Network:
    return replace(
        network,
        nodes=tuple(node for node in network.nodes if node.id != gone),
        ties=tuple(tie for tie in network.ties if gone not in (tie.a, tie.b)),
        members={cell: openers - {gone} for cell, openers in network.members.items()},
    )


@many
@given(networks())
def test_departures_leave_exactly_the_next_chain_by_cost_and_ids(network: Network) -> None:
    for cell, found in analyse_cells(network).items():
        expected = chains_today(network, network.members[cell])
        for id_, left in found.reach_if_person_leaves.items():
            assert left == pytest.approx(reach(expected, without=id_), abs=1e-12)
