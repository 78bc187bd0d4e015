"""What goes in and out of the rules of the report."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field, model_validator

from crm.accounts.policies import PolicyKey
from crm.insight.rules.held import HALF_LIVES, THRESHOLDS
from crm.parties.models import TieKind
from crm.text import mark
from crm.web.schemas import Input, Output, refusal


def _typed_number(value: Any) -> Any:
    return value.replace(",", ".") if isinstance(value, str) else value


Days = Annotated[int, Field(ge=7, le=3650)]
Share = Annotated[float, BeforeValidator(_typed_number), Field(ge=0, le=1, allow_inf_nan=False)]


class ReachRulesSet(Input):
    """Every choice at once: days after which a line of each kind is half as strong, and from which strength lines count.

    Thresholds are strengths from 0 to 1, with `live` at most `weak` and `weak` at most `strong`.
    """

    colleague: Days
    knows: Days
    works_together: Days
    works_at: Days
    volunteers_at: Days
    bridge: Days
    strong: Annotated[Share, Field(ge=0.01)]
    weak: Share
    live: Share

    @model_validator(mode="after")
    def _in_order(self) -> "ReachRulesSet":
        if not self.live <= self.weak <= self.strong:
            raise refusal(mark("The three strengths must go up: still there, weak, working."))
        return self

    def by_policy(self) -> Iterator[tuple[PolicyKey[Any], int | float]]:
        """Each policy with what was chosen for it."""
        for kind, key in HALF_LIVES.items():
            yield key, getattr(self, name_of(kind))
        for name, share in THRESHOLDS.items():
            yield share, getattr(self, name)


class CityWideGroupsSet(Input):
    """The groups of which figures are shown for the whole city only; every other group has them by neighbourhood."""

    group_ids: Annotated[list[UUID], Field(max_length=500)] = []


class RuleRead(Output):
    """One choice: what holds now, and what Bereik proposes."""

    name: str
    value: float
    proposed: float


class RuleChangeRead(Output):
    """One decision: who chose which value, when."""

    name: str
    value: float
    changed_by_id: UUID
    changed_by: str
    changed_at: datetime


class GroupChoiceRead(Output):
    """A group, and whether its figures are for the whole city only."""

    id: UUID
    name: str
    is_city_wide_only: bool


class ReachRulesRead(Output):
    """What the report is worked out with, who decided what, and which groups have figures for the city only."""

    half_lives: list[RuleRead]
    thresholds: list[RuleRead]
    groups: list[GroupChoiceRead]
    changes: list[RuleChangeRead]


def name_of(kind: TieKind | None) -> str:
    """The name of a kind of line in what goes in and out.

    >>> name_of(None), name_of(TieKind.BRIDGE)
    ('colleague', 'bridge')
    """
    return "colleague" if kind is None else kind.value
