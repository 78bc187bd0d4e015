"""A document on paper: tagged, in its language, without network or system fonts, and never markup of what was typed."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from crm.web.pdf import make_pdf

MADE_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOSTILE = '#panic("typed") $x^2$ *bold* [#read("/etc/passwd")] \\ "quoted" </script>'


def _made(name: str) -> bytes:
    row = {
        "name": name,
        "when": "maandag 8 maart",
        "notes": [],
        "certainty": "verwacht",
        "is_sure": False,
        "source": "S",
    }
    return make_pdf(
        "calendar.typ",
        title="Jaarkalender 2027",
        language="nl",
        made_at=MADE_AT,
        data={
            "author": "Mechelen",
            "subtitle": "alle kalenders",
            "intro": ["Een zin."],
            "foot": "Afgedrukt",
            "page_of": "Bladzijde {page} van {pages}",
            "columns": ["Wanneer?", "Wat?", "Hoe zeker?"],
            "months": [{"name": "maart 2027", "rows": [row] * 60}],
            "nothing": "",
        },
    )


def test_document_is_tagged_and_says_its_title_and_language() -> None:
    read = PdfReader(BytesIO(_made("Eid al-Fitr, Aşure, Hızır, Noël")))
    root: Any = read.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("nl", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 - a PDF boolean, not ours
    assert read.metadata is not None
    assert (read.metadata.title, read.metadata.author) == ("Jaarkalender 2027", "Mechelen")
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert "Eid al-Fitr, Aşure, Hızır, Noël" in read.pages[0].extract_text()


def test_pages_are_numbered_and_repeat_the_heads_of_the_columns() -> None:
    pages = [page.extract_text() for page in PdfReader(BytesIO(_made("Eid"))).pages]
    assert len(pages) >= 3
    for number, text in enumerate(pages, start=1):
        assert f"Bladzijde {number} van {len(pages)}" in text
        assert "Hoe zeker?" in text


def test_what_was_typed_is_printed_and_never_carried_out() -> None:
    text = PdfReader(BytesIO(_made(HOSTILE))).pages[0].extract_text()
    assert HOSTILE.replace(" ", "") in text.replace(" ", "").replace("\n", "")


def test_same_document_is_the_same_bytes() -> None:
    assert _made("Eid") == _made("Eid")
