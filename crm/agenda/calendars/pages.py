"""Confirming an announced date, for people; the year calendar itself is in `year.py`."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import SIGNED_IN
from crm.agenda.calendars import queries, service
from crm.agenda.calendars.api import CONFIRMERS
from crm.agenda.calendars.confirming import coming_days, confirm_context
from crm.agenda.calendars.schemas import DateConfirm
from crm.agenda.observances.calendar import FIRST_YEAR, LAST_YEAR
from crm.agenda.observances.keys import Authority, Observance
from crm.errors import BereikError
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.forms import BACK, Form, SubmittedForm, filled_form, own_path
from crm.web.render import page, redirect

router = APIRouter(dependencies=[SIGNED_IN])
CONFIRM = "/observances/confirm"


@router.get("/observances/confirm", dependencies=[CONFIRMERS])
def confirm_date_form(
    request: Request,
    uow: Reading,
    observance: Observance | None = None,
    year: Annotated[int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR)] = None,
    authority: Authority = Authority.BELGIUM,
    back: str = CONFIRM,
) -> Response:
    """The page to enter an announced date on, and to take a wrong one back; the nearest day where none is asked for."""
    nearest = next(iter(coming_days(queries.stored_calendar(uow.session, uow.viewer), uow.today)), None)
    values = {
        "observance": observance or (nearest.observance if nearest else Observance.EID_AL_FITR),
        "year": year or (nearest.start_on.year if nearest and observance is None else uow.today.year),
        "authority": authority,
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
            return redirect(form.back(CONFIRM), "confirmed")
    return _confirm_page(request, uow, form, status=422)


@router.post("/observances/confirmations/{key}/withdraw", dependencies=[CONFIRMERS])
def withdraw_confirmation(uow: Writing, key: UUID) -> Response:
    """Takes a wrong confirmation back; every event around it is checked again."""
    service.withdraw_confirmation(uow, key)
    return redirect(CONFIRM, "date_withdrawn")


def _confirm_page(request: Request, uow: UnitOfWork, form: Form, status: int = 200) -> Response:
    context = confirm_context(request, uow, form)
    return page(request, "agenda/confirm.html", nav="events", status=status, **context)
