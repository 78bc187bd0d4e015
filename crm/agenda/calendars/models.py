"""Tables of what colleagues enter in the calendars, and what they are asked: dates of observances."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text

from crm.agenda.models import EVENT, ORGANISER
from crm.db import Row
from crm.privacy import column

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
