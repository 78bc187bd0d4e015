"""The report for the steering group and the notes of groups, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import READERS, TEAM
from crm.insight.steering import queries, service
from crm.insight.steering.answers import (
    CSV_ANSWERS,
    XLSX_ANSWERS,
    csv_of,
    pdf_of,
    rows_for,
    workbook_of,
)
from crm.insight.steering.schemas import GroupNotePut, GroupNoteRead, SteeringQuery, SteeringRead
from crm.unit_of_work import Reading, Writing
from crm.web.pdf import ANSWERS

router = APIRouter(prefix="/reach", tags=["reach"], dependencies=[READERS])
Wanted = Annotated[SteeringQuery, Query()]


@router.get("/steering")
def show_steering(request: Request, uow: Reading, wanted: Wanted) -> SteeringRead:
    """The report for the steering group: no names, and small counts hidden (null, with the reason)."""
    return SteeringRead.of(rows_for(uow, wanted), request.state.language)


@router.get("/steering.pdf", response_class=Response, responses=ANSWERS)
def print_steering(request: Request, uow: Reading, wanted: Wanted) -> Response:
    """The report for the steering group as a tagged PDF."""
    return pdf_of(uow, wanted, request.state.language)


@router.get("/steering.xlsx", response_class=Response, responses=XLSX_ANSWERS)
def download_steering_workbook(request: Request, uow: Reading, wanted: Wanted) -> Response:
    """The report for the steering group as a workbook, a sheet for each table."""
    return workbook_of(uow, wanted, request.state.language)


@router.get("/steering.csv", response_class=Response, responses=CSV_ANSWERS)
def download_steering_csv(request: Request, uow: Reading, wanted: Wanted) -> Response:
    """The report for the steering group as text, its tables under one another."""
    return csv_of(uow, wanted, request.state.language)


@router.get("/notes/{group_id}", dependencies=[TEAM])
def list_group_notes(uow: Reading, group_id: UUID) -> list[GroupNoteRead]:
    """What a group said, by quarter and source, with every version."""
    return GroupNoteRead.of(queries.note_histories(uow.session, uow.viewer, group_id))


@router.put("/notes/{group_id}", dependencies=[TEAM])
def write_group_note(uow: Writing, group_id: UUID, wanted: GroupNotePut) -> list[GroupNoteRead]:
    """Keeps what a group said in a quarter, or takes it away; gives all notes of the group."""
    service.write_group_note(uow, group_id, wanted)
    return GroupNoteRead.of(queries.note_histories(uow.session, uow.viewer, group_id))
