"""The table of notices."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from crm.db import Row, choice, partial_index
from crm.privacy import About, Protection, Purpose, Retention, column

NOTICE = About(Protection.CONFIDENTIAL, Purpose.RUN_SERVICE, Retention.WITH_RECORD)


class NoticeKind(StrEnum):
    """What a notice says; its sentence is made in the reader's language when it is read."""

    FOLLOW_UP_DUE = "follow_up_due"
    FOLLOW_UP_HANDED_OVER = "follow_up_handed_over"
    FLAG_RAISED = "flag_raised"
    VERDICT_CHANGED = "verdict_changed"
    NETWORK_QUIET = "network_quiet"
    EVENT_NEAR = "event_near"
    DATE_AWAITED = "date_awaited"
    INTRODUCTION_ASKED = "introduction_asked"
    INTRODUCTION_ANSWERED = "introduction_answered"
    PARTIES_HANDED_OVER = "parties_handed_over"
    MAIL_STOPPED = "mail_stopped"
    WEBHOOK_GIVEN_UP = "webhook_given_up"


class Notice(Row, table=True):
    """Something we tell a user: the kind, and the id of what it is about. No names, no text."""

    __tablename__ = "notice"
    __table_args__ = (
        partial_index("ix_notice_unread", "user_id", "created_at", "id", where="read_at IS NULL"),
    )

    user_id: UUID = column(NOTICE, foreign_key="user.id", index=True)
    kind: NoticeKind = column(NOTICE, sa_type=choice(NoticeKind))
    about_id: UUID = column(NOTICE, index=True)
    # Telling the same thing twice is refused by the store.
    dedupe_key: str = column(NOTICE, max_length=200, unique=True)
    read_at: datetime | None = column(NOTICE, default=None)
    mailed_at: datetime | None = column(NOTICE, default=None)
