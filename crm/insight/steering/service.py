"""Commands on what groups say themselves."""

from uuid import UUID

from sqlmodel import col, select

from crm.db import touch
from crm.errors import BadInput, NotAllowed, VersionConflict
from crm.insight.steering import queries
from crm.insight.steering.models import GroupNote, GroupNoteText
from crm.insight.steering.quarters import Quarter
from crm.insight.steering.schemas import GroupNotePut
from crm.text import mark
from crm.unit_of_work import UnitOfWork


def write_group_note(uow: UnitOfWork, group_id: UUID, wanted: GroupNotePut) -> GroupNote | None:
    """Keeps what a group said in a quarter; the versions before stay. Returns the note, None where none was written.

    Without a text the note is taken away, and what its versions said is gone for good: a name that slipped in must
    be able to go. Written again as it stands it changes nothing.

    Raises:
        NotFound: there is no such group.
        BadInput: the quarter has not begun, or the text names somebody whom we know.
        VersionConflict: a colleague wrote it first, and something else.
    """
    if uow.viewer.user_id is None:
        raise NotAllowed
    queries.named_group(uow.session, uow.viewer, group_id)
    if wanted.period > Quarter.of(uow.today):
        raise BadInput(mark("That quarter has not begun yet."), field="quarter")
    if wanted.text is not None and queries.is_naming(uow.session, uow.viewer, wanted.text):
        raise BadInput(mark("This text names somebody. Write what was said, not who said it."), field="text")
    note = _stored(uow, group_id, wanted)
    texts = [] if note is None else _texts(uow, note.id)
    standing = texts[-1].text if texts else None
    if standing == wanted.text:
        return note
    if (0 if note is None else note.version) != wanted.version:
        raise VersionConflict({"text": standing, "version": 0 if note is None else note.version})
    if wanted.text is None:
        for each in texts:
            each.text = None
    return _write(uow, note, group_id, wanted)


def _stored(uow: UnitOfWork, group_id: UUID, wanted: GroupNotePut) -> GroupNote | None:
    statement = select(GroupNote).where(
        GroupNote.group_id == group_id,
        GroupNote.quarter_on == wanted.period.first_on,
        GroupNote.source == wanted.source,
    )
    return uow.session.exec(statement.with_for_update()).first()


def _texts(uow: UnitOfWork, note_id: UUID) -> list[GroupNoteText]:
    statement = select(GroupNoteText).where(GroupNoteText.note_id == note_id)
    return list(uow.session.exec(statement.order_by(col(GroupNoteText.number))))


def _write(uow: UnitOfWork, note: GroupNote | None, group_id: UUID, wanted: GroupNotePut) -> GroupNote:
    if note is None:
        note = GroupNote(
            group_id=group_id,
            quarter_on=wanted.period.first_on,
            source=wanted.source,
            created_at=uow.now,
            changed_at=uow.now,
        )
        uow.session.add(note)
        uow.session.flush()
    else:
        touch(note, uow.now)
    assert uow.viewer.user_id is not None
    uow.session.add(
        GroupNoteText(
            note_id=note.id,
            number=note.version,
            text=wanted.text,
            written_by_id=uow.viewer.user_id,
            created_at=uow.now,
        )
    )
    uow.session.flush()
    return note
