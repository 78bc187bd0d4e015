"""Who may see a question for an introduction, and who answers it: pure."""

from crm.followups.models import FollowUp
from crm.insight.introductions.models import Introduction
from crm.viewer import Viewer


def is_party_to(viewer: Viewer, row: Introduction, follow_up: FollowUp) -> bool:
    """Whether the viewer asked, or has the follow-up."""
    return viewer.user_id is not None and viewer.user_id in (row.asker_id, follow_up.owner_id)


def may_answer(viewer: Viewer, row: Introduction, follow_up: FollowUp) -> bool:
    """Whether the viewer says what came of it: who has the follow-up; who asks somebody without account, too."""
    is_own = row.via_party_id is not None and row.asker_id == viewer.user_id
    return is_own or follow_up.owner_id == viewer.user_id
