"""Cells: one inclusion group (or intersection) in one neighbourhood, and how many residents it has: pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from crm.parties.models import Dimension

CITY = "city"
"""Stands for the neighbourhood of a group whose figures are for the city only."""

FEWEST_SHOWN = 10
"""Smaller counts of residents are not shown: they could point at people (REACH 1.5, DOMAIN rule 5)."""


@dataclass(frozen=True, slots=True)
class GroupFact:
    """An inclusion group or an intersection."""

    id: UUID
    key: str
    dimension: Dimension
    names: tuple[str, str, str]  # nl, en, fr
    is_city_wide_only: bool = False

    def name(self, language: str) -> str:
        """The group's name in that language."""
        return self.names[("nl", "en", "fr").index(language)]


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """A neighbourhood."""

    id: UUID
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A group in a neighbourhood; without one it is the group in the whole city."""

    group_id: UUID
    place_id: UUID | None

    @property
    def place(self) -> str:
        """The neighbourhood's part of addresses."""
        return CITY if self.place_id is None else str(self.place_id)

    @property
    def key(self) -> str:
        """The name of the cell in the network: made of ids."""
        return f"{self.group_id}:{self.place}"

    @property
    def path(self) -> str:
        """The address of the cell's page."""
        return f"/reach/{self.group_id}/{self.place}"


@dataclass(frozen=True, slots=True)
class ResidentsFact:
    """A population figure: of a group, or of all residents; of a neighbourhood, or of the city."""

    group_id: UUID | None
    place_id: UUID | None
    year: int
    count: int
    source: str
    is_invented: bool


@dataclass(frozen=True, slots=True)
class Residents:
    """How many residents, by which source. `count` is None where there are fewer than ten."""

    count: int | None
    year: int
    source: str
    is_invented: bool


class Counted(NamedTuple):
    """Who is counted, and where: None stands for all residents, and for the city."""

    group_id: UUID | None
    place_id: UUID | None


def cells_of(groups: Iterable[GroupFact], places: Iterable[PlaceFact]) -> Iterator[Cell]:
    """Yields the cells in the order of the matrix: one for the city where a small area would betray people."""
    everywhere = tuple(places)
    for group in groups:
        if group.is_city_wide_only:
            yield Cell(group.id, None)
        else:
            yield from (Cell(group.id, place.id) for place in everywhere)


def newest_figures(figures: Iterable[ResidentsFact]) -> dict[Counted, Residents]:
    """Returns the newest figure of each group and place that a source counts: exactly those, never worked out.

    >>> group = UUID(int=1)
    >>> old, new = (ResidentsFact(group, None, year, 70, "Register", False) for year in (2019, 2024))
    >>> newest_figures([new, old])[Counted(group, None)].year
    2024
    """
    newest = sorted(figures, key=lambda one: one.year)
    return {Counted(one.group_id, one.place_id): shown(one) for one in newest}


def shown(figure: ResidentsFact) -> Residents:
    """Returns the figure as it may be shown: a count below ten only as "fewer than ten".

    >>> shown(ResidentsFact(None, None, 2019, 7, "Register", False))
    Residents(count=None, year=2019, source='Register', is_invented=False)
    """
    count = figure.count if figure.count >= FEWEST_SHOWN else None
    return Residents(count, figure.year, figure.source, figure.is_invented)
