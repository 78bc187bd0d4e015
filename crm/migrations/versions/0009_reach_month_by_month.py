"""Reach, frozen month by month."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reach_snapshot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reach_snapshot")),
        sa.UniqueConstraint("month", name=op.f("uq_reach_snapshot_month")),
    )
    op.create_table(
        "reach_snapshot_cell",
        sa.Column("snapshot_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("neighbourhood_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "unknown",
                "stale",
                "not_reached",
                "weak",
                "single",
                "reached",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("reach", sa.Float(), nullable=False),
        sa.Column("ways", sa.Integer(), nullable=False),
        sa.Column("residents", sa.Integer(), nullable=True),
        sa.Column("residents_year", sa.Integer(), nullable=True),
        sa.Column("residents_source", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("residents_invented", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["inclusion_group.id"], name=op.f("fk_reach_snapshot_cell_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_reach_snapshot_cell_neighbourhood_id")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["reach_snapshot.id"], name=op.f("fk_reach_snapshot_cell_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "position", name=op.f("pk_reach_snapshot_cell")),
    )
    with op.batch_alter_table("reach_snapshot_cell", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reach_snapshot_cell_group_id"), ["group_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("reach_snapshot_cell", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reach_snapshot_cell_group_id"))

    op.drop_table("reach_snapshot_cell")
    op.drop_table("reach_snapshot")
