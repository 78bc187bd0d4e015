"""Readings of users."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, or_, select

from crm.accounts.models import User
from crm.viewer import Role, Viewer


def colleagues(session: Session, viewer: Viewer, today: date) -> list[User]:
    """The consultants who are in the team on that day, by name."""
    return users_in(session, viewer, (Role.CONSULTANT,), today)


def users_in(session: Session, viewer: Viewer, roles: Collection[Role], today: date) -> list[User]:
    """The users with one of these roles who have not left on that day, by name."""
    stays = or_(col(User.left_on).is_(None), col(User.left_on) > today)
    return list(session.exec(select(User).where(col(User.role).in_(roles), stays).order_by(User.name)))


def names_of(session: Session, viewer: Viewer, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of users, by id: for showing who owns, logged or organises something."""
    wanted = {key for key in ids if key is not None}
    if not wanted:
        return {}
    found = session.exec(select(User.id, User.name).where(col(User.id).in_(wanted)))
    return dict(found.all())


def all_users(session: Session, viewer: Viewer) -> list[User]:
    """Everybody who ever had an account, by name."""
    return list(session.exec(select(User).order_by(User.name)))
