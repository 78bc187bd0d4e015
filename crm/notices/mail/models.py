"""Tables of mail: what each user wants, and what became of each mail. No mail itself is kept."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from crm.accounts.models import ACCOUNT
from crm.db import Row, choice
from crm.privacy import About, Protection, Purpose, Retention, column

MAIL = About(Protection.CONFIDENTIAL, Purpose.RUN_SERVICE, Retention.QUEUE)


class DigestDays(StrEnum):
    """On which days somebody wants the morning digest."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    NEVER = "never"


class MailKind(StrEnum):
    """What a mail is for."""

    DIGEST = "digest"  # what waits on a morning
    NOTICES = "notices"  # new notices, those of some minutes in one mail
    ADDRESS = "address"  # whether an address is its user's


class MailChoices(Row, table=True):
    """Where one user wants mail, and which. Only a confirmed address gets any, but for the question itself."""

    __tablename__ = "mail_choices"

    user_id: UUID = column(ACCOUNT, foreign_key="user.id", unique=True)
    address: str | None = column(ACCOUNT, default=None, max_length=254, repr=False)
    # Waits for its confirmation; without `asked_at` the mail server said that there is no such address.
    wanted_address: str | None = column(ACCOUNT, default=None, max_length=254, repr=False)
    asked_at: datetime | None = column(ACCOUNT, default=None)
    # How often in a row the mail server said for good that the address does not take mail.
    refusals: int = column(ACCOUNT, default=0)
    stopped_at: datetime | None = column(ACCOUNT, default=None)
    digest: DigestDays = column(ACCOUNT, default=DigestDays.WEEKDAYS, sa_type=choice(DigestDays))
    reminders_at_once: bool = column(ACCOUNT, default=False)
    warnings_at_once: bool = column(ACCOUNT, default=True)


class Mail(Row, table=True):
    """What became of one mail; its id is the delivery's, which also stands in its Message-ID."""

    __tablename__ = "mail"

    user_id: UUID = column(MAIL, foreign_key="user.id", index=True)
    kind: MailKind = column(MAIL, sa_type=choice(MailKind))
    sent_at: datetime | None = column(MAIL, default=None)
    refused_at: datetime | None = column(MAIL, default=None)
    code: int = column(MAIL)  # what the mail server answered: 250, 550
