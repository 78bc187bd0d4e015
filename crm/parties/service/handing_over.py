"""Giving the parties that one colleague looks after to another."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import col, select

from crm.db import touch
from crm.domain_events import PartiesHandedOver, PartyChanged
from crm.errors import BadInput
from crm.parties.models import Party
from crm.parties.service.checks import UNKNOWN
from crm.unit_of_work import UnitOfWork


def hand_over_parties(
    uow: UnitOfWork, from_id: UUID, to_id: UUID, ids: Collection[UUID] | None = None
) -> int:
    """Lets one colleague look after what another did, and returns how many parties; archived ones stay as they are.

    Records PartyChanged for each, and PartiesHandedOver. The caller has checked that the new one is in the team.

    Args:
        ids: only these; None: all of them.

    Raises:
        BadInput: the colleague does not look after one of them.
    """
    statement = select(Party).where(Party.owner_id == from_id, col(Party.archived_on).is_(None))
    if ids is not None:
        statement = statement.where(col(Party.id).in_(set(ids)))
    parties = uow.session.exec(statement.order_by(col(Party.id)).with_for_update()).all()
    if ids is not None and len(parties) < len(set(ids)):
        raise BadInput(UNKNOWN, field="party_ids")
    for party in parties:
        party.owner_id = to_id
        touch(party, uow.now)
        uow.record(PartyChanged(party.id))
    if parties:
        uow.record(PartiesHandedOver(from_id, to_id, len(parties)))
    return len(parties)
