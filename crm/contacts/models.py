"""Tables of contact moments."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import JSON, SQLModel

from crm.db import Row, VersionedRow, choice, partial_index
from crm.privacy import About, Protection, Purpose, Retention, column

CONTACT = About(Protection.CONFIDENTIAL, Purpose.KEEP_CONTACT, Retention.WITH_PARTY)
NOTE = About(Protection.SPECIAL, Purpose.KEEP_CONTACT, Retention.NOTE)
SIGNAL = About(Protection.SPECIAL, Purpose.FOLLOW_UP_SIGNAL, Retention.SIGNAL)


COUNTS = "withdrawn_at IS NULL"


class Channel(StrEnum):
    """How people spoke."""

    VISIT = "visit"
    PHONE = "phone"
    MESSAGE = "message"
    STREET = "street"
    SESSION = "session"


class Topic(StrEnum):
    """What it was about: six themes, the same for contacts and signals."""

    HOUSING = "housing"
    EDUCATION = "education"
    WORK = "work"
    MEETING = "meeting"
    SERVICES = "services"
    ACCESSIBILITY = "accessibility"


class PeopleBand(StrEnum):
    """How many people, where nobody is named."""

    ONE = "1"
    FEW = "2-4"
    MANY = "5+"


class ContactMoment(VersionedRow, table=True):
    """One logged visit, call, message, street round or session. The id may be made by the phone."""

    __tablename__ = "contact_moment"
    __table_args__ = (
        partial_index("ix_contact_moment_newest", "happened_at", "id", where=COUNTS),
        # What those who read many contacts by their keys ask: whether one counts, and when it was.
        partial_index("ix_contact_moment_counting", "id", "happened_at", where=COUNTS),
        partial_index("ix_contact_moment_of_author", "author_id", "happened_at", "id", where=COUNTS),
        partial_index("ix_contact_moment_by_channel", "channel", "happened_at", "id", where=COUNTS),
        Index("ix_contact_moment_logged_by", "author_id", "created_at", "happened_at"),
    )

    author_id: UUID = column(CONTACT, foreign_key="user.id", index=True)
    happened_at: datetime = column(CONTACT, index=True)
    channel: Channel = column(CONTACT, sa_type=choice(Channel))
    place: str | None = column(CONTACT, default=None, max_length=160)
    neighbourhood_id: UUID | None = column(CONTACT, default=None, foreign_key="neighbourhood.id", index=True)
    people_band: PeopleBand | None = column(CONTACT, default=None, sa_type=choice(PeopleBand))
    topics: list[str] = column(CONTACT, default_factory=list, sa_type=JSON)
    summary: str | None = column(NOTE, default=None, max_length=1000)
    group_itself_heard: bool = column(CONTACT, default=False)
    # What the city took and gave, weighed against each other (crm/contacts/load.py): about us, never about them.
    asked_of_them: bool = column(CONTACT, default=False)
    gave_back: bool = column(CONTACT, default=False)
    # "This is a signal", as ticked: the signals slice makes the signal from it.
    signal_theme: Topic | None = column(SIGNAL, default=None, sa_type=choice(Topic))
    signal_service_id: UUID | None = column(SIGNAL, default=None, foreign_key="organisation.id")
    signal_answer_by: date | None = column(SIGNAL, default=None)
    withdrawn_at: datetime | None = column(CONTACT, default=None)


class ContactColleague(SQLModel, table=True):
    """A colleague who was there (the author is one of them)."""

    __tablename__ = "contact_colleague"
    __table_args__ = (Index("ix_contact_colleague_of_user", "user_id", "contact_id"),)

    contact_id: UUID = column(CONTACT, primary_key=True, foreign_key="contact_moment.id")
    user_id: UUID = column(CONTACT, primary_key=True, foreign_key="user.id")


class ContactParticipant(SQLModel, table=True):
    """A person, organisation or community that was spoken with; a community stands for people unnamed."""

    __tablename__ = "contact_participant"
    __table_args__ = (Index("ix_contact_participant_of_party", "party_id", "contact_id"),)

    contact_id: UUID = column(CONTACT, primary_key=True, foreign_key="contact_moment.id")
    party_id: UUID = column(CONTACT, primary_key=True, foreign_key="party.id")


class Agreement(Row, table=True):
    """Something promised at a contact: who does what by when."""

    __tablename__ = "agreement"

    contact_id: UUID = column(CONTACT, foreign_key="contact_moment.id", index=True)
    what: str = column(NOTE, max_length=200)
    owner_id: UUID = column(CONTACT, foreign_key="user.id")
    due_on: date = column(CONTACT)
