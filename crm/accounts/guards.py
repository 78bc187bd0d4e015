"""Who may use a route: every route declares one of these policies, or the application does not start."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import structlog
from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import BaseRoute

from crm.accounts.models import UserSession
from crm.accounts.sessions import COOKIE, USE_NOTED_EVERY, find_session, note_use, viewer_of
from crm.errors import NotAllowed, NotSignedIn
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer

log = structlog.get_logger()


class MissingPolicy(RuntimeError):
    """A route that says nothing about who may use it."""


class Policy:
    """A route dependency that lets the named roles pass, and sets `request.state.viewer`."""

    def __init__(self, name: str, roles: Iterable[Role] | None) -> None:
        self.name = name
        self.roles = None if roles is None else frozenset(roles)

    def __call__(self, request: Request) -> None:
        viewer = signed_in_viewer(request)
        request.state.viewer = viewer
        if self.roles is None:
            return
        if viewer is None:
            raise NotSignedIn
        if viewer.role not in self.roles:
            raise NotAllowed


def signed_in_viewer(request: Request) -> Viewer | None:
    """The viewer of the request's session cookie; None where nobody is signed in."""
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    work: Work = request.app.state.work
    with work.reading(SYSTEM) as uow:
        found = find_session(uow.session, token, request.app.state.settings, uow.now)
        if found is None:
            return None
        user, open_session = found
        viewer, is_due = viewer_of(user), uow.now - open_session.last_used_at > USE_NOTED_EVERY
    if is_due:
        _note_use(work, open_session)
    return viewer


def _note_use(work: Work, open_session: UserSession) -> None:
    """Notes that the session is in use. Where the store takes no writing, pages can still be read, until it ends."""
    try:
        with work.writing(SYSTEM) as uow:
            note_use(uow, open_session)
    except SQLAlchemyError as error:
        log.warning("session.use_not_noted", kind=type(error).__name__)


ANYONE = Depends(Policy("anyone", None))
SIGNED_IN = Depends(Policy("signed in", {Role.CONSULTANT, Role.MANAGER, Role.ORGANISER, Role.ADMINISTRATOR}))
TEAM = Depends(Policy("team", {Role.CONSULTANT}))
READERS = Depends(Policy("readers", {Role.CONSULTANT, Role.MANAGER, Role.ADMINISTRATOR}))
LEADERS = Depends(Policy("managers and administrators", {Role.MANAGER, Role.ADMINISTRATOR}))
ADMINISTRATORS = Depends(Policy("administrators", {Role.ADMINISTRATOR}))


def api_routes(routes: Sequence[BaseRoute]) -> Iterator[RouteContext]:
    """Every route of the application that runs code of ours, those of included routers too."""
    return (one for one in iter_route_contexts(routes) if isinstance(one.original_route, APIRoute))


def policy_of(route: RouteContext) -> Policy | None:
    """The policy that a route declares, itself or through its router."""
    return next((call for call in _calls(route.dependant) if isinstance(call, Policy)), None)


def check_policies(routes: Sequence[BaseRoute]) -> None:
    """Raises MissingPolicy for the first route without a policy."""
    for route in api_routes(routes):
        if policy_of(route) is None:
            raise MissingPolicy(f"{sorted(route.methods or ())} {route.path} declares no policy")


def _calls(dependant: Dependant) -> Iterable[Callable[..., Any] | None]:
    for inner in dependant.dependencies:
        yield inner.call
        yield from _calls(inner)
