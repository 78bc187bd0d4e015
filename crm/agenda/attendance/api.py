"""Attendance for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from crm.accounts.guards import SIGNED_IN, Policy
from crm.agenda.attendance import answers, queries, service
from crm.agenda.attendance.schemas import (
    AttendanceNote,
    AttendanceRead,
    ComparisonRead,
    CountedEventFilter,
    CountedEventRead,
    KindAttendanceRead,
)
from crm.agenda.queries import visible_event
from crm.unit_of_work import Reading, Writing
from crm.viewer import Role
from crm.web.schemas import Listing

NOTERS = Depends(Policy("note attendance", {Role.CONSULTANT, Role.ORGANISER}))
router = APIRouter(prefix="/events", tags=["attendance"], dependencies=[SIGNED_IN])


@router.get("/attendance")
def show_attendance_by_kind(request: Request, uow: Reading) -> list[KindAttendanceRead]:
    """Past events in the whole city by kind: of how many a total was noted, and how many came at good and bad moments."""
    return answers.say_by_kind(uow.session, uow.viewer, uow.now, request.state.language)


@router.get("/attendance/events")
def list_counted_events(
    uow: Reading, wanted: Annotated[CountedEventFilter, Query()]
) -> Listing[CountedEventRead]:
    """The events behind a figure, the newest first. Organisers see their own."""
    found = queries.counted_events(uow.session, uow.viewer, wanted, uow.now)
    return Listing.of(found, [answers.say_counted_event(each) for each in found.items])


@router.get("/{key}/attendance")
def show_attendance(request: Request, uow: Reading, key: UUID) -> AttendanceRead:
    """Who came to an event: a total, and groups by what participants stated themselves. Small counts are hidden."""
    event = visible_event(uow.session, uow.viewer, key)
    return answers.say_attendance(uow.session, uow.viewer, event.id, request.state.language)


@router.put("/{key}/attendance", dependencies=[NOTERS])
def note_attendance(request: Request, uow: Writing, key: UUID, wanted: AttendanceNote) -> AttendanceRead:
    """Keeps who came; groups that are left out go. The answer hides small counts, as every reading does."""
    service.note_attendance(uow, key, wanted)
    return answers.say_attendance(uow.session, uow.viewer, key, request.state.language)


@router.get("/{key}/attendance/comparison")
def compare_attendance(request: Request, uow: Reading, key: UUID) -> ComparisonRead:
    """How many came to earlier events of the same kind, at good moments and at moments with a warning."""
    event = visible_event(uow.session, uow.viewer, key)
    return answers.say_comparison(uow.session, uow.viewer, event, uow.now, request.state.language)
