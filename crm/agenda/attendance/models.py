"""Tables of attendance: how many came, and how many said that they belong to a group. Nothing about persons."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint

from crm.agenda.models import EVENT, ORGANISER
from crm.db import Row, VersionedRow, choice
from crm.privacy import About, Protection, Purpose, Retention, column

STATED = About(Protection.SPECIAL, Purpose.REPORT, Retention.WITH_RECORD)


class Counting(StrEnum):
    """How the total came about; that nobody counted is an answer too."""

    COUNTED = "counted"
    ESTIMATED = "estimated"
    NOT_COUNTED = "not_counted"


class AskedHow(StrEnum):
    """How participants were asked what they say of themselves."""

    REGISTRATION = "registration"
    DOOR_FORM = "door_form"
    SHORT_SURVEY = "short_survey"
    SHOW_OF_CARDS = "show_of_cards"
    OTHER = "other"


class Attendance(VersionedRow, table=True):
    """How many came to one event, and of how many there is an answer to what was asked."""

    __tablename__ = "attendance"

    event_id: UUID = column(EVENT, foreign_key="participation_event.id", unique=True)
    counting: Counting = column(EVENT, sa_type=choice(Counting))
    total: int | None = column(EVENT, default=None)
    answered: int | None = column(EVENT, default=None)
    asked_how: AskedHow | None = column(EVENT, default=None, sa_type=choice(AskedHow))
    noted_by_id: UUID = column(ORGANISER, foreign_key="user.id")


class AttendanceCount(Row, table=True):
    """How many of those who answered said that they belong to a group. Its key decides how it is rounded: no door shows it."""

    __tablename__ = "attendance_count"
    __table_args__ = (UniqueConstraint("attendance_id", "group_id"),)

    attendance_id: UUID = column(STATED, foreign_key="attendance.id")
    group_id: UUID = column(STATED, foreign_key="inclusion_group.id", index=True)
    count: int = column(STATED)
