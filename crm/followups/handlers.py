"""What follow-ups do because of a domain event. Each may run twice: a unique key or a state makes that harmless."""

from sqlmodel import col, select

from crm.contacts.models import Agreement, ContactMoment, ContactParticipant
from crm.db import touch
from crm.domain_events import (
    ContactLogged,
    ContactWithdrawn,
    FollowUpClosed,
    FollowUpFellDue,
    FollowUpPlanned,
    ScheduleDue,
)
from crm.followups.models import FollowUp, FollowUpState
from crm.followups.queries import due_follow_ups
from crm.unit_of_work import UnitOfWork


def plan_promised(uow: UnitOfWork, event: ContactLogged) -> None:
    """Makes a follow-up of every agreement of the contact. Records FollowUpPlanned for each new one."""
    contact = uow.session.get(ContactMoment, event.contact_id)
    if contact is None or contact.withdrawn_at is not None:
        return
    party_id = uow.session.exec(
        select(ContactParticipant.party_id)
        .where(ContactParticipant.contact_id == contact.id)
        .order_by(col(ContactParticipant.party_id))
    ).first()
    planned = set(uow.session.exec(select(FollowUp.agreement_id).where(FollowUp.contact_id == contact.id)))
    for agreement in uow.session.exec(select(Agreement).where(Agreement.contact_id == contact.id)):
        if agreement.id in planned:
            continue
        follow_up = FollowUp(
            what=agreement.what,
            owner_id=agreement.owner_id,
            due_on=agreement.due_on,
            party_id=party_id,
            contact_id=contact.id,
            agreement_id=agreement.id,
            planned_by_id=contact.author_id,
            created_at=uow.now,
            changed_at=uow.now,
        )
        uow.session.add(follow_up)
        uow.session.flush()
        uow.record(FollowUpPlanned(follow_up.id))


def drop_promised(uow: UnitOfWork, event: ContactWithdrawn) -> None:
    """Drops what was promised at a contact that was taken back. Records FollowUpClosed for each."""
    promised = select(FollowUp).where(
        FollowUp.contact_id == event.contact_id, FollowUp.state == FollowUpState.OPEN
    )
    for follow_up in uow.session.exec(promised):
        follow_up.state, follow_up.closed_at = FollowUpState.DROPPED, uow.now
        touch(follow_up, uow.now)
        uow.record(FollowUpClosed(follow_up.id))


def find_due(uow: UnitOfWork, event: ScheduleDue) -> None:
    """Records FollowUpFellDue for every follow-up that is due; once for each date it was due on."""
    for follow_up in due_follow_ups(uow.session, uow.viewer, uow.today):
        uow.record(
            FollowUpFellDue(follow_up.id, follow_up.due_on),
            dedupe_key=f"due:{follow_up.id}:{follow_up.due_on}",
        )
