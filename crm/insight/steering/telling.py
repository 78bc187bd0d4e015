"""The rows in a language, as tables: every form shows these, with the same words in the same cells."""

from collections.abc import Iterable
from datetime import date

from crm.i18n import long_date, translate
from crm.insight.cells import GroupFact
from crm.insight.gaps import ReportCell
from crm.insight.steering.method import method_lines
from crm.insight.steering.rows import GapRow, GroupRow, SteeringRows
from crm.insight.steering.words import (
    NEVER,
    NOTE_SOURCES,
    READER_WORDS,
    headline,
    say_count,
    say_quarter,
    say_residents,
    say_source,
)
from crm.insight.trend.words import DIRECTIONS
from crm.insight.words import STATUSES, WHOLE_CITY, why
from crm.parties.words import DIMENSIONS
from crm.suppression import TOTAL
from crm.text import mark
from crm.web.sheets import Column, Sheet, Value

TITLE = mark("Whom do we reach? For the steering group")
TOGETHER = mark("All together")
NARROW, NORMAL, WIDE, TEXT = 10, 16, 34, 70


def title_of(rows: SteeringRows, language: str) -> str:
    """What the report is called."""
    return translate(language, TITLE)


def sheets_of(rows: SteeringRows, language: str) -> tuple[Sheet, ...]:
    """Every table of the report, in the order in which it is read."""
    return (
        summary_sheet(rows, language),
        gaps_sheet(rows, language),
        matrix_sheet(rows, language),
        groups_sheet(rows, language),
        notes_sheet(rows, language),
        doors_sheet(rows, language),
        contacts_sheet(rows, language),
        sources_sheet(rows, language),
        method_sheet(rows, language),
    )


def summary_sheet(rows: SteeringRows, language: str) -> Sheet:
    """The day of the report, and what changed in a quarter."""

    def names(groups: Iterable[GroupFact]) -> str:
        return ", ".join(group.name(language) for group in groups) or translate(language, mark("none"))

    facts: tuple[tuple[str, Value], ...] = (
        (mark("Day of the report"), rows.as_of),
        (mark("Compared with"), rows.compared_on),
        (mark("People counted on"), rows.counted_on),
        (mark("For whom?"), translate(language, READER_WORDS[rows.reader])),
        (mark("In a quarter"), headline(language, rows)),
        (mark("A way in found"), names(rows.found)),
        (mark("The way in lost"), names(rows.lost)),
        (mark("A way in, but never heard themselves"), names(rows.unheard)),
    )
    return Sheet(
        "summary",
        translate(language, mark("Summary")),
        title_of(rows, language),
        _columns(language, (mark("What?"), WIDE), (mark("Answer"), TEXT)),
        tuple((translate(language, word), value) for word, value in facts),
    )


def gaps_sheet(rows: SteeringRows, language: str) -> Sheet:
    """The largest gaps, and what is planned about them."""
    return Sheet(
        "gaps",
        translate(language, mark("Largest gaps")),
        translate(language, mark("The largest gaps")),
        _columns(
            language,
            (mark("Group"), WIDE),
            (mark("Neighbourhood"), NORMAL),
            (mark("Residents"), NORMAL),
            (mark("A way in"), NORMAL),
            (mark("Heard themselves"), NORMAL),
            (mark("Why is this here?"), TEXT),
            (mark("Open follow-ups"), NARROW),
            (mark("The first by"), NORMAL),
        ),
        tuple(_gap(row, language) for row in rows.gaps),
        (translate(language, mark("A network consultant carries out each follow-up.")),),
    )


def _gap(row: GapRow, language: str) -> tuple[Value, ...]:
    one = row.cell
    return (
        one.group.name(language),
        place_of(one, language),
        say_residents(language, one.residents),
        translate(language, STATUSES[one.status]),
        heard(one.heard_on, language),
        translate(language, why(one)),
        row.follow_ups,
        row.next_due_on,
    )


def matrix_sheet(rows: SteeringRows, language: str) -> Sheet:
    """Every group in every neighbourhood: how far we have a way in, in words."""
    city = translate(language, WHOLE_CITY)

    def row_of(group: GroupFact, cells: tuple[ReportCell, ...]) -> tuple[Value, ...]:
        words = {one.cell.place_id: translate(language, STATUSES[one.status]) for one in cells}
        return (
            translate(language, DIMENSIONS[group.dimension]),
            group.name(language),
            *(words.get(place.id) for place in rows.places),
            words.get(None),
        )

    return Sheet(
        "matrix",
        translate(language, mark("Group by neighbourhood")),
        translate(language, mark("Every group in every neighbourhood")),
        (
            *_columns(language, (mark("Dimension"), NORMAL), (mark("Group"), WIDE)),
            *(Column(place.name, NORMAL) for place in rows.places),
            Column(city, NORMAL),
        ),
        tuple(row_of(row.group, row.cells) for row in rows.matrix),
        (
            translate(
                language,
                mark("Where a small area could betray people, there are figures for the whole city only."),
            ),
        ),
    )


