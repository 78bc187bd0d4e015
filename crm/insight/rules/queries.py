"""Readings of the rules of the report."""

from sqlmodel import Session

from crm.accounts.policies import changes_of_policies
from crm.accounts.queries import names_of
from crm.insight.rules.held import HALF_LIVES, THRESHOLDS, reach_rules
from crm.insight.rules.schemas import (
    GroupChoiceRead,
    ReachRulesRead,
    RuleChangeRead,
    RuleRead,
    name_of,
)
from crm.parties.queries import groups
from crm.viewer import Viewer

CHANGES_SHOWN = 20

_NAMES = {key.name: name_of(kind) for kind, key in HALF_LIVES.items()}
_NAMES |= {key.name: name for name, key in THRESHOLDS.items()}


def reach_rules_read(session: Session, viewer: Viewer, language: str) -> ReachRulesRead:
    """Every choice with who decided it and when (the last twenty decisions), in four queries."""
    held = reach_rules(session, viewer)
    changes = changes_of_policies(
        session, viewer, (*HALF_LIVES.values(), *THRESHOLDS.values()), CHANGES_SHOWN
    )
    names = names_of(session, viewer, {one.changed_by_id for one in changes})
    return ReachRulesRead(
        half_lives=[
            RuleRead(name=name_of(kind), value=days, proposed=HALF_LIVES[kind].default)
            for kind, days in held.half_lives
        ],
        thresholds=[
            RuleRead(name=name, value=getattr(held.thresholds, name), proposed=key.default)
            for name, key in THRESHOLDS.items()
        ],
        groups=[
            GroupChoiceRead(id=one.id, name=one.name(language), is_city_wide_only=one.is_city_wide_only)
            for one in groups(session, viewer)
        ],
        changes=[
            RuleChangeRead(
                name=_NAMES[one.key],
                value=float(one.value),
                changed_by_id=one.changed_by_id,
                changed_by=names.get(one.changed_by_id, ""),
                changed_at=one.created_at,
            )
            for one in changes
        ],
    )
