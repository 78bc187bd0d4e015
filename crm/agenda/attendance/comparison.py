"""How many come at a good moment and at a bad one: pure. Nothing here knows who organised what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

LEAST_EVENTS = 3
"""With fewer events on a side there is nothing to compare."""


@dataclass(frozen=True)
class PastEvent:
    """One event of which a total was noted. `is_good`: no warning stood at its moment (a remark is no warning)."""

    kind: str
    neighbourhood_id: UUID | None
    total: int
    is_estimated: bool
    is_good: bool


@dataclass(frozen=True)
class Side:
    """The events at good moments, or those at bad ones: how many, how many of them estimated, and the middle total."""

    events: int
    estimated: int
    middle: int | None

    @property
    def missing(self) -> int:
        """How many events more there must be before they are compared."""
        return max(0, LEAST_EVENTS - self.events)


@dataclass(frozen=True)
class Comparison:
    """Good moments beside bad ones; of one neighbourhood, or of the whole city."""

    good: Side
    bad: Side
    neighbourhood_id: UUID | None = None

    @property
    def is_enough(self) -> bool:
        """Whether both sides have enough events."""
        return not self.good.missing and not self.bad.missing


def compare(events: Iterable[PastEvent]) -> Comparison:
    """The two sides of some events.

    >>> evenings = [PastEvent("evening", None, total, False, total > 20) for total in (12, 30, 14, 34, 18, 50)]
    >>> compare(evenings).good.middle, compare(evenings).bad.middle, compare(evenings[:5]).is_enough
    (34, 14, False)
    """
    found = list(events)
    return Comparison(
        _side([each for each in found if each.is_good]), _side([each for each in found if not each.is_good])
    )


def compare_near(events: Sequence[PastEvent], neighbourhood_id: UUID | None) -> Comparison:
    """The two sides of the events in that neighbourhood where there are enough, else of all of them."""
    if neighbourhood_id is not None:
        near = compare(each for each in events if each.neighbourhood_id == neighbourhood_id)
        if near.is_enough:
            return replace(near, neighbourhood_id=neighbourhood_id)
    return compare(events)


def _side(events: Sequence[PastEvent]) -> Side:
    totals = [each.total for each in events]
    middle = middle_of(totals) if len(totals) >= LEAST_EVENTS else None
    return Side(len(totals), sum(each.is_estimated for each in events), middle)


def middle_of(totals: Sequence[int]) -> int:
    """The median, in whole people: of an even number of totals halfway between the two in the middle, a half goes up.

    >>> middle_of([9, 40, 12]), middle_of([9, 40, 12, 13])
    (12, 13)
    """
    ordered = sorted(totals)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return (low + high + 1) // 2
