"""Pages on paper: typst makes a tagged PDF (PDF/UA-1) of a template and of data, without network or system fonts.

The templates stand in `templates/pdf/`. What is printed reaches them as data, never as typst source, so nothing that
somebody typed can become markup; and all words come translated with it.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi.responses import Response

if TYPE_CHECKING:
    from typst import Fonts

TEMPLATES = Path(__file__).parent / "templates" / "pdf"
MEDIA_TYPE = "application/pdf"
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The document",
        "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""What the description of the API says of an operation that answers with a document."""


@cache
def _fonts() -> "Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False)


def make_pdf(
    template: str, *, title: str, language: str, made_at: datetime, data: Mapping[str, object]
) -> bytes:
    """The document as bytes: A4, tagged, with its title and language, alike for the same arguments.

    Args:
        template: a file of `templates/pdf/`, such as "calendar.typ".
        made_at: an aware instant; it is written into the file as its date.
        data: what the template prints: texts, numbers, lists and mappings of them.
    """
    import typst  # when first needed: it costs the server 30 MB

    told = {**data, "title": title, "language": language}
    made: bytes = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(told)},
        pdf_standards=["ua-1"],
        timestamp=int(made_at.timestamp()),
    )
    return made


def pdf_answer(content: bytes, name: str) -> Response:
    """The document as an answer that a browser shows, and saves under that name (letters, digits and dashes)."""
    headers = {"content-disposition": f'inline; filename="{name}.pdf"'}
    return Response(content, media_type=MEDIA_TYPE, headers=headers)
