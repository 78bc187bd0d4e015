"""The agenda and the timing check for programs."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from crm.accounts.guards import SIGNED_IN
from crm.agenda import queries, service
from crm.agenda.attendance.models import Attendance
from crm.agenda.attendance.queries import attendances_of
from crm.agenda.calendars.queries import stored_calendar
from crm.agenda.checking import question_to_check, to_check
from crm.agenda.history import told_before
from crm.agenda.models import Flag, FlagChange, ParticipationEvent
from crm.agenda.observances.keys import Level
from crm.agenda.schemas import (
    EventCreate,
    EventDetail,
    EventFilter,
    EventMove,
    EventRead,
    EventUpdate,
    FlagChangeRead,
    FlagOverrule,
    FlagRead,
    InviteeFilter,
    InviteeRead,
    PartyInvite,
    TimingQuestion,
    VerdictRead,
)
from crm.agenda.verdicts import say_verdict
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.schemas import Listing

router = APIRouter(tags=["agenda"], dependencies=[SIGNED_IN])


@router.get("/events")
def list_events(uow: Reading, wanted: Annotated[EventFilter, Query()]) -> Listing[EventRead]:
    """Participation events: coming ones by date, past ones newest first. Organisers see their own."""
    page = queries.events(uow.session, uow.viewer, wanted, uow.now)
    return Listing.of(page, [_read(row.event, row.attendance, row.level) for row in page.items])


@router.post("/events", status_code=201)
def plan_event(uow: Writing, wanted: EventCreate) -> EventRead:
    """Plans an event of the one who is signed in. Its flags follow at once, after this answer."""
    return _read(service.plan_event(uow, wanted), None)


@router.get("/events/invitees")
def list_invitees(uow: Reading, wanted: Annotated[InviteeFilter, Query()]) -> list[InviteeRead]:
    """Organisations and communities to invite, by part of their name; at most twelve."""
    return [InviteeRead.model_validate(row) for row in queries.invitees(uow.session, uow.viewer, wanted.q)]


@router.get("/events/{key}")
def show_event(request: Request, uow: Reading, key: UUID) -> EventDetail:
    """One event with whom it invites, its flags, and the verdict on its moment in the reader's language."""
    view = queries.event(uow.session, uow.viewer, key)
    asked = to_check(view.event, view.invited_calendars, view.neighbourhood)
    noted = attendances_of(uow.session, uow.viewer, [key])
    verdict = say_verdict(
        asked,
        stored_calendar(uow.session, uow.viewer),
        uow.today,
        request.state.language,
        queries.busy_hours(uow.session, uow.viewer, view.event.organiser_id, asked, key),
    )
    return EventDetail(
        **_read(view.event, noted.get(key), view.level).model_dump(),
        organiser=view.organiser,
        invited=[InviteeRead.model_validate(label) for label in view.invited],
        flags=[_read_flag(flag, view.changes.get(flag.id, [])) for flag in view.flags],
        verdict=verdict,
    )


@router.put("/events/{key}")
def update_event(uow: Writing, key: UUID, wanted: EventUpdate) -> EventRead:
    """Saves an edited event; a version that is not the stored one is refused with the stored values."""
    return _changed(uow, service.update_event(uow, key, wanted))


@router.post("/events/{key}/move")
def move_event(uow: Writing, key: UUID, wanted: EventMove) -> EventRead:
    """Takes over another moment and keeps why."""
    return _changed(uow, service.move_event(uow, key, wanted))


@router.post("/events/{key}/invite")
def invite_party(uow: Writing, key: UUID, wanted: PartyInvite) -> EventRead:
    """Invites an organisation or network as well; the event is checked again."""
    return _changed(uow, service.invite_party(uow, key, wanted.party_id))


@router.post("/events/{key}/cancel")
def cancel_event(uow: Writing, key: UUID) -> EventRead:
    """Cancels an event; it stays in the agenda as cancelled."""
    return _changed(uow, service.cancel_event(uow, key))


@router.post("/flags/{key}/overrule")
def overrule_flag(uow: Writing, key: UUID, wanted: FlagOverrule) -> FlagRead:
    """Goes on in spite of a warning; name, date and reason are kept."""
    flag = service.overrule_flag(uow, key, wanted.reason)
    return _read_flag(flag, queries.flag_changes(uow.session, uow.viewer, [key]).get(key, []))


@router.post("/timing/check")
def check_timing(request: Request, uow: Reading, wanted: TimingQuestion) -> VerdictRead:
    """The verdict on an event that is not saved, in the reader's language, with better moments. Nothing is written."""
    service.check_references(uow, wanted)
    calendars = queries.calendars_of(uow.session, uow.viewer, wanted.invited_ids)
    asked = question_to_check(wanted, calendars)
    return say_verdict(
        asked,
        stored_calendar(uow.session, uow.viewer),
        uow.today,
        request.state.language,
        queries.busy_hours(uow.session, uow.viewer, uow.viewer.user_id, asked),
    )


def _changed(uow: UnitOfWork, event: ParticipationEvent) -> EventRead:
    return _read(event, attendances_of(uow.session, uow.viewer, [event.id]).get(event.id))


def _read(event: ParticipationEvent, noted: Attendance | None, level: Level = Level.NONE) -> EventRead:
    headcount = None if noted is None else noted.total
    return EventRead.model_validate(event).model_copy(update={"level": level.word, "headcount": headcount})


def _read_flag(flag: Flag, changes: Sequence[FlagChange]) -> FlagRead:
    before = told_before(changes)
    told = (
        {}
        if before is None
        else {
            "level_before": before.level,
            "certainty_before": before.certainty,
            "reported_before_at": before.created_at,
        }
    )
    told |= {"changes": [FlagChangeRead.model_validate(change) for change in changes]}
    return FlagRead.model_validate(flag).model_copy(update=told)
