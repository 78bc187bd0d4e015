"""What one contact would open: worked out by hand, and against the first pick of next contacts."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from graph.network import Network, NodeKind
from graph.next_contacts import next_contacts
from graph.opening import Opening, openings
from graph.reach import analyse_cells
from tests.graph.networks import network, networks

many = settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


def test_a_contact_opens_what_its_best_chain_makes_strong() -> None:
    net = network(
        "a b 0.5",
        "b e 0.9",
        "a d 0.4",
        members={"x": "a", "y": "b d", "z": "d", "w": "e"},
        alone="c1",
    )
    # 0.6; over b 0.6 x 0.5; over d only 0.24; over b and e 0.27.
    assert [(one.cell, one.nodes, round(one.reach, 9)) for one in openings(net, ["a"], "wxyz")["a"]] == [
        ("w", ("a", "b", "e"), 0.27),
        ("x", ("a",), 0.6),
        ("y", ("a", "b"), 0.3),
    ]
    assert openings(net, ["a", "d"], "z") == {"a": (), "d": (Opening("z", ("d",), 0.6),)}


def test_an_old_tie_comes_back_and_a_weak_new_one_opens_nothing() -> None:
    net = network("c1 a 0.9 2500", "a b 0.3", members={"x": "b"})
    assert openings(net, ["a"], "x") == {"a": (Opening("x", ("a", "b"), 0.9 * 0.3),)}
    weak = network("a b 0.9", members={"x": "b"}, alone="c1")
    assert openings(weak, ["a"], "x", strength_new=0.2) == {"a": ()}


@many
@given(networks(most_ties=9))
def test_it_is_what_next_contacts_counts_for_a_first_pick(net: Network) -> None:
    not_strong = [key for key, cell in analyse_cells(net).items() if cell.reach < 0.25 - 1e-9]
    candidates = [node.id for node in net.nodes if node.kind is not NodeKind.CONSULTANT]
    counted = replace(net, residents={})
    has_team = bool(net.consultants)
    opened = openings(net, candidates, not_strong)
    for node in candidates:
        others = [id_ for id_ in candidates if id_ != node]
        picks = next_contacts(counted, count=1, without=others).picks
        expected = picks[0].cells if picks else ()
        assert tuple(one.cell for one in opened[node] if has_team) == expected
