"""Persons, organisations, communities, their roles, ties and reach links, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from crm.accounts.guards import READERS, SIGNED_IN, TEAM
from crm.parties import queries, service
from crm.parties.answers import (
    CommunityRead,
    CommunityRow,
    InclusionGroupInList,
    InclusionGroupRead,
    NeighbourhoodRead,
    OrganisationRead,
    OrganisationRow,
    PartyLabelRead,
    PersonRead,
    PersonRow,
    ReachLinkRead,
    RoleStored,
    SuggestionRead,
    TieRead,
)
from crm.parties.models import PartyKind
from crm.parties.schemas import (
    Asked,
    CommunityCreate,
    CommunityFilter,
    CommunityUpdate,
    NewParty,
    OrganisationCreate,
    OrganisationFilter,
    OrganisationUpdate,
    PersonCreate,
    PersonFilter,
    PersonUpdate,
    ReachLinkCreate,
    RoleCreate,
    RoleEnd,
    TieCreate,
    TieUpdate,
)
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.schemas import Listing

router = APIRouter()


@router.get("/people", tags=["people"], dependencies=[TEAM])
def list_people(uow: Reading, wanted: Annotated[PersonFilter, Query()]) -> Listing[PersonRow]:
    """Persons that fit the filters, by name or by last contact."""
    found = queries.people(uow.session, uow.viewer, wanted, uow.today)
    return Listing.of(found, [PersonRow.model_validate(row) for row in found.items])


@router.post("/people", tags=["people"], dependencies=[TEAM], status_code=201)
def create_person(uow: Writing, wanted: PersonCreate) -> PersonRead:
    """Adds a person; the same id sent twice adds one."""
    return _person(uow, service.create_person(uow, wanted).id)


@router.get("/people/{key}", tags=["people"], dependencies=[TEAM])
def show_person(uow: Reading, key: UUID) -> PersonRead:
    """One person with everything around it."""
    return _person(uow, key)


@router.put("/people/{key}", tags=["people"], dependencies=[TEAM])
def update_person(uow: Writing, key: UUID, wanted: PersonUpdate) -> PersonRead:
    """Replaces what is known of a person; refused with the stored values when a colleague saved first."""
    service.update_person(uow, key, wanted)
    return _person(uow, key)


@router.post("/people/{key}/archive", tags=["people"], dependencies=[TEAM])
def archive_person(uow: Writing, key: UUID) -> PersonRead:
    """Takes a person off lists and suggestions; nothing is lost."""
    service.archive_party(uow, key, PartyKind.PERSON)
    return _person(uow, key)


@router.post("/people/{key}/restore", tags=["people"], dependencies=[TEAM])
def restore_person(uow: Writing, key: UUID) -> PersonRead:
    """Brings an archived person back."""
    service.restore_party(uow, key, PartyKind.PERSON)
    return _person(uow, key)


@router.post("/people/{key}/roles", tags=["people"], dependencies=[TEAM], status_code=201)
def add_role(uow: Writing, key: UUID, wanted: RoleCreate) -> RoleStored:
    """Gives a person a role."""
    return RoleStored.model_validate(service.add_role(uow, key, wanted))


@router.post("/people/{key}/roles/{role_id}/end", tags=["people"], dependencies=[TEAM])
def end_role(uow: Writing, key: UUID, role_id: UUID, wanted: RoleEnd) -> RoleStored:
    """Ends a role of a person, today where no date is given."""
    return RoleStored.model_validate(service.end_role(uow, key, role_id, wanted.until))


@router.get("/organisations", tags=["organisations"], dependencies=[READERS])
def list_organisations(
    uow: Reading, wanted: Annotated[OrganisationFilter, Query()]
) -> Listing[OrganisationRow]:
    """Organisations that fit the filters, by name or by last contact."""
    found = queries.organisations(uow.session, uow.viewer, wanted, uow.today)
    return Listing.of(found, [OrganisationRow.model_validate(row) for row in found.items])


@router.post("/organisations", tags=["organisations"], dependencies=[TEAM], status_code=201)
def create_organisation(uow: Writing, wanted: OrganisationCreate) -> OrganisationRead:
    """Adds an organisation; the same id sent twice adds one."""
    return _organisation(uow, service.create_organisation(uow, wanted).id)


@router.get("/organisations/{key}", tags=["organisations"], dependencies=[READERS])
def show_organisation(uow: Reading, key: UUID) -> OrganisationRead:
    """One organisation with everything around it."""
    return _organisation(uow, key)


@router.put("/organisations/{key}", tags=["organisations"], dependencies=[TEAM])
def update_organisation(uow: Writing, key: UUID, wanted: OrganisationUpdate) -> OrganisationRead:
    """Replaces what is known of an organisation; refused with the stored values when a colleague saved first."""
    service.update_organisation(uow, key, wanted)
    return _organisation(uow, key)


@router.post("/organisations/{key}/archive", tags=["organisations"], dependencies=[TEAM])
def archive_organisation(uow: Writing, key: UUID) -> OrganisationRead:
    """Takes an organisation off lists and suggestions; nothing is lost."""
    service.archive_party(uow, key, PartyKind.ORGANISATION)
    return _organisation(uow, key)


@router.post("/organisations/{key}/restore", tags=["organisations"], dependencies=[TEAM])
def restore_organisation(uow: Writing, key: UUID) -> OrganisationRead:
    """Brings an archived organisation back."""
    service.restore_party(uow, key, PartyKind.ORGANISATION)
    return _organisation(uow, key)


@router.get("/communities", tags=["communities"], dependencies=[READERS])
def list_communities(uow: Reading, wanted: Annotated[CommunityFilter, Query()]) -> Listing[CommunityRow]:
    """Communities that fit the filters, by name or by last contact."""
    found = queries.communities(uow.session, uow.viewer, wanted, uow.today)
    return Listing.of(found, [CommunityRow.model_validate(row) for row in found.items])


@router.post("/communities", tags=["communities"], dependencies=[TEAM], status_code=201)
def create_community(uow: Writing, wanted: CommunityCreate) -> CommunityRead:
    """Adds a community; the same id sent twice adds one."""
    return _community(uow, service.create_community(uow, wanted).id)


@router.get("/communities/{key}", tags=["communities"], dependencies=[READERS])
def show_community(uow: Reading, key: UUID) -> CommunityRead:
    """One community with everything around it."""
    return _community(uow, key)


@router.put("/communities/{key}", tags=["communities"], dependencies=[TEAM])
def update_community(uow: Writing, key: UUID, wanted: CommunityUpdate) -> CommunityRead:
    """Replaces what is known of a community; refused with the stored values when a colleague saved first."""
    service.update_community(uow, key, wanted)
    return _community(uow, key)


@router.post("/communities/{key}/archive", tags=["communities"], dependencies=[TEAM])
def archive_community(uow: Writing, key: UUID) -> CommunityRead:
    """Takes a community off lists and suggestions; nothing is lost."""
    service.archive_party(uow, key, PartyKind.COMMUNITY)
    return _community(uow, key)


@router.post("/communities/{key}/restore", tags=["communities"], dependencies=[TEAM])
def restore_community(uow: Writing, key: UUID) -> CommunityRead:
    """Brings an archived community back."""
    service.restore_party(uow, key, PartyKind.COMMUNITY)
    return _community(uow, key)


@router.post("/ties", tags=["ties"], dependencies=[TEAM], status_code=201)
def record_tie(uow: Writing, wanted: TieCreate) -> TieRead:
    """Records a relationship between two parties."""
    return TieRead.model_validate(service.record_tie(uow, wanted))


@router.put("/ties/{key}", tags=["ties"], dependencies=[TEAM])
def update_tie(uow: Writing, key: UUID, wanted: TieUpdate) -> TieRead:
    """Changes strength and dates of a tie; refused with the stored values when a colleague saved first."""
    return TieRead.model_validate(service.update_tie(uow, key, wanted))


@router.post("/ties/{key}/end", tags=["ties"], dependencies=[TEAM])
def end_tie(uow: Writing, key: UUID) -> TieRead:
    """Ends a tie today."""
    return TieRead.model_validate(service.end_tie(uow, key))


@router.post("/reach-links", tags=["reach links"], dependencies=[TEAM], status_code=201)
def add_reach_link(uow: Writing, wanted: ReachLinkCreate) -> ReachLinkRead:
    """Stores what a person or organisation can open, with consent or a public source."""
    return ReachLinkRead.model_validate(service.add_reach_link(uow, wanted))


@router.post("/reach-links/{key}/end", tags=["reach links"], dependencies=[TEAM])
def end_reach_link(uow: Writing, key: UUID) -> ReachLinkRead:
    """Ends a reach link today."""
    return ReachLinkRead.model_validate(service.end_reach_link(uow, key))


@router.get("/inclusion-groups", tags=["reference"], dependencies=[SIGNED_IN])
def list_inclusion_groups(uow: Reading) -> list[InclusionGroupInList]:
    """Every inclusion group; an intersection names its parts."""
    parts = queries.intersections(uow.session, uow.viewer)
    return [
        InclusionGroupInList(
            **InclusionGroupRead.model_validate(group).model_dump(), parts=list(parts.get(group.id, ()))
        )
        for group in queries.groups(uow.session, uow.viewer)
    ]


@router.get("/neighbourhoods", tags=["reference"], dependencies=[SIGNED_IN])
def list_neighbourhoods(uow: Reading) -> list[NeighbourhoodRead]:
    """Every neighbourhood, in the city's own order."""
    return [NeighbourhoodRead.model_validate(one) for one in queries.neighbourhoods(uow.session, uow.viewer)]


