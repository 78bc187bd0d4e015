"""Today, timelines and search for programs."""

from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from crm.accounts.guards import READERS, SIGNED_IN
from crm.desk import queries
from crm.desk.schemas import FoundRead, SearchQuery, TimelineEntryRead, TimelineQuery, TodayRead
from crm.i18n import translate
from crm.unit_of_work import Reading
from crm.web.schemas import Listing

router = APIRouter(tags=["desk"])


@router.get("/today", dependencies=[SIGNED_IN])
def show_today(request: Request, uow: Reading) -> TodayRead:
    """What waits for the viewer today; sentences are in the reader's language."""
    language: str = request.state.language
    day = queries.today_of(uow.session, uow.viewer, uow.now, uow.settings.quiet_after_days, language)
    shown = {name: getattr(day, name) for name in TodayRead.model_fields if name != "notices"}
    told = [{**asdict(one), "sentence": translate(language, one.text)} for one in day.notices]
    return TodayRead.model_validate({**shown, "notices": told})


@router.get("/parties/{key}/timeline", dependencies=[READERS])
def show_timeline(
    uow: Reading, key: UUID, wanted: Annotated[TimelineQuery, Query()]
) -> Listing[TimelineEntryRead]:
    """Contacts, events, signals and follow-ups of one party in one line, the newest first."""
    page = queries.timeline(uow.session, uow.viewer, key, wanted.page, wanted.size)
    return Listing.of(page, [TimelineEntryRead.model_validate(entry) for entry in page.items])


@router.get("/search", dependencies=[SIGNED_IN])
def search_everything(uow: Reading, wanted: Annotated[SearchQuery, Query()]) -> FoundRead:
    """What holds every word, by kind; only what the viewer may see is counted."""
    return FoundRead.model_validate(
        queries.search(uow.session, uow.viewer, wanted.q, uow.now, uow.today), from_attributes=True
    )
