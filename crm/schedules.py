"""The schedule rows: when each job is next due. Ticked by the package `scheduler`."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from crm.privacy import KEY, column


class Schedule(SQLModel, table=True):
    """One job; `next_at` and `fired_at`, the last time it was due, are in milliseconds since 1970 UTC."""

    __tablename__ = "schedule"

    job: str = column(KEY, primary_key=True, max_length=60)
    next_at: int = column(KEY, sa_type=postgresql.BIGINT().with_variant(sqlite.INTEGER(), "sqlite"))
    fired_at: int | None = column(
        KEY, default=None, sa_type=postgresql.BIGINT().with_variant(sqlite.INTEGER(), "sqlite")
    )
