"""Tables of participation events, their flags, and confirmed dates of observances."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import JSON, SQLModel

from crm.db import Row, VersionedRow, choice
from crm.privacy import About, Protection, Purpose, Retention, column

EVENT = About(Protection.INTERNAL, Purpose.INVITE, Retention.WITH_RECORD)
ORGANISER = About(Protection.CONFIDENTIAL, Purpose.INVITE, Retention.WITH_RECORD)
INVITED = About(Protection.SPECIAL, Purpose.INVITE, Retention.WITH_RECORD)


class EventKind(StrEnum):
    """What kind of participation moment."""

    PARTICIPATION_EVENING = "participation_evening"
    LISTENING_SESSION = "listening_session"
    DIALOGUE_EVENING = "dialogue_evening"
    WORKSHOP = "workshop"
    TRAINING = "training"
    POLICY_LAB = "policy_lab"
    SURVEY_ROUND = "survey_round"
    FESTIVITY = "festivity"
    OTHER = "other"


class EventFormat(StrEnum):
    """How people take part: what a fast or a rest day means for it depends on this (INTERFACES)."""

    MEETING = "meeting"
    MEAL = "meal"
    PHYSICAL = "physical"
    FESTIVAL = "festival"
    WORKSHOP = "workshop"
    HOLIDAY_CAMP = "holiday_camp"
    EXAM = "exam"
    OTHER = "other"


class EventState(StrEnum):
    """Whether it will take place."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class Precision(StrEnum):
    """How much of the time is known: unknown stays unknown, no hour or day is invented."""

    HOUR = "hour"
    DAY = "day"  # all day, or hour unknown
    PERIOD = "period"  # somewhere between the two dates


class FlagState(StrEnum):
    """Where a flag stands."""

    OPEN = "open"
    OVERRULED = "overruled"
    LIFTED = "lifted"


class ParticipationEvent(VersionedRow, table=True):
    """Something planned in the city: evening, listening session, workshop, policy lab, festivity..."""

    __tablename__ = "participation_event"
    __table_args__ = (
        Index("ix_participation_event_by_end", "ends_at", "starts_at", "id"),
        Index("ix_participation_event_of_organiser", "organiser_id", "starts_at", "id"),
    )

    title: str = column(EVENT, max_length=160)
    search: str = column(EVENT, max_length=400)
    kind: EventKind = column(EVENT, sa_type=choice(EventKind))
    starts_at: datetime = column(EVENT, index=True)
    ends_at: datetime = column(EVENT, index=True)
    precision: Precision = column(EVENT, default=Precision.HOUR, sa_type=choice(Precision))
    place: str | None = column(EVENT, default=None, max_length=160)
    neighbourhood_id: UUID | None = column(EVENT, default=None, foreign_key="neighbourhood.id", index=True)
    organiser_id: UUID = column(ORGANISER, foreign_key="user.id", index=True)
    audience: list[str] = column(INVITED, default_factory=list, sa_type=JSON)
    food: str | None = column(EVENT, default=None, max_length=120)
    format: EventFormat = column(EVENT, default=EventFormat.MEETING, sa_type=choice(EventFormat))
    is_online: bool = column(EVENT, default=False)
    is_decision: bool = column(EVENT, default=False)
    celebrates: str | None = column(EVENT, default=None, max_length=40)
    language: str | None = column(EVENT, default=None, max_length=60)
    state: EventState = column(EVENT, default=EventState.PLANNED, sa_type=choice(EventState))
    programme: str | None = column(EVENT, default=None, max_length=80)
    note: str | None = column(EVENT, default=None, max_length=1000)
    moved_because: str | None = column(EVENT, default=None, max_length=400)


class EventInvitation(SQLModel, table=True):
    """An organisation or community is invited: the calendars that it said it keeps are respected."""

    __tablename__ = "event_invitation"

    event_id: UUID = column(INVITED, primary_key=True, foreign_key="participation_event.id")
    party_id: UUID = column(INVITED, primary_key=True, foreign_key="party.id", index=True)


class Flag(VersionedRow, table=True):
    """One clash of one participation event with one observance."""

    __tablename__ = "flag"
    __table_args__ = (
        UniqueConstraint("event_id", "observance"),
        Index("ix_flag_standing", "state", "level", "event_id"),
    )

    event_id: UUID = column(EVENT, foreign_key="participation_event.id", index=True)
    observance: str = column(EVENT, max_length=40)
    # The name of an imported day; for other observances it follows from the key.
    title: str | None = column(EVENT, default=None, max_length=160)
    level: str = column(EVENT, max_length=10)
    certainty: str = column(EVENT, max_length=12)
    reason_codes: list[str] = column(EVENT, default_factory=list, sa_type=JSON)
    clash_starts_at: datetime = column(EVENT)
    clash_ends_at: datetime = column(EVENT)
    sunset_at: datetime | None = column(EVENT, default=None)
    source: str = column(EVENT, default="", max_length=300)
    until_on: date = column(EVENT)
    state: FlagState = column(EVENT, default=FlagState.OPEN, sa_type=choice(FlagState), index=True)
    # When the owner was told what stands here; None where there was nothing to tell, or the event was past.
    reported_at: datetime | None = column(EVENT, default=None)
    overruled_because: str | None = column(EVENT, default=None, max_length=400)
    overruled_by_id: UUID | None = column(ORGANISER, default=None, foreign_key="user.id")
    overruled_at: datetime | None = column(EVENT, default=None)


class FlagChange(Row, table=True):
    """What a flag said from a moment on, once its owner knew of it: append-only, so that an old verdict stays readable.

    The level none says that it no longer coincided.
    """

    __tablename__ = "flag_change"

    flag_id: UUID = column(EVENT, foreign_key="flag.id", index=True)
    level: str = column(EVENT, max_length=10)
    certainty: str = column(EVENT, max_length=12)
