"""The report on paper: the same rows and words as on the page, as data for the template."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from crm.i18n import long_date, number, short_date, translate
from crm.insight.gaps import ReportCell
from crm.insight.steering.rows import GapRow, MatrixRow, SteeringRows
from crm.insight.steering.telling import (
    contacts_sheet,
    day_of,
    doors_sheet,
    groups_sheet,
    heard,
    matrix_sheet,
    method_sheet,
    notes_sheet,
    place_of,
    sources_sheet,
    title_of,
)
from crm.insight.steering.words import (
    NO_FIGURE,
    NOBODY_YET,
    READER_WORDS,
    headline,
)
from crm.insight.words import STATUSES, WHOLE_CITY, why
from crm.parties.words import DIMENSIONS
from crm.text import Text, mark
from crm.unit_of_work import UnitOfWork
from crm.web.pdf import make_pdf
from crm.web.sheets import Sheet, Value

MOST_COLUMNS = 12
"""Of neighbourhoods beside one another on a page; a city with more gets a second table."""

Data = dict[str, Any]


def printed_report(uow: UnitOfWork, rows: SteeringRows, language: str) -> bytes:
    """The report as a PDF, in that language."""
    return make_pdf(
        "steering.typ",
        title=title_of(rows, language),
        language=language,
        made_at=uow.now,
        data={
            "author": uow.settings.city,
            "foot": translate(language, mark("Printed on %(date)s"), date=long_date(language, uow.now)),
            "page_of": translate(
                language, mark("Page %(page)s of %(pages)s"), page="{page}", pages="{pages}"
            ),
            "day": day_of(rows, language),
            "reader": translate(language, READER_WORDS[rows.reader]),
            "headline": headline(language, rows),
            "changes": _changes(rows, language),
            "cards": _cards(rows, language),
            "legend": [{"status": key, "word": translate(language, word)} for key, word in STATUSES.items()],
            "matrix": _matrix(rows, language),
            "groups": _table(groups_sheet(rows, language), language),
            "doors": _split(_table(doors_sheet(rows, language), language)),
            "after": [
                _table(sheet(rows, language), language)
                for sheet in (notes_sheet, contacts_sheet, sources_sheet, method_sheet)
            ],
            "nothing": translate(language, mark("Nothing yet.")),
        },
    )


def _changes(rows: SteeringRows, language: str) -> list[Data]:
    told = (
        (
            Text(mark("A way in found since %(day)s"), {"day": short_date(language, rows.compared_on)}),
            rows.found,
        ),
        (
            Text(mark("The way in lost since %(day)s"), {"day": short_date(language, rows.compared_on)}),
            rows.lost,
        ),
        (Text(mark("A way in, but never heard themselves")), rows.unheard),
    )
    return [
        {"title": translate(language, title), "names": [group.name(language) for group in groups]}
        for title, groups in told
        if groups
    ]


def _cards(rows: SteeringRows, language: str) -> Data:
    return {
        "title": translate(language, mark("The largest gaps")),
        "none": translate(language, mark("We see no gaps: every group is reached in more than one way.")),
        "labels": {
            "way": translate(language, mark("A way in")),
            "heard": translate(language, mark("Heard themselves")),
            "plan": translate(language, mark("What do we do?")),
        },
        "cards": [_card(row, language) for row in rows.gaps],
    }


def _card(row: GapRow, language: str) -> Data:
    one = row.cell
    return {
        "group": one.group.name(language),
        "place": f"{place_of(one, language)} · {say_people(one, language)}",
        "status": one.status.value,
        "word": translate(language, STATUSES[one.status]),
        "heard": _printed(heard(one.heard_on, language), language),
        "why": translate(language, why(one)),
        "plan": say_plan(row, language),
    }


def say_people(one: ReportCell, language: str) -> str:
    """How many residents a card is about, with the year; marked where the figure is invented."""
    figure = one.residents
    if figure is None:
        return translate(language, NO_FIGURE)
    if figure.count is None:
        said = translate(language, mark("fewer than 10 residents, %(year)s"), year=str(figure.year))
    else:
        said = translate(
            language, mark("%(count)s residents, %(year)s"), count=figure.count, year=str(figure.year)
        )
    return f"{said} {translate(language, mark('(invented)'))}" if figure.is_invented else said


def say_plan(row: GapRow, language: str) -> str:
    """What is planned about a gap, and by whom in a role: never a name, and nothing that somebody typed."""
    if row.next_due_on is None:
        return translate(language, NOBODY_YET)
    return translate(
        language,
        mark("Open follow-ups: %(count)s. A network consultant does the first by %(day)s."),
        count=row.follow_ups,
        day=short_date(language, row.next_due_on),
    )


def _matrix(rows: SteeringRows, language: str) -> Data:
    sheet = matrix_sheet(rows, language)
    places = rows.places
    starts = range(0, max(len(places), 1), MOST_COLUMNS)
    return {
        "title": sheet.title,
        "notes": list(sheet.notes),
        "group": translate(language, mark("Group")),
        "city": translate(language, WHOLE_CITY),
        "blocks": [
            {
                "columns": [place.name for place in places[start : start + MOST_COLUMNS]],
                "dimensions": [
                    {
                        "name": translate(language, DIMENSIONS[dimension]),
                        "rows": [
                            made for row in group if (made := _matrix_row(row, start, language)) is not None
                        ],
                    }
                    for dimension, group in groupby(rows.matrix, lambda row: row.group.dimension)
                ],
            }
            for start in starts
        ],
    }


def _matrix_row(row: MatrixRow, start: int, language: str) -> Data | None:
    """A row of the block that begins at that neighbourhood; a group of the whole city stands in the first one."""
    if row.group.is_city_wide_only and start:
        return None
    cells = row.cells if row.group.is_city_wide_only else row.cells[start : start + MOST_COLUMNS]
    return {
        "name": row.group.name(language),
        "is_city": row.group.is_city_wide_only,
        "cells": [
            {"status": one.status.value, "word": translate(language, STATUSES[one.status])} for one in cells
        ],
    }


def _table(sheet: Sheet, language: str) -> Data:
    return {
        "key": sheet.key,
        "title": sheet.title,
        "notes": list(sheet.notes),
        "columns": [column.title for column in sheet.columns],
        "rows": [[_printed(value, language) for value in row] for row in sheet.rows],
    }


def _split(table: Data) -> list[Data]:
    """A table that is too wide as several, each with its first column."""
    columns: Sequence[str] = table["columns"]
    parts = [
        slice(start, start + MOST_COLUMNS + 2) for start in range(1, max(len(columns), 2), MOST_COLUMNS + 2)
    ]
    return [
        {
            **table,
            "columns": [columns[0], *columns[part]],
            "rows": [[row[0], *row[part]] for row in table["rows"]],
        }
        for part in parts
    ]


def _printed(value: Value, language: str) -> str:
    """A value as it is printed and as it stands on the page."""
    if value is None:
        return ""
    if isinstance(value, date):
        return short_date(language, value)
    return number(language, value) if isinstance(value, int) else value


def printed_values(values: Iterable[Value], language: str) -> list[str]:
    """The values of a row as they are printed and as they stand on the page."""
    return [_printed(value, language) for value in values]
