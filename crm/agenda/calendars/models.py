"""Tables of what colleagues bring into the calendars: announced dates, what they are asked, days of other calendars."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import JSON

from crm.agenda.models import EVENT, ORGANISER
from crm.db import Row, VersionedRow, choice
from crm.privacy import About, Protection, Purpose, Retention, column

PUBLISHED = About(Protection.PUBLIC, Purpose.INVITE, Retention.WITH_RECORD)

_STANDS = text("withdrawn_at IS NULL")


class DateConfirmation(Row, table=True):
    """A colleague entered the announced date of an observance, with its source; while it stands it overrides the computed one.

    A wrong entry is withdrawn or replaced, never lost: who entered what, and when, stays.
    """

    __tablename__ = "date_confirmation"
    __table_args__ = (
        # By day, not by year: a year can hold Ramadan twice (2030).
        Index(
            "uq_date_confirmation_standing",
            "observance",
            "start_on",
            "authority",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    observance: str = column(EVENT, max_length=40)
    year: int = column(EVENT)
    start_on: date = column(EVENT)
    authority: str = column(EVENT, max_length=40)
    source: str = column(EVENT, max_length=300)
    confirmed_by_id: UUID = column(ORGANISER, foreign_key="user.id")
    withdrawn_at: datetime | None = column(EVENT, default=None)
    withdrawn_by_id: UUID | None = column(ORGANISER, default=None, foreign_key="user.id")
    replaced_by_id: UUID | None = column(EVENT, default=None, foreign_key="date_confirmation.id")


class DateQuestion(Row, table=True):
    """Colleagues were asked to confirm when an observance begins by an authority; the calculated day tells feasts apart."""

    __tablename__ = "date_question"
    __table_args__ = (UniqueConstraint("observance", "authority", "calculated_on"),)

    observance: str = column(EVENT, max_length=40)
    authority: str = column(EVENT, max_length=40)
    calculated_on: date = column(EVENT)
    # How often it was asked, and when last: again where nobody answered and the day is near.
    times_asked: int = column(EVENT)
    asked_on: date = column(EVENT)


class Meaning(StrEnum):
    """What a day of an imported calendar means for an event on that day."""

    SAME_PEOPLE = "same_people"  # the people one invites are there
    TRAFFIC = "traffic"
    CLOSED = "closed"
    NOTE = "note"


class ImportedCalendar(VersionedRow, table=True):
    """A calendar of somebody else: from a file, or a subscription where there is an address."""

    __tablename__ = "imported_calendar"

    name: str = column(PUBLISHED, max_length=120)
    meaning: Meaning = column(EVENT, sa_type=choice(Meaning))
    level: str = column(EVENT, max_length=10)
    # For whom it counts: tags of the timing check; empty: for everybody.
    audience: list[str] = column(EVENT, default_factory=list, sa_type=JSON)
    address: str | None = column(EVENT, default=None, max_length=500)
    read_at: datetime | None = column(EVENT, default=None)
    # Why the last reading failed; its days are then those of the reading before it.
    failure: str | None = column(EVENT, default=None, max_length=40)
    failed_at: datetime | None = column(EVENT, default=None)
    # What was left out at the last reading: [title, reason].
    skipped: list[list[str]] = column(PUBLISHED, default_factory=list, sa_type=JSON)


class ImportedDay(Row, table=True):
    """One time that an entry of an imported calendar falls; without instants it takes whole days."""

    __tablename__ = "imported_day"

    calendar_id: UUID = column(PUBLISHED, foreign_key="imported_calendar.id", index=True)
    title: str = column(PUBLISHED, max_length=160)
    start_on: date = column(PUBLISHED, index=True)
    end_on: date = column(PUBLISHED)
    starts_at: datetime | None = column(PUBLISHED, default=None)
    ends_at: datetime | None = column(PUBLISHED, default=None)
