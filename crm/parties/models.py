"""Tables of whom we know: parties, their groups and places, and the lines between them.

A party is a person, an organisation or a community; each has a row in `party` and one of the same id in its
own table. Inclusion groups attach to organisations and communities, never to a person (DOMAIN rule 1).
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import JSON, SQLModel

from crm.db import Row, VersionedRow, choice, partial_index
from crm.privacy import About, Protection, Purpose, Retention, column

PARTY = About(Protection.CONFIDENTIAL, Purpose.KEEP_CONTACT, Retention.WITH_PARTY)
PUBLISHED = About(Protection.PUBLIC, Purpose.KEEP_CONTACT, Retention.WITH_PARTY)
NETWORK = About(Protection.SPECIAL, Purpose.REPORT, Retention.WITH_PARTY)
NOTE = About(Protection.SPECIAL, Purpose.KEEP_CONTACT, Retention.NOTE)
REFERENCE = About(Protection.INTERNAL, Purpose.REPORT, Retention.REFERENCE)


class PartyKind(StrEnum):
    """The three kinds of whom we know."""

    PERSON = "person"
    ORGANISATION = "organisation"
    COMMUNITY = "community"


class OrganisationType(StrEnum):
    """The types of the IncluCities toolkit's questions, and the city's own bodies."""

    ASSOCIATION = "association"
    GRASSROOTS_GROUP = "grassroots_group"
    PLACE_OF_WORSHIP = "place_of_worship"
    SCHOOL = "school"
    YOUTH_WORK = "youth_work"
    SPORTS_CLUB = "sports_club"
    COMPANY = "company"
    CHARITY = "charity"
    EXPERT_BODY = "expert_body"
    CITY_SERVICE = "city_service"
    ADVISORY_COUNCIL = "advisory_council"
    OTHER = "other"


class PersonRole(StrEnum):
    """What somebody does in a network; never what somebody is."""

    KEY_FIGURE = "key_figure"
    BRIDGE_BUILDER = "bridge_builder"
    GUIDE = "guide"
    FRONTLINE_WORKER = "frontline_worker"
    VOLUNTEER = "volunteer"
    BOARD_MEMBER = "board_member"
    STAFF_MEMBER = "staff_member"
    RESIDENT = "resident"


class Dimension(StrEnum):
    """Along what an inclusion group is drawn; an intersection is two or more at once."""

    ORIGIN = "origin"
    BELIEF = "belief"
    GENDER = "gender"
    SOGIESC = "sogiesc"
    AGE = "age"
    DISABILITY = "disability"
    NEURODIVERSITY = "neurodiversity"
    LANGUAGE = "language"
    POVERTY = "poverty"
    NEWCOMERS = "newcomers"
    DIGITAL = "digital"
    INTERSECTION = "intersection"


class TieKind(StrEnum):
    """What two parties have with each other."""

    KNOWS = "knows"
    WORKS_AT = "works_at"
    VOLUNTEERS_AT = "volunteers_at"
    WORKS_TOGETHER = "works_together"
    BRIDGE = "bridge"


class Strength(StrEnum):
    """The strength of a line between two, in words; persons are never ranked."""

    KNOWS_US = "knows_us"
    ACQUAINTED = "acquainted"
    WORKS_TOGETHER = "works_together"
    TRUSTS_US = "trusts_us"

    @property
    def value_now(self) -> float:
        """The strength on the day of a contact, 0..1 (docs/decisions/ties-cool.md)."""
        return {"knows_us": 0.3, "acquainted": 0.5, "works_together": 0.7, "trusts_us": 0.9}[self.value]


class ReachLinkKind(StrEnum):
    """What a party opens: a role, with consent or a public source. Only an organisation speaks for others."""

    CAN_HELP_REACH = "can_help_reach"
    PUBLIC_CONTACT_OF = "public_contact_of"
    SPEAKS_FOR = "speaks_for"


class Basis(StrEnum):
    """Why we may store a reach link."""

    CONSENT = "consent"
    PUBLIC_SOURCE = "public_source"


class Party(VersionedRow, table=True):
    """What persons, organisations and communities have in common."""

    __tablename__ = "party"
    __table_args__ = (
        partial_index(
            "ix_party_by_name", "kind", "search", "id", "last_contact_on", where="archived_on IS NULL"
        ),
        partial_index("ix_party_of_kind", "kind", "name", "id", where="archived_on IS NULL"),
        partial_index("ix_party_archived", "kind", "search", "id", where="archived_on IS NOT NULL"),
    )

    kind: PartyKind = column(PARTY, sa_type=choice(PartyKind))
    name: str = column(PARTY, max_length=160, index=True)
    search: str = column(PARTY, max_length=400)
    owner_id: UUID | None = column(PARTY, default=None, foreign_key="user.id", index=True)
    is_city_wide: bool = column(PARTY, default=False)
    last_contact_on: date | None = column(PARTY, default=None, index=True)
    archived_on: date | None = column(PARTY, default=None)


class Person(SQLModel, table=True):
    """Somebody whom the team knows by name: what a working contact needs, and nothing of what they are."""

    __tablename__ = "person"

    id: UUID = column(PARTY, primary_key=True, foreign_key="party.id")
    email: str | None = column(PARTY, default=None, max_length=160)
    phone: str | None = column(PARTY, default=None, max_length=40)
    contact_language: str | None = column(PARTY, default=None, max_length=40)
    preferred_channel: str | None = column(PARTY, default=None, max_length=40)
    informed_on: date | None = column(PARTY, default=None)


class RoleOfPerson(Row, table=True):
    """One role of a person: a key figure, a bridge builder with an employer and a mandate, a guide..."""

    __tablename__ = "role_of_person"
    __table_args__ = (Index("ix_role_of_person_by_role", "role", "person_id", "until"),)

    person_id: UUID = column(PARTY, foreign_key="person.id", index=True)
    role: PersonRole = column(PARTY, sa_type=choice(PersonRole))
    organisation_id: UUID | None = column(PARTY, default=None, foreign_key="organisation.id", index=True)
    title: str | None = column(PARTY, default=None, max_length=120)
    since: date | None = column(PARTY, default=None)
    until: date | None = column(PARTY, default=None)


class Organisation(SQLModel, table=True):
    """An association, school, place of worship, company, city service, advisory council..."""

    __tablename__ = "organisation"
    __table_args__ = (Index("ix_organisation_type", "type", "id"),)

    id: UUID = column(PUBLISHED, primary_key=True, foreign_key="party.id")
    type: OrganisationType = column(PUBLISHED, sa_type=choice(OrganisationType))
    is_registered: bool = column(PUBLISHED, default=True)
    place: str | None = column(PUBLISHED, default=None, max_length=200)
    website: str | None = column(PUBLISHED, default=None, max_length=200)
    email: str | None = column(PARTY, default=None, max_length=160)
    phone: str | None = column(PARTY, default=None, max_length=40)
    calendars: list[str] = column(NETWORK, default_factory=list, sa_type=JSON)
    # When they said so of themselves, and how we know it.
    calendars_said_on: date | None = column(NETWORK, default=None)
    calendars_source: str | None = column(NOTE, default=None, max_length=200)


class Community(SQLModel, table=True):
    """A network of people around one or more inclusion groups, and its portrait."""

    __tablename__ = "community"

    id: UUID = column(NETWORK, primary_key=True, foreign_key="party.id")
    portrait: str | None = column(NOTE, default=None, max_length=1500)
    meeting_places: str | None = column(NOTE, default=None, max_length=400)
    channels: str | None = column(NOTE, default=None, max_length=400)
    what_works: str | None = column(NOTE, default=None, max_length=1000)
    calendars: list[str] = column(NETWORK, default_factory=list, sa_type=JSON)
    calendars_said_on: date | None = column(NETWORK, default=None)
    calendars_source: str | None = column(NOTE, default=None, max_length=200)


class InclusionGroup(Row, table=True):
    """A group along one dimension, or an intersection of two or more."""

    __tablename__ = "inclusion_group"

    key: str = column(REFERENCE, max_length=60, unique=True)
    dimension: Dimension = column(REFERENCE, sa_type=choice(Dimension))
    name_nl: str = column(REFERENCE, max_length=120)
    name_en: str = column(REFERENCE, max_length=120)
    name_fr: str = column(REFERENCE, max_length=120)
    # A small area betrays its members (SOGIESC, people without papers, Roma): figures for the city only.
    is_city_wide_only: bool = column(REFERENCE, default=False)

    def name(self, language: str) -> str:
        """The group's name in that language."""
        return {"nl": self.name_nl, "en": self.name_en, "fr": self.name_fr}[language]


