"""The rules of the report for programs."""

from fastapi import APIRouter, Request

from crm.accounts.guards import ADMINISTRATORS, READERS
from crm.insight.rules import service
from crm.insight.rules.queries import reach_rules_read
from crm.insight.rules.schemas import CityWideGroupsSet, ReachRulesRead, ReachRulesSet
from crm.unit_of_work import Reading, Writing

router = APIRouter(prefix="/reach/rules", tags=["reach"], dependencies=[READERS])


@router.get("")
def show_reach_rules(request: Request, uow: Reading) -> ReachRulesRead:
    """Half-lives and thresholds, who decided them, and the groups with figures for the whole city only."""
    return reach_rules_read(uow.session, uow.viewer, request.state.language)


@router.put("", dependencies=[ADMINISTRATORS])
def set_reach_rules(request: Request, uow: Writing, wanted: ReachRulesSet) -> ReachRulesRead:
    """Sets half-lives and thresholds; every report is worked out with them from now on."""
    service.set_reach_rules(uow, wanted)
    return reach_rules_read(uow.session, uow.viewer, request.state.language)


@router.put("/city-wide", dependencies=[ADMINISTRATORS])
def choose_city_wide_groups(request: Request, uow: Writing, wanted: CityWideGroupsSet) -> ReachRulesRead:
    """Chooses the groups of which figures are shown for the whole city only."""
    service.choose_city_wide_groups(uow, wanted)
    return reach_rules_read(uow.session, uow.viewer, request.state.language)
