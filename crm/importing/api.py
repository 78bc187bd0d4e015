"""Imported calendars for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from crm.accounts.guards import ADMINISTRATORS
from crm.importing import queries, service
from crm.importing.contents import Contents
from crm.importing.failures import LeftOut
from crm.importing.schemas import (
    CalendarDetail,
    CalendarRead,
    CalendarUpdate,
    ContentsRead,
    DayRead,
    SkippedRead,
)
from crm.importing.submitted import Sent, SentFile
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.schemas import Listing, PageQuery

router = APIRouter(prefix="/calendars", tags=["imported calendars"], dependencies=[ADMINISTRATORS])


@router.get("")
def list_calendars(uow: Reading) -> list[CalendarRead]:
    """The imported calendars by name, with how many of their days are still to come and what went wrong."""
    return [_read(row) for row in queries.calendars(uow.session, uow.viewer, uow.today)]


@router.post("/preview")
def preview_calendar(sent: Sent) -> ContentsRead:
    """What a file or an address would bring; nothing is stored."""
    return _contents(sent.contents)


@router.post("", status_code=201)
def add_calendar(sent: Sent, uow: Writing) -> CalendarDetail:
    """Imports a calendar from a file, or subscribes to one; coming events on its days are checked again."""
    added = service.add_calendar(uow, sent.wanted, sent.contents)
    return _detail(uow, added.id)


@router.get("/{key}")
def show_calendar(uow: Reading, key: UUID) -> CalendarDetail:
    """One imported calendar, with what was left out at its last reading."""
    return _detail(uow, key)


@router.get("/{key}/days")
def list_days(uow: Reading, key: UUID, wanted: Annotated[PageQuery, Query()]) -> Listing[DayRead]:
    """The days of a calendar that are still to come, the soonest first."""
    queries.calendar(uow.session, uow.viewer, key, uow.today)
    found = queries.coming_days(uow.session, uow.viewer, key, uow.today, wanted.page, wanted.size)
    return Listing.of(found, [DayRead.model_validate(row) for row in found.items])


@router.put("/{key}")
def update_calendar(uow: Writing, key: UUID, wanted: CalendarUpdate) -> CalendarDetail:
    """Changes its name, or what its days mean; a version that is not the stored one is refused with the stored values."""
    service.update_calendar(uow, key, wanted)
    return _detail(uow, key)


@router.post("/{key}/preview")
def preview_reading(contents: SentFile, uow: Reading, key: UUID) -> ContentsRead:
    """What a newer file would bring to this calendar; nothing is stored."""
    queries.calendar(uow.session, uow.viewer, key, uow.today)
    return _contents(contents)


@router.post("/{key}/read")
def read_calendar(contents: SentFile, uow: Writing, key: UUID) -> CalendarDetail:
    """Puts the days of a newer file in the place of those of the older one."""
    service.read_calendar(uow, key, contents)
    return _detail(uow, key)


@router.post("/{key}/refresh")
def refresh_calendar(uow: Writing, key: UUID) -> CalendarDetail:
    """Reads a subscription again now, after this answer, rather than tonight."""
    service.refresh_calendar(uow, key)
    return _detail(uow, key)


@router.delete("/{key}", status_code=204)
def remove_calendar(uow: Writing, key: UUID) -> None:
    """Removes a calendar with its days; coming events on them are checked again."""
    service.remove_calendar(uow, key)


def _read(row: queries.CalendarRow) -> CalendarRead:
    return CalendarRead.model_validate(row.calendar).model_copy(update={"coming": row.coming})


def _detail(uow: UnitOfWork, key: UUID) -> CalendarDetail:
    row = queries.calendar(uow.session, uow.viewer, key, uow.today)
    skipped = [SkippedRead(title=title, reason=LeftOut(reason)) for title, reason in row.calendar.skipped]
    return CalendarDetail(**_read(row).model_dump(), skipped=skipped)


def _contents(contents: Contents) -> ContentsRead:
    return ContentsRead.model_validate(contents)
