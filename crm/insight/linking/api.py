"""Who links others, for programs."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from crm.accounts.guards import READERS
from crm.insight.linking.queries import linking
from crm.insight.linking.schemas import LinkingRead
from crm.insight.schemas import DayQuery
from crm.unit_of_work import Reading

router = APIRouter(prefix="/reach/linking", tags=["reach"], dependencies=[READERS])


@router.get("")
def show_linking(request: Request, uow: Reading, wanted: Annotated[DayQuery, Query()]) -> LinkingRead:
    """Organisations and communities that link others, and groups that look inward for their size; never persons."""
    found = linking(uow.session, uow.viewer, wanted.as_of or uow.today)
    return LinkingRead.of(found.reading, found.labels, request.state.language)
