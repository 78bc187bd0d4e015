"""Commands on imported calendars. What they hold was read before: nothing is parsed or fetched inside a transaction."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import col, delete, select

from crm.accounts.access import may_keep_calendars
from crm.agenda.calendars.models import ImportedCalendar, ImportedDay
from crm.db import get_for_update, new_id, touch
from crm.domain_events import CalendarChanged, CalendarDue
from crm.errors import Conflict, NotAllowed
from crm.importing.contents import Contents, Day
from crm.importing.failures import Failure
from crm.importing.schemas import CalendarSource, CalendarUpdate, CalendarWeight
from crm.text import mark
from crm.unit_of_work import UnitOfWork


def add_calendar(uow: UnitOfWork, wanted: CalendarSource, contents: Contents) -> ImportedCalendar:
    """Adds a calendar with its days. Records CalendarChanged where it has any.

    Raises:
        NotAllowed: the viewer does not keep calendars.
    """
    _check_allowed(uow)
    added = ImportedCalendar(
        **_weight(wanted), address=wanted.address, created_at=uow.now, changed_at=uow.now
    )
    uow.session.add(added)
    uow.session.flush()
    store_contents(uow, added, contents)
    return added


def update_calendar(uow: UnitOfWork, key: UUID, wanted: CalendarUpdate) -> ImportedCalendar:
    """Changes the name of a calendar, or what its days mean. Records CalendarChanged over all of its days.

    Raises:
        VersionConflict: somebody saved it first.
    """
    _check_allowed(uow)
    changed = get_for_update(uow.session, ImportedCalendar, key, wanted.version)
    said = _weight(wanted)
    if all(getattr(changed, name) == value for name, value in said.items()):
        return changed
    for name, value in said.items():
        setattr(changed, name, value)
    touch(changed, uow.now)
    _record_change(uow, key, _stored_days(uow, key).values())
    return changed


def read_calendar(uow: UnitOfWork, key: UUID, contents: Contents) -> ImportedCalendar:
    """Puts the days of a newer file in the place of those of the older one. Records CalendarChanged where any differ.

    Raises:
        Conflict: it is a subscription, which is read from its address.
    """
    _check_allowed(uow)
    calendar = get_for_update(uow.session, ImportedCalendar, key)
    if calendar.address is not None:
        raise Conflict(mark("This calendar is read from its address."))
    store_contents(uow, calendar, contents)
    return calendar


def refresh_calendar(uow: UnitOfWork, key: UUID) -> ImportedCalendar:
    """Asks for a subscription to be read now rather than tonight. Records CalendarDue.

    Raises:
        Conflict: it came from a file.
    """
    _check_allowed(uow)
    calendar = get_for_update(uow.session, ImportedCalendar, key)
    if calendar.address is None:
        raise Conflict(mark("This calendar came from a file. Choose a newer one."))
    uow.record(CalendarDue(key))
    return calendar


def remove_calendar(uow: UnitOfWork, key: UUID) -> None:
    """Removes a calendar with its days. Records CalendarChanged where it had any."""
    _check_allowed(uow)
    calendar = get_for_update(uow.session, ImportedCalendar, key)
    days = _stored_days(uow, key).values()
    uow.session.exec(delete(ImportedDay).where(col(ImportedDay.calendar_id) == key))
    uow.session.delete(calendar)
    uow.session.flush()
    _record_change(uow, key, days)


def store_contents(uow: UnitOfWork, calendar: ImportedCalendar, contents: Contents) -> None:
    """Makes the days of a calendar those that were read. The same days again change nothing but when it was read."""
    calendar.read_at, calendar.failure, calendar.failed_at = uow.now, None, None
    calendar.skipped = [[one.title, one.reason.value] for one in contents.skipped]
    stored = _stored_days(uow, calendar.id)
    known, read = set(stored.values()), set(contents.days)
    gone = [key for key, day in stored.items() if day not in read]
    new = [day for day in contents.days if day not in known]
    if gone:
        uow.session.exec(delete(ImportedDay).where(col(ImportedDay.id).in_(gone)))
    if new:
        rows = [_row(uow, calendar.id, day) for day in new]
        uow.session.execute(insert(ImportedDay), rows)
    _record_change(uow, calendar.id, [*(stored[key] for key in gone), *new])


def note_failure(uow: UnitOfWork, calendar: ImportedCalendar, failure: Failure) -> None:
    """Keeps why a calendar could not be read; its days stay those of the reading before."""
    calendar.failure, calendar.failed_at = failure.value, uow.now


def _check_allowed(uow: UnitOfWork) -> None:
    if not may_keep_calendars(uow.viewer):
        raise NotAllowed


def _weight(wanted: CalendarWeight) -> dict[str, Any]:
    return {
        "name": wanted.name,
        "meaning": wanted.meaning,
        "level": wanted.level,
        "audience": [tag.value for tag in wanted.audience],
    }


def _stored_days(uow: UnitOfWork, key: UUID) -> dict[UUID, Day]:
    rows = uow.session.exec(select(ImportedDay).where(ImportedDay.calendar_id == key))
    return {row.id: Day(row.title, row.start_on, row.end_on, row.starts_at, row.ends_at) for row in rows}


def _row(uow: UnitOfWork, calendar_id: UUID, day: Day) -> dict[str, object]:
    return {"id": new_id(), "created_at": uow.now, "calendar_id": calendar_id, **vars(day)}


def _record_change(uow: UnitOfWork, key: UUID, days: Iterable[Day]) -> None:
    touched: list[date] = [on for day in days for on in (day.start_on, day.end_on)]
    if touched:
        uow.record(CalendarChanged(key, min(touched), max(touched)))
