"""Readings of the calendars."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from functools import lru_cache

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from crm.accounts.policies import PUBLIC_CALENDAR, policy, policy_changes
from crm.accounts.queries import names_of
from crm.agenda.calendars.imported import occurrence_of, weight_of
from crm.agenda.calendars.models import DateConfirmation, ImportedCalendar, ImportedDay
from crm.agenda.calendars.schemas import PublicSwitchChange, PublicSwitchRead
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.effects import Matrix
from crm.agenda.observances.keys import Authority, Observance
from crm.agenda.observances.occurrence import Confirmation, Occurrence
from crm.text import mark
from crm.viewer import Viewer

ANNOUNCED = mark("Announced, and noted by the city")
"""What those without an account read as the source of a confirmed date: what a colleague typed may name somebody."""
MOST_KEPT = 8


def stored_calendar(session: Session, viewer: Viewer, calculated_only: bool = False) -> Calendar:
    """All observances, with the dates that colleagues confirmed (the last one entered counts) and imported days.

    The same state of the store gives the same calendar, so that what was worked out from it serves again.

    Args:
        calculated_only: what the arithmetic alone says.
    """
    if calculated_only:
        return CALCULATED
    rows = session.exec(
        select(DateConfirmation).order_by(col(DateConfirmation.created_at), col(DateConfirmation.id))
    )
    entered = tuple(
        Confirmation(Observance(row.observance), row.start_on, row.source, Authority(row.authority))
        for row in rows
    )
    calendars = session.exec(select(ImportedCalendar).order_by(col(ImportedCalendar.id))).all()
    state = (entered, tuple((row.id, row.version, row.read_at) for row in calendars))
    kept = _KEPT.get(state)
    if kept is None:
        kept = Calendar(confirmations=entered, imported=_imported_days(session, calendars))
        while len(_KEPT) >= MOST_KEPT:
            _KEPT.pop(next(iter(_KEPT)), None)
        _KEPT[state] = kept
    return kept


CALCULATED = Calendar(calculated_only=True)
_KEPT: dict[Hashable, Calendar] = {}
"""The calendars of the last states of the store; a state names the versions of what it was made of."""


def _imported_days(session: Session, calendars: Sequence[ImportedCalendar]) -> tuple[Occurrence, ...]:
    """The days of imported calendars, by start. One query, and none where there is no such calendar."""
    weights = {row.id: weight_of(row.name, row.meaning, row.level, row.audience) for row in calendars}
    if not weights:
        return ()
    rows = session.execute(
        select_columns(
            col(ImportedDay.calendar_id),
            col(ImportedDay.title),
            col(ImportedDay.start_on),
            col(ImportedDay.end_on),
            col(ImportedDay.starts_at),
            col(ImportedDay.ends_at),
        ).order_by(col(ImportedDay.start_on), col(ImportedDay.id))
    )
    return tuple(
        occurrence_of(weights[calendar_id], title, start_on, end_on, starts_at, ends_at)
        for calendar_id, title, start_on, end_on, starts_at, ends_at in rows
        if calendar_id in weights
    )


def confirmations(session: Session, viewer: Viewer) -> list[DateConfirmation]:
    """The confirmed dates, the latest day first."""
    return list(
        session.exec(
            select(DateConfirmation).order_by(col(DateConfirmation.start_on).desc(), col(DateConfirmation.id))
        )
    )


def open_calendar(session: Session, viewer: Viewer) -> Calendar:
    """What anybody may see of the calendar: no imported days, and nothing that a colleague typed."""
    stored = stored_calendar(session, viewer)
    return _open(tuple(replace(each, source=ANNOUNCED) for each in stored.confirmations), stored.matrix)


@lru_cache(maxsize=4)
def _open(confirmations: tuple[Confirmation, ...], matrix: Matrix) -> Calendar:
    # The same calendar for the same dates: what was worked out for one visitor serves the next.
    return Calendar(confirmations=confirmations, matrix=matrix)


def public_switch(session: Session, viewer: Viewer) -> PublicSwitchRead:
    """Whether anybody may open the year calendar, and who decided that and when."""
    changes = policy_changes(session, viewer, PUBLIC_CALENDAR)
    names = names_of(session, viewer, {each.changed_by_id for each in changes})
    return PublicSwitchRead(
        is_open=policy(session, viewer, PUBLIC_CALENDAR),
        changes=[
            PublicSwitchChange(
                is_open=bool(each.value),
                changed_by_id=each.changed_by_id,
                changed_by=names.get(each.changed_by_id, ""),
                changed_at=each.created_at,
            )
            for each in changes
        ],
    )
