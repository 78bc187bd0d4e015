"""Which counts of one event may be shown. Pure: `crm.suppression` does the work, this says what can be added up.

The groups counted at an event **overlap**: a woman of Turkish origin counts in both, so the groups do not add up to
those who answered, and no total of groups is ever shown. What somebody can work out all the same:

- answered = in the group + not in the group, for each group;
- a group = its intersection with another + the rest of it (*women* = *Turkish women* + the other women);
- of two groups and their intersection: answered = both + only one + only the other + neither;
- answered = the groups along one dimension + all others, **if** nobody is in two of them. The store does not say
  whether that holds (ages exclude each other, disabilities do not), so an attacker may take it for true wherever the
  numbers allow it, and each part of these sums is protected like a count that is shown.

How many came is a total: it says nothing of a group, and is shown as it is. It is no part of these sums.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from crm.suppression import Audience, Cell, Shown, Sum, Table, publish

LEAST_ANSWERS = 5
"""Of fewer answers no group is noted: whoever was there would know whom it is about."""
ANSWERED = "answered"


@dataclass(frozen=True)
class Stated:
    """How many said that they are in a group; `parts` are the groups along one dimension that it is made of.

    `record` is the lasting key of the stored count, for the rounding.
    """

    group_id: UUID
    parts: frozenset[UUID]
    dimension: str
    count: int
    record: bytes = b""


@dataclass(frozen=True)
class Disclosed:
    """What may be shown: of how many there is an answer, and the groups by id."""

    answered: Shown
    groups: dict[UUID, Shown]


def disclose(answered: int, stated: Sequence[Stated], audience: Audience, record: bytes = b"") -> Disclosed:
    """What that audience sees of the counts of one event. Every door goes through here.

    Args:
        record: the lasting key of the attendance, for the rounding of `answered`.
    """
    records: dict[Cell, list[bytes]] = {ANSWERED: [record]}
    records |= {each.group_id: [each.record] for each in stated}
    shown = publish(table_of(answered, stated), audience, records)
    return Disclosed(shown[ANSWERED], {each.group_id: shown[each.group_id] for each in stated})


def table_of(answered: int, stated: Sequence[Stated]) -> Table:
    """The counts of one event with everything that can be added up (see the top of this file)."""
    counts: dict[Cell, int] = {ANSWERED: answered, **{each.group_id: each.count for each in stated}}
    printed = frozenset(counts)
    sums: list[Sum] = []

    def split(total: Cell, known: Iterable[Cell], rest: Cell) -> None:
        parts = tuple(known)
        counts[rest] = counts[total] - sum(counts[part] for part in parts)
        sums.append(Sum(total, (*parts, rest)))

    for each in stated:
        split(ANSWERED, (each.group_id,), ("not in", each.group_id))
    for whole, part in _within(stated):
        split(whole.group_id, (part.group_id,), ("rest of", whole.group_id, part.group_id))
    for one, other, both in _crossings(stated):
        rests = (("rest of", one.group_id, both.group_id), ("rest of", other.group_id, both.group_id))
        split(ANSWERED, (both.group_id, *rests), ("neither", both.group_id))
    for dimension in dict.fromkeys(each.dimension for each in stated if len(each.parts) == 1):
        alike = [each for each in stated if each.dimension == dimension and len(each.parts) == 1]
        if len(alike) > 1 and sum(each.count for each in alike) <= answered:
            split(ANSWERED, (each.group_id for each in alike), ("others", dimension))
    return Table(counts, tuple(sums), frozenset(counts.keys() - printed), frozenset({ANSWERED}))


def impossible(answered: int, stated: Sequence[Stated]) -> Stated | None:
    """The first count that cannot be true beside the others; None where all can.

    A count is no larger than the answers, an intersection no larger than what it is made of, and two groups with
    their intersection are no more people than answered.
    """
    for each in stated:
        if each.count > answered:
            return each
    for whole, part in _within(stated):
        if part.count > whole.count:
            return part
    for one, other, both in _crossings(stated):
        if one.count + other.count - both.count > answered:
            return both
    return None


def _within(stated: Sequence[Stated]) -> list[tuple[Stated, Stated]]:
    """Each group with a narrower one: whoever is in the second is in the first."""
    return [(whole, part) for whole in stated for part in stated if whole.parts < part.parts]


def _crossings(stated: Sequence[Stated]) -> list[tuple[Stated, Stated, Stated]]:
    """Two groups and the intersection of exactly these, where all three are counted."""
    by_parts = {each.parts: each for each in stated}
    plain = [each for each in stated if len(each.parts) == 1]
    return [
        (one, other, by_parts[one.parts | other.parts])
        for one, other in combinations(plain, 2)
        if one.parts | other.parts in by_parts
    ]
