"""Readings of parties."""

from crm.parties.queries.labels import PLACES, PartyLabel, party_labels
from crm.parties.queries.lists import PartyRow, RoleInList, communities, organisations, people
from crm.parties.queries.readings import (
    ColleagueLine,
    CommunityReading,
    OrganisationReading,
    PartyReading,
    PersonReading,
    ReachLine,
    RoleLine,
    TieLine,
    community,
    organisation,
    person,
    tie,
)
from crm.parties.queries.reference import groups, intersections, neighbourhoods, population_figures
from crm.parties.queries.suggestions import Suggestion, organisation_choices, similar_names, suggest_parties

__all__ = [
    "PLACES",
    "ColleagueLine",
    "CommunityReading",
    "OrganisationReading",
    "PartyLabel",
    "PartyReading",
    "PartyRow",
    "PersonReading",
    "ReachLine",
    "RoleInList",
    "RoleLine",
    "Suggestion",
    "TieLine",
    "communities",
    "community",
    "groups",
    "intersections",
    "neighbourhoods",
    "organisation",
    "organisation_choices",
    "organisations",
    "party_labels",
    "people",
    "person",
    "population_figures",
    "similar_names",
    "suggest_parties",
    "tie",
]
