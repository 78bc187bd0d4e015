"""Commands on persons, organisations and communities themselves."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlmodel import SQLModel, select

from crm.db import new_id, touch
from crm.domain_events import PartyArchived, PartyChanged, PartyCreated
from crm.errors import BadInput, VersionConflict
from crm.parties.calendars import Calendar
from crm.parties.models import (
    Community,
    CommunityGroup,
    InclusionGroup,
    Neighbourhood,
    Organisation,
    OrganisationGroup,
    OrganisationType,
    Party,
    PartyKind,
    Person,
    Presence,
)
from crm.parties.schemas import (
    CommunityCreate,
    CommunityFields,
    CommunityUpdate,
    OrganisationCreate,
    OrganisationFields,
    OrganisationUpdate,
    PersonCreate,
    PersonFields,
    PersonUpdate,
)
from crm.parties.service.checks import check_owner, check_role, check_rows, of_same_id, party_for_update
from crm.parties.service.roles import new_role
from crm.parties.service.searching import refresh_search, refresh_search_of_people
from crm.text import mark
from crm.unit_of_work import UnitOfWork

Fields = PersonFields | OrganisationFields | CommunityFields
Network = OrganisationFields | CommunityFields
Details = Person | Organisation | Community
_TABLES: dict[PartyKind, type[Details]] = {
    PartyKind.PERSON: Person,
    PartyKind.ORGANISATION: Organisation,
    PartyKind.COMMUNITY: Community,
}


def create_person(uow: UnitOfWork, wanted: PersonCreate) -> Party:
    """Adds a person with roles. Records PartyCreated; the same id twice gives the same person.

    Raises:
        BadInput: the owner is not in the team, or an organisation is unknown.
    """
    there = of_same_id(uow, PartyKind.PERSON, wanted.id)
    if there is not None:
        return there
    check_owner(uow, wanted.owner_id)
    for number, role in enumerate(wanted.roles):
        check_role(uow, role, f"roles.{number}.")
    person = _add(uow, PartyKind.PERSON, wanted.id, wanted)
    for role in wanted.roles:
        uow.session.add(new_role(uow, person.id, role))
    refresh_search(uow, person)
    return person


def create_organisation(uow: UnitOfWork, wanted: OrganisationCreate) -> Party:
    """Adds an organisation. Records PartyCreated; the same id twice gives the same organisation.

    Raises:
        BadInput: the owner is not in the team, or a group or neighbourhood is unknown.
    """
    return _create_network(uow, PartyKind.ORGANISATION, wanted.id, wanted)


def create_community(uow: UnitOfWork, wanted: CommunityCreate) -> Party:
    """Adds a community. Records PartyCreated; the same id twice gives the same community.

    Raises:
        BadInput: the owner is not in the team, or a group or neighbourhood is unknown.
    """
    return _create_network(uow, PartyKind.COMMUNITY, wanted.id, wanted)


def ensure_party(uow: UnitOfWork, kind: PartyKind, name: str, id: UUID | None = None) -> Party:  # noqa: A002
    """A party of which only the name is known, made on the way. Records PartyCreated when it is new.

    Args:
        id: made by the client; the same id twice gives the same party, under its first name.

    Raises:
        BadInput: a party of another kind has the id.
        pydantic.ValidationError: the name is blank or too long.
    """
    if kind == PartyKind.PERSON:
        return create_person(uow, PersonCreate.model_validate({"id": id, "name": name}))
    if kind == PartyKind.ORGANISATION:
        known = {"id": id, "name": name, "type": OrganisationType.OTHER}
        return create_organisation(uow, OrganisationCreate.model_validate(known))
    return create_community(uow, CommunityCreate.model_validate({"id": id, "name": name}))


def update_person(uow: UnitOfWork, key: UUID, wanted: PersonUpdate) -> Party:
    """Replaces a person's data; roles have commands of their own. Records PartyChanged.

    Raises:
        NotFound: there is no such person.
        VersionConflict: somebody saved first.
        BadInput: the owner is not in the team.
    """
    return _update(uow, PartyKind.PERSON, key, wanted, wanted.version)


def update_organisation(uow: UnitOfWork, key: UUID, wanted: OrganisationUpdate) -> Party:
    """Replaces an organisation's data, groups, neighbourhoods and calendars. Records PartyChanged.

    Raises:
        NotFound: there is no such organisation.
        VersionConflict: somebody saved first.
        BadInput: the owner is not in the team, or a group or neighbourhood is unknown.
    """
    check_network(uow, wanted)
    organisation = _update(uow, PartyKind.ORGANISATION, key, wanted, wanted.version)
    refresh_search_of_people(uow, organisation.id)
    return organisation


def update_community(uow: UnitOfWork, key: UUID, wanted: CommunityUpdate) -> Party:
    """Replaces a community's data, portrait, groups, neighbourhoods and calendars. Records PartyChanged.

    Raises:
        NotFound: there is no such community.
        VersionConflict: somebody saved first.
        BadInput: the owner is not in the team, or a group or neighbourhood is unknown.
    """
    check_network(uow, wanted)
    return _update(uow, PartyKind.COMMUNITY, key, wanted, wanted.version)


def archive_party(uow: UnitOfWork, key: UUID, kind: PartyKind | None = None) -> Party:
    """Puts a party away: it leaves lists and suggestions, nothing is lost. Records PartyArchived.

    Raises:
        NotFound: there is none, or it is of another kind.
    """
    party = party_for_update(uow, key, kind)
    if party.archived_on is None:
        party.archived_on = uow.today
        touch(party, uow.now)
        uow.record(PartyArchived(party.id, is_archived=True))
    return party


def restore_party(uow: UnitOfWork, key: UUID, kind: PartyKind | None = None) -> Party:
    """Brings an archived party back. Records PartyArchived.

    Raises:
        NotFound: there is none, or it is of another kind.
    """
    party = party_for_update(uow, key, kind)
    if party.archived_on is not None:
        party.archived_on = None
        touch(party, uow.now)
        uow.record(PartyArchived(party.id, is_archived=False))
    return party


def check_network(uow: UnitOfWork, wanted: Network) -> None:
    """Raises BadInput where a group or neighbourhood is unknown, or what they said is still to be said."""
    check_rows(uow, InclusionGroup, wanted.group_ids, "group_ids")
    check_rows(uow, Neighbourhood, wanted.neighbourhood_ids, "neighbourhood_ids")
    if wanted.calendars_said_on is not None and wanted.calendars_said_on > uow.today:
        raise BadInput(mark("This day is still to come."), field="calendars_said_on")


def _create_network(
    uow: UnitOfWork, kind: PartyKind, key: UUID | None, wanted: OrganisationCreate | CommunityCreate
) -> Party:
    there = of_same_id(uow, kind, key)
    if there is not None:
        return there
    check_owner(uow, wanted.owner_id)
    check_network(uow, wanted)
    party = _add(uow, kind, key, wanted)
    _set_network(uow, party, wanted)
    refresh_search(uow, party)
    return party


def _add(uow: UnitOfWork, kind: PartyKind, key: UUID | None, wanted: Fields) -> Party:
    party = Party(
        id=key or new_id(),
        kind=kind,
        name=wanted.name,
        search="",
        owner_id=wanted.owner_id,
        is_city_wide=getattr(wanted, "is_city_wide", False),
        created_at=uow.now,
        changed_at=uow.now,
    )
    uow.session.add(party)
    uow.session.flush()  # the row in the kind's own table refers to it
    uow.session.add(_TABLES[kind](id=party.id, **_details(uow, kind, wanted)))
    uow.session.flush()
    uow.record(PartyCreated(party.id))
    return party


def _details(
    uow: UnitOfWork, kind: PartyKind, wanted: Fields, stored: Details | None = None
) -> dict[str, Any]:
    """The values of the kind's own table, with the calendars and since when we know them."""
    names = set(_TABLES[kind].model_fields) - {"id"}
    values = wanted.model_dump(include=names)
    if isinstance(wanted, OrganisationFields | CommunityFields):
        known = stored if isinstance(stored, Organisation | Community) else None
        values |= _said_calendars(uow, wanted, known)
    return values


