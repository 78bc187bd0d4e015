"""What goes into parties, and how lists of them are filtered. What comes out stands in answers.py."""

import re
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from crm.folding import fold
from crm.parties.calendars import Calendar
from crm.parties.models import (
    Basis,
    OrganisationType,
    PartyKind,
    PersonRole,
    ReachLinkKind,
    Strength,
    TieKind,
)
from crm.text import mark
from crm.web.schemas import AddressQuery, Input, PageQuery, PossibleDate, refusal

_EMAIL = re.compile(r"^[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+$")
_PHONE = re.compile(r"^\+?[0-9 ()./-]{3,}$")


def _named(value: str) -> str:
    if not fold(value):
        raise refusal(mark("Give a name with letters or digits."))
    return value


def _mail_address(value: str) -> str:
    if not _EMAIL.match(value):
        raise refusal(mark("Give an e-mail address, such as name@example.org."))
    return value


def _telephone(value: str) -> str:
    if not _PHONE.match(value):
        raise refusal(mark("Give a phone number with digits only."))
    return value


def _web_address(value: str) -> str:
    # Anything else could become a link that runs a script.
    if not value.startswith(("https://", "http://")):
        raise refusal(mark("Give an address that starts with https://"))
    return value


def _each_once(values: list[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


Name = Annotated[str, StringConstraints(min_length=1, max_length=160), AfterValidator(_named)]
Email = Annotated[str, StringConstraints(max_length=160), AfterValidator(_mail_address)]
Phone = Annotated[str, StringConstraints(max_length=40), AfterValidator(_telephone)]
Website = Annotated[str, StringConstraints(max_length=200), AfterValidator(_web_address)]
Ids = Annotated[list[UUID], Field(max_length=60), AfterValidator(_each_once)]
Calendars = Annotated[list[Calendar], Field(max_length=20), AfterValidator(_each_once)]


class WithVersion(Input):
    """A change of what somebody has read: the version that was read."""

    version: int = Field(ge=1, le=1_000_000_000, description="The version that you have read")


class _OwnId(Input):
    id: UUID | None = Field(None, description="An id of your own making: sent twice, it makes one")


class RoleCreate(Input):
    """A role of a person: what somebody does in a network, never what somebody is."""

    role: PersonRole = Field(examples=["bridge_builder"])
    organisation_id: UUID | None = Field(None, description="Where: the employer of a bridge builder")
    title: str | None = Field(None, max_length=120, examples=["brugfiguur onderwijs"])
    since: PossibleDate | None = None
    until: PossibleDate | None = Field(None, description="The first day on which it no longer holds")


class RoleEnd(Input):
    """The first day on which a role no longer holds."""

    until: PossibleDate | None = Field(None, description="Today where it is left out")


class PersonFields(Input):
    """What a working contact with a person needs."""

    name: Name = Field(examples=["Şükrü Aydın"])
    owner_id: UUID | None = Field(None, description="The colleague who keeps up the contact")
    email: Email | None = Field(None, examples=["onthaal@voorbeeld.example"])
    phone: Phone | None = Field(None, examples=["015 00 00 00"])
    contact_language: str | None = Field(None, max_length=40, examples=["Turks"])
    preferred_channel: str | None = Field(None, max_length=40, examples=["telefoon, na 17 uur"])
    informed_on: PossibleDate | None = Field(None, description="When the person heard that we store this")


class PersonCreate(PersonFields, _OwnId):
    """A new person, with roles."""

    roles: list[RoleCreate] = Field(default_factory=list, max_length=10)


class PersonUpdate(PersonFields, WithVersion):
    """A person's data as they are to be."""


class _Network(Input):
    """What organisations and communities have in common, and persons never: groups, places and calendars."""

    is_city_wide: bool = Field(False, description="Works in the whole city")
    group_ids: Ids = Field(default_factory=list, description="Inclusion groups")
    neighbourhood_ids: Ids = Field(default_factory=list)
    calendars: Calendars = Field(default_factory=list, description="What it said it keeps")
    calendars_said_on: PossibleDate | None = Field(
        None, description="When it said so. Left out: what was known stays; today where the calendars are new"
    )
    calendars_source: str | None = Field(
        None, max_length=200, description="How we know", examples=["Gevraagd op hun jaarvergadering"]
    )


class OrganisationFields(_Network):
    """What we know of an organisation."""

    name: Name = Field(examples=["Buurthuis De Sleutel"])
    owner_id: UUID | None = Field(None, description="The colleague who keeps up the contact")
    type: OrganisationType
    is_registered: bool = Field(True, description="Has a legal form")
    place: str | None = Field(None, max_length=200, examples=["Zaal boven de bibliotheek"])
    website: Website | None = Field(None, examples=["https://voorbeeld.example"])
    email: Email | None = Field(None, examples=["onthaal@voorbeeld.example"])
    phone: Phone | None = Field(None, examples=["015 00 00 00"])


class OrganisationCreate(OrganisationFields, _OwnId):
    """A new organisation."""


class OrganisationUpdate(OrganisationFields, WithVersion):
    """An organisation's data as they are to be."""


class CommunityFields(_Network):
    """What we know of a community, with its portrait."""

    name: Name = Field(examples=["Jonge dove mensen"])
    owner_id: UUID | None = Field(None, description="The colleague who keeps up the contact")
    portrait: str | None = Field(None, max_length=1500, examples=["Jonge ouders rond de school."])
    meeting_places: str | None = Field(None, max_length=400, examples=["De schoolpoort, om half vier"])
    channels: str | None = Field(None, max_length=400, examples=["Een groep op de telefoon"])
    what_works: str | None = Field(None, max_length=1000, examples=["Mondeling uitnodigen"])


class CommunityCreate(CommunityFields, _OwnId):
    """A new community."""


class CommunityUpdate(CommunityFields, WithVersion):
    """A community's data as they are to be."""


class _TieFields(Input):
    strength: Strength
    since: PossibleDate | None = None
    until: PossibleDate | None = Field(None, description="The first day on which it no longer holds")
    last_contact_on: PossibleDate | None = Field(None, description="Today where it is left out")


class TieCreate(_TieFields, _OwnId):
    """A relationship between two parties; their order has no meaning."""

    party_id: UUID
    other_id: UUID
    kind: TieKind


class TieUpdate(_TieFields, WithVersion):
    """A tie as it is to be."""


class ReachLinkCreate(_OwnId):
    """What a person or organisation can open, with the reason why we may store it."""

    holder_id: UUID = Field(description="A person or an organisation")
    target_id: UUID = Field(description="An organisation or a community")
    kind: ReachLinkKind
    basis: Basis
    basis_note: str = Field(
        min_length=1, max_length=300, examples=["Gevraagd op 12 november 2026, aan de telefoon"]
    )
    since: PossibleDate | None = Field(None, description="Today where it is left out")
    until: PossibleDate | None = None


class NewParty(Input):
    """A name that somebody is about to add, to see who is there already."""

    kind: PartyKind
    name: str = Field("", max_length=160, examples=["Şükrü Aydın"])


class Order(StrEnum):
    """How a list of parties is sorted."""

    NAME = "name"
    LAST_CONTACT = "last_contact"
    LONGEST_AGO = "longest_ago"


class PartyFilter(PageQuery):
    """Which parties are listed. A blank counts as not given, as forms send one for every empty field."""

    q: str = Field("", max_length=100, description="Words of the name, whole or in part")
    owner_id: UUID | None = None
    quiet_days: int | None = Field(None, ge=1, le=3650, description="Not spoken to since that many days")
    archived: bool = False
    sort: Order = Order.NAME


class PersonFilter(PartyFilter):
    """Which persons are listed."""

    role: PersonRole | None = None
    organisation_id: UUID | None = None


class CommunityFilter(PartyFilter):
    """Which communities are listed."""

    group_id: UUID | None = None
    neighbourhood_id: UUID | None = None


class OrganisationFilter(CommunityFilter):
    """Which organisations are listed."""

    type: OrganisationType | None = None


class Asked(AddressQuery):
    """A few letters of a name."""

    q: str = Field("", max_length=100)
    limit: int = Field(8, ge=1, le=50)
