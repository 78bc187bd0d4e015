"""Which networks nobody has spoken to for long."""

from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from crm.parties.models import Party, PartyKind
from crm.viewer import Viewer


def quiet_parties(
    session: Session, viewer: Viewer, before: date, owner_id: UUID | None = None
) -> list[Party]:
    """The organisations and communities whose last contact lies before that day, the longest ago first.

    Only those that somebody looks after and that are not archived; where nobody ever spoke, nothing fell quiet.

    Args:
        owner_id: only what this colleague looks after.
    """
    statement = select(Party).where(
        Party.kind != PartyKind.PERSON,
        col(Party.last_contact_on) < before,
        col(Party.archived_on).is_(None),
        col(Party.owner_id).is_not(None),
    )
    if owner_id is not None:
        statement = statement.where(Party.owner_id == owner_id)
    return list(session.exec(statement.order_by(col(Party.last_contact_on), col(Party.id))))