def _said_calendars(
    uow: UnitOfWork, wanted: Network, known: Organisation | Community | None
) -> dict[str, Any]:
    """The calendars as plain texts, as the column is JSON; when they said so, and how we know.

    Without a day: the one that was known for the same calendars, else today. Without calendars nothing was said.
    """
    calendars = [calendar.value for calendar in wanted.calendars]
    others = [] if known is None else _other_tags(known)
    said_on, source = wanted.calendars_said_on, wanted.calendars_source
    if not calendars:
        said_on = source = None
    elif said_on is None:
        is_same = known is not None and set(known.calendars) - set(others) == set(calendars)
        said_on = known.calendars_said_on if known is not None and is_same else uow.today
    return {"calendars": calendars + others, "calendars_said_on": said_on, "calendars_source": source}


def _update(uow: UnitOfWork, kind: PartyKind, key: UUID, wanted: Fields, version: int) -> Party:
    party = party_for_update(uow, key, kind)
    if party.version != version:
        raise VersionConflict(_stored(uow, party))
    if wanted.owner_id != party.owner_id:  # somebody who has left may stay the owner until another is chosen
        check_owner(uow, wanted.owner_id)
    party.name, party.owner_id = wanted.name, wanted.owner_id
    details = cast(Details, uow.session.get_one(_TABLES[kind], key))
    for name, value in _details(uow, kind, wanted, details).items():
        setattr(details, name, value)
    if isinstance(wanted, OrganisationFields | CommunityFields):
        party.is_city_wide = wanted.is_city_wide
        _set_network(uow, party, wanted)
    refresh_search(uow, party)
    touch(party, uow.now)
    uow.record(PartyChanged(party.id))
    return party


