"""The table of signals."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, event

from crm.contacts.models import PeopleBand, Topic
from crm.db import VersionedRow, choice
from crm.folding import fold
from crm.privacy import About, Protection, Purpose, Retention, column

SIGNAL = About(Protection.SPECIAL, Purpose.FOLLOW_UP_SIGNAL, Retention.SIGNAL)


class SignalState(StrEnum):
    """How far a signal is: the loop closes when those who raised it know the answer."""

    OPEN = "open"
    ANSWERED = "answered"
    TOLD_BACK = "told_back"
    WITHDRAWN = "withdrawn"


class Signal(VersionedRow, table=True):
    """Something heard that the city should act on."""

    __tablename__ = "signal"
    __table_args__ = (
        Index("ix_signal_by_urgency", "state", "answer_by", "id"),
        Index("ix_signal_theme", "theme", "state"),
    )

    contact_id: UUID | None = column(SIGNAL, default=None, foreign_key="contact_moment.id", unique=True)
    owner_id: UUID = column(SIGNAL, foreign_key="user.id", index=True)
    theme: Topic = column(SIGNAL, sa_type=choice(Topic))
    text: str = column(SIGNAL, max_length=1500)
    people_band: PeopleBand | None = column(SIGNAL, default=None, sa_type=choice(PeopleBand))
    neighbourhood_id: UUID | None = column(SIGNAL, default=None, foreign_key="neighbourhood.id", index=True)
    group_id: UUID | None = column(SIGNAL, default=None, foreign_key="inclusion_group.id", index=True)
    group_itself_heard: bool = column(SIGNAL, default=False)
    service_id: UUID | None = column(SIGNAL, default=None, foreign_key="organisation.id", index=True)
    heard_on: date = column(SIGNAL)
    answer_by: date | None = column(SIGNAL, default=None)
    # When the service named above was chosen: the second step of the signal's story.
    asked_at: datetime | None = column(SIGNAL, default=None)
    state: SignalState = column(SIGNAL, default=SignalState.OPEN, sa_type=choice(SignalState), index=True)
    answer: str | None = column(SIGNAL, default=None, max_length=1500)
    answered_at: datetime | None = column(SIGNAL, default=None)
    told_back_at: datetime | None = column(SIGNAL, default=None)
    told_back_how: str | None = column(SIGNAL, default=None, max_length=300)
    # Several signals that say the same are one matter: they follow the one they were joined to.
    joined_to_id: UUID | None = column(SIGNAL, default=None, foreign_key="signal.id", index=True)
    # Folded for searching. Those who read no notes search answers only, so that a search betrays no text.
    search: str = column(SIGNAL, default="")
    answer_search: str = column(SIGNAL, default="")


@event.listens_for(Signal, "before_insert")
@event.listens_for(Signal, "before_update")
def _fold_for_search(_mapper: object, _connection: object, signal: Signal) -> None:
    signal.answer_search = fold(signal.answer or "")
    signal.search = f"{fold(signal.text)} {signal.answer_search}".strip()
