"""Readings of the frozen pictures, and the trend that they make. The report for the steering group reads `trend_of` too."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from crm.accounts.access import may_read_contacts
from crm.accounts.policies import Decision, decisions_between
from crm.clock import city_date
from crm.contacts.models import ContactMoment
from crm.errors import NotFound
from crm.insight.cells import Cell, GroupFact, Residents
from crm.insight.queries import group_facts, place_facts
from crm.insight.queries.network import end_of
from crm.insight.rules.held import RULES, ReachRules, held_by, rules_of
from crm.insight.trend.models import ReachSnapshot, ReachSnapshotCell
from crm.insight.trend.months import months_up_to
from crm.insight.trend.pictures import FrozenCell, Picture
from crm.insight.trend.trends import Direction, GroupTrend, Trend, trend_from
from crm.parties.models import InclusionGroup
from crm.viewer import Viewer
from graph.reach import Status

YEAR_MONTHS = 12
QUARTER_MONTHS = 4
"""A month, and the three before it to compare with."""


def trend_of(session: Session, viewer: Viewer, months: int = YEAR_MONTHS) -> Trend:
    """How each group goes over so many months up to the newest picture, with its arrow over the last quarter.

    Four queries, for one month or for 24. Without any picture the trend is empty.

    Raises:
        NotFound: the viewer does not read the report.
    """
    return _trend(session, viewer, months, group_facts(session, viewer))


def arrows_on(session: Session, viewer: Viewer, as_of: date) -> dict[UUID, Direction]:
    """The arrow of each group over the quarter up to the newest picture of that day or before; none without one.

    Raises:
        NotFound: the viewer does not read the report.
    """
    trend = _trend(session, viewer, QUARTER_MONTHS, group_facts(session, viewer), until=as_of)
    return {} if trend.latest is None else {one.group.id: one.direction for one in trend.groups}


def group_trend_of(
    session: Session, viewer: Viewer, group_id: UUID, months: int = YEAR_MONTHS
) -> tuple[Trend, GroupTrend]:
    """The trend of one group alone; its cells hold no month that was frozen before there was such a group.

    Raises:
        NotFound: the viewer does not read the report, or there is no such group.
    """
    groups = [one for one in group_facts(session, viewer) if one.id == group_id]
    if not groups:
        raise NotFound
    trend = _trend(session, viewer, months, groups)
    return trend, trend.groups[0]


def _trend(
    session: Session, viewer: Viewer, months: int, groups: Sequence[GroupFact], until: date = date.max
) -> Trend:
    if not may_read_contacts(viewer):
        raise NotFound
    made = {one.month: one for one in pictures(session, viewer) if one.as_of <= until}
    shown = months_up_to(max(made), months) if made else ()
    kept = {month: made[month] for month in shown if month in made}
    frozen = _cells(session, kept, groups)
    return trend_from(shown, kept, frozen, groups, place_facts(session, viewer))


def pictures(session: Session, viewer: Viewer) -> list[Picture]:
    """Every month that has a picture, the oldest first."""
    return [
        Picture(
            id=row.id,
            month=row.month,
            as_of=row.as_of,
            made_on=city_date(row.created_at),
            rules=rules_of(held_by(ReachRules()) | row.rules),
        )
        for row in session.exec(select(ReachSnapshot).order_by(col(ReachSnapshot.month)))
    ]


def begun_on(session: Session, viewer: Viewer) -> date | None:
    """From when the store knows anything of reach: its first contact, or its first group; None for an empty one."""
    contact = select(func.min(ContactMoment.happened_at)).where(col(ContactMoment.withdrawn_at).is_(None))
    group = select(func.min(InclusionGroup.created_at))
    known = [at for at in (session.exec(contact).one(), session.exec(group).one()) if at is not None]
    return city_date(min(known)) if known else None


def rules_decided(session: Session, viewer: Viewer, before: Picture, now: Picture) -> list[Decision]:
    """Which half-lives and thresholds administrators changed between two pictures, the oldest first."""
    return decisions_between(session, viewer, RULES, end_of(before.as_of), end_of(now.as_of))


def _cells(
    session: Session, kept: Mapping[date, Picture], groups: Sequence[GroupFact]
) -> dict[date, dict[Cell, FrozenCell]]:
    table = ReachSnapshotCell
    statement = rows_of(
        col(table.snapshot_id),
        col(table.group_id),
        col(table.neighbourhood_id),
        col(table.status),
        col(table.heard_on),
        col(table.reach),
        col(table.ways),
        col(table.residents),
        col(table.residents_year),
        col(table.residents_source),
        col(table.residents_invented),
    ).where(col(table.snapshot_id).in_([picture.id for picture in kept.values()]))
    if len(groups) == 1:
        statement = statement.where(col(table.group_id) == groups[0].id)
    months = {picture.id: month for month, picture in kept.items()}
    found: dict[date, dict[Cell, FrozenCell]] = {month: {} for month in kept}
    for (
        snapshot,
        group,
        place,
        status,
        heard_on,
        reach,
        ways,
        count,
        year,
        source,
        invented,
    ) in session.connection().execute(statement):
        residents = None if year is None else Residents(count, year, source or "", invented)
        cell = Cell(group, place)
        found[months[snapshot]][cell] = FrozenCell(cell, Status(status), heard_on, reach, ways, residents)
    return found