def _other_tags(details: Organisation | Community) -> list[str]:
    """The audience tags beside the calendars ("families"): no form shows them, and a form must not drop them."""
    return [tag for tag in details.calendars if tag not in list(Calendar)]


def _stored(uow: UnitOfWork, party: Party) -> dict[str, object]:
    """What is stored, under the names of the input, ready for JSON."""
    values: dict[str, object] = party.model_dump(include={"id", "version", "name", "owner_id"})
    values |= uow.session.get_one(_TABLES[party.kind], party.id).model_dump()
    if party.kind != PartyKind.PERSON:
        values["calendars"] = [tag for tag in cast(list[str], values["calendars"]) if tag in list(Calendar)]
        groups, presences = _network_rows(uow, party)
        values |= {
            "is_city_wide": party.is_city_wide,
            "group_ids": sorted(groups),
            "neighbourhood_ids": sorted(presences),
        }
    plain: dict[str, object] = to_jsonable_python(values)
    return plain


def _network_rows(
    uow: UnitOfWork, party: Party
) -> tuple[dict[UUID, OrganisationGroup | CommunityGroup], dict[UUID, Presence]]:
    groups: Sequence[OrganisationGroup | CommunityGroup]
    if party.kind == PartyKind.ORGANISATION:
        groups = uow.session.exec(
            select(OrganisationGroup).where(OrganisationGroup.organisation_id == party.id)
        ).all()
    else:
        groups = uow.session.exec(select(CommunityGroup).where(CommunityGroup.community_id == party.id)).all()
    presences = uow.session.exec(select(Presence).where(Presence.party_id == party.id))
    return {row.group_id: row for row in groups}, {row.neighbourhood_id: row for row in presences}


def _set_network(uow: UnitOfWork, party: Party, wanted: Network) -> None:
    groups, presences = _network_rows(uow, party)
    gone: list[SQLModel] = [row for key, row in groups.items() if key not in wanted.group_ids]
    gone += [row for key, row in presences.items() if key not in wanted.neighbourhood_ids]
    for row in gone:
        uow.session.delete(row)
    for key in set(wanted.group_ids) - set(groups):
        if party.kind == PartyKind.ORGANISATION:
            uow.session.add(OrganisationGroup(organisation_id=party.id, group_id=key))
        else:
            uow.session.add(CommunityGroup(community_id=party.id, group_id=key))
    for key in set(wanted.neighbourhood_ids) - set(presences):
        uow.session.add(Presence(party_id=party.id, neighbourhood_id=key))
