"""Imported calendars for administrators: the list, adding one after a look at what it holds, and one calendar."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import ADMINISTRATORS
from crm.agenda.calendars.models import ImportedCalendar, Meaning
from crm.agenda.terms import CALENDARS, PEOPLE
from crm.errors import VersionConflict
from crm.i18n import translate
from crm.importing import queries, service
from crm.importing.contents import Contents
from crm.importing.failures import Failure, LeftOut
from crm.importing.schemas import CalendarUpdate
from crm.importing.submitted import Submitted, SubmittedNewer
from crm.importing.terms import AUDIENCES, FAILURES, LEFT_OUT, LEVELS, MEANINGS
from crm.text import mark
from crm.unit_of_work import Reading, UnitOfWork, Writing
from crm.web.forms import Form, SubmittedForm, filled_form
from crm.web.render import page, paged, redirect
from crm.web.schemas import PageQuery

router = APIRouter(prefix="/calendars", dependencies=[ADMINISTRATORS])
HERE = "/calendars"
MOST_SHOWN = 6  # days that a preview shows
FIELDS: Mapping[str, str] = {
    "name": mark("What is it called?"),
    "meaning": mark("What do its days mean for an event?"),
    "level": mark("How much does that weigh?"),
    "audience": mark("For whom does it count?"),
}
EMPTY: Mapping[str, object] = {"meaning": Meaning.SAME_PEOPLE, "level": "medium"}


@router.get("")
def list_calendars(request: Request, uow: Reading) -> Response:
    """What is imported: what it means, when it was last read, and what went wrong in plain words."""
    return page(
        request,
        "importing/list.html",
        nav="events",
        calendars=queries.calendars(uow.session, uow.viewer, uow.today),
        **_words(request),
    )


@router.get("/new")
def calendar_form(request: Request, uow: Reading) -> Response:
    """The page to choose a file or an address on."""
    return _form_page(request, uow, filled_form(request, EMPTY))


@router.post("/preview")
def preview_calendar(request: Request, sent: Submitted, uow: Reading) -> Response:
    """The same page with what would be stored; nothing is."""
    if sent.calendar is None:
        return _form_page(request, uow, sent.form, status=422)
    return _form_page(request, uow, sent.form, contents=sent.calendar.contents)


@router.post("/new")
def add_calendar(request: Request, sent: Submitted, uow: Writing) -> Response:
    """Imports a calendar and shows it."""
    if sent.calendar is None:
        return _form_page(request, uow, sent.form, status=422)
    added = service.add_calendar(uow, sent.calendar.wanted, sent.calendar.contents)
    return redirect(f"{HERE}/{added.id}", "calendar_read")


@router.get("/{key}")
def show_calendar(
    request: Request, uow: Reading, key: UUID, wanted: Annotated[PageQuery, Query()]
) -> Response:
    """One calendar: its coming days, what was left out and why, and how to read it again."""
    return _calendar_page(request, uow, key, filled_form(request, {}), number=wanted.page)


@router.get("/{key}/change")
def change_calendar_form(request: Request, uow: Reading, key: UUID) -> Response:
    """The page to rename a calendar on, or to say what its days mean."""
    stored = queries.calendar(uow.session, uow.viewer, key, uow.today).calendar
    values = stored.model_dump(include={"name", "meaning", "level", "audience", "version"})
    return _change_page(request, uow, key, filled_form(request, values))


@router.post("/{key}/change")
def update_calendar(request: Request, uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Saves an edited calendar; where a colleague was first, both versions are shown."""
    wanted = form.parse(CalendarUpdate)
    if wanted is not None:
        try:
            service.update_calendar(uow, key, wanted)
        except VersionConflict:
            return _change_page(request, uow, key, form, status=409)
        return redirect(f"{HERE}/{key}", "saved")
    return _change_page(request, uow, key, form, status=422)


@router.post("/{key}/preview")
def preview_reading(request: Request, sent: SubmittedNewer, uow: Reading, key: UUID) -> Response:
    """The calendar with what a newer file would bring; nothing is stored."""
    status = 422 if sent.contents is None else 200
    return _calendar_page(request, uow, key, sent.form, status=status, contents=sent.contents)


