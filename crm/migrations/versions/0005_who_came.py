"""Who came: a total with its certainty, and what participants said of themselves; the bare headcount goes into it."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from crm.db import new_id

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_EVENT = sa.table(
    "participation_event",
    sa.column("id", sa.Uuid()),
    sa.column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime()),
    sa.column("organiser_id", sa.Uuid()),
    sa.column("headcount", sa.Integer()),
)
_ATTENDANCE = sa.table(
    "attendance",
    sa.column("id", sa.Uuid()),
    sa.column("created_at", sqlmodel.sql.sqltypes.UTCDateTime()),
    sa.column("version", sa.Integer()),
    sa.column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime()),
    sa.column("event_id", sa.Uuid()),
    sa.column("counting", sa.String()),
    sa.column("total", sa.Integer()),
    sa.column("noted_by_id", sa.Uuid()),
)


def upgrade() -> None:
    op.create_table(
        "attendance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column(
            "counting",
            sa.Enum("counted", "estimated", "not_counted", name="counting", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column(
            "asked_how",
            sa.Enum(
                "registration",
                "door_form",
                "short_survey",
                "show_of_cards",
                "other",
                name="askedhow",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("noted_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["participation_event.id"], name=op.f("fk_attendance_event_id")
        ),
        sa.ForeignKeyConstraint(["noted_by_id"], ["user.id"], name=op.f("fk_attendance_noted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("event_id", name=op.f("uq_attendance_event_id")),
    )
    op.create_table(
        "attendance_count",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("attendance_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attendance_id"], ["attendance.id"], name=op.f("fk_attendance_count_attendance_id")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["inclusion_group.id"], name=op.f("fk_attendance_count_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_count")),
        sa.UniqueConstraint(
            "attendance_id", "group_id", name=op.f("uq_attendance_count_attendance_id_group_id")
        ),
    )
    with op.batch_alter_table("attendance_count", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_count_group_id"), ["group_id"], unique=False)
    _move_headcounts()
    with op.batch_alter_table("participation_event", schema=None) as batch_op:
        batch_op.drop_column("headcount")


def downgrade() -> None:
    with op.batch_alter_table("participation_event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("headcount", sa.Integer(), nullable=True))
    total = sa.select(_ATTENDANCE.c.total).where(_ATTENDANCE.c.event_id == _EVENT.c.id).scalar_subquery()
    op.execute(_EVENT.update().values(headcount=total))
    op.drop_table("attendance_count")
    op.drop_table("attendance")


def _move_headcounts() -> None:
    """The form asked for a total that was counted; who typed it is not known, so it stands on the organiser's name."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(_EVENT).where(_EVENT.c.headcount.is_not(None))).all():
        connection.execute(
            _ATTENDANCE.insert().values(
                id=new_id(),
                created_at=row.changed_at,
                version=1,
                changed_at=row.changed_at,
                event_id=row.id,
                counting="counted",
                total=row.headcount,
                noted_by_id=row.organiser_id,
            )
        )
