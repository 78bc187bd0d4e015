"""Calendars that go out, for programs."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from crm.accounts.guards import SIGNED_IN
from crm.agenda.calendars.queries import stored_calendar
from crm.agenda.calendars.schemas import OccurrenceFilter
from crm.agenda.calendars.traditions import chosen
from crm.importing.feeds import queries, service
from crm.importing.feeds.files import MEDIA_TYPE
from crm.importing.feeds.schemas import FeedMade, FeedRead
from crm.importing.feeds.year import calendar_file
from crm.unit_of_work import Reading, Writing

router = APIRouter(tags=["calendars"], dependencies=[SIGNED_IN])


@router.get("/calendars/mine")
def show_feed(uow: Reading) -> FeedRead:
    """Whether one's own diary may read here; the address itself is shown only when it is made."""
    found = queries.feed_of(uow.session, uow.viewer)
    return FeedRead(made_at=None if found is None else found.created_at)


@router.post("/calendars/mine", status_code=201)
def make_feed(request: Request, uow: Writing) -> FeedMade:
    """Makes a secret address of one's own follow-ups and events; the one before answers no longer."""
    return FeedMade(address=feed_address(request, service.make_feed(uow)))


@router.delete("/calendars/mine", status_code=204)
def revoke_feed(uow: Writing) -> None:
    """Makes one's secret address answer no longer."""
    service.revoke_feed(uow)


@router.get(
    "/observances/calendar.ics", response_class=Response, responses={200: {"content": {"text/calendar": {}}}}
)
def export_calendar(request: Request, uow: Reading, wanted: Annotated[OccurrenceFilter, Query()]) -> Response:
    """Observances and imported days between two dates as an ICS file, in the reader's language.

    What comes every week is left out: it would fill a diary.
    """
    calendar = stored_calendar(uow.session, uow.viewer)
    found = calendar.occurrences(wanted.first, wanted.last)
    kept = chosen(found, wanted.tradition, has_weekly=False)
    name = f"bereik-{wanted.first}-{wanted.last}.ics"
    return Response(
        calendar_file(kept, request.state.language, uow.now),
        media_type=MEDIA_TYPE,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def feed_address(request: Request, token: str) -> str:
    """The address under which a diary reads that feed."""
    return f"{site_of(request)}/feeds/{token}.ics"


def site_of(request: Request) -> str:
    """The address of this Bereik, as the reader sees it."""
    return str(request.base_url).rstrip("/")
