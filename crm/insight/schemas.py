"""What goes in and out of the reach report."""

from collections.abc import Iterable
from datetime import date, datetime
from math import isfinite
from typing import Literal
from uuid import UUID

from pydantic import Field

from crm.contacts.models import Channel, Topic
from crm.contacts.queries import ContactView
from crm.insight.chain import Box, CellReading, Way, planned_for
from crm.insight.gaps import ReportCell, groups_in
from crm.insight.queries import OpenFollowUp
from crm.insight.report import ReachReport
from crm.insight.shares import AxisShares, GroupShare, ShareVerdict, shares_of
from crm.parties.models import Dimension, PersonRole
from crm.web.schemas import AddressQuery, Input, Output, PossibleDate
from graph.network import NodeKind
from graph.reach import Status

Place = UUID | Literal["city"]
"""The neighbourhood in an address; `city` for a group whose figures are for the city only."""


class ReachQuery(AddressQuery):
    """Of which date the report is (today where it is left out), and of which dimension the matrix."""

    as_of: PossibleDate | None = Field(None, examples=["2026-11-23"])
    dimension: Dimension | None = None


class DayQuery(AddressQuery):
    """Of which date a cell is shown; today where it is left out."""

    as_of: PossibleDate | None = Field(None, examples=["2026-11-23"])


class CellFollowUpCreate(Input):
    """What somebody will do about a cell; the cell itself stands in the address."""

    what: str = Field(min_length=1, max_length=200, examples=["Kennismaken op de koffieochtend"])
    owner_id: UUID
    due_on: PossibleDate


class ResidentsRead(Output):
    """A population figure. `count` is null for fewer than ten."""

    count: int | None
    year: int
    source: str
    is_invented: bool


class PlannedRead(Output):
    """An open follow-up. `what` is null for who reads no notes and did not plan it."""

    id: UUID
    what: str | None
    owner_id: UUID
    due_on: date


class CellRead(Output):
    """One cell: two facts that are never merged, *Ingang* (`status`) and *Zelf gehoord* (`heard_on`)."""

    group_id: UUID
    neighbourhood_id: UUID | None
    status: Status
    heard_on: date | None
    residents: ResidentsRead | None
    reach: float
    backup_reach: float
    backup_reach_if_a_consultant_leaves: float
    independent_ways: int
    known_openers: int
    oldest_contact_on: date | None
    goes_cold_on: date | None
    had_way_in: bool
    follow_ups: list[PlannedRead]

    @classmethod
    def of(cls, one: ReportCell, planned: Iterable[OpenFollowUp]) -> "CellRead":
        """The cell with what will be done about it."""
        return cls(
            group_id=one.cell.group_id,
            neighbourhood_id=one.cell.place_id,
            status=one.status,
            heard_on=one.heard_on,
            residents=ResidentsRead.model_validate(one.residents) if one.residents else None,
            reach=one.reach.reach,
            backup_reach=one.reach.backup_reach,
            backup_reach_if_a_consultant_leaves=one.reach.backup_reach_if_a_consultant_leaves,
            independent_ways=one.reach.independent_ways,
            known_openers=one.openers,
            oldest_contact_on=one.oldest_contact_on,
            goes_cold_on=one.reach.goes_cold_on,
            had_way_in=one.had_way_in,
            follow_ups=[PlannedRead.model_validate(item) for item in planned_for(one.cell, planned)],
        )


class GroupRead(Output):
    """A group of the matrix, in the reader's language."""

    id: UUID
    key: str
    name: str
    dimension: Dimension
    is_city_wide_only: bool


class NeighbourhoodRead(Output):
    """A neighbourhood of the matrix."""

    id: UUID
    key: str
    name: str


class MethodRead(Output):
    """How the figures were worked out. `half_lives` holds days by kind of tie; `half_life_days` is that of colleagues."""

    half_life_days: float
    half_lives: dict[str, int]
    strong: float
    weak: float
    live: float


class ShareRead(Output):
    """A group's share of residents and of our contacts in the city, within its dimension; null where not compared."""

    group_id: UUID
    residents: ResidentsRead | None
    contacts: int
    verdict: ShareVerdict
    share_of_residents: float | None
    share_of_contacts: float | None
    expected: float | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    short_by: int | None

    @classmethod
    def of(cls, one: GroupShare) -> "ShareRead":
        """The group with its gap; `ratio_low` and `ratio_high` are the ends of the 90 % interval."""
        gap = one.gap
        return cls(
            group_id=one.group.id,
            residents=ResidentsRead.model_validate(one.residents) if one.residents else None,
            contacts=one.contacts,
            verdict=one.verdict,
            share_of_residents=gap.share_of_residents if gap else None,
            share_of_contacts=gap.share_of_contacts if gap else None,
            expected=gap.expected if gap else None,
            ratio=gap.ratio if gap else None,
            ratio_low=gap.interval.low if gap else None,
            ratio_high=gap.interval.high if gap and isfinite(gap.interval.high) else None,
            short_by=gap.short_by if gap else None,
        )


