"""What groups say themselves: a note for a group and a quarter, with its versions."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("quarter_on", sa.Date(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "listening_session",
                "street_round",
                "signal",
                name="notesource",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["group_id"], ["inclusion_group.id"], name=op.f("fk_group_note_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_note")),
        sa.UniqueConstraint(
            "group_id", "quarter_on", "source", name=op.f("uq_group_note_group_id_quarter_on_source")
        ),
    )
    op.create_table(
        "group_note_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=600), nullable=True),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["group_note.id"], name=op.f("fk_group_note_text_note_id")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["user.id"], name=op.f("fk_group_note_text_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_note_text")),
        sa.UniqueConstraint("note_id", "number", name=op.f("uq_group_note_text_note_id_number")),
    )


def downgrade() -> None:
    op.drop_table("group_note_text")
    op.drop_table("group_note")
