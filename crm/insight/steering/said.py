"""What a group said itself, as it stands beside the figures of one of its cells."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from crm.i18n import translate
from crm.insight.steering.queries import group_notes
from crm.insight.steering.rows import notes_in
from crm.insight.steering.words import NOTE_SOURCES, say_quarter
from crm.viewer import Viewer


@dataclass(frozen=True)
class Said:
    """A note in words: what was said, where, and in which quarter. Not by whom it was written down."""

    text: str
    where: str
    quarter: str


def said_by(session: Session, viewer: Viewer, group_id: UUID, as_of: date, language: str) -> list[Said]:
    """What the group said in the four quarters up to that day, the newest first; one query."""
    found = notes_in(group_notes(session, viewer, group_id), group_id, as_of)
    return [
        Said(note.text, translate(language, NOTE_SOURCES[note.source]), say_quarter(language, note.quarter))
        for note in found
    ]
