"""Commands on next contacts: put one off, and take that back."""

from uuid import UUID

from sqlalchemy import update
from sqlmodel import col

from crm.accounts.access import may_log
from crm.db import get
from crm.errors import BadInput, NotAllowed, NotFound
from crm.insight.next_contacts.models import Dismissal
from crm.insight.next_contacts.schemas import DismissalCreate
from crm.parties.models import Party
from crm.text import mark
from crm.unit_of_work import UnitOfWork


def dismiss_next_contact(uow: UnitOfWork, party_id: UUID, wanted: DismissalCreate) -> Dismissal:
    """Puts somebody off as a next contact; the decision keeps a name and an instant.

    It holds until what the proposal rested on has changed, or until its day. Earlier decisions stay in the store;
    the last one counts.

    Raises:
        NotAllowed: the viewer is no consultant.
        NotFound: there is no such party, or it is archived.
        BadInput: the day to ask again is not in the future.
    """
    user_id = _consultant(uow)
    if get(uow.session, Party, party_id).archived_on is not None:
        raise NotFound
    if wanted.ask_again_on is not None and wanted.ask_again_on <= uow.today:
        raise BadInput(mark("Choose a day after today."), field="ask_again_on")
    made = Dismissal(
        created_at=uow.now,
        party_id=party_id,
        reason=wanted.reason,
        words=wanted.words or None,
        ask_again_on=wanted.ask_again_on,
        seen=wanted.seen,
        dismissed_by_id=user_id,
    )
    uow.session.add(made)
    uow.session.flush()
    return made


def take_back_dismissal(uow: UnitOfWork, key: UUID) -> Dismissal:
    """Lets somebody be proposed again: ends this decision and all others on the same party; twice is once.

    Raises:
        NotAllowed: the viewer is no consultant.
        NotFound: there is no such decision.
    """
    user_id = _consultant(uow)
    dismissal = get(uow.session, Dismissal, key)
    uow.session.connection().execute(
        update(Dismissal)
        .where(col(Dismissal.party_id) == dismissal.party_id, col(Dismissal.taken_back_at).is_(None))
        .values(taken_back_at=uow.now, taken_back_by_id=user_id)
    )
    uow.session.refresh(dismissal)
    return dismissal


def _consultant(uow: UnitOfWork) -> UUID:
    if not may_log(uow.viewer) or uow.viewer.user_id is None:
        raise NotAllowed
    return uow.viewer.user_id
