"""What is shown of a map: filters, steps and the cut, on maps written by hand."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.errors import NotFound
from crm.insight.map.city import CityMap, LineKind, LineState, MapLine, MapNode
from crm.insight.map.view import MOST_SHOWN, Choice, MapView, view_of
from graph.network import NodeKind
from tests.crm.insight.city import TODAY

PERSON, ORGANISATION, COMMUNITY, US = (
    NodeKind.PERSON,
    NodeKind.ORGANISATION,
    NodeKind.COMMUNITY,
    NodeKind.CONSULTANT,
)
SOMALI, ROMA, NORTH, SOUTH = (UUID(int=1000 + at) for at in range(4))


def key(number: int) -> UUID:
    """The id of a node."""
    return UUID(int=number)


def node(
    number: int, kind: NodeKind, groups: tuple[UUID, ...] = (), places: tuple[UUID, ...] = ()
) -> MapNode:
    """A node with that number as its id."""
    return MapNode(key(number), kind, frozenset(places), frozenset(groups))


def city(nodes: list[MapNode], *lines: tuple[int, int, LineState | None]) -> CityMap:
    """A map of those nodes and lines; a line without a state is a reach link."""
    made = tuple(
        MapLine(key(a), key(b), (LineKind.OPENS if state is None else LineKind.KNOWS,), state=state)
        for a, b, state in lines
    )
    return CityMap(TODAY, {one.id: one for one in nodes}, made, frozenset({ROMA}))


def numbers(view: MapView) -> list[int]:
    """The ids in view, as numbers."""
    return [one.id.int for one in view.nodes]


def pairs(view: MapView) -> list[tuple[int, int]]:
    """The lines in view, as numbers."""
    return [(line.a.int, line.b.int) for line in view.lines]


WORKS, QUIET = LineState.WORKS, LineState.QUIET
# Us 1 and 2; persons 11, 12, 13; Somali network 21 in the north, school 22 in the south, Roma house 23 in the north.
SMALL = city(
    [
        node(1, US),
        node(2, US),
        node(11, PERSON),
        node(12, PERSON),
        node(13, PERSON),
        node(21, COMMUNITY, (SOMALI,), (NORTH,)),
        node(22, ORGANISATION, (), (SOUTH,)),
        node(23, ORGANISATION, (ROMA,), (NORTH,)),
    ],
    (1, 11, WORKS),
    (2, 22, QUIET),
    (11, 21, None),
    (12, 22, WORKS),
    (13, 23, WORKS),
    (1, 23, WORKS),
    (21, 22, QUIET),
)


def test_whole_city_shows_everybody_organisations_and_networks_first() -> None:
    view = view_of(SMALL, Choice())

    assert numbers(view) == [21, 22, 23, 1, 2, 11, 12, 13]
    assert (len(view.lines), view.total, view.is_cut) == (7, 8, False)


def test_group_chooses_who_carries_it_and_brings_their_neighbours() -> None:
    view = view_of(SMALL, Choice(group_id=SOMALI))

    assert numbers(view) == [21, 11]  # the school next to it does not carry the group
    assert pairs(view) == [(11, 21)]


def test_no_person_is_shown_around_a_group_that_a_small_area_betrays() -> None:
    assert numbers(view_of(SMALL, Choice(group_id=ROMA))) == [23, 1]
    assert numbers(view_of(SMALL, Choice(group_id=ROMA, place_id=SOUTH))) == [23, 1]  # nor where it is


def test_neighbourhood_chooses_who_works_there_or_in_the_whole_city() -> None:
    assert numbers(view_of(SMALL, Choice(place_id=SOUTH))) == [22, 2, 12]
    everywhere = CityMap(
        TODAY, {**SMALL.nodes, key(24): MapNode(key(24), ORGANISATION, is_city_wide=True)}, SMALL.lines
    )
    assert numbers(view_of(everywhere, Choice(place_id=SOUTH))) == [22, 24, 2, 12]
    assert numbers(view_of(SMALL, Choice(place_id=NORTH, group_id=SOMALI))) == [21, 11]
    assert numbers(view_of(SMALL, Choice(place_id=SOUTH, group_id=SOMALI))) == []


def test_kind_shows_nodes_of_that_kind_and_the_lines_between_them() -> None:
    view = view_of(SMALL, Choice(kinds=frozenset({COMMUNITY, ORGANISATION})))

    assert (numbers(view), pairs(view)) == ([21, 22, 23], [(21, 22)])


def test_state_shows_only_such_lines_and_their_ends() -> None:
    view = view_of(SMALL, Choice(state=QUIET))

    assert (numbers(view), pairs(view)) == ([21, 22, 2], [(2, 22), (21, 22)])
    # A neighbour counts as one by such lines only.
    assert numbers(view_of(SMALL, Choice(state=QUIET, place_id=SOUTH))) == [22, 2]


def test_steps_count_from_the_centre_and_do_not_go_on_beyond_a_colleague() -> None:
    assert numbers(view_of(SMALL, Choice(around=key(21)))) == [21, 22, 11]
    assert numbers(view_of(SMALL, Choice(around=key(21), steps=2))) == [21, 22, 11, 1, 2, 12]
    # 23 is a step from colleague 1, and no step from what lies behind.
    assert numbers(view_of(SMALL, Choice(around=key(21), steps=3))) == [21, 22, 11, 1, 2, 12]
    assert numbers(view_of(SMALL, Choice(around=key(1), steps=1))) == [1, 23, 11]


def test_centre_stays_whatever_is_chosen() -> None:
    assert numbers(view_of(SMALL, Choice(around=key(11), kinds=frozenset({COMMUNITY})))) == [11, 21]
    assert numbers(view_of(SMALL, Choice(around=key(22), state=WORKS, place_id=NORTH))) == [22]


def test_around_a_person_nothing_is_chosen_by_group() -> None:
    with_group, without = (view_of(SMALL, Choice(around=key(11), group_id=group)) for group in (SOMALI, None))
    assert with_group == without
    assert (with_group.choice.group_id, with_group.is_around_person) == (None, True)
    assert view_of(SMALL, Choice(around=key(21), group_id=SOMALI)).choice.group_id == SOMALI


def test_centre_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        view_of(SMALL, Choice(around=key(99)))


def test_cut_keeps_the_nearest_and_leaves_out_persons_before_organisations() -> None:
    many = [node(at, PERSON) for at in range(1, 601)] + [node(at, ORGANISATION) for at in range(601, 701)]
    whole = view_of(city(many), Choice())
    assert (len(whole.nodes), whole.total, whole.is_cut) == (MOST_SHOWN, 700, True)
    assert numbers(whole) == [*range(601, 701), *range(1, 401)]

    star = city(many, *((601, at, WORKS) for at in range(1, 601)), (1, 700, WORKS))
    around = view_of(star, Choice(around=key(601), steps=2))
    assert (numbers(around), around.total) == ([601, *range(1, 500)], 602)
    assert len(view_of(star, Choice(around=key(601), steps=2), most=None).nodes) == 602


def test_number_of_lines_of_a_person_does_not_decide_who_is_shown() -> None:
    many = [node(at, PERSON) for at in range(1, 601)]
    busy = city(many, *((600, at, WORKS) for at in range(1, 600)))

    assert numbers(view_of(busy, Choice())) == list(range(1, 501))


states = st.sampled_from([None, *LineState])
kinds = st.sampled_from([PERSON, ORGANISATION, COMMUNITY, US])
_ids = st.integers(1, 9)


@st.composite
def maps(draw: st.DrawFn) -> CityMap:
    """Draws a map of nine nodes; only organisations and networks have groups and places, as in the store."""
    nodes = []
    for number in range(1, 10):
        kind = draw(kinds)
        is_party = kind in (ORGANISATION, COMMUNITY)
        groups = draw(st.sets(st.sampled_from([SOMALI, ROMA]))) if is_party else set()
        places = draw(st.sets(st.sampled_from([NORTH, SOUTH]))) if is_party else set()
        nodes.append(node(number, kind, tuple(groups), tuple(places)))
    drawn = draw(
        st.dictionaries(st.tuples(_ids, _ids).filter(lambda pair: pair[0] < pair[1]), states, max_size=14)
    )
    return city(nodes, *((a, b, state) for (a, b), state in drawn.items()))


choices = st.builds(
    Choice,
    around=st.none() | _ids.map(key),
    steps=st.integers(1, 3),
    kinds=st.frozensets(kinds, max_size=2),
    place_id=st.sampled_from([None, NORTH, SOUTH]),
    group_id=st.sampled_from([None, SOMALI, ROMA]),
    state=states,
)


@given(maps(), choices)
@settings(deadline=None)
def test_every_view_keeps_its_promises(drawn: CityMap, choice: Choice) -> None:
    view = view_of(drawn, choice)
    ids = {one.id for one in view.nodes}

    assert view.total == len(ids) == len(view.nodes)
    assert all(line.a in ids and line.b in ids for line in view.lines)
    assert choice.around is None or view.nodes[0].id == choice.around
    for one in view.nodes:
        if one.id == choice.around:
            continue
        assert not choice.kinds or one.kind in choice.kinds
        if view.choice.group_id and not one.is_one_of_us_or_a_person:
            assert view.choice.group_id in one.groups
        if view.choice.group_id == ROMA:
            assert one.kind != PERSON
    if choice.state is not None:
        assert {line.state for line in view.lines} <= {choice.state}


@given(maps(), choices, st.integers(1, 2))
@settings(deadline=None)
def test_a_step_more_shows_everybody_of_a_step_less(drawn: CityMap, choice: Choice, steps: int) -> None:
    if choice.around is None:
        return
    fewer, more = (
        view_of(
            drawn, Choice(choice.around, count, choice.kinds, choice.place_id, choice.group_id, choice.state)
        )
        for count in (steps, steps + 1)
    )
    assert numbers(more)[: fewer.total] == numbers(fewer)
