"""The calendars for programs."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from crm.accounts.guards import SIGNED_IN, Policy
from crm.agenda.calendars import queries, service
from crm.agenda.calendars.schemas import ConfirmationRead, DateConfirm, OccurrenceFilter, OccurrenceRead
from crm.agenda.verdicts import say_occurrence
from crm.unit_of_work import Reading, Writing
from crm.viewer import Role

CONFIRMERS = Depends(Policy("confirm dates", {Role.CONSULTANT, Role.ADMINISTRATOR}))
router = APIRouter(tags=["calendars"], dependencies=[SIGNED_IN])


@router.get("/timing/occurrences")
def list_occurrences(
    request: Request, uow: Reading, wanted: Annotated[OccurrenceFilter, Query()]
) -> list[OccurrenceRead]:
    """Observances between two dates, as announced in Belgium, with confirmed dates."""
    calendar = queries.stored_calendar(uow.session, uow.viewer, first=wanted.first, last=wanted.last)
    found = calendar.occurrences(wanted.first, wanted.last)
    return [say_occurrence(each, request.state.language) for each in found]


@router.get("/observances/confirmations")
def list_confirmations(uow: Reading) -> list[ConfirmationRead]:
    """The dates that colleagues confirmed, with who, when and the source."""
    return [ConfirmationRead.model_validate(row) for row in queries.confirmations(uow.session, uow.viewer)]


@router.post("/observances/confirmations", status_code=201, dependencies=[CONFIRMERS])
def confirm_date(uow: Writing, wanted: DateConfirm) -> ConfirmationRead:
    """Stores an announced date; every event around it is checked again."""
    return ConfirmationRead.model_validate(service.confirm_date(uow, wanted))
