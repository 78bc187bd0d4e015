"""What people own in the calendars: weights, questions for a date, withdrawn dates, and what a flag said before."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from uuid_utils.compat import uuid7

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sqlmodel.sql.sqltypes.UTCDateTime
TEXT = sqlmodel.sql.sqltypes.AutoString
STANDS = sa.text("withdrawn_at IS NULL")
FLAG = sa.table(
    "flag",
    sa.column("id", sa.Uuid()),
    sa.column("state", sa.String()),
    sa.column("level", sa.String()),
    sa.column("certainty", sa.String()),
    sa.column("reported_at", INSTANT()),
    sa.column("level_before", sa.String()),
    sa.column("certainty_before", sa.String()),
    sa.column("reported_before_at", INSTANT()),
)
FLAG_CHANGE = sa.table(
    "flag_change",
    sa.column("id", sa.Uuid()),
    sa.column("created_at", INSTANT()),
    sa.column("flag_id", sa.Uuid()),
    sa.column("level", sa.String()),
    sa.column("certainty", sa.String()),
)
CONFIRMATION = sa.table(
    "date_confirmation", sa.column("replaced_by_id", sa.Uuid()), sa.column("withdrawn_at", INSTANT())
)


def upgrade() -> None:
    _create_tables()
    for table in ("community", "organisation"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("calendars_said_on", sa.Date(), nullable=True))
            batch_op.add_column(sa.Column("calendars_source", TEXT(length=200), nullable=True))
    with op.batch_alter_table("date_confirmation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_at", INSTANT(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("replaced_by_id", sa.Uuid(), nullable=True))
        batch_op.drop_constraint(
            batch_op.f("uq_date_confirmation_observance_start_on_authority"), type_="unique"
        )
        batch_op.create_index(
            "uq_date_confirmation_standing",
            ["observance", "start_on", "authority"],
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_date_confirmation_withdrawn_by_id"), "user", ["withdrawn_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_date_confirmation_replaced_by_id"),
            "date_confirmation",
            ["replaced_by_id"],
            ["id"],
        )
    _keep_what_flags_said()
    with op.batch_alter_table("flag", schema=None) as batch_op:
        batch_op.drop_column("reported_before_at")
        batch_op.drop_column("level_before")
        batch_op.drop_column("certainty_before")


def downgrade() -> None:
    with op.batch_alter_table("flag", schema=None) as batch_op:
        batch_op.add_column(sa.Column("level_before", TEXT(length=10), nullable=True))
        batch_op.add_column(sa.Column("certainty_before", TEXT(length=12), nullable=True))
        batch_op.add_column(sa.Column("reported_before_at", INSTANT(), nullable=True))
    _fill_what_flags_said()
    # What was withdrawn is no date: the older schema would count it.
    op.execute(sa.update(CONFIRMATION).values(replaced_by_id=None))
    op.execute(sa.delete(CONFIRMATION).where(CONFIRMATION.c.withdrawn_at.is_not(None)))
    with op.batch_alter_table("date_confirmation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_date_confirmation_replaced_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_date_confirmation_withdrawn_by_id"), type_="foreignkey")
        batch_op.drop_index("uq_date_confirmation_standing", sqlite_where=STANDS, postgresql_where=STANDS)
        batch_op.create_unique_constraint(
            batch_op.f("uq_date_confirmation_observance_start_on_authority"),
            ["observance", "start_on", "authority"],
        )
        batch_op.drop_column("replaced_by_id")
        batch_op.drop_column("withdrawn_by_id")
        batch_op.drop_column("withdrawn_at")
    for table in ("organisation", "community"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("calendars_source")
            batch_op.drop_column("calendars_said_on")
    with op.batch_alter_table("flag_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_flag_change_flag_id"))
    op.drop_table("flag_change")
    op.drop_table("effect_change")
    op.drop_table("date_question")


def _create_tables() -> None:
    op.create_table(
        "date_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT(), nullable=False),
        sa.Column("observance", TEXT(length=40), nullable=False),
        sa.Column("authority", TEXT(length=40), nullable=False),
        sa.Column("calculated_on", sa.Date(), nullable=False),
        sa.Column("times_asked", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_question")),
        sa.UniqueConstraint(
            "observance",
            "authority",
            "calculated_on",
            name=op.f("uq_date_question_observance_authority_calculated_on"),
        ),
    )
    op.create_table(
        "effect_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT(), nullable=False),
        sa.Column("key", TEXT(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_put_back", sa.Boolean(), nullable=False),
        sa.Column("level", TEXT(length=10), nullable=False),
        sa.Column("general", TEXT(length=10), nullable=True),
        sa.Column("shape", TEXT(length=40), nullable=False),
        sa.Column("advice_nl", TEXT(length=300), nullable=True),
        sa.Column("advice_en", TEXT(length=300), nullable=True),
        sa.Column("advice_fr", TEXT(length=300), nullable=True),
        sa.Column("why", TEXT(length=300), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["user.id"], name=op.f("fk_effect_change_changed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect_change")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_effect_change_key_version")),
    )
    op.create_table(
        "flag_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT(), nullable=False),
        sa.Column("flag_id", sa.Uuid(), nullable=False),
        sa.Column("level", TEXT(length=10), nullable=False),
        sa.Column("certainty", TEXT(length=12), nullable=False),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name=op.f("fk_flag_change_flag_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_change")),
    )
    with op.batch_alter_table("flag_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flag_change_flag_id"), ["flag_id"], unique=False)


def _keep_what_flags_said() -> None:
    """Writes as rows what an owner was told last, and before that."""
    bind = op.get_bind()
    kept = []
    for flag in bind.execute(sa.select(FLAG).where(FLAG.c.reported_at.is_not(None))):
        if flag.level_before is not None and flag.reported_before_at is not None:
            certainty = flag.certainty_before or flag.certainty
            kept.append((flag, flag.level_before, certainty, flag.reported_before_at))
        level = "none" if flag.state == "lifted" else flag.level
        kept.append((flag, level, flag.certainty, flag.reported_at))
    if kept:
        rows = [
            {"id": uuid7(), "flag_id": flag.id, "level": level, "certainty": certainty, "created_at": at}
            for flag, level, certainty, at in kept
        ]
        bind.execute(sa.insert(FLAG_CHANGE), rows)


def _fill_what_flags_said() -> None:
    """Writes on each flag what its owner was told before the level last changed."""
    bind = op.get_bind()
    ordered = sa.select(FLAG_CHANGE).order_by(FLAG_CHANGE.c.created_at, FLAG_CHANGE.c.id)
    last: dict[object, sa.Row] = {}
    for row in bind.execute(ordered).all():
        before = last.get(row.flag_id)
        if before is not None and before.level not in ("none", row.level):
            values = {
                "level_before": before.level,
                "certainty_before": before.certainty,
                "reported_before_at": before.created_at,
            }
            bind.execute(sa.update(FLAG).where(FLAG.c.id == row.flag_id).values(**values))
        last[row.flag_id] = row
