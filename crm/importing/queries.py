"""Readings of imported calendars."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from crm.agenda.calendars.models import ImportedCalendar, ImportedDay
from crm.db import Page, get, paginate
from crm.viewer import Viewer


@dataclass(frozen=True)
class CalendarRow:
    """An imported calendar, and how many of its days are still to come."""

    calendar: ImportedCalendar
    coming: int


def calendars(session: Session, viewer: Viewer, today: date) -> list[CalendarRow]:
    """The imported calendars by name. Two queries."""
    counts = dict(
        session.exec(
            select(ImportedDay.calendar_id, func.count())
            .where(ImportedDay.end_on >= today)
            .group_by(col(ImportedDay.calendar_id))
        ).all()
    )
    found = session.exec(select(ImportedCalendar).order_by(ImportedCalendar.name, col(ImportedCalendar.id)))
    return [CalendarRow(row, counts.get(row.id, 0)) for row in found]


def calendar(session: Session, viewer: Viewer, key: UUID, today: date) -> CalendarRow:
    """One imported calendar.

    Raises:
        NotFound: there is none.
    """
    found = get(session, ImportedCalendar, key)
    coming = select(func.count()).where(ImportedDay.calendar_id == key, ImportedDay.end_on >= today)
    return CalendarRow(found, session.exec(coming).one())


def coming_days(
    session: Session, viewer: Viewer, key: UUID, today: date, number: int, size: int
) -> Page[ImportedDay]:
    """One page of the days of a calendar that are still to come, the soonest first."""
    statement = (
        select(ImportedDay)
        .where(ImportedDay.calendar_id == key, ImportedDay.end_on >= today)
        .order_by(col(ImportedDay.start_on), col(ImportedDay.starts_at), col(ImportedDay.id))
    )
    return paginate(session, statement, number, size)


def subscriptions(session: Session, viewer: Viewer) -> list[UUID]:
    """The calendars that are read from an address, by age."""
    found = select(ImportedCalendar.id).where(col(ImportedCalendar.address).is_not(None))
    return list(session.exec(found.order_by(col(ImportedCalendar.created_at), col(ImportedCalendar.id))))
