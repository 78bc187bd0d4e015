"""Notices for programs: a user's own."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from crm.accounts.guards import SIGNED_IN
from crm.i18n import translate
from crm.notices import queries, service
from crm.notices.schemas import NoticeFilter, NoticeRead, NoticesMarked
from crm.unit_of_work import Reading, Writing
from crm.web.schemas import Listing

router = APIRouter(prefix="/notices", tags=["notices"], dependencies=[SIGNED_IN])


@router.get("")
def list_notices(
    request: Request, uow: Reading, wanted: Annotated[NoticeFilter, Query()]
) -> Listing[NoticeRead]:
    """The user's notices: unread first, then the newest; each sentence in the reader's language."""
    language: str = request.state.language
    page = queries.notices(uow.session, uow.viewer, uow.today, wanted, language)
    items = [
        NoticeRead(
            id=one.id,
            kind=one.kind,
            sentence=translate(language, one.text),
            href=one.href,
            created_at=one.created_at,
            read_at=one.read_at,
        )
        for one in page.items
    ]
    return Listing.of(page, items)


@router.post("/{key}/read", status_code=204)
def mark_read(uow: Writing, key: UUID) -> None:
    """Marks a notice as read."""
    service.mark_read(uow, key)


@router.post("/read")
def mark_all_read(uow: Writing) -> NoticesMarked:
    """Marks all of the user's notices as read, and says how many were not."""
    return NoticesMarked(count=service.mark_all_read(uow))
