"""*Wie verbindt?* for people: words first, figures on demand, and what they do not say in the same line."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crm.accounts.guards import READERS
from crm.insight.linking.measures import CHANCE, LEAST_TIES, OpennessVerdict
from crm.insight.linking.queries import linking
from crm.insight.schemas import DayQuery
from crm.unit_of_work import Reading
from crm.web.forms import filled_form
from crm.web.render import page

router = APIRouter(prefix="/reach/linking", dependencies=[READERS])


@router.get("")
def show_linking(request: Request, uow: Reading, wanted: Annotated[DayQuery, Query()]) -> Response:
    """Who links others, and which groups keep to themselves, on a date."""
    as_of = wanted.as_of or uow.today
    found = linking(uow.session, uow.viewer, as_of)
    reading = found.reading
    return page(
        request,
        "insight/linking.html",
        nav="reach",
        reading=reading,
        labels=found.labels,
        inward=reading.judged(OpennessVerdict.INWARD),
        as_expected=reading.judged(OpennessVerdict.AS_EXPECTED),
        too_few=reading.judged(OpennessVerdict.TOO_FEW),
        least_ties=LEAST_TIES,
        chance=CHANCE,
        is_today=as_of == uow.today,
        form=filled_form(request, {"as_of": as_of}),
    )
