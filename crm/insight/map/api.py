"""The network map for programs of the team."""

from typing import Annotated

from fastapi import APIRouter, Query

from crm.accounts.guards import TEAM
from crm.insight.map.reading import lines_reading, map_reading
from crm.insight.map.schemas import LineRowRead, LinesQuery, NetworkQuery, NetworkRead
from crm.unit_of_work import Reading
from crm.web.schemas import Listing

router = APIRouter(prefix="/network", tags=["reach"], dependencies=[TEAM])


@router.get("")
def show_network(uow: Reading, wanted: Annotated[NetworkQuery, Query()]) -> NetworkRead:
    """Who has a line with whom today, and where each stands in the drawing."""
    return NetworkRead.of(map_reading(uow.session, uow.viewer, uow.today, wanted.choice, wanted.colour))


@router.get("/lines")
def list_network_lines(uow: Reading, wanted: Annotated[LinesQuery, Query()]) -> Listing[LineRowRead]:
    """The lines of the map as a list, all of them, page by page."""
    found = lines_reading(
        uow.session,
        uow.viewer,
        uow.today,
        wanted.choice,
        wanted.sort,
        descending=wanted.descending,
        number=wanted.page,
        size=wanted.size,
    )
    return Listing.of(found.page, [LineRowRead.of(row) for row in found.page.items])
