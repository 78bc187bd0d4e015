"""The calendars for people: the coming year, and confirming a date."""

from datetime import date, timedelta
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.access import may_confirm_dates
from crm.accounts.guards import SIGNED_IN
from crm.agenda.calendars import queries, service
from crm.agenda.calendars.api import CONFIRMERS
from crm.agenda.calendars.schemas import DateConfirm
from crm.agenda.observances.keys import Observance
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.schemas import FIRST_YEAR, LAST_YEAR
from crm.agenda.terms import AUTHORITIES, CERTAINTIES, CONFIRMABLE
from crm.agenda.verdicts import observance_name, say_occurrence
from crm.errors import BereikError
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.forms import BACK, Form, SubmittedForm, filled_form, own_path
from crm.web.render import page, redirect

router = APIRouter(dependencies=[SIGNED_IN])
HERE = "/events"
ONE_YEAR = timedelta(days=365)
WEEKLY = (Observance.JUMUAH, Observance.SHABBAT, Observance.ALEVI_CEM)


@router.get("/observances")
def list_occurrences(request: Request, uow: Reading) -> Response:
    """The calendar of the coming year by month; what comes every week is left out."""
    last = uow.today + ONE_YEAR
    calendar = queries.stored_calendar(uow.session, uow.viewer, first=uow.today, last=last)
    found = [
        say_occurrence(each, request.state.language)
        for each in calendar.occurrences(uow.today, last)
        if each.observance not in WEEKLY
    ]
    return page(
        request,
        "agenda/observances.html",
        nav="events",
        months=[list(rows) for _, rows in groupby(found, lambda row: row.start_on.strftime("%Y-%m"))],
        certainties=CERTAINTIES,
        confirmable=CONFIRMABLE,
        may_confirm=may_confirm_dates(uow.viewer),
    )


@router.get("/observances/confirm", dependencies=[CONFIRMERS])
def confirm_date_form(
    request: Request,
    uow: Reading,
    observance: Observance = Observance.EID_AL_FITR,
    year: Annotated[int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR)] = None,
    back: str = HERE,
) -> Response:
    """The page to enter an announced date on."""
    values = {
        "observance": observance.value,
        "year": year or uow.today.year,
        "authority": "belgium",
        BACK: own_path(back),
    }
    return _confirm_page(request, uow, filled_form(request, values))


@router.post("/observances/confirm", dependencies=[CONFIRMERS])
def confirm_date(request: Request, uow: Writing, form: SubmittedForm) -> Response:
    """Stores an announced date; every event around it is checked again."""
    wanted = form.parse(DateConfirm)
    if wanted is not None:
        try:
            service.confirm_date(uow, wanted)
        except BereikError as error:
            form.add_error(error)
        else:
            return redirect(form.back(HERE), "confirmed")
    return _confirm_page(request, uow, form, status=422)


def _confirm_page(request: Request, uow: UnitOfWork, form: Form, status: int = 200) -> Response:
    return page(
        request,
        "agenda/confirm.html",
        nav="events",
        status=status,
        form=form,
        observances=[(each.value, observance_name(each, request.state.language)) for each in CONFIRMABLE],
        authorities=AUTHORITIES,
        expected=_expected_dates(uow, form),
    )


def _expected_dates(uow: UnitOfWork, form: Form) -> list[Occurrence]:
    """When the chosen observance falls in the chosen year as far as is known, to compare an announcement with."""
    year = form.value("year")
    if not (year.isascii() and year.isdigit() and FIRST_YEAR <= int(year) <= LAST_YEAR):
        return []
    first, last = date(int(year), 1, 1), date(int(year), 12, 31)
    found = queries.stored_calendar(uow.session, uow.viewer, first=first, last=last).occurrences(first, last)
    return [each for each in found if each.observance.value == form.value("observance")]
