"""The rows of the report: one pure function makes them, and every form (page, PDF, XLSX, CSV, JSON) shows them.

No name of a person or of a member of staff is in them, and nothing that somebody typed about one: of what will be done
they tell how many follow-ups are open and by when.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from crm.insight.cells import Counted, GroupFact, PlaceFact, Residents
from crm.insight.chain import planned_for
from crm.insight.gaps import ReportCell, groups_in
from crm.insight.queries import OpenFollowUp
from crm.insight.report import ReachReport
from crm.insight.rules.held import ReachRules
from crm.insight.steering.counts import (
    CountTable,
    GroupContact,
    doors_of,
    shown_contacts,
    shown_doors,
)
from crm.insight.steering.models import NoteSource
from crm.insight.steering.quarters import Quarter, closed_quarters
from crm.insight.trend.trends import Direction
from crm.parties.models import Dimension
from crm.suppression import INSIDE, OUTSIDE, Audience, Shown
from graph.reach import Status

QUARTERS = 4
NOTE_QUARTERS = 4
"""How many quarters back a note still stands in the report."""


class Reader(StrEnum):
    """For whom the report is made: for the team and its managers, or to hand on."""

    INSIDE = "inside"
    OUTSIDE = "outside"

    @property
    def audience(self) -> Audience:
        """What they may see of small counts."""
        return INSIDE if self is Reader.INSIDE else OUTSIDE


@dataclass(frozen=True)
class NoteFact:
    """What a group said in a quarter, and where. Who wrote it down is no part of a report."""

    group_id: UUID
    quarter: Quarter
    source: NoteSource
    text: str


@dataclass(frozen=True)
class Facts:
    """What the rows are made of. `counted` is the report of the last end of a month: people are counted of that day."""

    report: ReachReport
    counted: ReachReport
    planned: tuple[OpenFollowUp, ...]
    contacts: tuple[GroupContact, ...]
    notes: tuple[NoteFact, ...]
    arrows: Mapping[UUID, Direction] = field(default_factory=dict)


@dataclass(frozen=True)
class GapRow:
    """One of the largest gaps, and what is planned about it."""

    cell: ReportCell
    follow_ups: int
    next_due_on: date | None


@dataclass(frozen=True)
class MatrixRow:
    """A group with its cells: one for each neighbourhood, or one for the city."""

    group: GroupFact
    cells: tuple[ReportCell, ...]


@dataclass(frozen=True)
class GroupRow:
    """What is known of one group in the whole city. `direction` is its arrow in the frozen months, if there are any."""

    group: GroupFact
    residents: Residents | None
    by_status: Mapping[Status, int]
    heard_on: date | None
    follow_ups: int
    notes: tuple[NoteFact, ...]
    direction: Direction | None = None

    @property
    def places(self) -> int:
        """In how many places the group is looked at: every neighbourhood, or the city."""
        return sum(self.by_status.values())

    @property
    def ways_in(self) -> int:
        """In how many of them there is a way in."""
        return sum(self.by_status[status] for status in (Status.WEAK, Status.SINGLE, Status.REACHED))


@dataclass(frozen=True)
class ContactsRow:
    """How often somebody was spoken with who works with the group, by quarter."""

    group: GroupFact
    counts: tuple[Shown, ...]


@dataclass(frozen=True, order=True)
class Source:
    """Where figures on residents come from."""

    name: str
    year: int
    is_invented: bool


@dataclass(frozen=True)
class SteeringRows:
    """All that the report says, in no language yet."""

    as_of: date
    compared_on: date
    counted_on: date
    reader: Reader
    rules: ReachRules
    places: tuple[PlaceFact, ...]
    found: tuple[GroupFact, ...]
    lost: tuple[GroupFact, ...]
    unheard: tuple[GroupFact, ...]
    gaps: tuple[GapRow, ...]
    matrix: tuple[MatrixRow, ...]
    groups: tuple[GroupRow, ...]
    doors: CountTable
    quarters: tuple[Quarter, ...]
    contacts: tuple[ContactsRow, ...]
    sources: tuple[Source, ...]
    dimensions: tuple[Dimension, ...] = field(default=())


def steering_rows(facts: Facts, reader: Reader) -> SteeringRows:
    """Returns the rows of the report for that reader. The audit of small counts costs the most: see crm.suppression."""
    report = facts.report
    quarters = closed_quarters(report.as_of, QUARTERS)
    counts = shown_contacts(facts.contacts, (group.id for group in report.groups), quarters, reader.audience)
    return SteeringRows(
        as_of=report.as_of,
        compared_on=report.compared_on,
        counted_on=facts.counted.as_of,
        reader=reader,
        rules=report.rules,
        places=report.places,
        found=groups_in(report.found),
        lost=groups_in(report.lost),
        unheard=report.unheard,
        gaps=tuple(_gap(one, facts.planned) for one in report.largest_gaps),
        matrix=tuple(MatrixRow(group, cells) for group, cells in _cells_by_group(report)),
        groups=tuple(_group(facts, group, cells) for group, cells in _cells_by_group(report)),
        doors=shown_doors(doors_of(facts.counted.cells, facts.counted.network.members), reader.audience),
        quarters=quarters,
        contacts=tuple(
            ContactsRow(group, tuple(counts[group.id, quarter] for quarter in quarters))
            for group in report.groups
        ),
        sources=_sources(report.rows.residents),
        dimensions=tuple(dict.fromkeys(group.dimension for group in report.groups)),
    )


def _gap(one: ReportCell, planned: Iterable[OpenFollowUp]) -> GapRow:
    dates = sorted(item.due_on for item in planned_for(one.cell, planned))
    return GapRow(one, len(dates), dates[0] if dates else None)


def _cells_by_group(report: ReachReport) -> list[tuple[GroupFact, tuple[ReportCell, ...]]]:
    found: dict[UUID, list[ReportCell]] = {}
    for one in report.cells:
        found.setdefault(one.group.id, []).append(one)
    return [(group, tuple(found[group.id])) for group in report.groups if group.id in found]


def _group(facts: Facts, group: GroupFact, cells: tuple[ReportCell, ...]) -> GroupRow:
    heard = [one.heard_on for one in cells if one.heard_on is not None]
    return GroupRow(
        group=group,
        residents=facts.report.rows.residents.get(Counted(group.id, None)),
        by_status={status: sum(one.status == status for one in cells) for status in Status},
        heard_on=max(heard, default=None),
        follow_ups=sum(one.cell.group_id == group.id for one in facts.planned),
        notes=notes_in(facts.notes, group.id, facts.report.as_of),
        direction=facts.arrows.get(group.id),
    )


def notes_in(notes: Iterable[NoteFact], group_id: UUID, as_of: date) -> tuple[NoteFact, ...]:
    """Returns the notes of a group that a report of that day shows: of its quarter and the three before, newest first."""
    last = Quarter.of(as_of)
    first = last
    for _ in range(NOTE_QUARTERS - 1):
        first = first.before
    found = [one for one in notes if one.group_id == group_id and first <= one.quarter <= last]
    return tuple(sorted(found, key=lambda one: (one.quarter, one.source), reverse=True))


def _sources(figures: Mapping[Counted, Residents]) -> tuple[Source, ...]:
    return tuple(sorted({Source(one.source, one.year, one.is_invented) for one in figures.values()}))
