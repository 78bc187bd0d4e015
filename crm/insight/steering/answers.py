"""The report as each door answers it: the rows are read once, whatever form they are shown in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi.responses import Response

from crm.errors import BadInput
from crm.insight.queries import open_follow_ups
from crm.insight.report import reach_report
from crm.insight.steering import queries
from crm.insight.steering.printed import printed_report
from crm.insight.steering.quarters import closed_quarters, month_end, month_ends
from crm.insight.steering.rows import QUARTERS, Facts, Reader, SteeringRows, steering_rows
from crm.insight.steering.schemas import SteeringQuery
from crm.insight.steering.telling import sheets_of, title_of
from crm.insight.trend.queries import arrows_on
from crm.text import mark
from crm.unit_of_work import UnitOfWork
from crm.web.pdf import pdf_answer
from crm.web.sheets import CSV, XLSX, file_answer, make_csv, make_workbook


def _document(media_type: str) -> dict[int | str, dict[str, Any]]:
    schema: Mapping[str, object] = {"type": "string", "format": "binary"}
    return {200: {"description": "The document", "content": {media_type.split(";")[0]: {"schema": schema}}}}


XLSX_ANSWERS = _document(XLSX)
CSV_ANSWERS = _document(CSV)
"""What the description of the API says of an operation that answers with a file."""


def days_of(today: date) -> tuple[date, ...]:
    """The days of which there is a report: today, and the ends of the last twelve months; each once."""
    return tuple(dict.fromkeys((today, *month_ends(today))))


def rows_for(uow: UnitOfWork, wanted: SteeringQuery) -> SteeringRows:
    """The rows of the report that is asked for.

    Raises:
        BadInput: there is no report of that day.
        NotFound: the viewer does not read the report.
    """
    as_of = wanted.as_of or uow.today
    if as_of not in days_of(uow.today):
        raise BadInput(
            mark("There is a report of today and of the end of each of the last twelve months."),
            field="as_of",
        )
    session, viewer = uow.session, uow.viewer
    facts = Facts(
        report=reach_report(session, viewer, as_of),
        counted=reach_report(session, viewer, month_end(as_of)),
        planned=open_follow_ups(session, viewer),
        contacts=queries.contacts_by_group(session, viewer, closed_quarters(as_of, QUARTERS)),
        notes=queries.group_notes(session, viewer),
        arrows=arrows_on(session, viewer, as_of),
    )
    return steering_rows(facts, wanted.audience)


def pdf_of(uow: UnitOfWork, wanted: SteeringQuery, language: str) -> Response:
    """The report as a tagged PDF."""
    rows = rows_for(uow, wanted)
    return pdf_answer(printed_report(uow, rows, language), _name(rows))


def workbook_of(uow: UnitOfWork, wanted: SteeringQuery, language: str) -> Response:
    """The report as a workbook, a sheet for each table."""
    rows = rows_for(uow, wanted)
    content = make_workbook(
        sheets_of(rows, language),
        title=title_of(rows, language),
        author=uow.settings.city,
        made_at=uow.now,
    )
    return file_answer(content, _name(rows), "xlsx", XLSX)


def csv_of(uow: UnitOfWork, wanted: SteeringQuery, language: str) -> Response:
    """The report as a text file, its tables under one another."""
    rows = rows_for(uow, wanted)
    return file_answer(make_csv(sheets_of(rows, language), language), _name(rows), "csv", CSV)


def _name(rows: SteeringRows) -> str:
    """What the file is called: the day, and for whom it is."""
    return f"bereik-{rows.as_of}" + ("-outside" if rows.reader is Reader.OUTSIDE else "")
