"""Calendars in and out: imported days, secret addresses of feeds, and deliveries that talk to the outside."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DUE = "state IN ('ready', 'queued')"
DUE_OR_LEASED = "state IN ('ready', 'queued', 'running')"


def _replace_due_index(condition: str) -> None:
    op.drop_index("ix_delivery_due", table_name="delivery")
    op.create_index(
        "ix_delivery_due",
        "delivery",
        ["visible_at", "id"],
        unique=False,
        postgresql_where=sa.text(condition),
        sqlite_where=sa.text(condition),
    )


def upgrade() -> None:
    op.create_table(
        "imported_calendar",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column(
            "meaning",
            sa.Enum("same_people", "traffic", "closed", "note", name="meaning", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("level", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("read_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("failure", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("failed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_calendar")),
    )
    op.create_table(
        "imported_day",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ends_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["imported_calendar.id"], name=op.f("fk_imported_day_calendar_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_day")),
    )
    with op.batch_alter_table("imported_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imported_day_calendar_id"), ["calendar_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_imported_day_start_on"), ["start_on"], unique=False)
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_calendar_feed_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
        sa.UniqueConstraint("user_id", name=op.f("uq_calendar_feed_user_id")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("token", sa.Uuid(), nullable=True))
    _replace_due_index(DUE_OR_LEASED)
    with op.batch_alter_table("flag", schema=None) as batch_op:
        batch_op.add_column(sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("flag", schema=None) as batch_op:
        batch_op.drop_column("title")
    op.execute("UPDATE delivery SET state = 'queued' WHERE state = 'running'")
    _replace_due_index(DUE)
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_column("token")
    op.drop_table("calendar_feed")
    with op.batch_alter_table("imported_day", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_imported_day_start_on"))
        batch_op.drop_index(batch_op.f("ix_imported_day_calendar_id"))
    op.drop_table("imported_day")
    op.drop_table("imported_calendar")
