"""What was asked of people and given back, and next contacts that were put off."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TICKS = ("asked_of_them", "gave_back")


def upgrade() -> None:
    # Nobody ticked these before: what is in the log counts as neither.
    with op.batch_alter_table("contact_moment", schema=None) as batch_op:
        for tick in TICKS:
            batch_op.add_column(sa.Column(tick, sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("contact_moment", schema=None) as batch_op:
        for tick in TICKS:
            batch_op.alter_column(tick, existing_type=sa.Boolean(), server_default=None)
    op.create_table(
        "dismissal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "busy",
                "mend_first",
                "another_way",
                "not_the_way_in",
                "no_time",
                "other",
                name="dismissalreason",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("ask_again_on", sa.Date(), nullable=True),
        sa.Column("seen", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("dismissed_by_id", sa.Uuid(), nullable=False),
        sa.Column("taken_back_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("taken_back_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["dismissed_by_id"], ["user.id"], name=op.f("fk_dismissal_dismissed_by_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_dismissal_party_id")),
        sa.ForeignKeyConstraint(
            ["taken_back_by_id"], ["user.id"], name=op.f("fk_dismissal_taken_back_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dismissal")),
    )
    with op.batch_alter_table("dismissal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dismissal_party_id"), ["party_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("dismissal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dismissal_party_id"))
    op.drop_table("dismissal")
    with op.batch_alter_table("contact_moment", schema=None) as batch_op:
        for tick in TICKS:
            batch_op.drop_column(tick)
