"""Made-up migrations of versions of Bereik that there are not yet."""

from pathlib import Path

from crm import migrate
from crm.migrate import VERSIONS

EXPANDING = """
def upgrade() -> None:
    op.add_column("contact_moment", sa.Column("mood", sa.String(20), nullable=False, server_default="fine"))
    op.create_table("weather", sa.Column("id", sa.Uuid(), primary_key=True), sa.Column("rain_mm", sa.Integer()))


def downgrade() -> None:
    op.drop_table("weather")
    with op.batch_alter_table("contact_moment") as batch:
        batch.drop_column("mood")
"""

INDEXING = """
def upgrade() -> None:
    create_index_online("ix_contact_moment_mood", "contact_moment", ["mood", "place"])


def downgrade() -> None:
    drop_index_online("ix_contact_moment_mood", "contact_moment")
"""

CONTRACTING = """
def upgrade() -> None:
    op.drop_index("ix_contact_moment_mood", "contact_moment")
    with op.batch_alter_table("contact_moment") as batch:
        batch.drop_column("mood")


def downgrade() -> None:
    op.add_column("contact_moment", sa.Column("mood", sa.String(20), nullable=False, server_default="fine"))
"""

FRAME = '''"""{title}."""

import sqlalchemy as sa
from alembic import op

from crm.migrations.online import create_index_online, drop_index_online

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None
{runs_from}
'''


class NextVersion:
    """A version with one migration more than the one before it."""

    def __init__(
        self,
        folder: Path,
        number: int,
        body: str,
        *,
        before: "NextVersion | None" = None,
        runs_from: str = "",
    ) -> None:
        self.revision = f"next{number}"
        self.versions: tuple[Path, ...] = (*(before.versions if before else VERSIONS), folder / self.revision)
        self.versions[-1].mkdir()
        said = f'runs_from = "{runs_from}"' if runs_from else ""
        text = FRAME.format(
            title=f"Made-up step {number}",
            revision=self.revision,
            before=before.revision if before else migrate.head(),
            runs_from=said,
        )
        (self.versions[-1] / f"{self.revision}_made_up.py").write_text(text + "\n" + body)
