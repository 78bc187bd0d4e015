"""Signing in and out for people."""

from fastapi import APIRouter, Request, Response

from crm.accounts.api import set_session_cookie
from crm.accounts.guards import ANYONE, SIGNED_IN
from crm.accounts.schemas import SignIn
from crm.accounts.sessions import COOKIE, sign_in, sign_out
from crm.errors import BereikError
from crm.unit_of_work import Writing
from crm.web.forms import BACK, SubmittedForm, filled_form, own_path
from crm.web.middleware import LANGUAGE_COOKIE
from crm.web.render import page, redirect

router = APIRouter()


@router.get("/sign-in", dependencies=[ANYONE])
def sign_in_form(request: Request, next: str = "/") -> Response:  # noqa: A002
    """The page to sign in on."""
    return page(request, "accounts/sign_in.html", form=filled_form(request, {BACK: own_path(next)}))


@router.post("/sign-in", dependencies=[ANYONE])
def open_session(request: Request, uow: Writing, form: SubmittedForm) -> Response:
    """Signs in and goes where the reader was going."""
    wanted = form.parse(SignIn)
    if wanted is not None:
        try:
            token, viewer = sign_in(uow, wanted.login, wanted.password)
        except BereikError as error:
            form.add_error(error)
        else:
            response = redirect(form.back("/"))
            set_session_cookie(response, token)
            response.set_cookie(LANGUAGE_COOKIE, viewer.language, max_age=31_536_000, samesite="lax")
            return response
    return page(request, "accounts/sign_in.html", status=422, form=form)


@router.post("/sign-out", dependencies=[SIGNED_IN])
def close_session(request: Request, uow: Writing) -> Response:
    """Signs out and shows the sign-in page."""
    sign_out(uow, request.cookies[COOKIE])
    response = redirect("/sign-in", "signed_out")
    response.delete_cookie(COOKIE, secure=True, httponly=True, path="/")
    return response
