"""Commands on the rules of the report."""

from crm.accounts.policies import set_policy
from crm.insight.rules.schemas import CityWideGroupsSet, ReachRulesSet
from crm.insight.service import raise_version
from crm.parties.service import set_city_wide_groups
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

    The network's version is raised in the same transaction: no kept report shows a neighbourhood a moment longer.

    Raises:
        NotAllowed: the viewer is no administrator.
        BadInput: one of the groups is unknown.
    """
    set_city_wide_groups(uow, frozenset(wanted.group_ids))
    raise_version(uow)
