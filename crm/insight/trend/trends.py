"""How each group goes: its cells month by month, and better, the same or less good over the last quarter. Pure.

*Ingang* and *Zelf gehoord* stand beside each other and are never added up: the arrow is about *Ingang* alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from crm.insight.cells import Cell, GroupFact, PlaceFact, cells_of
from crm.insight.gaps import HAS_WAY_IN
from crm.insight.trend.months import QUARTER_MONTHS, month_after, month_of
from crm.insight.trend.pictures import FrozenCell, Picture
from graph.reach import Status


class Direction(StrEnum):
    """The arrow, in words. NEW: there is nothing from a quarter before to compare with."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    NEW = "new"


_STEPS = {
    Status.UNKNOWN: 0,
    Status.STALE: 1,
    Status.NOT_REACHED: 1,
    Status.WEAK: 2,
    Status.SINGLE: 3,
    Status.REACHED: 4,
}


def step_of(status: Status) -> int:
    """Returns how high a status stands. Knowing who could open the door is never less than knowing nobody.

    >>> step_of(Status.STALE) == step_of(Status.NOT_REACHED) > step_of(Status.UNKNOWN)
    True
    """
    return _STEPS[status]


def direction_of(better: int, worse: int) -> Direction:
    """Returns the arrow of so many cells that went better and less good.

    >>> direction_of(2, 1), direction_of(1, 1)
    (<Direction.BETTER: 'better'>, <Direction.SAME: 'same'>)
    """
    if better == worse:
        return Direction.SAME
    return Direction.BETTER if better > worse else Direction.WORSE


@dataclass(frozen=True)
class CellTrend:
    """One cell: what was frozen of it in each month (None: no picture, or the cell was not there yet).

    `before` is the cell a quarter before `now`, its newest picture.
    """

    cell: Cell
    place: PlaceFact | None
    months: tuple[FrozenCell | None, ...]
    before: FrozenCell | None
    now: FrozenCell | None

    @property
    def is_changed(self) -> bool:
        """Whether its *Ingang* is another word than a quarter before."""
        return self.before is not None and self.now is not None and self.before.status != self.now.status

    @property
    def direction(self) -> Direction:
        """The arrow of this cell alone."""
        if self.before is None or self.now is None:
            return Direction.NEW
        rise = step_of(self.now.status) - step_of(self.before.status)
        return direction_of(max(0, rise), max(0, -rise))

    @property
    def has_new_figure(self) -> bool:
        """Whether another population figure stands beside it than a quarter before."""
        return (
            self.before is not None
            and self.now is not None
            and self.now.residents not in (None, self.before.residents)
        )


@dataclass(frozen=True)
class GroupTrend:
    """One group with its cells, one for each neighbourhood or one for the city."""

    group: GroupFact
    cells: tuple[CellTrend, ...]

    @cached_property
    def better(self) -> int:
        """In how many cells *Ingang* went better in a quarter."""
        return sum(one.direction is Direction.BETTER for one in self.cells)

    @cached_property
    def worse(self) -> int:
        """In how many cells it went less good."""
        return sum(one.direction is Direction.WORSE for one in self.cells)

    @cached_property
    def direction(self) -> Direction:
        """The arrow of the group."""
        if all(one.direction is Direction.NEW for one in self.cells):
            return Direction.NEW
        return direction_of(self.better, self.worse)

    def statuses(self, position: int) -> tuple[Status, ...]:
        """The statuses of the cells in one month; none where it has no picture."""
        frozen = (one.months[position] for one in self.cells)
        return tuple(one.status for one in frozen if one is not None)

    def ways_in(self, position: int) -> int | None:
        """In how many cells there was a way in that month; None where it has no picture."""
        statuses = self.statuses(position)
        return sum(status in HAS_WAY_IN for status in statuses) if statuses else None

    def is_heard(self, position: int, month: date) -> bool:
        """Whether the group itself spoke in that month, anywhere."""
        heard = (one.months[position] for one in self.cells)
        return any(is_heard_in(frozen, month) for frozen in heard)


@dataclass(frozen=True)
class Trend:
    """Every group over a row of months. `compared` is the picture of a quarter before `latest`, if there is one.

    `months` are in a row, so that a month without a picture is seen; `groups`: what changed most first.
    """

    months: tuple[date, ...]
    pictures: Mapping[date, Picture]
    latest: Picture | None
    compared: Picture | None
    groups: tuple[GroupTrend, ...]

    @property
    def late(self) -> tuple[Picture, ...]:
        """The pictures that were made later than on the morning after their month."""
        return tuple(one for month in self.months if (one := self.pictures.get(month)) and one.is_late)

    @property
    def rules_changed_in(self) -> tuple[date, ...]:
        """The months from which other half-lives or thresholds hold than in the picture before."""
        shown = [self.pictures[month] for month in self.months if month in self.pictures]
        return tuple(now.month for before, now in pairwise(shown) if before.rules != now.rules)


def is_heard_in(frozen: FrozenCell | None, month: date) -> bool:
    """Whether the group itself was last heard in the very month of that picture."""
    return frozen is not None and frozen.heard_on is not None and month_of(frozen.heard_on) == month


def trend_from(
    months: Sequence[date],
    pictures: Mapping[date, Picture],
    frozen: Mapping[date, Mapping[Cell, FrozenCell]],
    groups: Sequence[GroupFact],
    places: Sequence[PlaceFact],
) -> Trend:
    """Returns the trend of those months. A cell that is not in the matrix of today is left out.

    So a group whose figures became city-wide only shows no neighbourhood any more, not of earlier months either.

    Args:
        frozen: the cells of each month that has a picture.
    """
    latest = next((pictures[month] for month in reversed(months) if month in pictures), None)
    compared = None if latest is None else pictures.get(month_after(latest.month, -QUARTER_MONTHS))
    names = {place.id: place for place in places}

    def at(picture: Picture | None, cell: Cell) -> FrozenCell | None:
        return None if picture is None else frozen[picture.month].get(cell)

    def followed(cell: Cell) -> CellTrend:
        return CellTrend(
            cell=cell,
            place=None if cell.place_id is None else names[cell.place_id],
            months=tuple(at(pictures.get(month), cell) for month in months),
            before=at(compared, cell),
            now=at(latest, cell),
        )

    made = [GroupTrend(group, tuple(map(followed, cells_of((group,), places)))) for group in groups]
    made.sort(key=lambda one: (-(one.better + one.worse), -one.worse))
    return Trend(tuple(months), pictures, latest, compared, tuple(made))
