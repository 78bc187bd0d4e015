"""The table of follow-ups."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index

from crm.db import VersionedRow, choice
from crm.privacy import About, Protection, Purpose, Retention, column

FOLLOW_UP = About(Protection.CONFIDENTIAL, Purpose.KEEP_CONTACT, Retention.WITH_PARTY)
NOTE = About(Protection.SPECIAL, Purpose.KEEP_CONTACT, Retention.NOTE)


class FollowUpState(StrEnum):
    """Whether there is still something to do."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class FollowUp(VersionedRow, table=True):
    """Something promised or needed, with an owner and a date."""

    __tablename__ = "follow_up"
    # It closes the gap of a group, or is about somebody: never both, or it would join a person to a group.
    __table_args__ = (
        CheckConstraint("group_id IS NULL OR party_id IS NULL", name="group_or_party"),
        Index("ix_follow_up_due", "state", "due_on", "id"),
        Index("ix_follow_up_of_owner", "owner_id", "state", "due_on", "id"),
        Index("ix_follow_up_about", "party_id", "state", "due_on", "id"),
    )

    what: str = column(NOTE, max_length=200)
    owner_id: UUID = column(FOLLOW_UP, foreign_key="user.id", index=True)
    due_on: date = column(FOLLOW_UP, index=True)
    state: FollowUpState = column(
        FOLLOW_UP, default=FollowUpState.OPEN, sa_type=choice(FollowUpState), index=True
    )
    party_id: UUID | None = column(FOLLOW_UP, default=None, foreign_key="party.id", index=True)
    contact_id: UUID | None = column(FOLLOW_UP, default=None, foreign_key="contact_moment.id", index=True)
    # One agreement makes one follow-up, however often its handler runs.
    agreement_id: UUID | None = column(FOLLOW_UP, default=None, foreign_key="agreement.id", unique=True)
    # Something to arrange for an event: what it is, and until when, stands with the event's threshold check.
    event_id: UUID | None = column(FOLLOW_UP, default=None, foreign_key="participation_event.id", index=True)
    group_id: UUID | None = column(FOLLOW_UP, default=None, foreign_key="inclusion_group.id", index=True)
    neighbourhood_id: UUID | None = column(FOLLOW_UP, default=None, foreign_key="neighbourhood.id")
    planned_by_id: UUID | None = column(FOLLOW_UP, default=None, foreign_key="user.id")
    closed_at: datetime | None = column(FOLLOW_UP, default=None)
