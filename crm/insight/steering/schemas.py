"""What goes in and out of the report for the steering group and of the notes."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field

from crm.insight.schemas import GroupRead, NeighbourhoodRead, ResidentsRead
from crm.insight.steering.models import LONGEST_NOTE, NoteSource
from crm.insight.steering.quarters import Quarter
from crm.insight.steering.queries import NoteHistory
from crm.insight.steering.rows import GapRow, GroupRow, NoteFact, Reader, SteeringRows
from crm.insight.trend.trends import Direction
from crm.parties.models import Dimension
from crm.suppression import TOTAL, Hidden, Shown
from crm.text import mark
from crm.web.schemas import FIRST_DAY, LAST_DAY, AddressQuery, Input, Output, PossibleDate, refusal
from graph.reach import Status

_QUARTER = re.compile(r"\d{4}-Q[1-4]")


def _quarter(value: str) -> str:
    if not _QUARTER.fullmatch(value) or not FIRST_DAY.year <= int(value[:4]) <= LAST_DAY.year:
        raise refusal(mark("Give a quarter, such as 2026-Q3."))
    return value


QuarterKey = Annotated[str, AfterValidator(_quarter)]


class SteeringQuery(AddressQuery):
    """Of which day the report is (today, or the end of a month), and who will read it."""

    as_of: PossibleDate | None = Field(None, examples=["2026-10-31"])
    audience: Reader = Field(Reader.INSIDE, description="`outside` rounds and hides more: to hand on")


class NoteQuery(AddressQuery):
    """Which note the form shows, to change it; a new one where none is named."""

    quarter: QuarterKey | None = None
    source: NoteSource | None = None


def _not_blank(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


class GroupNotePut(Input):
    """What a group said in a quarter; without a text the note is taken away."""

    quarter: QuarterKey = Field(max_length=7, examples=["2026-Q3"])
    source: NoteSource
    text: Annotated[str | None, BeforeValidator(_not_blank)] = Field(
        default=None,
        max_length=LONGEST_NOTE,
        description="What was said; no names",
        examples=["Ze willen vaker zelf gevraagd worden, en niet alleen voor feesten."],
    )
    version: int = Field(
        default=0,
        ge=0,
        le=1_000_000_000,
        description="The version that the writer has seen; 0 for a new note",
    )

    @property
    def period(self) -> Quarter:
        """The quarter as a value."""
        return Quarter(int(self.quarter[:4]), int(self.quarter[-1]))


class NoteVersionRead(Output):
    """One version of a note. `text` is null where it was taken away."""

    number: int
    text: str | None
    written_by: str
    written_at: datetime


class GroupNoteRead(Output):
    """A note of a group with its versions, the newest first."""

    quarter: str
    source: NoteSource
    text: str | None
    version: int
    versions: list[NoteVersionRead]

    @classmethod
    def of(cls, histories: Iterable[NoteHistory]) -> "list[GroupNoteRead]":
        """The notes of a group as programs see them."""
        return [
            cls(
                quarter=str(one.quarter),
                source=one.source,
                text=one.text,
                version=one.version,
                versions=[NoteVersionRead.model_validate(version) for version in one.versions],
            )
            for one in histories
        ]


class CountRead(Output):
    """A count of people or contacts: null where it is not shown, and why."""

    count: int | None
    hidden: Hidden | None

    @classmethod
    def of(cls, shown: Shown) -> "CountRead":
        """The count as it may be seen."""
        return cls(count=shown.count, hidden=shown.hidden)


class SteeringGapRead(Output):
    """One of the largest gaps, with how many follow-ups are open about it, and by when the first."""

    group_id: UUID
    neighbourhood_id: UUID | None
    status: Status
    heard_on: date | None
    residents: ResidentsRead | None
    open_follow_ups: int
    next_due_on: date | None

    @classmethod
    def of(cls, gap: GapRow) -> "SteeringGapRead":
        """The row as programs see it."""
        one = gap.cell
        return cls(
            group_id=one.group.id,
            neighbourhood_id=one.cell.place_id,
            status=one.status,
            heard_on=one.heard_on,
            residents=ResidentsRead.model_validate(one.residents) if one.residents else None,
            open_follow_ups=gap.follow_ups,
            next_due_on=gap.next_due_on,
        )


class SteeringCellRead(Output):
    """One cell of the matrix: a way in, and when the group itself was heard."""

    group_id: UUID
    neighbourhood_id: UUID | None
    status: Status
    heard_on: date | None


class SteeringNoteRead(Output):
    """What a group said, and where; not who wrote it down."""

    quarter: str
    source: NoteSource
    text: str

    @classmethod
    def of(cls, note: NoteFact) -> "SteeringNoteRead":
        """The note as programs see it."""
        return cls(quarter=str(note.quarter), source=note.source, text=note.text)


class SteeringGroupRead(Output):
    """A group in the whole city. `residents` is null without a reliable figure, `direction` without a frozen month."""

    group: GroupRead
    residents: ResidentsRead | None
    neighbourhoods_by_status: dict[Status, int]
    ways_in: int
    direction: Direction | None
    heard_on: date | None
    open_follow_ups: int
    notes: list[SteeringNoteRead]

    @classmethod
    def of(cls, row: GroupRow, language: str) -> "SteeringGroupRead":
        """The row in a language."""
        group = row.group
        return cls(
            group=GroupRead(
                id=group.id,
                key=group.key,
                name=group.name(language),
                dimension=group.dimension,
                is_city_wide_only=group.is_city_wide_only,
            ),
            residents=ResidentsRead.model_validate(row.residents) if row.residents else None,
            neighbourhoods_by_status=dict(row.by_status),
            ways_in=row.ways_in,
            direction=row.direction,
            heard_on=row.heard_on,
            open_follow_ups=row.follow_ups,
            notes=[SteeringNoteRead.of(note) for note in row.notes],
        )


class DoorCountRead(Output):
    """How many can open a door, along a dimension in a neighbourhood; `total` stands for all of either."""

    dimension: str
    place: str
    openers: CountRead


class QuarterContactsRead(Output):
    """How often in a quarter somebody was spoken with who works with the group."""

    group_id: UUID
    quarter: str
    contacts: CountRead


class SourceRead(Output):
    """Where figures on residents come from."""

    name: str
    year: int
    is_invented: bool


class RulesRead(Output):
    """How the report was worked out: days by kind of tie, and thresholds (0..1)."""

    half_lives: dict[str, int]
    strong: float
    weak: float
    live: float


class SteeringRead(Output):
    """The report for the steering group. People are counted of `counted_on`, the end of a month."""

    as_of: date
    compared_on: date
    counted_on: date
    audience: Reader
    method: RulesRead
    found: list[UUID]
    lost: list[UUID]
    unheard: list[UUID]
    neighbourhoods: list[NeighbourhoodRead]
    gaps: list[SteeringGapRead]
    cells: list[SteeringCellRead]
    groups: list[SteeringGroupRead]
    doors: list[DoorCountRead]
    contacts: list[QuarterContactsRead]
    sources: list[SourceRead]

    @classmethod
    def of(cls, rows: SteeringRows, language: str) -> "SteeringRead":
        """The rows as programs see them, in a language."""
        return cls(
            as_of=rows.as_of,
            compared_on=rows.compared_on,
            counted_on=rows.counted_on,
            audience=rows.reader,
            method=_rules(rows),
            found=[group.id for group in rows.found],
            lost=[group.id for group in rows.lost],
            unheard=[group.id for group in rows.unheard],
            neighbourhoods=[NeighbourhoodRead.model_validate(place) for place in rows.places],
            gaps=[SteeringGapRead.of(gap) for gap in rows.gaps],
            cells=_cells(rows),
            groups=[SteeringGroupRead.of(row, language) for row in rows.groups],
            doors=_doors(rows),
            contacts=[
                QuarterContactsRead(group_id=row.group.id, quarter=str(quarter), contacts=CountRead.of(count))
                for row in rows.contacts
                for quarter, count in zip(rows.quarters, row.counts, strict=True)
            ],
            sources=[SourceRead.model_validate(source) for source in rows.sources],
        )


def _rules(rows: SteeringRows) -> RulesRead:
    thresholds = rows.rules.thresholds
    return RulesRead(
        half_lives={kind or "colleague": days for kind, days in rows.rules.half_lives},
        strong=thresholds.strong,
        weak=thresholds.weak,
        live=thresholds.live,
    )


def _cells(rows: SteeringRows) -> list[SteeringCellRead]:
    return [
        SteeringCellRead(
            group_id=one.cell.group_id,
            neighbourhood_id=one.cell.place_id,
            status=one.status,
            heard_on=one.heard_on,
        )
        for row in rows.matrix
        for one in row.cells
    ]


def _doors(rows: SteeringRows) -> list[DoorCountRead]:
    doors = rows.doors
    return [
        DoorCountRead(
            dimension=row.value if isinstance(row, Dimension) else row,
            place=column,
            openers=CountRead.of(doors.at(row, column)),
        )
        for row in (*doors.rows, TOTAL)
        for column in (*doors.columns, TOTAL)
    ]
