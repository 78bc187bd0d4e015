"""Readings of follow-ups."""

from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from crm.accounts.access import may_see_persons
from crm.db import Page, get, paginate
from crm.errors import NotFound
from crm.followups.models import FollowUp, FollowUpState
from crm.followups.schemas import FollowUpFilter
from crm.viewer import Viewer


def follow_ups(session: Session, viewer: Viewer, wanted: FollowUpFilter) -> Page[FollowUp]:
    """One page of follow-ups, the earliest due first."""
    statement = select(FollowUp).where(FollowUp.state == wanted.state)
    if wanted.owner_id:
        statement = statement.where(FollowUp.owner_id == wanted.owner_id)
    if wanted.party_id:
        statement = statement.where(FollowUp.party_id == wanted.party_id)
    if wanted.due_until:
        statement = statement.where(FollowUp.due_on <= wanted.due_until)
    ordered = statement.order_by(col(FollowUp.due_on), col(FollowUp.id))
    return paginate(session, ordered, wanted.page, wanted.size)


def follow_up(session: Session, viewer: Viewer, key: UUID) -> FollowUp:
    """One follow-up.

    Raises:
        NotFound: there is none, or the viewer does not read notes about persons.
    """
    found = get(session, FollowUp, key)
    if not may_see_persons(viewer):
        raise NotFound
    return found


def open_follow_ups_of(session: Session, viewer: Viewer, owner_id: UUID, until: date) -> list[FollowUp]:
    """What one colleague has to do by that date, the earliest due first; overdue ones are in it."""
    return list(
        session.exec(
            select(FollowUp)
            .where(
                FollowUp.owner_id == owner_id, FollowUp.state == FollowUpState.OPEN, FollowUp.due_on <= until
            )
            .order_by(col(FollowUp.due_on), col(FollowUp.id))
        )
    )


def due_follow_ups(session: Session, viewer: Viewer, today: date) -> list[FollowUp]:
    """Every open follow-up that is due on that date or was before, of all owners."""
    return list(
        session.exec(select(FollowUp).where(FollowUp.state == FollowUpState.OPEN, FollowUp.due_on <= today))
    )


def open_follow_ups_of_event(session: Session, viewer: Viewer, event_id: UUID) -> list[FollowUp]:
    """What is still to be arranged for that event, the earliest due first."""
    return list(
        session.exec(
            select(FollowUp)
            .where(FollowUp.event_id == event_id, FollowUp.state == FollowUpState.OPEN)
            .order_by(col(FollowUp.due_on), col(FollowUp.id))
        )
    )