def groups_sheet(rows: SteeringRows, language: str) -> Sheet:
    """Each group in the whole city: residents, neighbourhoods by status, when they were heard, what is planned."""
    return Sheet(
        "groups",
        translate(language, mark("Groups")),
        translate(language, mark("Each group in the whole city")),
        (
            *_columns(
                language,
                (mark("Group"), WIDE),
                (mark("Residents"), NORMAL),
                (mark("Source of the residents"), WIDE),
                (mark("In a quarter"), NARROW),
                (mark("Neighbourhoods with a way in"), NORMAL),
            ),
            *(Column(translate(language, word), NARROW) for word in STATUSES.values()),
            *_columns(language, (mark("Heard themselves"), NORMAL), (mark("Open follow-ups"), NARROW)),
        ),
        tuple(_group(row, language) for row in rows.groups),
        (translate(language, mark("The columns with a status count neighbourhoods, not people.")),),
    )


def _group(row: GroupRow, language: str) -> tuple[Value, ...]:
    figure = row.residents
    return (
        row.group.name(language),
        say_residents(language, figure),
        say_source(language, figure.source, figure.year, figure.is_invented) if figure else None,
        translate(language, DIRECTIONS[row.direction]) if row.direction else None,
        row.ways_in,
        *(row.by_status[status] for status in STATUSES),
        heard(row.heard_on, language),
        row.follow_ups,
    )


def notes_sheet(rows: SteeringRows, language: str) -> Sheet:
    """What groups said themselves in the last four quarters."""
    return Sheet(
        "notes",
        translate(language, mark("What people say")),
        translate(language, mark("What do people say themselves?")),
        _columns(
            language,
            (mark("Group"), WIDE),
            (mark("When?"), NORMAL),
            (mark("Where was it said?"), NORMAL),
            (mark("What was said"), TEXT),
        ),
        tuple(
            (
                row.group.name(language),
                say_quarter(language, note.quarter),
                translate(language, NOTE_SOURCES[note.source]),
                note.text,
            )
            for row in rows.groups
            for note in row.notes
        ),
    )


def doors_sheet(rows: SteeringRows, language: str) -> Sheet:
    """Who can open a door, by dimension and neighbourhood, as far as it may be shown."""
    names = {str(place.id): place.name for place in rows.places}
    doors, together = rows.doors, translate(language, TOGETHER)
    columns = (*doors.columns, TOTAL)
    labels = [*(names.get(place, translate(language, WHOLE_CITY)) for place in doors.columns), together]
    lines = [*((row, translate(language, DIMENSIONS[row])) for row in doors.rows), (TOTAL, together)]
    return Sheet(
        "doors",
        translate(language, mark("Who can open a door")),
        translate(language, mark("Who can open a door to these people?")),
        (*_columns(language, (mark("Dimension"), WIDE)), *(Column(label, NARROW) for label in labels)),
        tuple(
            (word, *(say_count(language, doors.at(row, column)) for column in columns)) for row, word in lines
        )
        if doors.rows
        else (),
        (
            translate(
                language,
                mark("Counted on %(day)s: people, organisations and networks that can introduce us."),
                day=rows.counted_on,
            ),
            translate(
                language, mark("Who opens a door to two groups, or in two neighbourhoods, counts twice.")
            ),
        ),
    )


def contacts_sheet(rows: SteeringRows, language: str) -> Sheet:
    """How often somebody was spoken with who works with a group, by quarter, as far as it may be shown."""
    return Sheet(
        "contacts",
        translate(language, mark("Contacts")),
        translate(language, mark("How often did we speak with somebody who works with them?")),
        (
            *_columns(language, (mark("Group"), WIDE)),
            *(Column(say_quarter(language, quarter), NORMAL) for quarter in rows.quarters),
        ),
        tuple(
            (row.group.name(language), *(say_count(language, count) for count in row.counts))
            for row in rows.contacts
        ),
        (
            translate(
                language, mark("Quarters that are over. A contact that is about two groups stands with both.")
            ),
        ),
    )


def sources_sheet(rows: SteeringRows, language: str) -> Sheet:
    """Where the figures on residents come from."""
    return Sheet(
        "sources",
        translate(language, mark("Sources")),
        translate(language, mark("Where do the figures on residents come from?")),
        _columns(language, (mark("Source"), TEXT), (mark("Year"), NARROW), (mark("Invented?"), NARROW)),
        tuple(
            (
                source.name,
                str(source.year),
                translate(language, mark("yes")) if source.is_invented else translate(language, mark("no")),
            )
            for source in rows.sources
        ),
    )


def method_sheet(rows: SteeringRows, language: str) -> Sheet:
    """How every figure was worked out."""
    name = translate(language, mark("How we computed this"))
    return Sheet(
        "method",
        name,
        name,
        _columns(language, (mark("What?"), WIDE), (mark("How?"), 2 * TEXT)),
        method_lines(rows, language),
    )


def heard(on: date | None, language: str) -> Value:
    """When a group itself was last heard: a date, or that it never was."""
    return on if on is not None else translate(language, NEVER)


def place_of(one: ReportCell, language: str) -> str:
    """The neighbourhood of a cell, or the whole city."""
    return one.place.name if one.place else translate(language, WHOLE_CITY)


def day_of(rows: SteeringRows, language: str) -> str:
    """The day of the report in words."""
    return long_date(language, rows.as_of)


def _columns(language: str, *columns: tuple[str, int]) -> tuple[Column, ...]:
    return tuple(Column(translate(language, title), width) for title, width in columns)
