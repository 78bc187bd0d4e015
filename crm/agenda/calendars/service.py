"""Commands on the calendars: announced dates, entered and withdrawn; opening the year to everybody."""

from datetime import date, timedelta
from uuid import UUID

from sqlmodel import col, select

from crm.accounts.access import may_confirm_dates
from crm.accounts.policies import PUBLIC_CALENDAR, set_policy
from crm.agenda.calendars.models import DateConfirmation
from crm.agenda.calendars.queries import stored_calendar
from crm.agenda.calendars.schemas import DateConfirm
from crm.agenda.terms import CONFIRMABLE
from crm.db import get_for_update
from crm.domain_events import ConfirmationWithdrawn, ObservanceConfirmed
from crm.errors import BadInput, NotAllowed
from crm.text import mark
from crm.unit_of_work import UnitOfWork

SAME_FEAST = timedelta(days=10)  # two entries this near are about the same feast


def confirm_date(uow: UnitOfWork, wanted: DateConfirm) -> DateConfirmation:
    """Stores the announced first day of an observance, with its source. Records ObservanceConfirmed.

    An earlier entry for the same feast is replaced, and kept as what it was; the same entry twice changes nothing.

    Raises:
        NotAllowed: the viewer is neither a consultant nor an administrator.
        BadInput: the observance is not announced by anybody, or the day is not near its calculated date.
    """
    if not may_confirm_dates(uow.viewer) or uow.viewer.user_id is None:
        raise NotAllowed
    _check_announced(uow, wanted)
    replaced = uow.session.exec(
        select(DateConfirmation)
        .where(
            DateConfirmation.observance == wanted.observance.value,
            DateConfirmation.authority == wanted.authority.value,
            DateConfirmation.start_on >= wanted.start_on - SAME_FEAST,
            DateConfirmation.start_on <= wanted.start_on + SAME_FEAST,
            col(DateConfirmation.withdrawn_at).is_(None),
        )
        .order_by(col(DateConfirmation.id))
        .with_for_update()
    ).all()
    for known in replaced:
        if (known.start_on, known.source) == (wanted.start_on, wanted.source):
            return known
    for known in replaced:
        _withdraw(uow, known)
    uow.session.flush()  # the day is free before it is taken again
    confirmed = DateConfirmation(
        observance=wanted.observance.value,
        year=wanted.start_on.year,
        start_on=wanted.start_on,
        authority=wanted.authority.value,
        source=wanted.source,
        confirmed_by_id=uow.viewer.user_id,
        created_at=uow.now,
    )
    uow.session.add(confirmed)
    uow.session.flush()
    for known in replaced:
        known.replaced_by_id = confirmed.id
    uow.record(ObservanceConfirmed(confirmed.id))
    return confirmed


def set_public_switch(uow: UnitOfWork, is_open: bool) -> None:
    """Opens the year calendar to those without an account, or closes it.

    Raises:
        NotAllowed: the viewer is no administrator.
    """
    set_policy(uow, PUBLIC_CALENDAR, is_open)


def withdraw_confirmation(uow: UnitOfWork, key: UUID) -> DateConfirmation:
    """Takes a wrong confirmation back; who entered it stays. Records ConfirmationWithdrawn; twice is once.

    What it replaced earlier does not come back: the date is awaited again.

    Raises:
        NotAllowed: the viewer is neither a consultant nor an administrator.
        NotFound: there is no such confirmation.
    """
    if not may_confirm_dates(uow.viewer):
        raise NotAllowed
    found = get_for_update(uow.session, DateConfirmation, key)
    if found.withdrawn_at is None:
        _withdraw(uow, found)
        uow.record(ConfirmationWithdrawn(key))
    return found


def _withdraw(uow: UnitOfWork, confirmation: DateConfirmation) -> None:
    confirmation.withdrawn_at, confirmation.withdrawn_by_id = uow.now, uow.viewer.user_id


def _check_announced(uow: UnitOfWork, wanted: DateConfirm) -> None:
    if wanted.observance not in CONFIRMABLE:
        raise BadInput(mark("The date of this day is not announced by anybody."), field="observance")
    if wanted.start_on.year != wanted.year:
        raise BadInput(mark("This day is not in the year that you chose."), field="start_on")
    calculated = [
        occurrence.start_on
        for occurrence in stored_calendar(uow.session, uow.viewer, calculated_only=True).occurrences(
            date(wanted.year - 1, 12, 1), date(wanted.year + 1, 1, 31)
        )
        if occurrence.observance is wanted.observance
    ]
    furthest = CONFIRMABLE[wanted.observance]
    if not any(abs((wanted.start_on - on).days) <= furthest for on in calculated):
        raise BadInput(
            mark("This is more than %(days)s days from the calculated date. Look at the date again."),
            field="start_on",
            days=furthest,
        )
