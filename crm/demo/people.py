"""Persons of the demo city: three hundred, with their roles, reach links and ties. All are invented.

What is stored of a person is a working contact: roles, and what they can open with consent or a public source.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from crm.demo.care import Care
from crm.demo.draft import Circle, Draft, instant
from crm.demo.names import invent_name
from crm.folding import fold
from crm.parties.models import (
    Basis,
    Party,
    PartyKind,
    Person,
    PersonRole,
    ReachLink,
    ReachLinkKind,
    RoleOfPerson,
    Strength,
    Tie,
    TieKind,
)

PERSONS = 300
ROLE = PersonRole
PER_CIRCLE = {
    Care.WARM: 4,
    Care.STEADY: 3,
    Care.SINGLE: 2,
    Care.THIN: 2,
    Care.COLD: 2,
    Care.NEVER: 1,
    Care.SERVICE: 1,
}
FIRST_ROLES = {
    True: (ROLE.KEY_FIGURE, ROLE.BOARD_MEMBER, ROLE.STAFF_MEMBER, ROLE.FRONTLINE_WORKER),
    False: (ROLE.KEY_FIGURE, ROLE.BRIDGE_BUILDER, ROLE.GUIDE),
}
LATER_ROLES = (ROLE.VOLUNTEER, ROLE.FRONTLINE_WORKER, ROLE.RESIDENT, ROLE.GUIDE, ROLE.STAFF_MEMBER)
TITLES = {
    ROLE.BOARD_MEMBER: "voorzitter",
    ROLE.STAFF_MEMBER: "medewerker",
    ROLE.FRONTLINE_WORKER: "buurtwerker",
    ROLE.BRIDGE_BUILDER: "brugfiguur",
}
CHANNELS = ("telefoon", "bericht", "bezoek", "e-mail")
LANGUAGES = ("Nederlands", "Nederlands", "Nederlands", "Frans", "Engels", "Arabisch", "Turks")


@dataclass(frozen=True)
class Named:
    """A person of one of the ten stories."""

    name: str
    circle: str
    role: PersonRole
    employer: str | None = None
    until: date | None = None
    title: str | None = None


NAMED = (
    Named("Sevgi Aydın", "Doof en Turks in Mechelen", ROLE.BRIDGE_BUILDER, "Oog en Oor", date(2027, 6, 30), "brugfiguur"),
    Named("Rafiq Uddin", "Vrienden van Sylhet", ROLE.KEY_FIGURE, title="voorzitter"),
    Named("Hodan Warsame", "Somalische vrouwen Arsenaal", ROLE.KEY_FIGURE),
)  # fmt: skip


def add_people(draft: Draft) -> None:
    """Adds the persons around every circle, the named ones first, until there are three hundred."""
    for named in NAMED:
        add_person(draft, draft.circles[named.circle], named.role, named)
    circles = list(draft.circles.values())
    for circle in circles:
        for place in range(len(circle.persons), PER_CIRCLE.get(circle.care, 0)):
            add_person(draft, circle, _role(draft, circle, place))
    kept_up = [circle for circle in circles if circle.care in (Care.WARM, Care.STEADY)]
    while len(draft.persons) < PERSONS:
        add_person(draft, kept_up[len(draft.persons) % len(kept_up)], draft.pick(LATER_ROLES))


def _role(draft: Draft, circle: Circle, place: int) -> PersonRole:
    if circle.care is Care.SERVICE:
        return ROLE.STAFF_MEMBER
    if place > 0:
        return draft.pick(LATER_ROLES)
    return draft.pick(FIRST_ROLES[circle.party.kind is PartyKind.ORGANISATION])


def add_person(draft: Draft, circle: Circle, role: PersonRole, named: Named | None = None) -> Party:
    """The new person of that circle, with a role, a tie to it and, where they can open it, a reach link."""
    name = named.name if named else invent_name(draft)
    known_at = instant(draft.start_on + timedelta(days=draft.between(0, 200)), 10)
    party = draft.add(
        Party(
            **draft.born_versioned(known_at),
            kind=PartyKind.PERSON,
            name=name,
            search=fold(name),
            owner_id=circle.party.owner_id,
        )
    )
    number = len(draft.persons)
    draft.add(
        Person(
            id=party.id,
            email=f"{fold(name).replace(' ', '.')}@voorbeeld.example" if number % 3 else None,
            phone=f"015 00 00 {number % 100:02d}" if number % 4 else None,
            contact_language=draft.pick(LANGUAGES),
            preferred_channel=draft.pick(CHANNELS),
            informed_on=known_at.date() + timedelta(days=14),
        )
    )
    _add_role(draft, circle, party, role, named)
    draft.persons[name] = party
    is_opener = not circle.persons or (len(circle.persons) < 3 and circle.care in (Care.WARM, Care.STEADY))
    circle.persons.append(party)
    _add_tie_to_circle(draft, circle, party, role)
    if is_opener and circle.care is not Care.SERVICE:
        add_reach_link(draft, party, circle, known_at.date())
    return party


def _add_role(draft: Draft, circle: Circle, party: Party, role: PersonRole, named: Named | None) -> None:
    since, until = party.created_at.date(), None
    employer = circle.party.id if circle.party.kind is PartyKind.ORGANISATION else None
    if role is ROLE.BRIDGE_BUILDER:
        bodies = ("Loket Nieuwkomers", "Oog en Oor", "Taalhuis De Komma", "Dienst Onderwijs")
        employer = draft.circles[draft.pick(bodies)].party.id
        until = date(draft.today.year + 1, draft.pick((3, 6, 9, 12)), 28)
    if named and named.employer:
        employer, until = draft.circles[named.employer].party.id, named.until
    draft.add(
        RoleOfPerson(
            **draft.born(party.created_at),
            person_id=party.id,
            role=role,
            organisation_id=employer,
            title=named.title if named else TITLES.get(role),
            since=since,
            until=until,
        )
    )


def _add_tie_to_circle(draft: Draft, circle: Circle, party: Party, role: PersonRole) -> None:
    kind, strength = TieKind.KNOWS, Strength.WORKS_TOGETHER
    if role in (ROLE.STAFF_MEMBER, ROLE.FRONTLINE_WORKER, ROLE.BOARD_MEMBER):
        kind, strength = TieKind.WORKS_AT, Strength.TRUSTS_US
    elif role in (ROLE.VOLUNTEER, ROLE.GUIDE):
        kind = TieKind.VOLUNTEERS_AT
    elif role is ROLE.BRIDGE_BUILDER:
        kind = TieKind.BRIDGE
    add_tie(draft, (party.id, circle.party.id), kind, strength, party.created_at.date())


def add_tie(draft: Draft, ends: tuple[UUID, UUID], kind: TieKind, strength: Strength, since: date) -> None:
    """Adds a tie, last kept up on its first day; contacts of the two together refresh it later."""
    a_id, b_id = sorted(ends)
    draft.add(
        Tie(
            **draft.born_versioned(instant(since, 11)),
            a_id=a_id,
            b_id=b_id,
            kind=kind,
            strength=strength,
            since=since,
            last_contact_on=since,
        )
    )


def add_reach_link(draft: Draft, holder: Party, circle: Circle, since: date) -> None:
    """Adds that the person can help reach the circle, or is its public contact, and why that may be stored."""
    is_public = circle.care is Care.NEVER or (
        circle.party.kind is PartyKind.ORGANISATION and draft.happens(0.35)
    )
    note = (
        "Staat als contactpersoon op de publieke pagina van de vereniging."
        if is_public
        else f"Zei mondeling ja op {since:%d/%m/%Y}, na uitleg over wat we bewaren."
    )
    draft.add(
        ReachLink(
            **draft.born_versioned(instant(since, 11)),
            holder_id=holder.id,
            target_id=circle.party.id,
            kind=ReachLinkKind.PUBLIC_CONTACT_OF if is_public else ReachLinkKind.CAN_HELP_REACH,
            basis=Basis.PUBLIC_SOURCE if is_public else Basis.CONSENT,
            basis_note=note,
            since=since,
        )
    )


def add_acquaintances(draft: Draft) -> None:
    """Adds ties between persons of different circles, and between organisations that work together."""
    kept_up = [circle for circle in draft.circles.values() if circle.care in (Care.WARM, Care.STEADY)]
    made: set[frozenset[UUID]] = set()
    for number in range(170):
        one, other = draft.chance.sample(kept_up, 2)
        ends = (
            (draft.pick(one.persons), draft.pick(other.persons)) if number % 2 else (one.party, other.party)
        )
        pair = frozenset(end.id for end in ends)
        if pair in made:
            continue
        made.add(pair)
        since = max(end.created_at for end in ends).date() + timedelta(days=draft.between(5, 300))
        kind = TieKind.KNOWS if number % 2 else TieKind.WORKS_TOGETHER
        strength = draft.pick((Strength.KNOWS_US, Strength.ACQUAINTED, Strength.WORKS_TOGETHER))
        add_tie(draft, (ends[0].id, ends[1].id), kind, strength, since)
