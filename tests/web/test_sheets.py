"""Tables as files: values keep their type, nothing runs, and the same tables give the same bytes."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from crm.web.sheets import BYTE_ORDER_MARK, Column, Sheet, make_csv, make_workbook, plain_text

MADE_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FORMULAS = ("=1+1", "+32 15", "-2", "@SUM(A1)", "|calc", "%0", " =1", "\t=1", "\ufeff=1", "\u00a0=1", "\r=1")
SHEET = Sheet(
    "rows",
    "Rijen: a/b",
    "Alle rijen",
    (Column("Naam", 30), Column("Aantal"), Column("Dag")),
    (
        ("Dove mensen; oud & nieuw", 1234, date(2026, 10, 31)),
        ("=1+1", 0, None),
        ("http://x.example", -3, None),
    ),
    ("Een zin.",),
)


def _book(sheet: Sheet = SHEET) -> Any:
    content = make_workbook([sheet], title="Titel", author="Mechelen", made_at=MADE_AT)
    return openpyxl.load_workbook(BytesIO(content))


@pytest.mark.parametrize("typed", FORMULAS)
def test_no_text_begins_like_a_formula(typed: str) -> None:
    assert plain_text(typed) == f"'{typed}"
    cell = _book(Sheet("k", "N", "T", (Column("=A1"),), ((typed,),)))["N"]
    assert (cell["A1"].data_type, cell["A2"].data_type) == ("s", "s")


@pytest.mark.parametrize("typed", ["", "a=b", "3-4", "é", "'s Avonds"])
def test_other_texts_stay_as_they_are(typed: str) -> None:
    assert plain_text(typed) == typed


def test_workbook_has_a_header_row_that_stays_and_values_of_their_type() -> None:
    book = _book()
    page = book["Rijen  a b"]
    assert [cell.value for cell in page[1]] == ["Naam", "Aantal", "Dag"]
    assert [page["A2"].value, page["B2"].value, page["C2"].value.date()] == list(SHEET.rows[0])
    assert [cell.value for cell in page[3]] == ["=1+1", 0, None]
    assert [page["A3"].data_type, page["B2"].data_type, page["C2"].is_date] == ["s", "n", True]
    assert (page.freeze_panes, page.auto_filter.ref, page.column_dimensions["A"].width > 29) == (
        "B2",
        "A1:C4",
        True,
    )
    assert (page["A4"].hyperlink, page["A6"].value) == (None, "Een zin.")
    assert (book.properties.title, book.properties.creator) == ("Titel", "Mechelen")


def test_same_tables_make_the_same_workbook() -> None:
    first, second = (make_workbook([SHEET], title="T", author="M", made_at=MADE_AT) for _ in range(2))
    assert first == second


def test_text_file_is_what_spreadsheets_here_read() -> None:
    lines = [
        "Alle rijen",
        "Een zin.",
        "Naam;Aantal;Dag",
        '"Dove mensen; oud & nieuw";1234;2026-10-31',
        "'=1+1;0;",
        "http://x.example;-3;",
        "",
    ]
    for language in ("nl", "fr"):
        assert make_csv([SHEET], language).decode() == BYTE_ORDER_MARK + "\r\n".join(lines)
    assert "Naam,Aantal,Dag" in make_csv([SHEET], "en").decode()