class SharesRead(Output):
    """The groups of one dimension; `dissimilarity`: the share of our contacts that would have to be elsewhere."""

    dimension: Dimension
    dissimilarity: float | None
    groups: list[ShareRead]

    @classmethod
    def of(cls, axis: AxisShares) -> "SharesRead":
        """The dimension."""
        return cls(
            dimension=axis.dimension,
            dissimilarity=axis.dissimilarity,
            groups=[ShareRead.of(one) for one in axis.groups],
        )


class ReachReportRead(Output):
    """The reach report of a date. `found` and `lost` are ids of groups, since `compared_on`; gaps: largest first."""

    as_of: date
    compared_on: date
    method: MethodRead
    found: list[UUID]
    lost: list[UUID]
    unheard: list[UUID]
    groups: list[GroupRead]
    neighbourhoods: list[NeighbourhoodRead]
    largest_gaps: list[CellRead]
    cells: list[CellRead]
    shares: list[SharesRead]

    @classmethod
    def of(
        cls,
        report: ReachReport,
        planned: tuple[OpenFollowUp, ...],
        language: str,
        dimension: Dimension | None = None,
    ) -> "ReachReportRead":
        """The report with open follow-ups, in a language; with a dimension, only the groups and cells along it."""
        groups = [group for group in report.groups if dimension in (None, group.dimension)]
        thresholds = report.network.thresholds
        return cls(
            as_of=report.as_of,
            compared_on=report.compared_on,
            method=MethodRead(
                half_life_days=report.network.half_life_days,
                half_lives={kind or "colleague": days for kind, days in report.rules.half_lives},
                strong=thresholds.strong,
                weak=thresholds.weak,
                live=thresholds.live,
            ),
            found=[group.id for group in groups_in(report.found)],
            lost=[group.id for group in groups_in(report.lost)],
            unheard=[group.id for group in report.unheard],
            groups=[
                GroupRead(
                    id=group.id,
                    key=group.key,
                    name=group.name(language),
                    dimension=group.dimension,
                    is_city_wide_only=group.is_city_wide_only,
                )
                for group in groups
            ],
            neighbourhoods=[NeighbourhoodRead.model_validate(place) for place in report.places],
            largest_gaps=[CellRead.of(one, planned) for one in report.largest_gaps],
            cells=[
                CellRead.of(one, planned) for one in report.cells if dimension in (None, one.group.dimension)
            ],
            shares=[SharesRead.of(axis) for axis in shares_of(report, dimension)],
        )


class BoxRead(Output):
    """One node of a chain. Persons and colleagues have neither id nor name for who may not see persons."""

    kind: NodeKind
    id: UUID | None
    name: str | None
    roles: list[PersonRole]
    until: date | None


class StepRead(Output):
    """A node of a chain, and the line to the one before."""

    box: BoxRead
    last_contact_on: date | None
    strength: float | None


class WayRead(Output):
    """A line, from a colleague on, and its strength now."""

    steps: list[StepRead]
    strength: float


class DepartureRead(Output):
    """What is left of our best line if this link falls away."""

    box: BoxRead
    left: float


class ContactBehind(Output):
    """A contact that stands behind a figure: when, how and by whom of the team."""

    id: UUID
    happened_at: datetime
    channel: Channel
    colleagues: list[str]

    @classmethod
    def of(cls, view: ContactView) -> "ContactBehind":
        """The contact, without notes and without whom was spoken with."""
        return cls(
            id=view.id,
            happened_at=view.happened_at,
            channel=view.channel,
            colleagues=[colleague.name for colleague in view.colleagues],
        )


class OwnSignalRead(Output):
    """A signal of the group itself."""

    theme: Topic
    heard_on: date


class CellReadingRead(Output):
    """All that stands behind one cell. `is_past`: the line shown is the one that we once had."""

    cell: CellRead
    way: WayRead | None
    is_past: bool
    cold_if_spoken_on: date | None
    opens: list[str]
    other_ways: list[WayRead]
    departures: list[DepartureRead]
    hangs_on_one_colleague: bool
    suggestion: BoxRead | None
    contacts: list[ContactBehind]
    voices: list[ContactBehind]
    signals: list[OwnSignalRead]

    @classmethod
    def of(cls, reading: CellReading) -> "CellReadingRead":
        """The reading as programs see it."""
        return cls(
            cell=CellRead.of(reading.cell, reading.follow_ups),
            way=_way(reading.way) if reading.way else None,
            is_past=reading.is_past,
            cold_if_spoken_on=reading.cold_if_spoken_on,
            opens=[label.name for label in reading.opens],
            other_ways=[_way(way) for way in reading.other_ways],
            departures=[DepartureRead(box=_box(one.box), left=one.left) for one in reading.departures],
            hangs_on_one_colleague=reading.hangs_on_one_colleague,
            suggestion=_box(reading.suggestion) if reading.suggestion else None,
            contacts=[ContactBehind.of(view) for view in reading.contacts],
            voices=[ContactBehind.of(view) for view in reading.voices],
            signals=[OwnSignalRead.model_validate(one) for one in reading.signals],
        )


def _way(way: Way) -> WayRead:
    return WayRead.model_validate(way)


def _box(box: Box) -> BoxRead:
    return BoxRead.model_validate(box)
