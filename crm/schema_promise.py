"""What the store promises to versions of Bereik that are older than its schema: which of them may still run on it.

See docs/decisions/schema-promise.md.
"""

from sqlmodel import SQLModel

from crm.privacy import KEY, column

FIRST = "0016"
"""The revision that made the table; versions before it run on their own revision only."""


class SchemaPromise(SQLModel, table=True):
    """One row: `runs_from` is the oldest head whose code still runs on the schema as it is."""

    __tablename__ = "schema_promise"

    name: str = column(KEY, primary_key=True, max_length=20)
    runs_from: str = column(KEY, max_length=32)


ROW = "schema"
"""The name of the one row."""
