"""What goes in and out of notices."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from crm.notices.models import NoticeKind
from crm.web.schemas import PageQuery


class NoticeFilter(PageQuery):
    """Which of the viewer's own notices are listed."""

    unread: bool = Field(False, description="Only those that are not read yet")


class NoticeRead(BaseModel):
    """A notice as programs see it: its sentence in the reader's language, and the page of its subject."""

    id: UUID
    kind: NoticeKind
    sentence: str = Field(examples=["Te doen tegen dinsdag 1 december 2026: Bel over de zaal."])
    href: str = Field(description="The page of what it is about; empty where that is gone")
    created_at: datetime
    read_at: datetime | None


class NoticesMarked(BaseModel):
    """How many notices are marked as read now."""

    count: int
