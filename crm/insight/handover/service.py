"""The command of the hand-over: what a colleague who leaves has in hand goes to another, in one step."""

from dataclasses import dataclass
from uuid import UUID

from crm.accounts.models import User
from crm.accounts.queries import colleagues
from crm.db import get_for_update
from crm.errors import BadInput, NotFound
from crm.followups.service import hand_over_follow_ups
from crm.insight.handover.schemas import HandOverCreate
from crm.parties.queries import party_labels
from crm.parties.service import hand_over_parties
from crm.text import mark
from crm.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class HandedOver:
    """How many follow-ups and parties another colleague has now."""

    follow_ups: int
    parties: int


def hand_over_all(uow: UnitOfWork, from_id: UUID, wanted: HandOverCreate) -> HandedOver:
    """Gives everything that a leaving colleague has in hand to another, or what was ticked.

    Records FollowUpHandedOver for each follow-up, PartyChanged for each party, and PartiesHandedOver. Done twice,
    there is nothing left to give.

    Raises:
        NotFound: there is no such colleague, or they neither leave nor have left.
        BadInput: the new one is not in the team or the same, nothing is ticked, or something is not theirs.
    """
    leaver = get_for_update(uow.session, User, from_id)
    if leaver.left_on is None:
        raise NotFound
    team = {user.id for user in colleagues(uow.session, uow.viewer, uow.today)}
    if wanted.to_id not in team - {from_id}:
        raise BadInput(mark("Choose a colleague of the team."), field="to_id")
    # Whoever may not know of a person is answered as if there were none.
    named = set(party_labels(uow.session, uow.viewer, wanted.party_ids))
    if not named.issuperset(wanted.party_ids):
        raise BadInput(mark("Choose one of the list."), field="party_ids")
    if not (wanted.everything or wanted.follow_up_ids or wanted.party_ids):
        raise BadInput(mark("Tick what you hand over."), field="follow_up_ids")
    follow_ups = hand_over_follow_ups(uow, from_id, wanted.to_id, wanted.follow_up_ids)
    parties = hand_over_parties(uow, from_id, wanted.to_id, wanted.party_ids)
    if wanted.everything:
        follow_ups += hand_over_follow_ups(uow, from_id, wanted.to_id)
        parties += hand_over_parties(uow, from_id, wanted.to_id)
    return HandedOver(follow_ups, parties)
