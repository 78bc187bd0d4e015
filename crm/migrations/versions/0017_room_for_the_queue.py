"""Room on PostgreSQL for a table whose every row is written several times and then rests."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# A row is written when it is queued, claimed and done: free space lets the new version stand beside the old one, and
# dead versions are cleaned when 1 % of the rows are dead, not 20 %.
_SETTINGS = {
    "fillfactor": "80",
    "autovacuum_vacuum_scale_factor": "0.01",
    "autovacuum_vacuum_threshold": "500",
    "autovacuum_analyze_scale_factor": "0.02",
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        chosen = ", ".join(f"{name} = {value}" for name, value in _SETTINGS.items())
        op.execute(f"ALTER TABLE delivery SET ({chosen})")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE delivery RESET ({', '.join(_SETTINGS)})")
