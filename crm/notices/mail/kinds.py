"""Which notices are reminders and which are warnings, and which of them a user gets by mail within minutes."""

from crm.notices.mail.models import MailChoices
from crm.notices.models import NoticeKind

REMINDERS = frozenset(
    {
        NoticeKind.FOLLOW_UP_DUE,
        NoticeKind.FOLLOW_UP_HANDED_OVER,
        NoticeKind.PARTIES_HANDED_OVER,
        NoticeKind.NETWORK_QUIET,
        NoticeKind.DATE_AWAITED,
        NoticeKind.INTRODUCTION_ASKED,
        NoticeKind.INTRODUCTION_ANSWERED,
        NoticeKind.WEBHOOK_GIVEN_UP,
    }
)
WARNINGS = frozenset({NoticeKind.FLAG_RAISED, NoticeKind.VERDICT_CHANGED, NoticeKind.EVENT_NEAR})


def kinds_at_once(choices: MailChoices) -> frozenset[NoticeKind]:
    """Of which notices the user gets a mail within minutes; none where mail does not reach them."""
    if choices.address is None or choices.stopped_at is not None:
        return frozenset()
    reminders = REMINDERS if choices.reminders_at_once else frozenset()
    return reminders | (WARNINGS if choices.warnings_at_once else frozenset())
