"""The report for the steering group and the notes of groups, for people."""

from itertools import groupby
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import READERS, TEAM
from crm.errors import BereikError, VersionConflict
from crm.i18n import long_date, translate
from crm.insight.steering import queries, service
from crm.insight.steering.answers import csv_of, days_of, pdf_of, rows_for, workbook_of
from crm.insight.steering.models import LONGEST_NOTE, NoteSource
from crm.insight.steering.printed import printed_values, say_people, say_plan
from crm.insight.steering.quarters import Quarter, closed_quarters
from crm.insight.steering.rows import NOTE_QUARTERS, SteeringRows
from crm.insight.steering.schemas import GroupNotePut, NoteQuery, SteeringQuery
from crm.insight.steering.telling import (
    contacts_sheet,
    doors_sheet,
    groups_sheet,
    heard,
    matrix_sheet,
    method_sheet,
    place_of,
    sources_sheet,
)
from crm.insight.steering.words import NOTE_SOURCES, READER_WORDS, headline, say_quarter
from crm.insight.words import why
from crm.parties.words import DIMENSIONS
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.forms import Form, SubmittedForm, filled_form
from crm.web.render import page, redirect
from crm.web.sheets import Sheet

router = APIRouter(prefix="/reach", dependencies=[READERS])
Wanted = Annotated[SteeringQuery, Query()]


@router.get("/steering")
def show_steering(request: Request, uow: Reading, wanted: Wanted) -> Response:
    """The report: what changed, the largest gaps, the matrix, and the tables that go to the steering group."""
    language: str = request.state.language
    rows = rows_for(uow, wanted)
    chosen = {"as_of": rows.as_of, "audience": rows.reader.value}
    return page(
        request,
        "insight/steering.html",
        nav="reach",
        rows=rows,
        form=filled_form(request, chosen),
        query=urlencode(chosen),
        days=[(day, long_date(language, day)) for day in days_of(uow.today)],
        readers=[(reader.value, translate(language, word)) for reader, word in READER_WORDS.items()],
        headline=headline(language, rows),
        cards=[
            {
                "group": gap.cell.group.name(language),
                "place": f"{place_of(gap.cell, language)} · {say_people(gap.cell, language)}",
                "status": gap.cell.status.value,
                "heard": printed_values([heard(gap.cell.heard_on, language)], language)[0],
                "why": why(gap.cell),
                "plan": say_plan(gap, language),
            }
            for gap in rows.gaps
        ],
        matrix=_matrix(rows, language),
        matrix_notes=matrix_sheet(rows, language).notes,
        notes=[(row.group, row.notes) for row in rows.groups if row.notes],
        unwritten=[row.group for row in rows.groups if not row.notes],
        source_words=NOTE_SOURCES,
        say_quarter=lambda quarter: say_quarter(language, quarter),
        tables={
            sheet.key: _shown(sheet, language)
            for sheet in (
                groups_sheet(rows, language),
                doors_sheet(rows, language),
                contacts_sheet(rows, language),
                sources_sheet(rows, language),
                method_sheet(rows, language),
            )
        },
    )


@router.get("/steering.pdf")
def print_steering(request: Request, uow: Reading, wanted: Wanted) -> Response:
    """The report as a tagged PDF, with the same choices as on the page."""
    return pdf_of(uow, wanted, request.state.language)


@router.get("/steering.xlsx")
def download_steering_workbook(request: Request, uow: Reading, wanted: Wanted) -> Response:
    """The report as a workbook, with the same choices as on the page."""
    return workbook_of(uow, wanted, request.state.language)


@router.get("/steering.csv")
def download_steering_csv(request: Request, uow: Reading, wanted: Wanted) -> Response:
    """The report as text, with the same choices as on the page."""
    return csv_of(uow, wanted, request.state.language)


@router.get("/notes/{group_id}", dependencies=[TEAM])
def list_group_notes(
    request: Request, uow: Reading, group_id: UUID, wanted: Annotated[NoteQuery, Query()]
) -> Response:
    """What a group said, with every version, and the form to write it down; filled in for a note that is asked for."""
    notes = queries.note_histories(uow.session, uow.viewer, group_id)
    asked = next(
        (one for one in notes if (str(one.quarter), one.source) == (wanted.quarter, wanted.source)), None
    )
    values = {
        "quarter": wanted.quarter or Quarter.of(uow.today),
        "source": wanted.source.value if wanted.source else NoteSource.LISTENING_SESSION.value,
        "text": asked.text if asked else None,
        "version": asked.version if asked else 0,
    }
    return _notes_page(request, uow, group_id, filled_form(request, values))


@router.post("/notes/{group_id}", dependencies=[TEAM])
def write_group_note(request: Request, uow: Writing, group_id: UUID, form: SubmittedForm) -> Response:
    """Keeps what a group said; where a colleague was first, both are shown."""
    queries.named_group(uow.session, uow.viewer, group_id)
    wanted = form.parse(GroupNotePut)
    if wanted is None:
        return _notes_page(request, uow, group_id, form, status=422)
    try:
        service.write_group_note(uow, group_id, wanted)
    except VersionConflict as conflict:
        typed = wanted.model_dump(mode="json") | {"version": conflict.current["version"]}
        both = (wanted.text, conflict.current["text"])
        return _notes_page(request, uow, group_id, filled_form(request, typed), status=409, both=both)
    except BereikError as error:
        form.add_error(error)
        return _notes_page(request, uow, group_id, form, status=422)
    return redirect(f"/reach/notes/{group_id}", "saved")


def _notes_page(
    request: Request,
    uow: UnitOfWork,
    group_id: UUID,
    form: Form,
    status: int = 200,
    both: tuple[object, object] | None = None,
) -> Response:
    language: str = request.state.language
    now = Quarter.of(uow.today)
    quarters = [now, *reversed(closed_quarters(now.first_on, NOTE_QUARTERS))]
    kept = form.value("quarter")
    options = [(str(quarter), say_quarter(language, quarter)) for quarter in quarters]
    if kept and kept not in dict(options):
        options.append((kept, kept))
    return page(
        request,
        "insight/notes.html",
        nav="reach",
        status=status,
        form=form,
        both=both,
        group=queries.named_group(uow.session, uow.viewer, group_id),
        notes=queries.note_histories(uow.session, uow.viewer, group_id),
        quarters=options,
        sources=[(source.value, translate(language, word)) for source, word in NOTE_SOURCES.items()],
        source_words=NOTE_SOURCES,
        say_quarter=lambda quarter: say_quarter(language, quarter),
        longest=LONGEST_NOTE,
    )


def _matrix(rows: SteeringRows, language: str) -> list[dict[str, Any]]:
    """The rows of the matrix by dimension."""
    return [
        {"name": translate(language, DIMENSIONS[dimension]), "rows": list(found)}
        for dimension, found in groupby(rows.matrix, lambda row: row.group.dimension)
    ]


def _shown(sheet: Sheet, language: str) -> dict[str, Any]:
    """A table as the page shows it: its values as they are printed, and which columns hold numbers."""
    return {
        "key": sheet.key,
        "title": sheet.title,
        "notes": sheet.notes,
        "columns": [column.title for column in sheet.columns],
        "rows": [printed_values(row, language) for row in sheet.rows],
    }
