"""Signing in and out, and colleagues, for programs."""

from fastapi import APIRouter, Request, Response

from crm.accounts import queries
from crm.accounts.guards import ANYONE, SIGNED_IN
from crm.accounts.models import User
from crm.accounts.schemas import SignIn, UserRead
from crm.accounts.sessions import COOKIE, sign_in, sign_out
from crm.db import get
from crm.unit_of_work import Reading, Writing

router = APIRouter(tags=["accounts"])


def set_session_cookie(response: Response, token: str) -> None:
    """Gives the browser its token: for this site only, unseen by scripts, over a safe connection only."""
    response.set_cookie(COOKIE, token, secure=True, httponly=True, samesite="lax", path="/")


@router.post("/session", dependencies=[ANYONE])
def open_session(uow: Writing, response: Response, wanted: SignIn) -> UserRead:
    """Signs in: the answer sets the session cookie."""
    token, viewer = sign_in(uow, wanted.login, wanted.password)
    set_session_cookie(response, token)
    return UserRead.model_validate(uow.session.get_one(User, viewer.user_id))


@router.delete("/session", dependencies=[SIGNED_IN], status_code=204)
def close_session(request: Request, uow: Writing, response: Response) -> None:
    """Signs out."""
    sign_out(uow, request.cookies[COOKIE])
    response.delete_cookie(COOKIE, secure=True, httponly=True, path="/")


@router.get("/me", dependencies=[SIGNED_IN])
def show_me(uow: Reading) -> UserRead:
    """Who is signed in."""
    assert uow.viewer.user_id is not None
    return UserRead.model_validate(get(uow.session, User, uow.viewer.user_id))


@router.get("/colleagues", dependencies=[SIGNED_IN])
def list_colleagues(uow: Reading) -> list[UserRead]:
    """The consultants in the team today."""
    return [UserRead.model_validate(one) for one in queries.colleagues(uow.session, uow.viewer, uow.today)]
