"""Table of backups that were made, so that somebody notices when none was."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from crm.db import Row
from crm.privacy import About, Protection, Purpose, Retention, column

RUN = About(Protection.INTERNAL, Purpose.RUN_SERVICE, Retention.REFERENCE)


class BackupRun(Row, table=True):
    """One backup that was written and read back. Where it lies is not in it."""

    __tablename__ = "backup_run"

    # The instant whose state is in it; `created_at` is when it was ready.
    taken_at: datetime = column(RUN, index=True)
    row_count: int = column(RUN)
    size_bytes: int = column(RUN, sa_type=postgresql.BIGINT().with_variant(sqlite.INTEGER(), "sqlite"))
    is_encrypted: bool = column(RUN)
