"""Mail: what each user wants, what became of each mail, and which notices were mailed."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_choices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=True),
        sa.Column("wanted_address", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=True),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.Column("stopped_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column(
            "digest",
            sa.Enum("daily", "weekdays", "never", name="digestdays", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reminders_at_once", sa.Boolean(), nullable=False),
        sa.Column("warnings_at_once", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_mail_choices_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_choices")),
        sa.UniqueConstraint("user_id", name=op.f("uq_mail_choices_user_id")),
    )
    op.create_table(
        "mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("digest", "notices", "address", name="mailkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("sent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("refused_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_mail_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    op.create_index("ix_mail_user_id", "mail", ["user_id"])
    op.add_column("notice", sa.Column("mailed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM notice WHERE kind = 'mail_stopped'")  # the version before does not know it
    with op.batch_alter_table("notice") as batch:
        batch.drop_column("mailed_at")
    op.drop_index("ix_mail_user_id", table_name="mail")
    op.drop_table("mail")
    op.drop_table("mail_choices")
