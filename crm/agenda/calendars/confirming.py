"""The page on which dates are confirmed: what is known of a day, by authority, and what colleagues entered before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fastapi import Request

from crm.accounts.queries import names_of
from crm.agenda.calendars import queries
from crm.agenda.calendars.announcers import Announcer, announcer_of
from crm.agenda.calendars.asking import seen_by
from crm.agenda.calendars.models import DateConfirmation
from crm.agenda.observances import islamic
from crm.agenda.observances.calendar import FIRST_YEAR, LAST_YEAR, Calendar
from crm.agenda.observances.keys import Authority, Observance
from crm.agenda.observances.occurrence import Occurrence
from crm.agenda.terms import AUTHORITIES, CERTAINTIES, CONFIRMABLE
from crm.agenda.verdicts import observance_name
from crm.unit_of_work import UnitOfWork
from crm.web.forms import Form

AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class KnownDates:
    """When an observance falls in a year for those who follow an authority, and where that one announces it."""

    authority: Authority
    occurrences: tuple[Occurrence, ...]
    announcer: Announcer


def coming_days(calendar: Calendar, today: date) -> list[Occurrence]:
    """The next time of each observance that somebody announces, as Belgium sees it, by date."""
    found: dict[Observance, Occurrence] = {}
    for each in calendar.occurrences(today, min(today + AHEAD, date(LAST_YEAR, 12, 31))):
        if each.observance in CONFIRMABLE:
            found.setdefault(each.observance, each)
    return list(found.values())


def known_dates(calendar: Calendar, observance: Observance, year: int) -> list[KnownDates]:
    """When an observance falls in a year, once for each authority that may announce it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    is_islamic = observance in islamic.MONTH_AND_DAY
    return [
        KnownDates(
            authority,
            tuple(seen_by(calendar, observance, authority, first, last)),
            announcer_of(observance, authority),
        )
        for authority in Authority
        if is_islamic or authority is Authority.BELGIUM
    ]


def confirm_context(request: Request, uow: UnitOfWork, form: Form) -> Mapping[str, Any]:
    """What the page shows beside its form: known dates of the day that is chosen, and everything that was entered for it."""
    calendar = queries.stored_calendar(uow.session, uow.viewer)
    observance = _chosen(form)
    entered = [] if observance is None else _entered(uow, observance)
    people = {each.confirmed_by_id for each in entered} | {each.withdrawn_by_id for each in entered}
    year = form.value("year")
    is_year = year.isascii() and year.isdigit() and FIRST_YEAR <= int(year) <= LAST_YEAR
    return {
        "form": form,
        "observances": [(each.value, observance_name(each, request.state.language)) for each in CONFIRMABLE],
        "authorities": AUTHORITIES,
        "certainties": CERTAINTIES,
        "known": known_dates(calendar, observance, int(year)) if observance and is_year else [],
        "coming": [
            (each, observance_name(each.observance, request.state.language))
            for each in coming_days(calendar, uow.today)
        ],
        "entered": entered,
        "names": names_of(uow.session, uow.viewer, people),
    }


def _chosen(form: Form) -> Observance | None:
    return next((each for each in CONFIRMABLE if each.value == form.value("observance")), None)


def _entered(uow: UnitOfWork, observance: Observance) -> list[DateConfirmation]:
    found = queries.confirmations(uow.session, uow.viewer, with_withdrawn=True)
    return [each for each in found if each.observance == observance.value]
