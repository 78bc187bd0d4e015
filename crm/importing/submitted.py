"""What is sent with a file in it, read before the transaction of its command begins.

A dependency that stands before `Writing` in a route's signature is worked out first: so neither a slow phone, nor a host
that hangs, nor a heavy file holds the store's write lock.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from crm.clock import city_date
from crm.errors import BadInput, BereikError
from crm.importing.blocks import MOST_BYTES, decode
from crm.importing.contents import Contents
from crm.importing.failures import CannotRead
from crm.importing.schemas import CalendarContent, CalendarSource
from crm.importing.sources import read_file, read_source
from crm.importing.terms import FAILURES
from crm.text import mark
from crm.unit_of_work import Work
from crm.web.forms import Form

CONTENT = "content"
# A file that was looked at comes back as text in a field of its own.
LARGEST_PART = 4 * MOST_BYTES


@dataclass(frozen=True)
class SentCalendar:
    """A calendar to import, and what it holds."""

    wanted: CalendarSource
    contents: Contents


@dataclass(frozen=True)
class SubmittedCalendar:
    """The same from a form: `calendar` is None where something is wrong, with the errors in the form."""

    form: Form
    calendar: SentCalendar | None


@dataclass(frozen=True)
class SubmittedFile:
    """A newer file for a calendar that is there; `contents` is None where something is wrong."""

    form: Form
    contents: Contents | None


def _read_sent(request: Request, wanted: CalendarSource) -> SentCalendar:
    return SentCalendar(wanted, _read(request, wanted))


def _read_sent_file(request: Request, wanted: CalendarContent) -> Contents:
    work: Work = request.app.state.work
    return read_file(wanted.content, city_date(work.clock.now()))


async def _submitted_form(request: Request) -> Form:
    """The form, with the text of a chosen file in the place of the one that was sent before."""
    refused: list[BereikError] = []
    async with request.form(max_part_size=LARGEST_PART) as sent:
        texts = {name: [text for text in sent.getlist(name) if isinstance(text, str)] for name in sent}
        for part in sent.getlist(CONTENT):
            if isinstance(part, UploadFile) and part.filename:
                texts[CONTENT] = []
                try:
                    texts[CONTENT] = [await _text_of(part)]
                except BereikError as error:
                    refused.append(error)
    form = Form(texts, request.state.language)
    for one in refused:
        form.add_error(one)
    return form


async def _text_of(part: UploadFile) -> str:
    if not (part.filename or "").lower().endswith(".ics"):
        raise BadInput(mark("Choose a file whose name ends in .ics."), field=CONTENT)
    try:
        return decode(await part.read(MOST_BYTES + 1))
    except CannotRead as refused:
        raise BadInput(FAILURES[refused.failure], field=CONTENT) from None


def _read_submitted(request: Request, form: "CalendarForm") -> SubmittedCalendar:
    wanted = None if form.errors else form.parse(CalendarSource)
    if wanted is not None:
        try:
            return SubmittedCalendar(form, SentCalendar(wanted, _read(request, wanted)))
        except BereikError as error:
            form.add_error(error)
    return SubmittedCalendar(form, None)


def _read_submitted_file(request: Request, form: "CalendarForm") -> SubmittedFile:
    wanted = None if form.errors else form.parse(CalendarContent)
    if wanted is not None:
        try:
            return SubmittedFile(form, _read_sent_file(request, wanted))
        except BereikError as error:
            form.add_error(error)
    return SubmittedFile(form, None)


def _read(request: Request, wanted: CalendarSource) -> Contents:
    work: Work = request.app.state.work
    return read_source(wanted, work.settings.allowed_hosts, city_date(work.clock.now()))


CalendarForm = Annotated[Form, Depends(_submitted_form)]
Sent = Annotated[SentCalendar, Depends(_read_sent)]
SentFile = Annotated[Contents, Depends(_read_sent_file)]
Submitted = Annotated[SubmittedCalendar, Depends(_read_submitted)]
SubmittedNewer = Annotated[SubmittedFile, Depends(_read_submitted_file)]
