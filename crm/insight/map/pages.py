"""The network map for people: drawn by the browser from the API's answer, and the same lines as a list."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import TEAM
from crm.i18n import translate
from crm.insight.cells import GroupFact, PlaceFact
from crm.insight.map.colours import CITY, OTHER, SEVERAL, ColourBy, Palette, colourable
from crm.insight.map.queries import found_on_map
from crm.insight.map.reading import (
    ColouredView,
    LineOrder,
    LinesReading,
    coloured_view,
    lines_reading,
)
from crm.insight.map.schemas import LinesQuery, NetworkPageQuery
from crm.insight.map.words import (
    ANOTHER,
    LINE_KINDS,
    LINE_ORDERS,
    LINE_STATES,
    NODE_KINDS,
    ONE_OF,
    SEVERAL_GROUPS,
    SEVERAL_PLACES,
)
from crm.insight.report import ReachReport
from crm.insight.words import WHOLE_CITY
from crm.parties.words import DIMENSIONS, STRENGTHS
from crm.unit_of_work import Reading, UnitOfWork
from crm.web.forms import filled_form
from crm.web.render import page, paged, redirect
from graph.network import NodeKind

router = APIRouter(prefix="/network", dependencies=[TEAM])
HERE, AS_LIST, DRAWN_FROM = "/network", "/network/lines", "/api/v1/network"
FOUND = 8
"""How many names a search shows."""

LINES_WITHOUT_SCRIPT = 25


@router.get("")
def show_network(request: Request, uow: Reading, wanted: Annotated[NetworkPageQuery, Query()]) -> Response:
    """The map, with its choices and its legend; without script the first lines of the list stand in its place."""
    coloured = coloured_view(uow.session, uow.viewer, uow.today, wanted.choice, wanted.colour)
    if coloured.view.is_around_person and wanted.group_id:
        return redirect(_address(HERE, wanted, group_id=None))  # no address names a person beside a group
    fallback = _lines(uow, LinesQuery.model_validate(_chosen(wanted)), LINES_WITHOUT_SCRIPT)
    language: str = request.state.language
    return page(
        request,
        "insight/map.html",
        wanted=wanted,
        found=_found(uow, wanted.q, coloured.report),
        colour_names=_colour_names(language, coloured),
        colour_options=_colour_options(language, coloured.report),
        drawn_from=_address(DRAWN_FROM, wanted, colour=coloured.palette.by),
        kinds_shown=[kind for kind in NODE_KINDS if any(node.kind == kind for node in coloured.view.nodes)],
        palette=coloured.palette,
        in_view=coloured.view,
        lines=fallback.page,
        **_parts(request, uow, wanted, coloured.report, fallback),
    )


@router.get("/lines")
def list_network_lines(request: Request, uow: Reading, wanted: Annotated[LinesQuery, Query()]) -> Response:
    """The lines of the map as a table, sorted by any of its columns."""
    found = _lines(uow, wanted, wanted.size)
    if found.view.is_around_person and wanted.group_id:
        return redirect(_address(AS_LIST, wanted, group_id=None))
    report = coloured_view(uow.session, uow.viewer, uow.today, wanted.choice).report
    sorts = {
        order: _address(
            AS_LIST, wanted, sort=order, descending=order == wanted.sort and not wanted.descending, page=None
        )
        for order in LineOrder
    }
    return page(
        request,
        "insight/map_lines.html",
        wanted=wanted,
        lines=paged(request, found.page),
        sorts=sorts,
        sort_options=_options(request.state.language, LINE_ORDERS),
        **_parts(request, uow, wanted, report, found),
    )


def _lines(uow: UnitOfWork, wanted: LinesQuery, size: int) -> LinesReading:
    return lines_reading(
        uow.session,
        uow.viewer,
        uow.today,
        wanted.choice,
        wanted.sort,
        descending=wanted.descending,
        number=wanted.page,
        size=size,
    )


_Wanted = NetworkPageQuery | LinesQuery


def _parts(
    request: Request, uow: UnitOfWork, wanted: _Wanted, report: ReachReport, found: LinesReading
) -> dict[str, Any]:
    """What both pages show: the form of the choice, words, and the way from one to the other."""
    language: str = request.state.language
    around = found.labels[wanted.around] if wanted.around else None
    steps = [(steps, _address(request.url.path, wanted, steps=steps, page=None)) for steps in (1, 2, 3)]
    return {
        "nav": "reach",
        "form": filled_form(request, wanted.model_dump(mode="json")),
        "around": around,
        "is_around_person": found.view.is_around_person,
        "steps": steps,
        "as_map": _address(HERE, wanted),
        "as_list": _address(AS_LIST, wanted),
        "without_centre": _address(request.url.path, wanted, around=None, steps=None, page=None),
        "is_filtered": bool(wanted.kind or wanted.neighbourhood_id or wanted.group_id or wanted.state),
        "kind_options": _options(language, NODE_KINDS),
        "state_options": _options(language, LINE_STATES),
        "place_options": [(place.id, place.name) for place in report.places],
        "group_options": [(group.id, group.name(language)) for group in report.groups],
        "line_kinds": LINE_KINDS,
        "strengths": STRENGTHS,
        "one_of": {kind.value: translate(language, word) for kind, word in ONE_OF.items()},
        "kind_words": NODE_KINDS,
    }


def _options(language: str, words: Any) -> list[tuple[str, str]]:
    return [(key.value, translate(language, word)) for key, word in words.items()]


def _colour_options(language: str, report: ReachReport) -> list[tuple[str, str]]:
    """The dimensions that can be a colour; kind and neighbourhood always can."""
    return [
        (dimension.value, translate(language, DIMENSIONS[dimension]))
        for dimension in colourable(report.groups)
    ]


def _colour_names(language: str, coloured: ColouredView) -> dict[str, str]:
    """What each colour of the legend is called, by its key."""
    groups = {str(group.id): group for group in coloured.report.groups}
    places = {str(place.id): place for place in coloured.report.places}
    return {
        colour.key: _colour_name(
            language, colour.key, coloured.palette, groups.get(colour.key), places.get(colour.key)
        )
        for colour in coloured.palette.colours
    }


def _colour_name(
    language: str, key: str, palette: Palette, group: GroupFact | None, place: PlaceFact | None
) -> str:
    if group is not None:
        return group.name(language)
    if place is not None:
        return place.name
    if palette.by == ColourBy.KIND:
        return translate(language, NODE_KINDS[NodeKind(key)])
    several = SEVERAL_PLACES if palette.by == ColourBy.NEIGHBOURHOOD else SEVERAL_GROUPS
    return translate(language, {SEVERAL: several, OTHER: ANOTHER, CITY: WHOLE_CITY}[key])


def _found(uow: UnitOfWork, words: str, report: ReachReport) -> list[tuple[str, str]]:
    """The names on the map that have those words, each with the address of its surroundings."""
    if not words:
        return []
    there = {node.id for node in report.network.nodes}
    found = found_on_map(uow.session, uow.viewer, words, FOUND)
    return [(name, f"{HERE}?around={key}") for key, name in found.items() if str(key) in there]


def _chosen(wanted: _Wanted) -> dict[str, object]:
    """What is chosen, as both pages and the API understand it."""
    names = ("around", "steps", "kind", "neighbourhood_id", "group_id", "state")
    values = wanted.model_dump(mode="json", exclude_defaults=True)
    return {name: values[name] for name in names if name in values}


def _address(path: str, wanted: _Wanted, **changes: object) -> str:
    """The address of a page with the same choice, but for the changes; None and False leave one out."""
    own = wanted.model_dump(mode="json", exclude_defaults=True)
    of_path = ("sort", "descending", "size") if path == AS_LIST else ("colour",)
    values = _chosen(wanted) | {name: own[name] for name in of_path if name in own} | changes
    query = urlencode(
        {name: value for name, value in values.items() if value not in (None, False, [])}, doseq=True
    )
    return f"{path}?{query}" if query else path
