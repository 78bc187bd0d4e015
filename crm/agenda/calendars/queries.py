"""Readings of the calendars."""

from datetime import date, timedelta

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from crm.agenda.calendars.imported import occurrence_of, weight_of
from crm.agenda.calendars.models import DateConfirmation, ImportedCalendar, ImportedDay
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Authority, Observance
from crm.agenda.observances.occurrence import Confirmation, Occurrence
from crm.viewer import Viewer

AROUND = timedelta(days=40)  # better moments are looked for within four weeks


def stored_calendar(
    session: Session,
    viewer: Viewer,
    calculated_only: bool = False,
    *,
    first: date | None = None,
    last: date | None = None,
) -> Calendar:
    """All observances, with the dates that colleagues confirmed (the last one entered counts) and imported days.

    Args:
        calculated_only: what the arithmetic alone says.
        first, last: the dates that are asked about. Imported days further off than a better moment is looked for are
            then left out: there can be thousands.
    """
    if calculated_only:
        return Calendar(calculated_only=True)
    rows = session.exec(
        select(DateConfirmation).order_by(col(DateConfirmation.created_at), col(DateConfirmation.id))
    )
    entered = tuple(
        Confirmation(Observance(row.observance), row.start_on, row.source, Authority(row.authority))
        for row in rows
    )
    return Calendar(confirmations=entered, imported=imported_days(session, viewer, first, last))


def imported_days(
    session: Session, viewer: Viewer, first: date | None = None, last: date | None = None
) -> tuple[Occurrence, ...]:
    """The days of imported calendars around the dates, by start; all of them where a date is left out. Two queries."""
    weights = {
        row.id: weight_of(row.name, row.meaning, row.level, row.audience)
        for row in session.exec(select(ImportedCalendar))
    }
    if not weights:
        return ()
    statement = select_columns(
        col(ImportedDay.calendar_id),
        col(ImportedDay.title),
        col(ImportedDay.start_on),
        col(ImportedDay.end_on),
        col(ImportedDay.starts_at),
        col(ImportedDay.ends_at),
    ).order_by(col(ImportedDay.start_on), col(ImportedDay.id))
    if first is not None:
        statement = statement.where(col(ImportedDay.end_on) >= first - AROUND)
    if last is not None:
        statement = statement.where(col(ImportedDay.start_on) <= last + AROUND)
    return tuple(
        occurrence_of(weights[calendar_id], title, start_on, end_on, starts_at, ends_at)
        for calendar_id, title, start_on, end_on, starts_at, ends_at in session.execute(statement)
    )


def confirmations(session: Session, viewer: Viewer) -> list[DateConfirmation]:
    """The confirmed dates, the latest day first."""
    return list(
        session.exec(
            select(DateConfirmation).order_by(col(DateConfirmation.start_on).desc(), col(DateConfirmation.id))
        )
    )
