"""Which processes run, when each job was last due, and what was decided about deliveries that were given up."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql, sqlite

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_GIVEN_UP = sa.text("state = 'dead'")
_MILLISECONDS = postgresql.BIGINT().with_variant(sqlite.INTEGER(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "process",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("kind", _choice("serve", "work", "schedule", name="processkind"), nullable=False),
        sa.Column("host", sqlmodel.sql.sqltypes.AutoString(length=255), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("version", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("revision", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ahead_ms", sa.Integer(), nullable=False),
        sa.Column("broker_answers", sa.Boolean(), nullable=False),
        sa.Column("carries", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process")),
    )
    op.create_table(
        "queue_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("handler", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("event_kind", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("decision", _choice("retried", "discarded", name="decision"), nullable=False),
        sa.Column("why", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_queue_decision_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_decision")),
    )
    op.create_index(op.f("ix_queue_decision_delivery_id"), "queue_decision", ["delivery_id"])
    op.create_index(
        "ix_delivery_dead",
        "delivery",
        ["handler", "id"],
        postgresql_where=_GIVEN_UP,
        sqlite_where=_GIVEN_UP,
    )
    op.add_column("schedule", sa.Column("fired_at", _MILLISECONDS, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("schedule") as batch:
        batch.drop_column("fired_at")
    op.drop_index("ix_delivery_dead", table_name="delivery")
    op.drop_index(op.f("ix_queue_decision_delivery_id"), table_name="queue_decision")
    op.drop_table("queue_decision")
    op.drop_table("process")


def _choice(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)
