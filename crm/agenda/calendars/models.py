"""Tables of what colleagues enter in the calendars: confirmed dates of observances."""

from datetime import date
from uuid import UUID

from sqlalchemy import UniqueConstraint

from crm.agenda.models import EVENT, ORGANISER
from crm.db import Row
from crm.privacy import column


class DateConfirmation(Row, table=True):
    """A colleague entered the announced date of an observance, with its source; it overrides the computed one."""

    __tablename__ = "date_confirmation"
    # By day, not by year: a year can hold Ramadan twice (2030).
    __table_args__ = (UniqueConstraint("observance", "start_on", "authority"),)

    observance: str = column(EVENT, max_length=40)
    year: int = column(EVENT)
    start_on: date = column(EVENT)
    authority: str = column(EVENT, max_length=40)
    source: str = column(EVENT, max_length=300)
    confirmed_by_id: UUID = column(ORGANISER, foreign_key="user.id")
