"""Commands on the rules of the report."""

from sqlmodel import col, select

from crm.accounts.policies import set_policy
from crm.db import touch
from crm.followups.models import FollowUp
from crm.insight.rules.schemas import CityWideGroupsSet, ReachRulesSet
from crm.insight.service import raise_version
from crm.parties.service import set_city_wide_groups
from crm.signals.models import Signal
from crm.unit_of_work import UnitOfWork


def set_reach_rules(uow: UnitOfWork, wanted: ReachRulesSet) -> None:
    """Decides what every report is worked out with from now on; what holds already is not written again.

    Raises:
        NotAllowed: the viewer is no administrator.
    """
    for key, value in wanted.by_policy():
        set_policy(uow, key, value)


def choose_city_wide_groups(uow: UnitOfWork, wanted: CityWideGroupsSet) -> None:
    """Decides of which groups figures are shown for the whole city only.

    Signals and follow-ups of those groups lose their neighbourhood: noted before, it could betray people as well.

    The network's version is raised in the same transaction: no kept report shows a neighbourhood a moment longer.

    Raises:
        NotAllowed: the viewer is no administrator.
        BadInput: one of the groups is unknown.
    """
    set_city_wide_groups(uow, frozenset(wanted.group_ids))
    for table in (Signal, FollowUp):
        placed = col(table.group_id).in_(wanted.group_ids) & col(table.neighbourhood_id).is_not(None)
        for row in uow.session.exec(select(table).where(placed).with_for_update()):
            row.neighbourhood_id = None
            touch(row, uow.now)
    raise_version(uow)