class IntersectionPart(SQLModel, table=True):
    """One of the groups that an intersection is made of."""

    __tablename__ = "intersection_part"

    intersection_id: UUID = column(REFERENCE, primary_key=True, foreign_key="inclusion_group.id")
    group_id: UUID = column(REFERENCE, primary_key=True, foreign_key="inclusion_group.id")


class OrganisationGroup(SQLModel, table=True):
    """An organisation works with an inclusion group."""

    __tablename__ = "organisation_group"

    organisation_id: UUID = column(NETWORK, primary_key=True, foreign_key="organisation.id")
    group_id: UUID = column(NETWORK, primary_key=True, foreign_key="inclusion_group.id", index=True)


class CommunityGroup(SQLModel, table=True):
    """A community forms around an inclusion group."""

    __tablename__ = "community_group"

    community_id: UUID = column(NETWORK, primary_key=True, foreign_key="community.id")
    group_id: UUID = column(NETWORK, primary_key=True, foreign_key="inclusion_group.id", index=True)


class Neighbourhood(Row, table=True):
    """An area of the city."""

    __tablename__ = "neighbourhood"

    key: str = column(REFERENCE, max_length=60, unique=True)
    name: str = column(REFERENCE, max_length=80)
    position: int = column(REFERENCE, default=0)


