"""The calendars for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from crm.accounts import access
from crm.accounts.guards import ADMINISTRATORS, SIGNED_IN, Policy
from crm.agenda import queries as agenda_queries
from crm.agenda.calendars import queries, service
from crm.agenda.calendars.evening import evening_to_check
from crm.agenda.calendars.printed import printed_calendar
from crm.agenda.calendars.schemas import (
    ConfirmationFilter,
    ConfirmationRead,
    DateConfirm,
    EveningQuestion,
    OccurrenceFilter,
    OccurrenceRead,
    PrintFilter,
    PublicSwitch,
    PublicSwitchRead,
)
from crm.agenda.calendars.traditions import chosen
from crm.agenda.schemas import VerdictRead
from crm.agenda.verdicts import say_occurrence, say_verdict
from crm.unit_of_work import Reading, Writing
from crm.web.pdf import ANSWERS, pdf_answer

CONFIRMERS = Depends(Policy("confirm dates", access.CONFIRMERS))
router = APIRouter(tags=["calendars"], dependencies=[SIGNED_IN])


@router.get("/timing/occurrences")
def list_occurrences(
    request: Request, uow: Reading, wanted: Annotated[OccurrenceFilter, Query()]
) -> list[OccurrenceRead]:
    """Observances between two dates, as announced in Belgium, with confirmed dates; of some traditions or of all."""
    found = queries.stored_calendar(uow.session, uow.viewer).occurrences(wanted.first, wanted.last)
    kept = chosen(found, wanted.tradition, has_weekly=True)
    return [say_occurrence(each, request.state.language) for each in kept]


@router.get("/observances/calendar.pdf", response_class=Response, responses=ANSWERS)
def print_calendar(request: Request, uow: Reading, wanted: Annotated[PrintFilter, Query()]) -> Response:
    """The calendar between two dates as a tagged PDF, month by month."""
    return pdf_answer(
        printed_calendar(uow, wanted, request.state.language), f"bereik-{wanted.first}-{wanted.last}"
    )


@router.get("/observances/check")
def check_evening(request: Request, uow: Reading, asked: Annotated[EveningQuestion, Query()]) -> VerdictRead:
    """Whether an evening is all right for those whom one thinks of, with better ones. Nothing is written."""
    language: str = request.state.language
    evening = evening_to_check(asked, language)
    busy = agenda_queries.busy_hours(uow.session, uow.viewer, uow.viewer.user_id, evening)
    calendar = queries.stored_calendar(uow.session, uow.viewer)
    return say_verdict(evening, calendar, uow.today, language, busy)


@router.get("/observances/public", dependencies=[ADMINISTRATORS])
def show_public_switch(uow: Reading) -> PublicSwitchRead:
    """Whether anybody may open the year calendar without an account, and who decided that, the last one first."""
    return queries.public_switch(uow.session, uow.viewer)


@router.put("/observances/public", dependencies=[ADMINISTRATORS])
def set_public_switch(uow: Writing, wanted: PublicSwitch) -> PublicSwitchRead:
    """Opens the year calendar to those without an account, or closes it."""
    service.set_public_switch(uow, wanted.is_open)
    return queries.public_switch(uow.session, uow.viewer)


@router.get("/observances/confirmations")
def list_confirmations(
    uow: Reading, wanted: Annotated[ConfirmationFilter, Query()]
) -> list[ConfirmationRead]:
    """The dates that colleagues confirmed, with who, when and the source."""
    found = queries.confirmations(uow.session, uow.viewer, wanted.with_withdrawn)
    return [ConfirmationRead.model_validate(row) for row in found]


@router.post("/observances/confirmations", status_code=201, dependencies=[CONFIRMERS])
def confirm_date(uow: Writing, wanted: DateConfirm) -> ConfirmationRead:
    """Stores an announced date; every event around it is checked again."""
    return ConfirmationRead.model_validate(service.confirm_date(uow, wanted))


@router.post("/observances/confirmations/{key}/withdraw", dependencies=[CONFIRMERS])
def withdraw_confirmation(uow: Writing, key: UUID) -> ConfirmationRead:
    """Takes a wrong confirmation back: it stays readable and counts no longer. Every event around it is checked again."""
    return ConfirmationRead.model_validate(service.withdraw_confirmation(uow, key))
