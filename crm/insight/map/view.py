"""What of the map is shown: who and which lines fit the choice, a few steps around somebody, five hundred at most: pure.

A group or a neighbourhood chooses organisations and networks; persons and colleagues come along as their neighbours
and are never chosen themselves. Around a person nothing is chosen or coloured by group (DOMAIN rule 1).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from crm.errors import NotFound
from crm.insight.map.city import CityMap, LineState, MapLine, MapNode
from graph.neighbourhood import nearest, steps_from
from graph.network import NodeKind

MOST_SHOWN = 500
"""More nodes than this nobody can read, and a phone cannot draw (REACH 4)."""


@dataclass(frozen=True)
class Choice:
    """What somebody wants to see; everything where nothing is chosen. `steps` count from `around`."""

    around: UUID | None = None
    steps: int = 1
    kinds: frozenset[NodeKind] = frozenset()
    place_id: UUID | None = None
    group_id: UUID | None = None
    state: LineState | None = None


@dataclass(frozen=True)
class MapView:
    """What fits the choice, the nearest first.

    `choice` is what was applied: around a person without a group, and a group of the whole city without a place.
    """

    choice: Choice
    nodes: tuple[MapNode, ...]
    lines: tuple[MapLine, ...]
    total: int
    is_around_person: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether more fits than is shown."""
        return len(self.nodes) < self.total


def view_of(city: CityMap, choice: Choice, most: int | None = MOST_SHOWN) -> MapView:
    """Returns what fits the choice: at most so many nodes, and the lines between them.

    Left out first is what is farthest from the centre; for the whole city persons and colleagues come after
    organisations and networks. Nothing that a person has or does decides.

    Raises:
        NotFound: `around` is not on the map.
    """
    if choice.around is not None and choice.around not in city.nodes:
        raise NotFound
    is_around_person = choice.around is not None and city.nodes[choice.around].kind == NodeKind.PERSON
    if is_around_person:
        choice = replace(choice, group_id=None)
    if choice.group_id in city.small_groups:
        choice = replace(choice, place_id=None)  # a small area would betray people
    fits = _fitting(city, choice)
    steps = _steps(city, choice, fits)
    limit = len(steps) if most is None else most
    shown = nearest(steps, limit, lambda node: city.nodes[UUID(node)].is_one_of_us_or_a_person)
    nodes = {UUID(node): city.nodes[UUID(node)] for node in shown}
    lines = (line for line in city.lines if line.a in nodes and line.b in nodes and _has_state(line, choice))
    return MapView(choice, tuple(nodes.values()), tuple(lines), len(steps), is_around_person)


def _has_state(line: MapLine, choice: Choice) -> bool:
    return choice.state is None or line.state == choice.state


def _fitting(city: CityMap, choice: Choice) -> Callable[[UUID], bool]:
    """Whether a node may be shown, whatever its distance."""
    chosen: set[UUID] | None = None
    if choice.place_id is not None or choice.group_id is not None:
        chosen = {key for key, node in city.nodes.items() if _is_chosen(node, choice)}
        chosen |= _neighbours_of_chosen(city, choice, chosen)

    def fits(key: UUID) -> bool:
        if key == choice.around:
            return True
        is_of_kind = not choice.kinds or city.nodes[key].kind in choice.kinds
        return is_of_kind and (chosen is None or key in chosen)

    return fits


def _is_chosen(node: MapNode, choice: Choice) -> bool:
    if node.is_one_of_us_or_a_person:
        return False
    is_there = choice.place_id is None or node.is_city_wide or choice.place_id in node.places
    return is_there and (choice.group_id is None or choice.group_id in node.groups)


def _neighbours_of_chosen(city: CityMap, choice: Choice, chosen: set[UUID]) -> set[UUID]:
    """Persons and colleagues with a line to what was chosen; around a group that a small area betrays, no persons."""
    shows_persons = choice.group_id not in city.small_groups
    found = set()
    for key in chosen:
        for line in city.lines_of.get(key, ()):
            other = city.nodes[line.b if line.a == key else line.a]
            is_shown = other.kind == NodeKind.CONSULTANT or (other.kind == NodeKind.PERSON and shows_persons)
            if is_shown and _has_state(line, choice):
                found.add(other.id)
    return found


def _steps(city: CityMap, choice: Choice, fits: Callable[[UUID], bool]) -> dict[str, int]:
    """The nodes that fit, each with its steps from the centre; 0 where there is none."""

    def neighbours(key: str) -> list[str]:
        node = UUID(key)
        lines = (line for line in city.lines_of.get(node, ()) if _has_state(line, choice))
        others = (line.b if line.a == node else line.a for line in lines)
        return [str(other) for other in others if fits(other)]

    if choice.around is not None:
        # A colleague knows dozens: going on beyond would bring people together who have nothing with each other.
        def goes_on(key: str) -> bool:
            return city.nodes[UUID(key)].kind != NodeKind.CONSULTANT

        return steps_from(str(choice.around), choice.steps, neighbours, goes_on)
    return {str(key): 0 for key in city.nodes if fits(key) and (choice.state is None or neighbours(str(key)))}
