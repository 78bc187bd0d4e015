"""Sessions on the server: the browser holds a random token, the store only its hash."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from crm.accounts.models import User, UserSession
from crm.accounts.passwords import is_password
from crm.clock import city_date
from crm.errors import BadInput
from crm.settings import Settings
from crm.text import mark
from crm.unit_of_work import UnitOfWork
from crm.viewer import Viewer

COOKIE = "__Host-session"
# Writing "last used" at every request would make each reading a write.
USE_NOTED_EVERY = timedelta(minutes=2)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def viewer_of(user: User) -> Viewer:
    """The user as a viewer."""
    return Viewer(user_id=user.id, role=user.role, name=user.name, language=user.language)


def sign_in(uow: UnitOfWork, login: str, password: str) -> tuple[str, Viewer]:
    """Opens a session; returns its token (shown once, to the browser) and the viewer.

    Raises:
        BadInput: name and password do not fit; the answer and its time are the same for an unknown name.
    """
    user = uow.session.exec(select(User).where(User.login == login.strip().casefold())).first()
    has_left = user is not None and user.left_on is not None and user.left_on <= uow.today
    fits = is_password(user.password_hash if user else None, password)
    if user is None or not fits or has_left:
        raise BadInput(mark("Name and password do not fit together. Nothing was changed."), field="password")
    _forget_old_sessions(uow)
    token = secrets.token_urlsafe(32)
    uow.session.add(
        UserSession(created_at=uow.now, token_hash=_hash(token), user_id=user.id, last_used_at=uow.now)
    )
    return token, viewer_of(user)


def sign_out(uow: UnitOfWork, token: str) -> None:
    """Ends the session of that token, if it is there."""
    uow.session.exec(delete(UserSession).where(col(UserSession.token_hash) == _hash(token)))


def find_session(
    session: Session, token: str, settings: Settings, now: datetime
) -> tuple[User, UserSession] | None:
    """The user and session of a token; None where it is unknown, too old, or its user has left."""
    found = session.exec(
        select(User, UserSession)
        .join(UserSession, col(UserSession.user_id) == col(User.id))
        .where(UserSession.token_hash == _hash(token))
    ).first()
    if found is None:
        return None
    user, open_session = found
    is_idle = now - open_session.last_used_at > timedelta(minutes=settings.session_idle_minutes)
    is_old = now - open_session.created_at > timedelta(hours=settings.session_hours)
    has_left = user.left_on is not None and user.left_on <= city_date(now)
    return None if is_idle or is_old or has_left else (user, open_session)


def note_use(uow: UnitOfWork, open_session: UserSession) -> None:
    """Keeps a session in use from ending as idle."""
    stored = uow.session.get(UserSession, open_session.id)
    if stored is not None:
        stored.last_used_at = uow.now


def _forget_old_sessions(uow: UnitOfWork) -> None:
    """Deletes the rows of sessions that have ended by age: retention promises that they go when they end."""
    oldest = uow.now - timedelta(hours=uow.settings.session_hours)
    uow.session.exec(delete(UserSession).where(col(UserSession.created_at) < oldest))
