"""Readings of the calendars."""

from functools import lru_cache

from sqlmodel import Session, col, select

from crm.agenda.calendars.models import DateConfirmation
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.keys import Authority, Observance
from crm.agenda.observances.occurrence import Confirmation
from crm.viewer import Viewer


def stored_calendar(session: Session, viewer: Viewer, calculated_only: bool = False) -> Calendar:
    """All observances, with the dates that colleagues confirmed; the last one entered counts."""
    rows = session.exec(
        select(DateConfirmation).order_by(col(DateConfirmation.created_at), col(DateConfirmation.id))
    )
    entered = tuple(
        Confirmation(Observance(row.observance), row.start_on, row.source, Authority(row.authority))
        for row in rows
    )
    return _kept(entered, calculated_only)


@lru_cache(maxsize=8)
def _kept(confirmations: tuple[Confirmation, ...], calculated_only: bool) -> Calendar:
    """One calendar for one state of the store: what its almanac worked out serves the next check too."""
    return Calendar(confirmations=confirmations, calculated_only=calculated_only)


def confirmations(session: Session, viewer: Viewer) -> list[DateConfirmation]:
    """The confirmed dates, the latest day first."""
    return list(
        session.exec(
            select(DateConfirmation).order_by(col(DateConfirmation.start_on).desc(), col(DateConfirmation.id))
        )
    )
