"""The table of answers to the threshold check."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint

from crm.agenda.models import EVENT, ORGANISER
from crm.db import VersionedRow, choice, new_id
from crm.privacy import About, Protection, Purpose, Retention, column

# Free text: it asks what is needed, but somebody may still write for whom.
WRITTEN = About(Protection.SPECIAL, Purpose.INVITE, Retention.WITH_RECORD)


class Threshold(StrEnum):
    """What can keep people out, in the order in which it is asked."""

    LANGUAGE = "language"
    SIGN_LANGUAGE = "sign_language"
    STEP_FREE = "step_free"
    QUIET_ROOM = "quiet_room"
    CHILDCARE = "childcare"
    PRICE = "price"
    PLACE = "place"
    CHANNEL = "channel"
    DIGITAL = "digital"


class AnswerState(StrEnum):
    """How things stand with one threshold."""

    NOT_LOOKED_AT = "not_looked_at"
    IN_ORDER = "in_order"
    TO_ARRANGE = "to_arrange"
    NOT_NEEDED = "not_needed"


class ThresholdAnswer(VersionedRow, table=True):
    """One question of the threshold check about one event, with who answered it last and when."""

    __tablename__ = "threshold_answer"
    __table_args__ = (UniqueConstraint("event_id", "question"),)

    event_id: UUID = column(EVENT, foreign_key="participation_event.id", index=True)
    question: Threshold = column(EVENT, sa_type=choice(Threshold))
    state: AnswerState = column(EVENT, sa_type=choice(AnswerState), index=True)
    detail: str | None = column(WRITTEN, default=None, max_length=120)
    reason: str | None = column(WRITTEN, default=None, max_length=120)
    # The last booking date, where somebody chose one; otherwise it follows the event (docs/decisions/booking-dates.md).
    book_by_on: date | None = column(EVENT, default=None)
    # The follow-up that is made of what must be arranged. It comes after the commit, so nothing refers to it yet;
    # chosen here, it is made once. An answer that must be arranged anew gets a new one.
    follow_up_id: UUID = column(EVENT, default_factory=new_id, unique=True)
    answered_by_id: UUID = column(ORGANISER, foreign_key="user.id")
    answered_at: datetime = column(EVENT)
