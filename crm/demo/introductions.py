"""Introductions that colleagues asked of one another: one that waits for Nora, and what became of two of hers."""

from datetime import timedelta

from crm.demo.draft import Draft, instant, workday
from crm.followups.models import FollowUp, FollowUpState
from crm.i18n import translate
from crm.insight.introductions.models import Introduction, IntroductionState
from crm.insight.introductions.words import INTRODUCE

# Who asked whom, the chain after that colleague, how many days ago, what came of it, and what was said.
ASKED = (
    ("karim", "nora", ("Sevgi Aydın", "Doofcafé De Zenne"), 3, IntroductionState.ASKED, None),
    ("nora", "esther", ("Hodan Warsame",), 24, IntroductionState.INTRODUCED, "We dronken samen thee."),
    ("sofie", "dilan", ("Plein 15",), 5, IntroductionState.ASKED, None),
    (
        "nora",
        "elke",
        ("Dienstencentrum Ter Linde",),
        12,
        IntroductionState.DECLINED,
        "Na de verhuis, in januari.",
    ),
)
DUE_AFTER_DAYS = 14
_FOLLOW_UPS = {
    IntroductionState.INTRODUCED: FollowUpState.DONE,
    IntroductionState.DECLINED: FollowUpState.DROPPED,
}


def add_introductions(draft: Draft) -> None:
    """Adds the questions with the follow-up of who was asked."""
    for asker, asked, chain, before, state, note in ASKED:
        on = workday(draft.today - timedelta(days=before))
        asked_at, answered_at = instant(on, 11), instant(on, 16)
        parties = [draft.party(name) for name in chain]
        closed_at = answered_at if state in _FOLLOW_UPS else None
        follow_up = draft.add(
            FollowUp(
                **draft.born_versioned(asked_at),
                what=translate(draft.users[asked].language, INTRODUCE, name=draft.users[asker].name),
                owner_id=draft.users[asked].id,
                due_on=on + timedelta(days=DUE_AFTER_DAYS),
                state=_FOLLOW_UPS.get(state, FollowUpState.OPEN),
                party_id=parties[-1].id,
                planned_by_id=draft.users[asker].id,
                closed_at=closed_at,
            )
        )
        draft.add(
            Introduction(
                **draft.born_versioned(asked_at),
                asker_id=draft.users[asker].id,
                target_id=parties[-1].id,
                via_user_id=draft.users[asked].id,
                chain=[str(draft.users[asked].id), *(str(party.id) for party in parties)],
                state=state,
                follow_up_id=follow_up.id,
                note=note,
                answered_at=closed_at,
            )
        )
