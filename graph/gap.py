"""Gap: whom our contacts reach less than their share of the population. Along one axis, never across axes (REACH 1.5).

Residents sit in several groups, so groups are compared with those of the same axis only.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from scipy.special import gammaincinv

FOUR_FIFTHS = 0.8
"""Under four fifths of a proportional share counts as a gap: the rule of thumb of 29 CFR 1607.4(D)."""

LEAST_EXPECTED = 3.0
"""With fewer expected contacts nothing can be said: not even a count of 0 would be a clear gap."""

TAIL = 0.05
"""What each side of the 90 % interval leaves out."""


class Proportion(StrEnum):
    """What may be said of a group's share of our contacts."""

    UNDER = "under_represented"
    IN_PROPORTION = "in_proportion"
    TOO_FEW = "too_few_to_judge"


@dataclass(frozen=True, slots=True)
class Interval:
    """The two ends of an interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class GroupGap:
    """One group of an axis. `ratio` (shrunk) and `interval` are shares of what proportion would give: 1 is even.

    `count` contacts reach the group where `expected` would be in proportion; `short_by` is the difference in
    whole contacts, rounded up, and 0 where nothing is missing. Shares are 0..1 within the axis.
    """

    count: int
    expected: float
    share_of_residents: float
    share_of_contacts: float
    ratio: float
    interval: Interval
    short_by: int
    proportion: Proportion


@dataclass(frozen=True, slots=True)
class AxisGap:
    """The groups of one axis, and how much would have to move; `dissimilarity` is null without contacts."""

    groups: Mapping[str, GroupGap]
    dissimilarity: float | None


def garwood_interval(count: int, tail: float = TAIL) -> Interval:
    """Returns the exact interval for the mean of a Poisson count, with `tail` left out on each side.

    Garwood 1936 (Biometrika 28:437): half the chi-square quantiles with 2n and 2n + 2 degrees of freedom, here as
    quantiles of the gamma distribution, which is the same and spares importing scipy.stats. O(1).

    >>> none = garwood_interval(0)
    >>> none.low, round(none.high, 4)
    (0.0, 2.9957)
    """
    low = float(gammaincinv(count, tail)) if count else 0.0
    return Interval(low, float(gammaincinv(count + 1, 1 - tail)))


def gap_of(count: int, expected: float) -> Proportion:
    """Returns what a count says beside an expected one.

    Under-represented: the upper limit of the ratio lies below four fifths. In proportion: the shrunk ratio, which is
    what a reader sees, is at least that. Between the two, and with fewer than three expected, chance explains too much.

    >>> [gap_of(count, 10).value for count in (3, 4, 7, 8, 30)]
    ['under_represented', 'too_few_to_judge', 'too_few_to_judge', 'in_proportion', 'in_proportion']
    """
    if expected < LEAST_EXPECTED:
        return Proportion.TOO_FEW
    if garwood_interval(count).high / expected < FOUR_FIFTHS:
        return Proportion.UNDER
    return Proportion.IN_PROPORTION if shrunk_ratio(count, expected) >= FOUR_FIFTHS else Proportion.TOO_FEW


def shrunk_ratio(count: int, expected: float) -> float:
    """Returns count to expected, with half a contact added to both: small counts stay near 1, and 0 is not "none".

    >>> shrunk_ratio(0, 0.5), shrunk_ratio(3, 8)
    (0.5, 0.4117647058823529)
    """
    return (count + 0.5) / (expected + 0.5)


def axis_gap(counts: Mapping[str, int], residents: Mapping[str, float]) -> AxisGap:
    """Returns the gaps of the groups of one axis, in the order of `residents`.

    Args:
        counts: our contacts by group (0 where one is missing); one that opens two groups counts in both.
        residents: by group, more than 0. Groups without a figure are left out of both, or every share would be wrong.

    Expected = all contacts x the group's share of residents. The interval takes the total as given. Duncan and
    Duncan 1955 (Am. Sociol. Rev. 20:210): D = 1/2 sum |share of contacts - share of residents|, the share of our
    contacts that would have to be elsewhere. O(groups).

    Raises:
        ValueError: fewer than two groups (one alone is always in proportion), a count or figure that is none, or a
            count of a group without residents.
    """
    _check(counts, residents)
    people, contacts = sum(residents.values()), sum(counts.values())
    groups = {}
    for key, figure in residents.items():
        count, share = counts.get(key, 0), figure / people
        expected = contacts * share
        limits = garwood_interval(count)
        groups[key] = GroupGap(
            count=count,
            expected=expected,
            share_of_residents=share,
            share_of_contacts=count / contacts if contacts else 0.0,
            ratio=shrunk_ratio(count, expected),
            interval=Interval(limits.low / expected, limits.high / expected)
            if expected
            else Interval(0.0, math.inf),
            short_by=max(0, math.ceil(expected - count - 1e-9)),
            proportion=gap_of(count, expected),
        )
    apart = sum(abs(one.share_of_contacts - one.share_of_residents) for one in groups.values()) / 2
    return AxisGap(groups, apart if contacts else None)


def _check(counts: Mapping[str, int], residents: Mapping[str, float]) -> None:
    if len(residents) < 2:
        raise ValueError("residents: an axis needs at least two groups to compare")
    for key, figure in residents.items():
        if not math.isfinite(figure) or figure <= 0:
            raise ValueError(f"residents[{key!r}]: must be a number above 0")
    for key, count in counts.items():
        if key not in residents:
            raise ValueError(f"counts[{key!r}]: residents has no such group")
        if count < 0:
            raise ValueError(f"counts[{key!r}]: must be 0 or more")
