"""Tables of users, their sessions, and what administrators decide for everybody."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import JSON

from crm.db import Row, VersionedRow, choice
from crm.privacy import About, Protection, Purpose, Retention, column
from crm.viewer import Role

ACCOUNT = About(Protection.CONFIDENTIAL, Purpose.RUN_SERVICE, Retention.WITH_ACCOUNT)
DECISION = About(Protection.INTERNAL, Purpose.RUN_SERVICE, Retention.REFERENCE)
DECIDER = About(Protection.CONFIDENTIAL, Purpose.RUN_SERVICE, Retention.WITH_RECORD)
SESSION = About(Protection.CONFIDENTIAL, Purpose.RUN_SERVICE, Retention.SESSION)


class User(VersionedRow, table=True):
    """Somebody who signs in. Consultants are also nodes of the network."""

    __tablename__ = "user"

    name: str = column(ACCOUNT, max_length=120)
    login: str = column(ACCOUNT, max_length=60, unique=True)
    password_hash: str = column(ACCOUNT, max_length=200, repr=False)
    role: Role = column(ACCOUNT, sa_type=choice(Role))
    language: str = column(ACCOUNT, default="nl", max_length=2)
    left_on: date | None = column(ACCOUNT, default=None)


class UserSession(Row, table=True):
    """One signed-in browser. Only a hash of its token is stored."""

    __tablename__ = "user_session"

    token_hash: str = column(SESSION, max_length=64, unique=True)
    user_id: UUID = column(SESSION, foreign_key="user.id", index=True)
    last_used_at: datetime = column(SESSION)


class PolicyChange(Row, table=True):
    """One decision of an administrator on one policy. Rows are only added; the last one of a key holds."""

    __tablename__ = "policy_change"

    key: str = column(DECISION, max_length=60, index=True)
    value: bool | int | float | str = column(DECISION, sa_type=JSON)
    changed_by_id: UUID = column(DECIDER, foreign_key="user.id")
