"""The year calendar for people: a month as a grid, the year as a list, a day, and whether an evening is all right."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.access import may_confirm_dates
from crm.accounts.guards import SIGNED_IN
from crm.agenda import queries as agenda_queries
from crm.agenda.calendars.evening import evening_to_check, short_list, timing_question
from crm.agenda.calendars.month import Grid, Planned
from crm.agenda.calendars.printed import printed_calendar
from crm.agenda.calendars.queries import stored_calendar
from crm.agenda.calendars.schemas import CalendarFilter, EveningQuestion, PrintFilter
from crm.agenda.calendars.shown import Shown, address, evening_form, year_page
from crm.agenda.checking import last_on
from crm.agenda.models import ParticipationEvent, Precision
from crm.agenda.observances.calendar import Calendar
from crm.agenda.observances.windows import CITY_ZONE, Hours, at_local, days_between
from crm.agenda.schemas import SuggestionRead
from crm.agenda.terms import CONFIRMABLE
from crm.agenda.timing import EventToCheck
from crm.agenda.verdicts import say_verdict
from crm.unit_of_work import Reading, UnitOfWork
from crm.web.forms import Form
from crm.web.pdf import pdf_answer
from crm.web.render import fragment, page

router = APIRouter(dependencies=[SIGNED_IN])
HERE = "/observances"
TONES = {None: "", "none": "ok", "low": "ok", "medium": "warn", "high": "bad"}
ONE_DAY = timedelta(days=1)


@router.get("/observances")
def list_occurrences(request: Request, uow: Reading, wanted: Annotated[CalendarFilter, Query()]) -> Response:
    """The year calendar: a month as a grid or the year as a list, with the events that the viewer may see."""
    calendar = stored_calendar(uow.session, uow.viewer)
    shown = Shown(wanted, uow.today)
    planned = {} if shown.is_list else _planned(uow, shown.dates)
    return page(
        request,
        "agenda/observances.html",
        nav="events",
        is_public=False,
        confirmable=CONFIRMABLE if may_confirm_dates(uow.viewer) else {},
        tones=TONES,
        **year_page(request, wanted, calendar, uow.today, HERE, planned),
    )


@router.get("/observances/check")
def check_evening(request: Request, uow: Reading) -> Response:
    """Whether an evening is all right, and better ones: the box alone, filled in and answered. Nothing is stored."""

    def busy(asked: EventToCheck | None) -> list[Hours]:
        return agenda_queries.busy_hours(uow.session, uow.viewer, uow.viewer.user_id, asked)

    return evening_page(request, stored_calendar(uow.session, uow.viewer), uow.today, HERE, busy)


@router.get("/observances/calendar.pdf")
def print_calendar(request: Request, uow: Reading, wanted: Annotated[PrintFilter, Query()]) -> Response:
    """The calendar between two dates as a PDF, with the same filters as on the page."""
    content = printed_calendar(uow, wanted, request.state.language)
    return pdf_answer(content, f"bereik-{wanted.first}-{wanted.last}")


def evening_page(
    request: Request,
    calendar: Calendar,
    today: date,
    here: str,
    busy: Callable[[EventToCheck | None], Sequence[Hours]] = lambda _: (),
) -> Response:
    """The box with its answer: the part of the page for a script, a page of its own otherwise.

    Args:
        busy: when who asks is taken already; no better moment is proposed there.
    """
    language: str = request.state.language
    form = Form({name: request.query_params.getlist(name) for name in request.query_params}, language)
    is_asked = "on" in request.query_params
    asked = form.parse(EveningQuestion) if is_asked else None
    evening = None if asked is None else evening_to_check(asked, language)
    verdict = None if evening is None else say_verdict(evening, calendar, today, language, busy(evening))
    show = fragment if "hx-request" in request.headers else page
    return show(
        request,
        "agenda/evening_box.html" if "hx-request" in request.headers else "agenda/evening.html",
        nav="events",
        status=422 if form.errors else 200,
        here=here,
        is_public=here != HERE,
        ask=form if is_asked else evening_form(request, None),
        respect=short_list(language),
        asked=asked,
        evening=evening,
        question=None if asked is None else timing_question(asked, language),
        verdict=verdict,
        better=[] if verdict is None or asked is None else _better(verdict.suggestions, asked, here),
        month_address=None if asked is None else address(here, CalendarFilter(day=asked.on)) + "#day",
        tones=TONES,
    )


def _better(
    suggestions: list[SuggestionRead], asked: EveningQuestion, here: str
) -> list[tuple[SuggestionRead, str]]:
    """Each better moment with the address that asks about it."""
    kept: dict[str, Any] = {"respect": [tag.value for tag in asked.respect]}
    if asked.has_food:
        kept["has_food"] = "on"
    return [
        (
            each,
            f"{here}/check?"
            + urlencode(
                {
                    "on": each.start.date(),
                    "start_hour": f"{each.start:%H:%M}",
                    "end_hour": f"{each.end:%H:%M}",
                    **kept,
                },
                doseq=True,
            ),
        )
        for each in suggestions
    ]


def _planned(uow: UnitOfWork, dates: Grid) -> Mapping[date, list[Planned]]:
    """The events that the viewer may see, on each day that they touch; without those of which only the period is known."""
    found = agenda_queries.events_between(
        uow.session, uow.viewer, at_local(dates.first, time(0)), at_local(dates.last + ONE_DAY, time(0))
    )
    by_day: dict[date, list[Planned]] = {}
    for event in found:
        if event.precision == Precision.PERIOD:
            continue
        first = event.starts_at.astimezone(CITY_ZONE).date()
        for on in days_between(max(first, dates.first), min(last_on(event), dates.last)):
            by_day.setdefault(on, []).append(_on_day(event, has_hour=on == first))
    return by_day


def _on_day(event: ParticipationEvent, has_hour: bool) -> Planned:
    is_known = has_hour and event.precision == Precision.HOUR
    return Planned(event.title, f"/events/{event.id}", event.starts_at if is_known else None)
