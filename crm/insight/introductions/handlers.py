"""What introductions do because of a domain event. Each may run twice: the key of a notice is unique, a state settles once."""

from crm.domain_events import FollowUpClosed, IntroductionAnswered, IntroductionAsked
from crm.followups.models import FollowUp
from crm.insight.introductions.models import Introduction, IntroductionState
from crm.insight.introductions.service import settle_by_follow_up
from crm.notices.models import NoticeKind
from crm.notices.service import tell
from crm.outbox import newest_row
from crm.unit_of_work import UnitOfWork


def tell_introduction_asked(uow: UnitOfWork, event: IntroductionAsked) -> None:
    """Tells the colleague who is asked, once; not when it was answered or taken back meanwhile."""
    found = uow.session.get(Introduction, event.introduction_id)
    if found is None or found.state != IntroductionState.ASKED or found.via_user_id is None:
        return
    follow_up = uow.session.get(FollowUp, found.follow_up_id)
    if follow_up is not None and follow_up.owner_id != found.asker_id:
        key = f"introduction_asked:{found.id}"
        tell(uow, follow_up.owner_id, NoticeKind.INTRODUCTION_ASKED, found.target_id, key)


def tell_introduction_answered(uow: UnitOfWork, event: IntroductionAnswered) -> None:
    """Tells who asked that something came of it, once for each answer; not what they noted themselves."""
    found = uow.session.get(Introduction, event.introduction_id)
    answer = newest_row(uow.session, event)
    if found is None or answer is None or answer.actor_id == found.asker_id:
        return
    key = f"introduction_answered:{found.id}:{found.state.value}"
    tell(uow, found.asker_id, NoticeKind.INTRODUCTION_ANSWERED, found.target_id, key)


def settle_introduction(uow: UnitOfWork, event: FollowUpClosed) -> None:
    """Lets a question follow its follow-up, where somebody closed that in the list instead."""
    settle_by_follow_up(uow, event.follow_up_id)
