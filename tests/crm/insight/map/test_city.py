"""The rows of the store as a map: the same ties as the report, with their kinds and what is left of them."""

from itertools import pairwise

from crm.insight.map.city import CityMap, LineKind, LineState, MapNode, city_map
from crm.insight.map.queries import NodeLabel
from crm.insight.map.reading import LineOrder, LineRow, ordered
from crm.parties.models import Strength, TieKind
from crm.viewer import Viewer
from graph.network import NodeKind
from tests.crm.insight.city import LONG_AGO, TODAY, City


def _map(city: City) -> CityMap:
    return city_map(city.report())


def test_line_says_kinds_strength_and_last_contact(city: City, nora: Viewer) -> None:
    us = nora.user_id
    assert us is not None
    group, place = city.group("somali"), city.place()
    hodan, network = city.person("Hodan"), city.community("Dhulka", (group,), (place,))
    city.knows(nora, hodan, Strength.TRUSTS_US, 180)
    city.tie(hodan, network, Strength.ACQUAINTED, 900)
    city.tie(hodan, network, Strength.WORKS_TOGETHER, 10, kind=TieKind.WORKS_AT)
    city.opens(hodan, network)
    made = _map(city)

    found = {frozenset(line.ends): line for line in made.lines}
    ours, theirs = found[frozenset({us, hodan})], found[frozenset({hodan, network})]
    assert (ours.a, ours.kinds, ours.strength) == (us, (LineKind.COLLEAGUE,), Strength.TRUSTS_US)
    assert (round(ours.strength_now or 0, 9), ours.state) == (0.45, LineState.WORKS)
    assert (theirs.a, theirs.b) == (hodan, network)
    assert theirs.kinds == (LineKind.WORKS_AT, LineKind.KNOWS, LineKind.OPENS)
    assert (theirs.strength, theirs.state) == (Strength.WORKS_TOGETHER, LineState.WORKS)
    assert (theirs.last_contact_on is not None and (TODAY - theirs.last_contact_on).days) == 10
    nodes = made.nodes
    assert (nodes[network].groups, nodes[network].places) == (frozenset({group}), frozenset({place}))
    assert nodes[hodan] == MapNode(hodan, NodeKind.PERSON)


def test_reach_link_alone_is_a_line_without_strength(city: City) -> None:
    hodan, network = city.person("Hodan"), city.community("Dhulka")
    city.opens(hodan, network)
    line = _map(city).lines[0]

    assert (line.ends, line.kinds) == ((hodan, network), (LineKind.OPENS,))
    assert (line.strength, line.strength_now, line.last_contact_on, line.state) == (None, None, None, None)


def test_ended_ties_and_links_and_archived_parties_are_not_there(city: City, nora: Viewer) -> None:
    hodan, network = city.person("Hodan"), city.community("Dhulka")
    gone = city.person("Weg", archived_on=TODAY)
    city.tie(hodan, network, Strength.ACQUAINTED, until=TODAY)
    city.opens(hodan, network, until=TODAY)
    city.knows(nora, gone, Strength.TRUSTS_US)
    made = _map(city)

    assert (set(made.nodes), made.lines) == ({nora.user_id, hodan, network}, ())


def test_strengths_are_those_of_the_report(city: City, nora: Viewer) -> None:
    people = [city.person(f"P{at}") for at in range(6)]
    for at, (one, other) in enumerate(pairwise(people)):
        city.tie(one, other, list(Strength)[at % 4], 100 * at, kind=list(TieKind)[at % 5])
    city.knows(nora, people[0], Strength.ACQUAINTED, 40)
    report = city.report()
    expected = {
        pair: max(tie.strength_on(TODAY, report.network.half_life_days) for tie in ties)
        for pair, ties in report.ties.items()
    }
    assert {frozenset(map(str, line.ends)): line.strength_now for line in city_map(report).lines} == expected


def test_list_is_ordered_by_each_column_and_what_is_not_known_comes_last(city: City, nora: Viewer) -> None:
    network = city.community("Bron")
    anna, zoe, mia = (city.person(name) for name in ("Anna", "Zoë", "Mia"))
    city.tie(anna, network, Strength.KNOWS_US, 5)
    city.tie(zoe, network, Strength.TRUSTS_US, 50, kind=TieKind.WORKS_AT)
    city.opens(mia, network, since=LONG_AGO)
    names = {anna: "Anna", zoe: "Zoë", mia: "Mia", network: "Bron"}
    rows = [LineRow(line, NodeLabel(names[line.a]), NodeLabel(names[line.b])) for line in _map(city).lines]

    def order(by: LineOrder, descending: bool = False) -> list[str]:
        return [row.one.name for row in ordered(rows, by, descending)]

    assert order(LineOrder.ONE) == ["Anna", "Mia", "Zoë"]
    assert order(LineOrder.ONE, True) == ["Zoë", "Mia", "Anna"]
    assert order(LineOrder.STRENGTH) == ["Anna", "Zoë", "Mia"]
    assert order(LineOrder.STRENGTH, True) == ["Zoë", "Anna", "Mia"]
    assert order(LineOrder.LAST_CONTACT) == ["Zoë", "Anna", "Mia"]
    assert order(LineOrder.LAST_CONTACT, True) == ["Anna", "Zoë", "Mia"]
    assert order(LineOrder.KIND) == ["Anna", "Zoë", "Mia"]
    assert order(LineOrder.OTHER) == ["Anna", "Mia", "Zoë"]
