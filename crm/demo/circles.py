"""How an organisation or community of the demo city becomes rows: party, groups, neighbourhoods, owner."""

from crm.demo.care import Care
from crm.demo.colleagues import LEFT, owner_of
from crm.demo.draft import Circle, Draft
from crm.folding import fold
from crm.parties.models import CommunityGroup, OrganisationGroup, Party, PartyKind, Presence

# The networks of the consultant who left, which Nora and others took over.
FROM_LEAVER = frozenset(
    {
        "Vrienden van Sylhet",
        "Taaltafel Aan de Vaart",
        "Voetbalclub Noordstar",
        "Lezers van de eerste bladzijde",
    }
)
# Networks of the ten stories are Nora's, so that she finds them on Today.
WITH_NORA = frozenset(
    {
        "Zora",
        "Plein 15",
        "Doof en Turks in Mechelen",
        "Doofcafé De Zenne",
        "Somalische vrouwen Arsenaal",
        "Ouders van De Wilgenboom",
    }
)


def add_circle(
    draft: Draft, name: str, groups: str, places: str, care: Care, *, is_organisation: bool = False
) -> Circle:
    """The new circle: a party with the groups it carries and where it works; city-wide where no place is named."""
    where = tuple(places.split())
    login = "nora" if name in WITH_NORA else owner_of(where, len(draft.circles))
    party = draft.add(
        Party(
            **draft.born_versioned(draft.founded_at),
            kind=PartyKind.ORGANISATION if is_organisation else PartyKind.COMMUNITY,
            name=name,
            search=fold(name),
            owner_id=draft.users[login].id,
            is_city_wide=not where,
        )
    )
    for key in groups.split():
        if is_organisation:
            draft.add(OrganisationGroup(organisation_id=party.id, group_id=draft.groups[key]))
        else:
            draft.add(CommunityGroup(community_id=party.id, group_id=draft.groups[key]))
    for key in where:
        draft.add(Presence(party_id=party.id, neighbourhood_id=draft.places[key]))
    former = LEFT if name in FROM_LEAVER else None
    circle = Circle(party, care, tuple(groups.split()), where, login, former)
    draft.circles[name] = circle
    return circle
