"""The threshold check for programs."""

from uuid import UUID

from fastapi import APIRouter, Request

from crm.accounts.access import may_read_contacts
from crm.accounts.guards import SIGNED_IN
from crm.agenda.models import ParticipationEvent
from crm.agenda.queries import event as event_view
from crm.agenda.thresholds import queries, service
from crm.agenda.thresholds.co_inviters import say_reason
from crm.agenda.thresholds.questions import QUESTIONS
from crm.agenda.thresholds.schemas import CoInviterRead, ThresholdRead, ThresholdsPut
from crm.i18n import translate
from crm.unit_of_work import Reading, UnitOfWork, Writing

router = APIRouter(tags=["agenda"], dependencies=[SIGNED_IN])


@router.get("/events/{key}/thresholds")
def list_thresholds(request: Request, uow: Reading, key: UUID) -> list[ThresholdRead]:
    """The nine questions of the threshold check with what was answered about one event."""
    return _read(request, uow, event_view(uow.session, uow.viewer, key).event)


@router.put("/events/{key}/thresholds")
def answer_thresholds(
    request: Request, uow: Writing, key: UUID, wanted: ThresholdsPut
) -> list[ThresholdRead]:
    """Stores answers; what must be arranged becomes a follow-up with its last booking date, after this answer."""
    return _read(request, uow, service.answer_thresholds(uow, key, wanted))


@router.post("/thresholds/{key}/arranged")
def arrange_threshold(request: Request, uow: Writing, key: UUID) -> list[ThresholdRead]:
    """Marks what had to be arranged as in order; gives all questions about its event."""
    answer = service.arrange_threshold(uow, key)
    return _read(request, uow, event_view(uow.session, uow.viewer, answer.event_id).event)


@router.get("/events/{key}/co-inviters")
def list_co_inviters(request: Request, uow: Reading, key: UUID) -> list[CoInviterRead]:
    """At most eight organisations that could invite along, each with why; never persons."""
    language: str = request.state.language
    view = event_view(uow.session, uow.viewer, key)
    shows_contacts = may_read_contacts(uow.viewer)
    return [
        CoInviterRead(
            id=one.id,
            name=one.name,
            reasons=[say_reason(reason, language) for reason in one.reasons],
            last_contact_on=one.last_contact_on if shows_contacts else None,
        )
        for one in queries.co_inviters(uow.session, uow.viewer, view, uow.today, language)
    ]


def _read(request: Request, uow: UnitOfWork, event: ParticipationEvent) -> list[ThresholdRead]:
    check = queries.threshold_check(uow.session, uow.viewer, event, uow.today)
    return [
        ThresholdRead(**vars(line), name=translate(request.state.language, QUESTIONS[line.question].name))
        for line in check.lines
    ]
