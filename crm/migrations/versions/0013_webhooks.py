"""Webhooks: which other systems are told what, and the latest attempts."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_OFF_REASON = sa.Enum("new", "by_hand", "gone", "failing", name="offreason", native_enum=False, length=40)
_OBSTACLE = sa.Enum(
    "host_not_allowed",
    "address_not_allowed",
    "host_unknown",
    "no_answer",
    "too_slow",
    "too_large",
    "not_safe",
    name="obstacle",
    native_enum=False,
    length=40,
)


def _text(length: int) -> sqlmodel.sql.sqltypes.AutoString:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def upgrade() -> None:
    instant = sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "webhook",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", instant(), nullable=False),
        sa.Column("name", _text(120), nullable=False),
        sa.Column("address", _text(500), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("off_reason", _OFF_REASON, nullable=True),
        sa.Column("off_at", instant(), nullable=True),
        sa.Column("secret", _text(100), nullable=False),
        sa.Column("former_secret", _text(100), nullable=True),
        sa.Column("former_until", instant(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", instant(), nullable=True),
        sa.Column("rests_until", instant(), nullable=True),
        sa.Column("missed_since", instant(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_webhook_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_table(
        "webhook_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _text(40), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("obstacle", _OBSTACLE, nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_attempt_webhook_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_attempt")),
    )
    op.create_index("ix_webhook_attempt_webhook_id", "webhook_attempt", ["webhook_id"])


def downgrade() -> None:
    op.drop_index("ix_webhook_attempt_webhook_id", table_name="webhook_attempt")
    op.drop_table("webhook_attempt")
    op.drop_table("webhook")
