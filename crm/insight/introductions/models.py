"""The table of introductions that somebody asked for."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import JSON

from crm.db import VersionedRow, choice
from crm.privacy import About, Protection, Purpose, Retention, column

INTRODUCTION = About(Protection.CONFIDENTIAL, Purpose.KEEP_CONTACT, Retention.WITH_PARTY)
NOTE = About(Protection.SPECIAL, Purpose.KEEP_CONTACT, Retention.NOTE)


class IntroductionState(StrEnum):
    """How things stand with an introduction."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    INTRODUCED = "introduced"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"


OPEN = (IntroductionState.ASKED, IntroductionState.ACCEPTED)
"""The states in which something can still come of it."""


class Introduction(VersionedRow, table=True):
    """Somebody of the team asks to be introduced to a party, through a colleague or through somebody they know."""

    __tablename__ = "introduction"
    __table_args__ = (
        CheckConstraint("(via_user_id IS NULL) <> (via_party_id IS NULL)", name="one_in_between"),
    )

    asker_id: UUID = column(INTRODUCTION, foreign_key="user.id", index=True)
    target_id: UUID = column(INTRODUCTION, foreign_key="party.id", index=True)
    via_user_id: UUID | None = column(INTRODUCTION, default=None, foreign_key="user.id")
    via_party_id: UUID | None = column(INTRODUCTION, default=None, foreign_key="party.id")
    # The chain as it was when somebody asked, from the colleague it starts with to the target: ids.
    chain: list[str] = column(INTRODUCTION, sa_type=JSON)
    state: IntroductionState = column(
        INTRODUCTION, default=IntroductionState.ASKED, sa_type=choice(IntroductionState), index=True
    )
    # Who has this follow-up may answer: handed over, the question goes along.
    follow_up_id: UUID = column(INTRODUCTION, foreign_key="follow_up.id", unique=True)
    note: str | None = column(NOTE, default=None, max_length=300)
    answered_at: datetime | None = column(INTRODUCTION, default=None)
