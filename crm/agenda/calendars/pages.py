"""Confirming an announced date, for people; the year calendar itself is in `year.py`."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import SIGNED_IN
from crm.agenda.calendars import queries, service
from crm.agenda.calendars.api import CONFIRMERS
from crm.agenda.calendars.schemas import DateConfirm
from crm.agenda.observances.calendar import FIRST_YEAR, LAST_YEAR
from crm.agenda.observances.keys import Observance
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.terms import AUTHORITIES, CONFIRMABLE
from crm.agenda.verdicts import observance_name
from crm.errors import BereikError
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.forms import BACK, Form, SubmittedForm, filled_form, own_path
from crm.web.render import page, redirect

router = APIRouter(dependencies=[SIGNED_IN])
HERE = "/events"


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
    found = queries.stored_calendar(uow.session, uow.viewer).occurrences(first, last)
    return [each for each in found if each.observance.value == form.value("observance")]
