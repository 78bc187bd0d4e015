"""Errors as answers, in one place: JSON for the API, a page for people, and never what was typed."""

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy.exc import (
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.exceptions import HTTPException

from crm.errors import BadInput, BereikError, Conflict, NotFound, NotSignedIn, StoreAway, VersionConflict
from crm.i18n import translate
from crm.text import Text, mark
from crm.web.render import page, redirect
from crm.web.validation import FieldError, field_errors

log = structlog.get_logger()
RETRY_AFTER_S = 5
_BROKEN = mark("Something went wrong on our side. What you had saved before is kept. Try again in a moment.")


class FieldRefused(BaseModel):
    """One thing to mend; `field` is a dotted path, such as `agreements.0.due_on`."""

    field: str = Field(examples=["due_on"])
    message: str = Field(examples=["Geef een datum, zoals 23/02/2027."])


class Refusal(BaseModel):
    """What was refused: a code for programs, sentences in the reader's language, never what was sent."""

    code: str = Field(examples=["bad_input"])
    message: str = Field(examples=["Dit klopt nog niet. Kijk naar de velden hieronder."])
    fields: list[FieldRefused]
    current: dict[str, Any] | None = Field(
        None, description="With `version_conflict` only: the stored values, as somebody else saved them"
    )


class Refused(BaseModel):
    """The body of every answer that refuses."""

    error: Refusal


# What every operation of the API may answer besides what it is for.
REFUSALS: dict[int | str, dict[str, Any]] = {
    401: {"model": Refused, "description": "Nobody is signed in, or the session has ended"},
    403: {
        "model": Refused,
        "description": "The role does not include this, or the command came from elsewhere",
    },
    404: {"model": Refused, "description": "There is none, or the viewer may not know that there is"},
    409: {"model": Refused, "description": "The state does not allow it, or somebody saved first"},
    422: {"model": Refused, "description": "What was sent cannot be used; each field to mend is named"},
    503: {
        "model": Refused,
        "description": "The store does not answer; try again after `Retry-After` seconds",
    },
}


def is_api(request: Request) -> bool:
    """Whether a program asked, and so gets JSON."""
    return request.url.path.startswith("/api/")


def answer(request: Request, error: BereikError, fields: list[FieldError] | None = None) -> Response:
    """The refusal as JSON or as a page."""
    language: str = getattr(request.state, "language", "nl")
    message = translate(language, error.text)
    found = fields if fields is not None else [FieldError(error.field, message)] if error.field else []
    if not is_api(request):
        if isinstance(error, NotSignedIn) and request.method == "GET":
            return redirect(f"/sign-in?next={request.url.path}")
        return page(request, "error.html", status=error.status, message=message, fields=found)
    body: dict[str, object] = {
        "code": error.code,
        "message": message,
        "fields": [{"field": one.field, "message": one.message} for one in found],
    }
    if isinstance(error, VersionConflict):
        body["current"] = error.current
    return JSONResponse({"error": body}, status_code=error.status)


def is_our_fault(error: Exception) -> bool:
    """Whether the store answers and the statement is wrong, which SQLite calls by the same name as being locked."""
    is_wrong_sqlite = getattr(getattr(error, "orig", None), "sqlite_errorname", "") == "SQLITE_ERROR"
    return is_wrong_sqlite or isinstance(error, ProgrammingError)


def _kind(error: Exception) -> str:
    """What happened, without the message: OperationalError, SQLITE_BUSY, LockNotAvailable."""
    cause = getattr(error, "orig", None) or error
    return getattr(cause, "sqlite_errorname", type(cause).__name__)


def install(app: FastAPI) -> None:
    """Makes the application answer every error this way."""

    @app.exception_handler(BereikError)
    def _refused(request: Request, error: BereikError) -> Response:
        return answer(request, error)

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> Response:
        if any(one["loc"][0] == "path" for one in error.errors()):
            return answer(request, NotFound())
        return answer(request, BadInput(), field_errors(request.state.language, error.errors()))

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return answer(request, NotFound())
        refused = BadInput(mark("This address does not take that kind of request."))
        refused.status = error.status_code  # type: ignore[misc]
        return answer(request, refused)

    @app.exception_handler(IntegrityError)
    def _overtaken(request: Request, error: IntegrityError) -> Response:
        # Two writers met at a unique key; nothing of the second one is kept, and sending it again finds the first.
        return answer(request, Conflict())

    @app.exception_handler(Exception)
    def _failed(request: Request, error: Exception) -> Response:
        return _broken(request, error)

    # Locked, gone, full, read-only, or slower than it may be.
    for kind in (OperationalError, InterfaceError, InternalError, NoConnection):
        app.add_exception_handler(kind, _away)


def _away(request: Request, error: Exception) -> Response:
    if is_our_fault(error):
        return _broken(request, error)
    # Its message names statements and values: it stays inside.
    log.error("store.away", kind=_kind(error), request_id=request.state.request_id)
    refused = answer(request, StoreAway())
    refused.headers["retry-after"] = str(RETRY_AFTER_S)
    return refused


def _broken(request: Request, error: Exception) -> Response:
    log.error("request.failed", kind=type(error).__name__, request_id=request.state.request_id)
    failure = BereikError()
    failure.text = Text(_BROKEN)
    return answer(request, failure)