@router.post("/{key}/read")
def read_calendar(request: Request, sent: SubmittedNewer, uow: Writing, key: UUID) -> Response:
    """Puts the days of a newer file in the place of those of the older one."""
    if sent.contents is None:
        return _calendar_page(request, uow, key, sent.form, status=422)
    service.read_calendar(uow, key, sent.contents)
    return redirect(f"{HERE}/{key}", "calendar_read")


@router.post("/{key}/refresh")
def refresh_calendar(uow: Writing, key: UUID) -> Response:
    """Has a subscription read again now."""
    service.refresh_calendar(uow, key)
    return redirect(f"{HERE}/{key}", "calendar_asked")


@router.post("/{key}/remove")
def remove_calendar(uow: Writing, key: UUID) -> Response:
    """Removes a calendar with its days."""
    service.remove_calendar(uow, key)
    return redirect(HERE, "removed")


def _form_page(
    request: Request, uow: UnitOfWork, form: Form, status: int = 200, contents: Contents | None = None
) -> Response:
    return page(
        request,
        "importing/form.html",
        nav="events",
        status=status,
        form=form,
        contents=contents,
        has_subscriptions=bool(uow.settings.allowed_hosts),
        hosts=sorted(uow.settings.allowed_hosts),
        most_shown=MOST_SHOWN,
        **_options(request),
        **_words(request),
    )


def _change_page(request: Request, uow: UnitOfWork, key: UUID, form: Form, status: int = 200) -> Response:
    stored = queries.calendar(uow.session, uow.viewer, key, uow.today).calendar
    return page(
        request,
        "importing/change.html",
        nav="events",
        status=status,
        form=form,
        calendar=stored,
        conflict_rows=_differences(request, form, stored) if status == 409 else [],
        **_options(request),
    )


def _differences(request: Request, form: Form, stored: ImportedCalendar) -> list[tuple[str, str, str]]:
    """What differs between a form and what is stored, in words: field, typed, stored."""
    language: str = request.state.language
    words: dict[str, str] = {
        str(key): text for terms in (MEANINGS, LEVELS, AUDIENCES) for key, text in terms.items()
    }
    kept = filled_form(request, stored.model_dump(include=set(FIELDS)))

    def said(one: Form, name: str) -> str:
        texts = sorted(
            translate(language, words[text]) if text in words else text for text in one.values(name)
        )
        return ", ".join(texts)

    rows = [
        (translate(language, label), said(form, name), said(kept, name)) for name, label in FIELDS.items()
    ]
    return [row for row in rows if row[1] != row[2]]


def _calendar_page(
    request: Request,
    uow: UnitOfWork,
    key: UUID,
    form: Form,
    *,
    status: int = 200,
    number: int = 1,
    contents: Contents | None = None,
) -> Response:
    row = queries.calendar(uow.session, uow.viewer, key, uow.today)
    days = queries.coming_days(uow.session, uow.viewer, key, uow.today, number, 25)
    return page(
        request,
        "importing/show.html",
        nav="events",
        status=status,
        form=form,
        row=row,
        calendar=row.calendar,
        days=paged(request, days),
        contents=contents,
        most_shown=MOST_SHOWN,
        **_words(request),
    )


def _options(request: Request) -> dict[str, Any]:
    language: str = request.state.language

    def listed(words: Mapping[Any, str]) -> list[tuple[str, str]]:
        return [(str(value), translate(language, text)) for value, text in words.items()]

    return {
        "meanings": listed(MEANINGS),
        "levels": listed(LEVELS),
        "people": [one for one in listed(PEOPLE) if one[0] in AUDIENCES],
        "traditions": listed(CALENDARS),
    }


def _words(request: Request) -> dict[str, Any]:
    """How the templates say what is stored as a key."""
    language: str = request.state.language
    return {
        "meaning_of": MEANINGS,
        "level_of": LEVELS,
        "audience_of": lambda tags: ", ".join(translate(language, AUDIENCES[tag]) for tag in tags),
        "failure_of": lambda key: translate(language, FAILURES[Failure(key)]),
        "left_out_of": lambda key: translate(language, LEFT_OUT[LeftOut(key)]),
    }
