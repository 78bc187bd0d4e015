"""Colours: one attribute, of organisations and networks; nothing about a person is ever a colour."""

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from crm.insight.cells import GroupFact, PlaceFact
from crm.insight.map.city import CityMap, MapNode
from crm.insight.map.colours import COLOURS, ColourBy, colourable, palette
from crm.parties.models import Dimension
from graph.network import NodeKind
from tests.crm.insight.map.test_view import NORTH, ROMA, SOMALI, SOUTH, key, maps, node

PLACES = (PlaceFact(NORTH, "north", "Noord"), PlaceFact(SOUTH, "south", "Zuid"))
TURKISH = UUID(int=2000)


def _group(id_: UUID, dimension: Dimension = Dimension.ORIGIN, small: bool = False) -> GroupFact:
    return GroupFact(id_, str(id_), dimension, ("a", "b", "c"), small)


GROUPS = (_group(SOMALI), _group(ROMA, small=True), _group(TURKISH))


def _keys(nodes: list[MapNode], by: ColourBy) -> dict[int, str]:
    made = palette(nodes, by, GROUPS, PLACES)
    return {id_.int: colour.key for id_, colour in made.of.items()}


def test_kind_colours_all_but_persons() -> None:
    nodes = [node(1, NodeKind.CONSULTANT), node(2, NodeKind.PERSON), node(3, NodeKind.COUNCIL)]
    assert _keys(nodes, ColourBy.KIND) == {1: "consultant", 3: "council"}


def test_neighbourhood_colours_organisations_and_networks_by_where_they_work() -> None:
    nodes = [
        node(1, NodeKind.ORGANISATION, places=(NORTH,)),
        node(2, NodeKind.COMMUNITY, places=(NORTH, SOUTH)),
        MapNode(key(3), NodeKind.ORGANISATION, is_city_wide=True),
        node(4, NodeKind.ORGANISATION),
        node(5, NodeKind.CONSULTANT),
    ]
    assert _keys(nodes, ColourBy.NEIGHBOURHOOD) == {1: str(NORTH), 2: "several", 3: "city"}


def test_dimension_colours_by_group_but_not_by_one_that_a_small_area_betrays() -> None:
    nodes = [
        node(1, NodeKind.COMMUNITY, (SOMALI,)),
        node(2, NodeKind.COMMUNITY, (SOMALI, TURKISH)),
        node(3, NodeKind.COMMUNITY, (ROMA,)),
        node(4, NodeKind.COMMUNITY, (ROMA, TURKISH)),
    ]
    assert _keys(nodes, ColourBy.ORIGIN) == {1: str(SOMALI), 2: "several", 4: str(TURKISH)}
    assert _keys(nodes, ColourBy.AGE) == {}


def test_group_keeps_its_colour_in_every_view() -> None:
    here = palette([node(1, NodeKind.COMMUNITY, (TURKISH,))], ColourBy.ORIGIN, GROUPS, PLACES)
    there = palette(
        [node(1, NodeKind.COMMUNITY, (TURKISH,)), node(2, NodeKind.COMMUNITY, (SOMALI,))],
        ColourBy.ORIGIN,
        GROUPS,
        PLACES,
    )
    assert here.of[key(1)] == there.of[key(1)]
    assert [colour.key for colour in there.colours] == [str(SOMALI), str(TURKISH)]


def test_more_groups_than_colours_share_the_last_one() -> None:
    groups = [_group(UUID(int=3000 + at)) for at in range(20)]
    nodes = [node(at, NodeKind.COMMUNITY, (groups[at].id,)) for at in range(20)]
    made = palette(nodes, ColourBy.ORIGIN, groups, PLACES)
    assert {colour.number for colour in made.of.values()} == {*range(1, COLOURS - 1), COLOURS}
    assert [made.of[key(at)].key for at in (11, 12, 19)] == [str(groups[11].id), "other", "other"]


def test_only_dimensions_with_groups_that_may_be_shown_can_be_a_colour() -> None:
    groups = (_group(SOMALI), _group(ROMA, Dimension.SOGIESC, small=True))
    assert colourable(groups) == (Dimension.ORIGIN,)


@given(maps(), st.sampled_from(ColourBy))
@settings(deadline=None)
def test_no_person_has_a_colour(drawn: CityMap, by: ColourBy) -> None:
    made = palette(drawn.nodes.values(), by, GROUPS, PLACES)
    assert [id_ for id_ in made.of if drawn.nodes[id_].kind == NodeKind.PERSON] == []
    assert set(made.colours) == set(made.of.values())
