"""Which versions of Bereik may run on the schema: one row, written by every migration from here on."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "schema_promise",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("runs_from", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_schema_promise")),
    )


def downgrade() -> None:
    op.drop_table("schema_promise")
