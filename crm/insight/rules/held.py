"""What the report is worked out with: half-lives and thresholds, which the team's administrators decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from crm.accounts import policies
from crm.accounts.policies import PolicyKey
from crm.parties.models import Strength, TieKind
from crm.viewer import Viewer
from graph.network import Thresholds

HALF_LIVES: Mapping[TieKind | None, PolicyKey[int]] = MappingProxyType(
    {
        None: policies.HALF_LIFE_OF_COLLEAGUES,
        TieKind.KNOWS: policies.HALF_LIFE_OF_ACQUAINTANCE,
        TieKind.WORKS_TOGETHER: policies.HALF_LIFE_OF_COOPERATION,
        TieKind.WORKS_AT: policies.HALF_LIFE_OF_WORK,
        TieKind.VOLUNTEERS_AT: policies.HALF_LIFE_OF_VOLUNTEERS,
        TieKind.BRIDGE: policies.HALF_LIFE_OF_BRIDGES,
    }
)
"""The policy of each kind of line; None is the line between a colleague and whom they spoke with."""

THRESHOLDS: Mapping[str, PolicyKey[float]] = MappingProxyType(
    {"strong": policies.STRONG_FROM, "weak": policies.WEAK_FROM, "live": policies.LIVE_FROM}
)
"""The policy of each threshold, by its name in `Thresholds`."""


RULES: tuple[PolicyKey[Any], ...] = (*HALF_LIVES.values(), *THRESHOLDS.values())
"""Every policy that a figure of reach rests on."""


STRENGTH_NEW = Strength.ACQUAINTED.value_now
"""What a first contact is worth: the tie that logging one makes, so that a suggestion is gone once it was followed."""


@dataclass(frozen=True)
class ReachRules:
    """The choices behind every figure, in the order in which they are shown.

    `half_lives` holds days by kind of line, so that two equal sets of rules are equal and can be a key.
    """

    half_lives: tuple[tuple[TieKind | None, int], ...] = tuple(
        (kind, key.default) for kind, key in HALF_LIVES.items()
    )
    thresholds: Thresholds = field(default_factory=Thresholds)

    def half_life_days(self, kind: TieKind | None) -> int:
        """After how many days without contact a line of that kind is half as strong.

        >>> ReachRules().half_life_days(TieKind.BRIDGE)
        110
        """
        return dict(self.half_lives)[kind]


def reach_rules(session: Session, viewer: Viewer, decided_before: datetime | None = None) -> ReachRules:
    """What holds now, or what held at an earlier instant; in one query."""
    return rules_of(policies.policies(session, viewer, RULES, decided_before))


def rules_of(held: Mapping[str, Any]) -> ReachRules:
    """The rules that a set of decisions makes: values by the name of their policy."""
    return ReachRules(
        tuple((kind, int(held[key.name])) for kind, key in HALF_LIVES.items()),
        Thresholds(**{name: float(held[key.name]) for name, key in THRESHOLDS.items()}),
    )


def held_by(rules: ReachRules) -> dict[str, float]:
    """Values by the name of their policy: what `rules_of` makes the same rules of again.

    >>> rules_of(held_by(ReachRules())) == ReachRules()
    True
    """
    half_lives = {HALF_LIVES[kind].name: float(days) for kind, days in rules.half_lives}
    return half_lives | {key.name: getattr(rules.thresholds, name) for name, key in THRESHOLDS.items()}
