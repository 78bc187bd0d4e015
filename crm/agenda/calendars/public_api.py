"""The year calendar for programs without an account, where an administrator opened it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from crm.accounts.guards import ANYONE
from crm.agenda.calendars import queries
from crm.agenda.calendars.evening import evening_to_check
from crm.agenda.calendars.public import WHEN_OPEN
from crm.agenda.calendars.schemas import EveningQuestion, OccurrenceFilter, OccurrenceRead
from crm.agenda.calendars.traditions import chosen
from crm.agenda.schemas import VerdictRead
from crm.agenda.verdicts import say_occurrence, say_verdict
from crm.unit_of_work import Reading
from crm.viewer import SYSTEM

router = APIRouter(tags=["calendars"], dependencies=[ANYONE, WHEN_OPEN])


@router.get("/calendar")
def list_public_occurrences(
    request: Request, uow: Reading, wanted: Annotated[OccurrenceFilter, Query()]
) -> list[OccurrenceRead]:
    """Observances between two dates, without an account: no imported days, nothing that a colleague typed."""
    found = queries.open_calendar(uow.session, SYSTEM).occurrences(wanted.first, wanted.last)
    kept = chosen(found, wanted.tradition, has_weekly=True)
    return [say_occurrence(each, request.state.language) for each in kept]


@router.get("/calendar/check")
def check_public_evening(
    request: Request, uow: Reading, asked: Annotated[EveningQuestion, Query()]
) -> VerdictRead:
    """Whether an evening is all right, with better ones, without an account. Nothing is written."""
    language: str = request.state.language
    calendar = queries.open_calendar(uow.session, SYSTEM)
    return say_verdict(evening_to_check(asked, language), calendar, uow.today, language)
