"""Tables of what groups say themselves: a note for a group and a quarter, in the words of who listened."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint

from crm.db import Row, VersionedRow, choice
from crm.privacy import About, Protection, Purpose, Retention, column

NOTE = About(Protection.INTERNAL, Purpose.REPORT, Retention.REFERENCE)
# No names belong in it, but it is free text about a group.
WRITTEN = About(Protection.SPECIAL, Purpose.REPORT, Retention.NOTE)
WRITER = About(Protection.CONFIDENTIAL, Purpose.REPORT, Retention.WITH_ACCOUNT)

LONGEST_NOTE = 600


class NoteSource(StrEnum):
    """Where the group said so."""

    LISTENING_SESSION = "listening_session"
    STREET_ROUND = "street_round"
    SIGNAL = "signal"


class GroupNote(VersionedRow, table=True):
    """That there is a note for a group, a quarter and a source; what it says stands in its texts."""

    __tablename__ = "group_note"
    __table_args__ = (UniqueConstraint("group_id", "quarter_on", "source"),)

    group_id: UUID = column(NOTE, foreign_key="inclusion_group.id")
    quarter_on: date = column(NOTE)  # its first day
    source: NoteSource = column(NOTE, sa_type=choice(NoteSource))


class GroupNoteText(Row, table=True):
    """One version of a note; the highest number holds. `text` is empty where the note was taken away.

    Who wrote stands here and not in `group_note`: no row names a user and a group.
    """

    __tablename__ = "group_note_text"
    __table_args__ = (UniqueConstraint("note_id", "number"),)

    note_id: UUID = column(NOTE, foreign_key="group_note.id")
    number: int = column(NOTE)
    text: str | None = column(WRITTEN, default=None, max_length=LONGEST_NOTE)
    written_by_id: UUID = column(WRITER, foreign_key="user.id")
