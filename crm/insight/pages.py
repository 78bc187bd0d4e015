"""*Wie bereiken we nog niet?*: the report, and what stands behind each of its cells."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from itertools import groupby
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import READERS
from crm.accounts.queries import colleagues
from crm.contacts.words import CHANNEL_ICONS, CHANNELS, TOPICS
from crm.errors import BereikError
from crm.i18n import short_date, translate
from crm.insight import queries, service
from crm.insight.cells import Counted, GroupFact
from crm.insight.chain import Box, CellReading, cell_at, cell_reading, planned_for
from crm.insight.gaps import ReportCell, groups_in
from crm.insight.next_contacts.suggesting import left_alone
from crm.insight.report import ReachReport, reach_report
from crm.insight.schemas import CellFollowUpCreate, DayQuery, Place, ReachQuery
from crm.insight.shares import shares_of
from crm.insight.steering.said import said_by
from crm.insight.words import (
    LINES,
    OPENS_DOOR,
    WHOLE_CITY,
    WORKS_WITH_THEM,
    step_of,
    subtitle_of,
    title_of,
    why,
)
from crm.parties.models import Dimension
from crm.parties.words import DIMENSIONS
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.viewer import SYSTEM, Role
from crm.web.forms import Form, SubmittedForm, filled_form
from crm.web.render import page, redirect

router = APIRouter(prefix="/reach", dependencies=[READERS])
HERE = "/reach"
PLAN_WITHIN_DAYS = 14
"""The day that the form proposes: soon, and not today."""


@router.get("")
def show_reach(request: Request, uow: Reading, wanted: Annotated[ReachQuery, Query()]) -> Response:
    """The report: what changed, five cards, and the matrix."""
    as_of = wanted.as_of or uow.today
    report = reach_report(uow.session, uow.viewer, as_of)
    planned = queries.open_follow_ups(uow.session, uow.viewer)
    rows = _matrix(report, wanted.dimension)
    dimensions = dict.fromkeys(group.dimension for group in report.groups)
    return page(
        request,
        "insight/report.html",
        nav="reach",
        report=report,
        lines=LINES,
        as_of=as_of,
        is_today=as_of == uow.today,
        form=filled_form(request, {"as_of": as_of, "dimension": wanted.dimension}),
        found=groups_in(report.found),
        lost=groups_in(report.lost),
        cards=[(one, why(one), planned_for(one.cell, planned)) for one in report.largest_gaps],
        sections=[(one, list(of_it)) for one, of_it in groupby(rows, lambda row: row[0].dimension)],
        figures=report.rows.residents,
        counted=Counted,
        sources=_sources(report, rows),
        dimensions=DIMENSIONS,
        shares=shares_of(report, wanted.dimension),
        dimension_options=[
            (dimension.value, translate(request.state.language, DIMENSIONS[dimension]))
            for dimension in dimensions
        ],
        query="" if as_of == uow.today else f"?as_of={as_of}",
    )


@router.get("/{group_id}/{place}")
def show_cell(
    request: Request, uow: Reading, group_id: UUID, place: Place, wanted: Annotated[DayQuery, Query()]
) -> Response:
    """One cell, opened: the chain with its dates, and what we do about it."""
    report = reach_report(uow.session, uow.viewer, wanted.as_of or uow.today)
    # Whom to leave alone holds for everybody's first step, also where only roles may be read.
    alone = left_alone(uow.session, SYSTEM, report, uow.today)
    reading = cell_reading(uow.session, uow.viewer, report, cell_at(report, group_id, place), alone)
    return page(
        request,
        "insight/cell.html",
        nav="reach",
        report=report,
        lines=LINES,
        reading=reading,
        one=reading.cell,
        is_today=report.as_of == uow.today,
        why=why(reading.cell),
        boxes=_boxes(request.state.language, reading),
        title=partial(title_of, request.state.language),
        subtitle=partial(subtitle_of, request.state.language),
        channels=CHANNELS,
        channel_icons=CHANNEL_ICONS,
        topics=TOPICS,
        group_notes=said_by(uow.session, uow.viewer, group_id, report.as_of, request.state.language),
        form=_empty_form(request, uow, reading),
        **_form_parts(uow, reading.suggestion),
    )


@router.post("/{group_id}/{place}/follow-ups")
def plan_cell_follow_up(
    request: Request, uow: Writing, group_id: UUID, place: Place, form: SubmittedForm
) -> Response:
    """Plans what somebody will do about a cell, and goes back to it."""
    named = queries.named_cell(uow.session, uow.viewer, group_id, place)
    wanted = form.parse(CellFollowUpCreate)
    if wanted is not None:
        try:
            service.plan_cell_follow_up(uow, named.cell, wanted)
        except BereikError as error:
            form.add_error(error)
        else:
            return redirect(named.cell.path, "planned")
    return page(
        request,
        "insight/plan.html",
        nav="reach",
        status=422,
        form=form,
        named=named,
        **_form_parts(uow, None),
    )


_MatrixRow = tuple[GroupFact, list[ReportCell]]


def _matrix(report: ReachReport, dimension: Dimension | None) -> list[_MatrixRow]:
    """The rows of the matrix: each group with its cells, one for each neighbourhood, or one for the city."""
    found: dict[UUID, list[ReportCell]] = {}
    for one in report.cells:
        found.setdefault(one.group.id, []).append(one)
    shown = (group for group in report.groups if dimension in (None, group.dimension))
    return [(group, found[group.id]) for group in shown if group.id in found]


def _sources(report: ReachReport, rows: Iterable[_MatrixRow]) -> list[str]:
    """The sources of the figures in view, each once."""
    shown = {group.id for group, _ in rows} | {None}
    figures = [figure for counted, figure in report.rows.residents.items() if counted.group_id in shown]
    return sorted({f"{figure.source} ({figure.year})" for figure in figures})


def _boxes(language: str, reading: CellReading) -> list[dict[str, object]]:
    """The boxes of the chain as the macro shows them: us, those between, and last the group itself."""
    steps = reading.way.steps if reading.way else ()
    boxes: list[dict[str, object]] = [
        {
            "title": title_of(language, step.box),
            "text": subtitle_of(language, step.box),
            "link": "" if step.last_contact_on is None else short_date(language, step.last_contact_on),
            "stale": step.is_quiet,
        }
        for step in steps
    ]
    place = reading.cell.place.name if reading.cell.place else translate(language, WHOLE_CITY)
    names = ", ".join(label.name for label in reading.opens)
    opens = translate(language, OPENS_DOOR, names=names) if names else translate(language, WORKS_WITH_THEM)
    last = {"title": reading.cell.group.name(language), "text": place, "link": opens, "stale": False}
    return [*boxes, last] if boxes else []


def _empty_form(request: Request, uow: UnitOfWork, reading: CellReading) -> Form:
    owner = uow.viewer.user_id if uow.viewer.has_role(Role.CONSULTANT) else None
    due_on = uow.today + timedelta(days=PLAN_WITHIN_DAYS)
    what = step_of(request.state.language, reading.suggestion) if reading.suggestion else None
    return filled_form(request, {"what": what, "owner_id": owner, "due_on": due_on})


def _form_parts(uow: UnitOfWork, suggestion: Box | None) -> dict[str, Any]:
    return {
        "colleagues": colleagues(uow.session, uow.viewer, uow.today),
        "suggestion": suggestion,
    }
