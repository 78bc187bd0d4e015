"""What stands around a party that other subjects hold: contacts of this year, open follow-ups."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from crm.accounts.access import may_read_contacts, may_see_persons
from crm.accounts.queries import names_of
from crm.clock import CITY_ZONE
from crm.contacts.load import Load
from crm.contacts.models import ContactMoment, ContactParticipant
from crm.followups.queries import follow_ups
from crm.followups.schemas import FollowUpFilter
from crm.signals.queries import loads
from crm.viewer import Viewer

MOST_FOLLOW_UPS = 20


@dataclass(frozen=True)
class OpenFollowUp:
    """Something still to do for the party, and by whom."""

    id: UUID
    what: str
    due_on: date
    owner_name: str


@dataclass(frozen=True)
class PartyFacts:
    """Figures of a party; None and empty where the viewer may not know. `load` is None where nothing was asked or given."""

    contacts_this_year: int | None
    open_follow_ups: tuple[OpenFollowUp, ...]
    open_follow_up_total: int | None
    load: Load | None = None


def party_facts(session: Session, viewer: Viewer, party_id: UUID, today: date) -> PartyFacts:
    """How often the team spoke with the party since New Year, what was asked and given back, and what is still to do.

    Five queries. Follow-ups are notes, and so for consultants only.
    """
    count = _contacts_since_new_year(session, party_id, today) if may_read_contacts(viewer) else None
    load = loads(session, viewer, today, [party_id]).get(party_id)
    if not may_see_persons(viewer):
        return PartyFacts(count, (), None, load)
    found = follow_ups(session, viewer, FollowUpFilter(page=1, party_id=party_id, size=MOST_FOLLOW_UPS))
    owners = names_of(session, viewer, {row.owner_id for row in found.items})
    lines = tuple(
        OpenFollowUp(row.id, row.what, row.due_on, owners.get(row.owner_id, "")) for row in found.items
    )
    return PartyFacts(count, lines, found.total, load)


def _contacts_since_new_year(session: Session, party_id: UUID, today: date) -> int:
    new_year = datetime.combine(date(today.year, 1, 1), time.min, CITY_ZONE).astimezone(UTC)
    return session.exec(
        select(func.count())
        .select_from(ContactParticipant)
        .join(ContactMoment, col(ContactMoment.id) == col(ContactParticipant.contact_id))
        .where(
            ContactParticipant.party_id == party_id,
            col(ContactMoment.withdrawn_at).is_(None),
            col(ContactMoment.happened_at) >= new_year,
        )
    ).one()
