"""The table of next contacts that somebody put off."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from crm.db import Row, choice
from crm.privacy import About, Protection, Purpose, Retention, column

DECISION = About(Protection.CONFIDENTIAL, Purpose.KEEP_CONTACT, Retention.WITH_PARTY)
NOTE = About(Protection.SPECIAL, Purpose.KEEP_CONTACT, Retention.NOTE)


class DismissalReason(StrEnum):
    """Why not now: about the moment, the way in or the team, never about who somebody is."""

    BUSY = "busy"
    MEND_FIRST = "mend_first"
    ANOTHER_WAY = "another_way"
    NOT_THE_WAY_IN = "not_the_way_in"
    NO_TIME = "no_time"
    OTHER = "other"


class Dismissal(Row, table=True):
    """Somebody is not proposed as a next contact: until something changes, or a day comes.

    `seen` says on what the proposal rested, as a hash: the row holds whom it is about and never a group.
    """

    __tablename__ = "dismissal"

    party_id: UUID = column(DECISION, foreign_key="party.id", index=True)
    reason: DismissalReason = column(DECISION, sa_type=choice(DismissalReason))
    words: str | None = column(NOTE, default=None, max_length=200)
    ask_again_on: date | None = column(DECISION, default=None)
    seen: str = column(DECISION, max_length=64)
    dismissed_by_id: UUID = column(DECISION, foreign_key="user.id")
    taken_back_at: datetime | None = column(DECISION, default=None)
    taken_back_by_id: UUID | None = column(DECISION, default=None, foreign_key="user.id")
