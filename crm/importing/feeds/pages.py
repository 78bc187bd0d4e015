"""Calendars that go out, for people: the address of one's own diary, that address itself, and the year as a file."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from crm.accounts.guards import ANYONE, SIGNED_IN
from crm.errors import NotFound
from crm.i18n import translate
from crm.importing.feeds import queries, service
from crm.importing.feeds.api import export_calendar, feed_address, site_of
from crm.importing.feeds.diary import diary_entries
from crm.importing.feeds.files import MEDIA_TYPE, write_calendar
from crm.text import mark
from crm.unit_of_work import Reading, Writing
from crm.web.render import page, redirect

router = APIRouter()
HERE = "/calendars/mine"
BEHIND, AHEAD = timedelta(days=92), timedelta(days=549)  # three months back, eighteen ahead
LONGEST_TOKEN = 100

router.get("/observances/calendar.ics", dependencies=[SIGNED_IN])(export_calendar)


@router.get("/calendars/mine", dependencies=[SIGNED_IN])
def show_feed(request: Request, uow: Reading) -> Response:
    """Whether one's own diary may read here, and how to begin or end that."""
    return page(
        request,
        "importing/mine.html",
        nav="events",
        feed=queries.feed_of(uow.session, uow.viewer),
        address="",
    )


@router.post("/calendars/mine", dependencies=[SIGNED_IN])
def make_feed(request: Request, uow: Writing) -> Response:
    """Makes a secret address and shows it, this once."""
    address = feed_address(request, service.make_feed(uow))
    return page(
        request,
        "importing/mine.html",
        nav="events",
        feed=queries.feed_of(uow.session, uow.viewer),
        address=address,
    )


@router.post("/calendars/mine/revoke", dependencies=[SIGNED_IN])
def revoke_feed(uow: Writing) -> Response:
    """Makes the address answer no longer."""
    service.revoke_feed(uow)
    return redirect(HERE, "feed_revoked")


@router.get("/feeds/{token}.ics", dependencies=[ANYONE])
def read_feed(
    request: Request, uow: Reading, token: Annotated[str, Path(max_length=LONGEST_TOKEN)]
) -> Response:
    """One user's follow-ups and events for a diary, which has no session: whoever knows the address reads it."""
    owner = queries.owner_of(uow.session, uow.viewer, token, uow.today)
    if owner is None or owner.user_id is None:
        raise NotFound
    first, last = uow.today - BEHIND, uow.today + AHEAD
    entries = diary_entries(
        owner.user_id,
        queries.own_events(uow.session, owner, first, last),
        queries.own_due_days(uow.session, owner, first, last),
        owner.language,
        site_of(request),
    )
    name = translate(owner.language, mark("My Bereik"))
    return Response(
        write_calendar(name, entries),
        media_type=MEDIA_TYPE,
        headers={"cache-control": "private, max-age=900"},
    )
