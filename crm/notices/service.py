"""Commands on notices: telling a user something once, and everybody reads their own."""

from uuid import UUID

from sqlmodel import col, select

from crm.db import get_for_update
from crm.domain_events import NoticeGiven
from crm.errors import NotFound
from crm.notices.models import Notice, NoticeKind
from crm.unit_of_work import UnitOfWork


def tell(uow: UnitOfWork, user_id: UUID, kind: NoticeKind, about_id: UUID, key: str) -> None:
    """Tells a user something, once: where the key was used before, nothing is added. Records NoticeGiven."""
    if uow.session.exec(select(Notice.id).where(Notice.dedupe_key == key)).first() is None:
        notice = Notice(user_id=user_id, kind=kind, about_id=about_id, dedupe_key=key, created_at=uow.now)
        uow.session.add(notice)
        uow.session.flush()
        uow.record(NoticeGiven(notice.id))


def mark_read(uow: UnitOfWork, key: UUID) -> Notice:
    """Marks one of the viewer's notices as read; read twice keeps the first moment.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    found = get_for_update(uow.session, Notice, key)
    if found.user_id != uow.viewer.user_id:
        raise NotFound
    if found.read_at is None:
        found.read_at = uow.now
    return found


def mark_all_read(uow: UnitOfWork) -> int:
    """Marks all of the viewer's notices as read, and returns how many were not."""
    unread = select(Notice).where(Notice.user_id == uow.viewer.user_id, col(Notice.read_at).is_(None))
    found = uow.session.exec(unread.with_for_update()).all()
    for notice in found:
        notice.read_at = uow.now
    return len(found)
