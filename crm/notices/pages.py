"""Notices for people: what Bereik tells the reader, each with the way to its subject."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import SIGNED_IN
from crm.notices import queries, service
from crm.notices.models import NoticeKind
from crm.notices.schemas import NoticeFilter
from crm.unit_of_work import Reading, Writing
from crm.web.forms import SubmittedForm
from crm.web.render import page, paged, redirect

router = APIRouter(prefix="/notices", dependencies=[SIGNED_IN])
HERE = "/notices"
ICONS = {
    NoticeKind.FOLLOW_UP_DUE: "list-checks",
    NoticeKind.FOLLOW_UP_HANDED_OVER: "hand-helping",
    NoticeKind.FLAG_RAISED: "triangle-alert",
    NoticeKind.VERDICT_CHANGED: "calendar-clock",
    NoticeKind.NETWORK_QUIET: "hourglass",
    NoticeKind.EVENT_NEAR: "calendar-clock",
    NoticeKind.DATE_AWAITED: "calendar-check",
    NoticeKind.INTRODUCTION_ASKED: "handshake",
    NoticeKind.INTRODUCTION_ANSWERED: "handshake",
    NoticeKind.PARTIES_HANDED_OVER: "hand-helping",
    NoticeKind.MAIL_STOPPED: "mail",
}


@router.get("")
def list_notices(request: Request, uow: Reading, wanted: Annotated[NoticeFilter, Query()]) -> Response:
    """The reader's notices: unread first, then the newest."""
    found = queries.notices(uow.session, uow.viewer, uow.today, wanted, request.state.language)
    return page(
        request,
        "notices/list.html",
        nav="notices",
        found=paged(request, found),
        wanted=wanted,
        unread=queries.unread_count(uow.session, uow.viewer),
        icons=ICONS,
    )


@router.post("/{key}/read")
def mark_read(uow: Writing, key: UUID, form: SubmittedForm) -> Response:
    """Marks a notice as read and goes on to what it is about, or stays here."""
    service.mark_read(uow, key)
    return redirect(form.back(HERE))


@router.post("/read")
def mark_all_read(uow: Writing) -> Response:
    """Marks all of the reader's notices as read."""
    service.mark_all_read(uow)
    return redirect(HERE)
