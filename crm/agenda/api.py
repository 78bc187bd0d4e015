"""The agenda and the timing check for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from crm.accounts.guards import SIGNED_IN
from crm.agenda import queries, service
from crm.agenda.calendars.queries import stored_calendar
from crm.agenda.checking import first_on, last_on, question_to_check, to_check
from crm.agenda.models import ParticipationEvent
from crm.agenda.observances.keys import Level
from crm.agenda.schemas import (
    EventCreate,
    EventDetail,
    EventFilter,
    EventMove,
    EventRead,
    EventUpdate,
    FlagOverrule,
    FlagRead,
    InviteeFilter,
    InviteeRead,
    TimingQuestion,
    VerdictRead,
)
from crm.agenda.verdicts import say_verdict
from crm.unit_of_work import Reading, Writing
from crm.web.schemas import Listing

router = APIRouter(tags=["agenda"], dependencies=[SIGNED_IN])


@router.get("/events")
def list_events(uow: Reading, wanted: Annotated[EventFilter, Query()]) -> Listing[EventRead]:
    """Participation events: coming ones by date, past ones newest first. Organisers see their own."""
    page = queries.events(uow.session, uow.viewer, wanted, uow.now)
    return Listing.of(page, [_read(row.event, row.level) for row in page.items])


@router.post("/events", status_code=201)
def plan_event(uow: Writing, wanted: EventCreate) -> EventRead:
    """Plans an event of the one who is signed in. Its flags follow at once, after this answer."""
    return _read(service.plan_event(uow, wanted))


@router.get("/events/invitees")
def list_invitees(uow: Reading, wanted: Annotated[InviteeFilter, Query()]) -> list[InviteeRead]:
    """Organisations and communities to invite, by part of their name; at most twelve."""
    return [InviteeRead.model_validate(row) for row in queries.invitees(uow.session, uow.viewer, wanted.q)]


@router.get("/events/{key}")
def show_event(request: Request, uow: Reading, key: UUID) -> EventDetail:
    """One event with whom it invites, its flags, and the verdict on its moment in the reader's language."""
    view = queries.event(uow.session, uow.viewer, key)
    verdict = say_verdict(
        to_check(view.event, view.invited_calendars, view.neighbourhood),
        stored_calendar(uow.session, uow.viewer, first=first_on(view.event), last=last_on(view.event)),
        uow.today,
        request.state.language,
    )
    return EventDetail(
        **_read(view.event, view.level).model_dump(),
        organiser=view.organiser,
        invited=[InviteeRead.model_validate(label) for label in view.invited],
        flags=[FlagRead.model_validate(flag) for flag in view.flags],
        verdict=verdict,
    )


@router.put("/events/{key}")
def update_event(uow: Writing, key: UUID, wanted: EventUpdate) -> EventRead:
    """Saves an edited event; a version that is not the stored one is refused with the stored values."""
    return _read(service.update_event(uow, key, wanted))


@router.post("/events/{key}/move")
def move_event(uow: Writing, key: UUID, wanted: EventMove) -> EventRead:
    """Takes over another moment and keeps why."""
    return _read(service.move_event(uow, key, wanted))


@router.post("/events/{key}/cancel")
def cancel_event(uow: Writing, key: UUID) -> EventRead:
    """Cancels an event; it stays in the agenda as cancelled."""
    return _read(service.cancel_event(uow, key))


@router.post("/flags/{key}/overrule")
def overrule_flag(uow: Writing, key: UUID, wanted: FlagOverrule) -> FlagRead:
    """Goes on in spite of a warning; name, date and reason are kept."""
    return FlagRead.model_validate(service.overrule_flag(uow, key, wanted.reason))


@router.post("/timing/check")
def check_timing(request: Request, uow: Reading, wanted: TimingQuestion) -> VerdictRead:
    """The verdict on an event that is not saved, in the reader's language, with better moments. Nothing is written."""
    service.check_references(uow, wanted)
    calendars = queries.calendars_of(uow.session, uow.viewer, wanted.invited_ids)
    return say_verdict(
        question_to_check(wanted, calendars),
        stored_calendar(uow.session, uow.viewer, first=wanted.start_on, last=wanted.last_on),
        uow.today,
        request.state.language,
    )


def _read(event: ParticipationEvent, level: Level = Level.NONE) -> EventRead:
    return EventRead.model_validate(event).model_copy(update={"level": level.word})
