"""Answers to the threshold check, and follow-ups of what an event needs."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "threshold_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column(
            "question",
            sa.Enum(
                "language",
                "sign_language",
                "step_free",
                "quiet_room",
                "childcare",
                "price",
                "place",
                "channel",
                "digital",
                name="threshold",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "not_looked_at",
                "in_order",
                "to_arrange",
                "not_needed",
                name="answerstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("detail", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True),
        sa.Column("book_by_on", sa.Date(), nullable=True),
        sa.Column("follow_up_id", sa.Uuid(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user.id"], name=op.f("fk_threshold_answer_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["participation_event.id"], name=op.f("fk_threshold_answer_event_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threshold_answer")),
        sa.UniqueConstraint("event_id", "question", name=op.f("uq_threshold_answer_event_id_question")),
        sa.UniqueConstraint("follow_up_id", name=op.f("uq_threshold_answer_follow_up_id")),
    )
    with op.batch_alter_table("threshold_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_threshold_answer_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_threshold_answer_state"), ["state"], unique=False)

    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.add_column(sa.Column("event_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_follow_up_event_id"), ["event_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_follow_up_event_id"), "participation_event", ["event_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_follow_up_event_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_follow_up_event_id"))
        batch_op.drop_column("event_id")

    op.drop_table("threshold_answer")
