"""What the closed lists of parties are called on screen: English message ids, translated where they are shown."""

from collections.abc import Mapping

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
from crm.text import mark

PARTY_KINDS: Mapping[PartyKind, str] = {
    PartyKind.PERSON: mark("Person"),
    PartyKind.ORGANISATION: mark("Organisation"),
    PartyKind.COMMUNITY: mark("Network"),
}

ORGANISATION_TYPES: Mapping[OrganisationType, str] = {
    OrganisationType.ASSOCIATION: mark("Association"),
    OrganisationType.GRASSROOTS_GROUP: mark("Grassroots group"),
    OrganisationType.PLACE_OF_WORSHIP: mark("Place of worship"),
    OrganisationType.SCHOOL: mark("School"),
    OrganisationType.YOUTH_WORK: mark("Youth work"),
    OrganisationType.SPORTS_CLUB: mark("Sports club"),
    OrganisationType.COMPANY: mark("Company"),
    OrganisationType.CHARITY: mark("Charity"),
    OrganisationType.EXPERT_BODY: mark("Expert body"),
    OrganisationType.CITY_SERVICE: mark("City service"),
    OrganisationType.ADVISORY_COUNCIL: mark("Advisory council"),
    OrganisationType.OTHER: mark("Another kind"),
}

PERSON_ROLES: Mapping[PersonRole, str] = {
    PersonRole.KEY_FIGURE: mark("Key figure"),
    PersonRole.BRIDGE_BUILDER: mark("Bridge builder"),
    PersonRole.GUIDE: mark("Guide to services"),
    PersonRole.FRONTLINE_WORKER: mark("Frontline worker"),
    PersonRole.VOLUNTEER: mark("Volunteer"),
    PersonRole.BOARD_MEMBER: mark("Board member"),
    PersonRole.STAFF_MEMBER: mark("Staff member"),
    PersonRole.RESIDENT: mark("Resident"),
}

DIMENSIONS: Mapping[Dimension, str] = {
    Dimension.ORIGIN: mark("Origin"),
    Dimension.BELIEF: mark("Religion or belief"),
    Dimension.GENDER: mark("Gender"),
    Dimension.SOGIESC: mark("Sexual orientation and gender identity"),
    Dimension.AGE: mark("Age"),
    Dimension.DISABILITY: mark("Disability"),
    Dimension.NEURODIVERSITY: mark("Neurodiversity"),
    Dimension.LANGUAGE: mark("Language of contact"),
    Dimension.POVERTY: mark("Poverty"),
    Dimension.NEWCOMERS: mark("Newcomers"),
    Dimension.DIGITAL: mark("Digital skills"),
    Dimension.INTERSECTION: mark("Crossings of groups"),
}

TIE_KINDS: Mapping[TieKind, str] = {
    TieKind.KNOWS: mark("They know each other"),
    TieKind.WORKS_AT: mark("Works there"),
    TieKind.VOLUNTEERS_AT: mark("Volunteers there"),
    TieKind.WORKS_TOGETHER: mark("They work together"),
    TieKind.BRIDGE: mark("Bridge between the two"),
}

# Said of a line between two, whoever they are; never of a person.
STRENGTHS: Mapping[Strength, str] = {
    Strength.KNOWS_US: mark("know of each other"),
    Strength.ACQUAINTED: mark("are acquainted"),
    Strength.WORKS_TOGETHER: mark("work together"),
    Strength.TRUSTS_US: mark("trust each other"),
}

REACH_LINK_KINDS: Mapping[ReachLinkKind, str] = {
    ReachLinkKind.CAN_HELP_REACH: mark("Can help reach"),
    ReachLinkKind.PUBLIC_CONTACT_OF: mark("Is the public contact of"),
    ReachLinkKind.SPEAKS_FOR: mark("Speaks for"),
}

BASES: Mapping[Basis, str] = {
    Basis.CONSENT: mark("Agreed to this"),
    Basis.PUBLIC_SOURCE: mark("Stands in a public source"),
}
