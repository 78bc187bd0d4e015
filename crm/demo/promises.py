"""What was promised at contacts: agreements, and the follow-ups made of them."""

from datetime import timedelta

from crm.contacts.models import Agreement, Topic
from crm.demo.colleagues import CONSULTANTS
from crm.demo.draft import Draft, Told, instant
from crm.demo.phrases import PROMISES
from crm.followups.models import FollowUp, FollowUpState

KEPT_SHARE = 0.1
# When the open follow-ups of each colleague are due, in days from today: overdue, today, this week, later.
DUE_IN_DAYS = (-6, -2, 0, 1, 3, 9, 16)
# Nora has those of the stories as well: more would not fit on her Today.
DUE_FOR_NORA = (-6, 0, 9, 16)


def add_promises(draft: Draft) -> None:
    """Adds promises that were kept, and for every consultant some that still stand."""
    for told in draft.told:
        age = (draft.today - told.on).days
        if age > 40 and told.parties and told.colleagues[0] in CONSULTANTS and draft.happens(KEPT_SHARE):
            state = FollowUpState.DONE if draft.happens(0.93) else FollowUpState.DROPPED
            _promise(draft, told, draft.between(3, 30), state)
    recent = sorted((told for told in draft.told if told.parties), key=lambda each: each.moment.happened_at)
    for login in CONSULTANTS:
        mine = [told for told in recent if told.colleagues[0] == login and not told.moment.signal_theme]
        for told, due in zip(reversed(mine), DUE_FOR_NORA if login == "nora" else DUE_IN_DAYS, strict=False):
            days = max(0, (draft.today - told.on).days + due)
            _promise(draft, told, days, FollowUpState.OPEN)


def _promise(draft: Draft, told: Told, days: int, state: FollowUpState) -> None:
    what = draft.pick(PROMISES[Topic(told.moment.topics[0])])
    made_at = told.moment.created_at
    owner_id, due_on = told.moment.author_id, told.on + timedelta(days=days)
    agreement = draft.add(
        Agreement(
            **draft.born(made_at), contact_id=told.moment.id, what=what, owner_id=owner_id, due_on=due_on
        )
    )
    draft.add(
        FollowUp(
            **draft.born_versioned(made_at),
            what=what,
            owner_id=owner_id,
            due_on=due_on,
            state=state,
            party_id=min(party.id for party in told.parties),
            contact_id=told.moment.id,
            agreement_id=agreement.id,
            planned_by_id=owner_id,
            closed_at=None if state is FollowUpState.OPEN else instant(due_on, draft.between(9, 17)),
        )
    )
