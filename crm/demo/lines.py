"""What two years of contacts leave behind: lines between colleagues and parties, ties kept up, last contacts.

The rules are those of the product: a contact makes or refreshes the line between each colleague and each
participant, and refreshes a tie between two who were both there.
"""

from datetime import date
from itertools import combinations
from uuid import UUID

from crm.demo.care import Care
from crm.demo.draft import Draft, instant
from crm.parties.models import ColleagueTie, Party, Strength, Tie

OF_CARE = {
    Care.WARM: Strength.TRUSTS_US,
    Care.STEADY: Strength.WORKS_TOGETHER,
    Care.SINGLE: Strength.WORKS_TOGETHER,
    Care.COLD: Strength.WORKS_TOGETHER,
    Care.SERVICE: Strength.WORKS_TOGETHER,
}


def add_lines(draft: Draft) -> None:
    """Adds the lines of colleagues and sets the dates of ties and parties from the contacts."""
    newest: dict[tuple[str, UUID], date] = {}
    first: dict[tuple[str, UUID], date] = {}
    together: dict[tuple[UUID, UUID], date] = {}
    parties: dict[UUID, Party] = {}
    for told in sorted(draft.told, key=lambda each: each.moment.happened_at):
        for party in told.parties:
            parties[party.id] = party
            party.last_contact_on = told.on
            for login in told.colleagues:
                newest[login, party.id] = told.on
                first.setdefault((login, party.id), told.on)
        for one, other in combinations(sorted(party.id for party in told.parties), 2):
            together[one, other] = told.on
    strengths = _strengths(draft)
    for (login, party_id), on in newest.items():
        draft.add(
            ColleagueTie(
                **draft.born_versioned(instant(first[login, party_id], 18)),
                user_id=draft.users[login].id,
                party_id=party_id,
                strength=strengths.get((login, party_id), Strength.ACQUAINTED),
                last_contact_on=on,
            )
        )
    for tie in draft.rows[Tie]:
        assert isinstance(tie, Tie)
        tie.last_contact_on = max(
            tie.last_contact_on, together.get((tie.a_id, tie.b_id), tie.last_contact_on)
        )


def _strengths(draft: Draft) -> dict[tuple[str, UUID], Strength]:
    """The strength that the owner of a circle entered for its parties; everybody else is an acquaintance."""
    found: dict[tuple[str, UUID], Strength] = {}
    for circle in draft.circles.values():
        if circle.care in OF_CARE:
            for login in (circle.owner, circle.former_owner or circle.owner):
                for party in (circle.party, *circle.persons):
                    found[login, party.id] = OF_CARE[circle.care]
    return found
