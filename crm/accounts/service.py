"""Commands on colleagues: on which date somebody leaves."""

from datetime import date
from uuid import UUID

from crm.accounts.access import may_note_leaving
from crm.accounts.models import User
from crm.db import get_for_update, touch
from crm.domain_events import LeavingDateSet, LeavingDateWithdrawn
from crm.errors import BadInput, Conflict, NotAllowed, NotFound
from crm.text import mark
from crm.unit_of_work import UnitOfWork
from crm.viewer import Role


def note_leaving(uow: UnitOfWork, user_id: UUID, left_on: date) -> User:
    """Notes from which date on a consultant is no longer in the team, and has no access. Records LeavingDateSet.

    Raises:
        NotAllowed: the viewer neither leads nor administers.
        BadInput: there is no such consultant, who has not left yet, or the date is not in the future.
    """
    if not may_note_leaving(uow.viewer):
        raise NotAllowed
    user = uow.session.get(User, user_id, with_for_update=True)
    has_left = user is not None and user.left_on is not None and user.left_on <= uow.today
    if user is None or user.role != Role.CONSULTANT or has_left:
        raise BadInput(mark("Choose a colleague of the team."), field="user_id")
    if left_on <= uow.today:
        raise BadInput(mark("Choose a day after today."), field="left_on")
    if user.left_on != left_on:
        user.left_on = left_on
        touch(user, uow.now)
        uow.record(LeavingDateSet(user.id, left_on))
    return user


def withdraw_leaving(uow: UnitOfWork, user_id: UUID) -> User:
    """Takes the date back on which a colleague would leave; done twice is done once. Records LeavingDateWithdrawn.

    Raises:
        NotAllowed: the viewer neither leads nor administers.
        NotFound: there is no such colleague.
        Conflict: they have left.
    """
    if not may_note_leaving(uow.viewer):
        raise NotAllowed
    user = get_for_update(uow.session, User, user_id)
    if user.role != Role.CONSULTANT:
        raise NotFound
    if user.left_on is not None and user.left_on <= uow.today:
        raise Conflict(mark("This colleague has left already."))
    if user.left_on is not None:
        user.left_on = None
        touch(user, uow.now)
        uow.record(LeavingDateWithdrawn(user.id))
    return user
