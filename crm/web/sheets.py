"""Tables as files: a workbook (XLSX) and a text file (CSV) from the same sheets, with nothing in them that runs.

What somebody typed may begin like a formula. A workbook stores it as text; in a text file a sign before it keeps a
spreadsheet from running it.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from fastapi.responses import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\ufeff"
_RUNS = re.compile(r"\A[\ufeff\u0000-\u0020\u007f\u00a0]*[=+\-@|%\t\r]")
_SEPARATORS = {"nl": ";", "fr": ";", "en": ","}
_DATE_FORMAT = "dd/mm/yyyy"
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31

Value = str | int | date | None


@dataclass(frozen=True)
class Column:
    """A column: what stands above it, and how wide it is in a workbook, in characters."""

    title: str
    width: int = 12


@dataclass(frozen=True)
class Sheet:
    """One table. `name` is short, for the tab of a workbook; `notes` are sentences that belong to it.

    A whole number stays a number and a date a date, in every file. Where nothing is to be said stands None.
    """

    key: str
    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()


def plain_text(value: Value) -> str:
    """The value as it stands in a text file: dates as 2026-11-23, and nothing that a spreadsheet would run.

    >>> plain_text("=1+1"), plain_text(-3), plain_text(date(2026, 11, 23))
    ("'=1+1", '-3', '2026-11-23')
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    return f"'{value}" if _RUNS.match(value) else value


def make_csv(sheets: Iterable[Sheet], language: str) -> bytes:
    """The sheets under one another, as spreadsheets here read them: UTF-8 with its mark, `;` in Dutch and French."""
    text = StringIO()
    lines = csv.writer(text, delimiter=_SEPARATORS[language], lineterminator="\r\n")
    for number, sheet in enumerate(sheets):
        if number:
            lines.writerow([])
        lines.writerow([plain_text(sheet.title)])
        lines.writerows([plain_text(note)] for note in sheet.notes)
        lines.writerow([plain_text(column.title) for column in sheet.columns])
        lines.writerows([plain_text(value) for value in row] for row in sheet.rows)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def make_workbook(sheets: Sequence[Sheet], *, title: str, author: str, made_at: datetime) -> bytes:
    """The sheets as a workbook: a header row each that stays in sight, filters, and values of their own type.

    Args:
        made_at: an aware instant, written into the file; the same arguments give the same bytes.
    """
    import xlsxwriter  # when first needed

    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": title, "author": author, "created": made_at.replace(tzinfo=None)})
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#dff0f1", "bottom": 1, "text_wrap": True}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "number": book.add_format({"num_format": "#,##0", "valign": "top"}),
            "date": book.add_format({"num_format": _DATE_FORMAT, "align": "left", "valign": "top"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "note": book.add_format({"italic": True}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(_NO_SHEET_NAME.sub(" ", sheet.name)[:LONGEST_NAME]), sheet, formats)
    return file.getvalue()


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    """Writes one sheet: the header row first, so that a program finds it, and the sentences below the rows."""
    for number, column in enumerate(sheet.columns):
        page.write_string(0, number, column.title, formats["head"])
        page.set_column(number, number, column.width)
    for line, row in enumerate(sheet.rows, 1):
        for number, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(line, number, value, formats["text"])
            elif isinstance(value, date):
                page.write_datetime(line, number, value, formats["date"])
            elif value is not None:
                page.write_number(line, number, value, formats["number"])
    below = len(sheet.rows) + 2
    for line, note in enumerate(sheet.notes, below):
        page.write_string(line, 0, note, formats["note"])
    page.freeze_panes(1, 1)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_header(f"&L{sheet.title.replace('&', '&&')}")
    page.set_footer("&R&P / &N")


def file_answer(content: bytes, name: str, ending: str, media_type: str) -> Response:
    """The file as an answer that a browser saves under that name (letters, digits and dashes)."""
    headers = {"content-disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(content, media_type=media_type, headers=headers)