@router.get("/parties", tags=["reference"], dependencies=[SIGNED_IN])
def suggest_parties(uow: Reading, asked: Annotated[Asked, Query()]) -> list[SuggestionRead]:
    """Whom somebody may mean who typed these letters; no persons for those who see none."""
    found = queries.suggest_parties(uow.session, uow.viewer, asked.q, asked.limit)
    return [SuggestionRead.model_validate(one) for one in found]


@router.post("/parties/similar", tags=["reference"], dependencies=[TEAM])
def list_similar_names(uow: Reading, wanted: NewParty) -> list[PartyLabelRead]:
    """Who is there already under such a name; a POST, as a new name does not belong in an address."""
    found = queries.similar_names(uow.session, uow.viewer, wanted.kind, wanted.name)
    return [PartyLabelRead.model_validate(one) for one in found]


def _person(uow: UnitOfWork, key: UUID) -> PersonRead:
    return PersonRead.model_validate(queries.person(uow.session, uow.viewer, key, uow.today))


def _organisation(uow: UnitOfWork, key: UUID) -> OrganisationRead:
    return OrganisationRead.model_validate(queries.organisation(uow.session, uow.viewer, key, uow.today))


def _community(uow: UnitOfWork, key: UUID) -> CommunityRead:
    return CommunityRead.model_validate(queries.community(uow.session, uow.viewer, key, uow.today))
