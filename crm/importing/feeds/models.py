"""The table of secret addresses under which diaries read."""

from uuid import UUID

from crm.accounts.models import ACCOUNT
from crm.db import Row
from crm.privacy import column


class CalendarFeed(Row, table=True):
    """The secret address of one user's feed. Only a hash of its token is stored: it is shown once."""

    __tablename__ = "calendar_feed"

    user_id: UUID = column(ACCOUNT, foreign_key="user.id", unique=True)
    token_hash: str = column(ACCOUNT, max_length=64, unique=True, repr=False)
