"""What the API answers about parties. Each is read from the reading of the same name, which holds the rights."""

from datetime import date
from uuid import UUID

from crm.parties.calendars import Calendar
from crm.parties.models import (
    Basis,
    Dimension,
    OrganisationType,
    PartyKind,
    PersonRole,
    ReachLinkKind,
    Strength,
    TieKind,
)
from crm.web.schemas import Output


class PartyLabelRead(Output):
    """A party as other things name it."""

    id: UUID
    name: str
    kind: PartyKind


class SuggestionRead(PartyLabelRead):
    """A party that may be meant, with what tells two of the same name apart."""

    about: str
    last_contact_on: date | None


class InclusionGroupRead(Output):
    """An inclusion group or an intersection of two or more."""

    id: UUID
    key: str
    dimension: Dimension
    name_nl: str
    name_en: str
    name_fr: str
    is_city_wide_only: bool


class InclusionGroupInList(InclusionGroupRead):
    """A group with the ids of the groups that it is the intersection of."""

    parts: list[UUID]


class NeighbourhoodRead(Output):
    """An area of the city."""

    id: UUID
    key: str
    name: str


class RoleRead(Output):
    """A role: `other` is the organisation, or the person where an organisation is read."""

    id: UUID
    role: PersonRole
    title: str | None
    since: date | None
    until: date | None
    other: PartyLabelRead | None


class RoleStored(Output):
    """A role as it was stored."""

    id: UUID
    person_id: UUID
    role: PersonRole
    organisation_id: UUID | None
    title: str | None
    since: date | None
    until: date | None


class TieLineRead(Output):
    """A tie seen from one end."""

    id: UUID
    version: int
    kind: TieKind
    strength: Strength
    since: date | None
    until: date | None
    last_contact_on: date
    other: PartyLabelRead | None
    other_roles: list[PersonRole]


class TieRead(Output):
    """A tie as it was stored; `a_id` is the smaller id."""

    id: UUID
    version: int
    a_id: UUID
    b_id: UUID
    kind: TieKind
    strength: Strength
    since: date | None
    until: date | None
    last_contact_on: date


class ColleagueLineRead(Output):
    """The line with a colleague of the team; unnamed for those who see no persons."""

    user_id: UUID | None
    name: str | None
    strength: Strength
    last_contact_on: date


class ReachLineRead(Output):
    """A reach link seen from one end."""

    id: UUID
    kind: ReachLinkKind
    basis: Basis
    basis_note: str | None
    since: date | None
    until: date | None
    other: PartyLabelRead | None
    other_roles: list[PersonRole]


class ReachLinkRead(Output):
    """A reach link as it was stored."""

    id: UUID
    version: int
    holder_id: UUID
    target_id: UUID
    kind: ReachLinkKind
    basis: Basis
    basis_note: str
    since: date
    until: date | None


class _PartyRead(Output):
    id: UUID
    kind: PartyKind
    name: str
    version: int
    owner_id: UUID | None
    owner_name: str | None
    last_contact_on: date | None
    archived_on: date | None
    ties: list[TieLineRead]
    colleagues: list[ColleagueLineRead]
    opens: list[ReachLineRead]
    opened_by: list[ReachLineRead]


class PersonRead(_PartyRead):
    """A person with roles and lines."""

    email: str | None
    phone: str | None
    contact_language: str | None
    preferred_channel: str | None
    informed_on: date | None
    roles: list[RoleRead]


class _NetworkRead(_PartyRead):
    is_city_wide: bool
    groups: list[InclusionGroupRead]
    neighbourhoods: list[NeighbourhoodRead]
    calendars: list[Calendar]
    calendars_said_on: date | None
    calendars_source: str | None


class OrganisationRead(_NetworkRead):
    """An organisation with the roles that persons have in it."""

    type: OrganisationType
    is_registered: bool
    place: str | None
    website: str | None
    email: str | None
    phone: str | None
    roles: list[RoleRead]


class CommunityRead(_NetworkRead):
    """A community with its portrait; the portrait is left out for those who read no notes."""

    portrait: str | None
    meeting_places: str | None
    channels: str | None
    what_works: str | None


class RoleInListRead(Output):
    """A live role as a list shows it."""

    role: PersonRole
    title: str | None
    organisation: str | None


class _RowRead(Output):
    id: UUID
    kind: PartyKind
    name: str
    owner_id: UUID | None
    owner_name: str | None
    last_contact_on: date | None
    archived_on: date | None
    version: int


class PersonRow(_RowRead):
    """A line of the list of persons."""

    roles: list[RoleInListRead]


class CommunityRow(_RowRead):
    """A line of the list of communities."""

    is_city_wide: bool
    groups: list[InclusionGroupRead]
    neighbourhoods: list[str]


class OrganisationRow(CommunityRow):
    """A line of the list of organisations."""

    type: OrganisationType
