"""How urgent a delivery is, which request led to an event, and what the broker is known to remember."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_DUE_STATES = sa.text("state IN ('ready', 'queued', 'running')")


def upgrade() -> None:
    op.add_column(
        "domain_event", sa.Column("request_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True)
    )
    op.add_column(
        "delivery",
        sa.Column(
            "urgency",
            sa.Enum("interactive", "default", "bulk", name="urgency", native_enum=False, length=40),
            nullable=False,
            server_default="default",
        ),
    )
    op.drop_index("ix_delivery_due", table_name="delivery")
    _index_due("urgency", "visible_at", "id")
    op.create_table(
        "broker_epoch",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("epoch", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_broker_epoch")),
    )


def downgrade() -> None:
    op.drop_table("broker_epoch")
    op.drop_index("ix_delivery_due", table_name="delivery")
    _index_due("visible_at", "id")
    with op.batch_alter_table("delivery") as batch:
        batch.drop_column("urgency")
    with op.batch_alter_table("domain_event") as batch:
        batch.drop_column("request_id")


def _index_due(*columns: str) -> None:
    op.create_index(
        "ix_delivery_due",
        "delivery",
        list(columns),
        postgresql_where=_DUE_STATES,
        sqlite_where=_DUE_STATES,
    )
