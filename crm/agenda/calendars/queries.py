"""Readings of the calendars."""

from dataclasses import replace
from functools import lru_cache

from sqlmodel import Session, col, select

from crm.accounts.policies import PUBLIC_CALENDAR, policy, policy_changes
from crm.accounts.queries import names_of
from crm.agenda.calendars.models import DateConfirmation
from crm.agenda.calendars.schemas import PublicSwitchChange, PublicSwitchRead
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.effects import Matrix
from crm.agenda.observances.keys import Authority, Observance
from crm.agenda.observances.occurrence import Confirmation
from crm.text import mark
from crm.viewer import Viewer

ANNOUNCED = mark("Announced, and noted by the city")
"""What those without an account read as the source of a confirmed date: what a colleague typed may name somebody."""


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
