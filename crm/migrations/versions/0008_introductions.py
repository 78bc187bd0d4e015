"""Introductions that somebody asked for."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "introduction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("asker_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("via_user_id", sa.Uuid(), nullable=True),
        sa.Column("via_party_id", sa.Uuid(), nullable=True),
        sa.Column("chain", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "accepted",
                "introduced",
                "declined",
                "no_answer",
                name="introductionstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("follow_up_id", sa.Uuid(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("answered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(via_user_id IS NULL) <> (via_party_id IS NULL)", name=op.f("ck_introduction_one_in_between")
        ),
        sa.ForeignKeyConstraint(["asker_id"], ["user.id"], name=op.f("fk_introduction_asker_id")),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_up.id"], name=op.f("fk_introduction_follow_up_id")
        ),
        sa.ForeignKeyConstraint(["target_id"], ["party.id"], name=op.f("fk_introduction_target_id")),
        sa.ForeignKeyConstraint(["via_party_id"], ["party.id"], name=op.f("fk_introduction_via_party_id")),
        sa.ForeignKeyConstraint(["via_user_id"], ["user.id"], name=op.f("fk_introduction_via_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction")),
        sa.UniqueConstraint("follow_up_id", name=op.f("uq_introduction_follow_up_id")),
    )
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_introduction_asker_id"), ["asker_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_target_id"), ["target_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_introduction_target_id"))
        batch_op.drop_index(batch_op.f("ix_introduction_state"))
        batch_op.drop_index(batch_op.f("ix_introduction_asker_id"))

    op.drop_table("introduction")