class Presence(SQLModel, table=True):
    """An organisation or community works in a neighbourhood (persons have none: no home addresses)."""

    __tablename__ = "presence"

    party_id: UUID = column(PUBLISHED, primary_key=True, foreign_key="party.id")
    neighbourhood_id: UUID = column(PUBLISHED, primary_key=True, foreign_key="neighbourhood.id", index=True)


class PopulationFigure(Row, table=True):
    """How many residents of a neighbourhood (or of the city) are in a group, by a named public source."""

    __tablename__ = "population_figure"
    __table_args__ = (UniqueConstraint("neighbourhood_id", "group_id", "year"),)

    neighbourhood_id: UUID | None = column(REFERENCE, default=None, foreign_key="neighbourhood.id")
    group_id: UUID | None = column(REFERENCE, default=None, foreign_key="inclusion_group.id", index=True)
    year: int = column(REFERENCE)
    count: int = column(REFERENCE)
    source: str = column(REFERENCE, max_length=200)
    is_invented: bool = column(REFERENCE, default=False)


class Tie(VersionedRow, table=True):
    """A relationship between two parties; `a_id` is the smaller id. It cools when nobody keeps it up."""

    __tablename__ = "tie"
    __table_args__ = (
        UniqueConstraint("a_id", "b_id", "kind"),
        CheckConstraint("a_id <> b_id", name="two_parties"),
    )

    a_id: UUID = column(PARTY, foreign_key="party.id", index=True)
    b_id: UUID = column(PARTY, foreign_key="party.id", index=True)
    kind: TieKind = column(PARTY, sa_type=choice(TieKind))
    strength: Strength = column(PARTY, sa_type=choice(Strength))
    since: date | None = column(PARTY, default=None)
    until: date | None = column(PARTY, default=None)
    last_contact_on: date = column(PARTY)


class ColleagueTie(VersionedRow, table=True):
    """The line between a colleague of the team and a party, made and kept up by logged contacts."""

    __tablename__ = "colleague_tie"
    __table_args__ = (UniqueConstraint("user_id", "party_id"),)

    user_id: UUID = column(PARTY, foreign_key="user.id", index=True)
    party_id: UUID = column(PARTY, foreign_key="party.id", index=True)
    strength: Strength = column(PARTY, sa_type=choice(Strength))
    last_contact_on: date = column(PARTY)


class ReachLink(VersionedRow, table=True):
    """What a person or organisation can open: an organisation or a community, with its basis."""

    __tablename__ = "reach_link"
    __table_args__ = (UniqueConstraint("holder_id", "target_id", "kind"),)

    holder_id: UUID = column(NETWORK, foreign_key="party.id", index=True)
    target_id: UUID = column(NETWORK, foreign_key="party.id", index=True)
    kind: ReachLinkKind = column(NETWORK, sa_type=choice(ReachLinkKind))
    basis: Basis = column(NETWORK, sa_type=choice(Basis))
    basis_note: str = column(NETWORK, max_length=300)
    since: date = column(NETWORK)
    until: date | None = column(NETWORK, default=None)
