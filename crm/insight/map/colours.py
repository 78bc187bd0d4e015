"""One attribute as colour: kind, neighbourhood, or a dimension of organisations and networks. Persons stay grey: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from crm.insight.cells import GroupFact, PlaceFact
from crm.insight.map.city import MapNode
from crm.parties.models import Dimension
from graph.network import NodeKind

NEUTRAL = 0
"""The number of the colour that says nothing."""

COLOURS = 14
"""How many colours can be told apart; the last two stand for "several" and "another"."""

SEVERAL, OTHER = "several", "other"
CITY = "city"


class ColourBy(StrEnum):
    """What the colours say; a dimension is of organisations and networks, never of persons."""

    KIND = "kind"
    NEIGHBOURHOOD = "neighbourhood"
    ORIGIN = "origin"
    BELIEF = "belief"
    GENDER = "gender"
    SOGIESC = "sogiesc"
    AGE = "age"
    DISABILITY = "disability"
    NEURODIVERSITY = "neurodiversity"
    LANGUAGE = "language"
    POVERTY = "poverty"
    NEWCOMERS = "newcomers"
    DIGITAL = "digital"
    INTERSECTION = "intersection"

    @property
    def dimension(self) -> Dimension | None:
        """The dimension that it stands for, if it does."""
        return None if self in (ColourBy.KIND, ColourBy.NEIGHBOURHOOD) else Dimension(self.value)


@dataclass(frozen=True, slots=True)
class Colour:
    """One colour: `key` is a kind, the id of a neighbourhood or group, or a word; `number` is that of the style sheet."""

    key: str
    number: int


@dataclass(frozen=True)
class Palette:
    """The colours in use, in the order of the legend, and that of each node; a node without one is neutral."""

    by: ColourBy
    colours: tuple[Colour, ...]
    of: dict[UUID, Colour]


_KINDS = (NodeKind.CONSULTANT, NodeKind.ORGANISATION, NodeKind.COMMUNITY, NodeKind.COUNCIL)


def colourable(groups: Iterable[GroupFact]) -> tuple[Dimension, ...]:
    """Returns the dimensions that can be a colour: those with groups that a small area does not betray."""
    return tuple(dict.fromkeys(group.dimension for group in groups if not group.is_city_wide_only))


def palette(
    nodes: Iterable[MapNode], by: ColourBy, groups: Iterable[GroupFact], places: Iterable[PlaceFact]
) -> Palette:
    """Returns the colour of each node. The same group or neighbourhood has the same colour in every view.

    Groups that a small area betrays give none, and neither does anything to a person.
    """
    if by == ColourBy.KIND:
        keys = [kind.value for kind in _KINDS]
    elif by == ColourBy.NEIGHBOURHOOD:
        keys = [CITY, *(str(place.id) for place in places)]
    else:
        keys = [
            str(group.id)
            for group in groups
            if group.dimension == by.dimension and not group.is_city_wide_only
        ]
    own = {key: Colour(key, number) for number, key in enumerate(keys[: COLOURS - 2], start=1)}
    own |= {key: Colour(OTHER, COLOURS) for key in keys[COLOURS - 2 :]}
    of: dict[UUID, Colour] = {}
    for node in nodes:
        carried = [own[key] for key in _keys_of(node, by) if key in own]
        if carried:
            of[node.id] = carried[0] if len(carried) == 1 else Colour(SEVERAL, COLOURS - 1)
    used = set(of.values())
    order = [*dict.fromkeys(own.values()), Colour(SEVERAL, COLOURS - 1)]
    return Palette(by, tuple(colour for colour in order if colour in used), of)


def _keys_of(node: MapNode, by: ColourBy) -> list[str]:
    if by == ColourBy.KIND:
        return [node.kind.value]
    if node.is_one_of_us_or_a_person:
        return []
    if by == ColourBy.NEIGHBOURHOOD:
        return [CITY] if node.is_city_wide else [str(place) for place in node.places]
    return [str(group) for group in node.groups]
