"""The year calendar for those without an account, where an administrator opened it, and the page that opens it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import ADMINISTRATORS, ANYONE
from crm.accounts.policies import PUBLIC_CALENDAR, policy
from crm.agenda.calendars import queries, service
from crm.agenda.calendars.schemas import CalendarFilter, PublicSwitch
from crm.agenda.calendars.shown import year_page
from crm.agenda.calendars.year import TONES, evening_page
from crm.errors import NotFound
from crm.unit_of_work import Reading, Writing
from crm.viewer import SYSTEM
from crm.web.forms import SubmittedForm
from crm.web.render import page, redirect

router = APIRouter()
HERE = "/calendar"
SWITCH = "/observances/public"
# The same for everybody, in the language of a cookie: a browser and a proxy may keep it for five minutes.
KEPT = {"cache-control": "public, max-age=300", "vary": "Cookie"}


def only_when_open(request: Request, uow: Reading) -> None:
    """Answers 404 unless an administrator opened the calendar; whoever is signed in is not looked at.

    Raises:
        NotFound: it is closed.
    """
    request.state.viewer = None
    if not policy(uow.session, SYSTEM, PUBLIC_CALENDAR):
        raise NotFound


WHEN_OPEN = Depends(only_when_open)


@router.get("/calendar", dependencies=[ANYONE, WHEN_OPEN])
def list_public_occurrences(
    request: Request, uow: Reading, wanted: Annotated[CalendarFilter, Query()]
) -> Response:
    """The year calendar without an account: no events, no imported days, nothing that a colleague typed."""
    calendar = queries.open_calendar(uow.session, SYSTEM)
    answer = page(
        request,
        "agenda/observances.html",
        is_public=True,
        confirmable={},
        tones=TONES,
        **year_page(request, wanted, calendar, uow.today, HERE, {}),
    )
    answer.headers.update(KEPT)
    return answer


@router.get("/calendar/check", dependencies=[ANYONE, WHEN_OPEN])
def check_public_evening(request: Request, uow: Reading) -> Response:
    """Whether an evening is all right, without an account. Nothing is stored."""
    answer = evening_page(request, queries.open_calendar(uow.session, SYSTEM), uow.today, HERE)
    answer.headers.update(KEPT)
    return answer


@router.get("/observances/public", dependencies=[ADMINISTRATORS])
def show_public_switch(request: Request, uow: Reading) -> Response:
    """Whether anybody may open the year calendar, who decided that and when, and the button that changes it."""
    return page(
        request,
        "agenda/public_switch.html",
        nav="events",
        switch=queries.public_switch(uow.session, uow.viewer),
    )


@router.post("/observances/public", dependencies=[ADMINISTRATORS])
def set_public_switch(request: Request, uow: Writing, form: SubmittedForm) -> Response:
    """Opens the year calendar to everybody, or closes it."""
    wanted = form.parse(PublicSwitch)
    if wanted is None:
        switch = queries.public_switch(uow.session, uow.viewer)
        return page(request, "agenda/public_switch.html", nav="events", status=422, switch=switch)
    service.set_public_switch(uow, wanted.is_open)
    return redirect(SWITCH, "saved")
