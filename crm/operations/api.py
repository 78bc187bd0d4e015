"""Behind the scenes, for programs."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request

from crm.accounts.guards import ADMINISTRATORS
from crm.accounts.queries import names_of
from crm.i18n import translate
from crm.operations import queries, service
from crm.operations.alarms import alarms
from crm.operations.observed import ProcessSeen
from crm.operations.schemas import (
    AlarmRead,
    DecidedRead,
    DecisionRead,
    DepthRead,
    Discard,
    GivenUpByRead,
    JobRead,
    OperationsRead,
    ProcessRead,
)
from crm.unit_of_work import Reading, UnitOfWork, Work, Writing

router = APIRouter(prefix="/operations", tags=["operations"], dependencies=[ADMINISTRATORS])


@router.get("")
def show_operations(request: Request, uow: Reading) -> OperationsRead:
    """The queue by urgency and state, what was given up, processes, schedule, alarms and the last decisions."""
    return read_operations(request, uow)


@router.post("/deliveries/{key}/retry")
def retry_delivery(uow: Writing, key: UUID) -> DecidedRead:
    """Gives one delivery that was given up its attempts back; who did it is kept."""
    return DecidedRead(count=service.retry_delivery(uow, key))


@router.post("/deliveries/{key}/discard")
def discard_delivery(uow: Writing, key: UUID, wanted: Discard) -> DecidedRead:
    """Settles one delivery that was given up without its effects; who did it and why is kept."""
    return DecidedRead(count=service.discard_delivery(uow, key, wanted.why))


@router.post("/handlers/{handler}/retry")
def retry_handler(uow: Writing, handler: str) -> DecidedRead:
    """Gives everything that one handler gave up its attempts back; who did it is kept."""
    return DecidedRead(count=service.retry_handler(uow, handler))


@router.post("/handlers/{handler}/discard")
def discard_handler(uow: Writing, handler: str, wanted: Discard) -> DecidedRead:
    """Settles everything that one handler gave up without its effects; who did it and why is kept."""
    return DecidedRead(count=service.discard_handler(uow, handler, wanted.why))


def read_operations(request: Request, uow: UnitOfWork) -> OperationsRead:
    """All that is seen behind the scenes, with alarms in the reader's language."""
    session, viewer, language = uow.session, uow.viewer, request.state.language
    work: Work = request.app.state.work
    observed = queries.observe(
        session, viewer, work.present_in(session), is_embedded=uow.settings.is_embedded
    )
    decided = queries.decisions(session, viewer)
    names = names_of(session, viewer, {one.decided_by_id for one in decided})
    return OperationsRead(
        at=observed.at,
        alarms=[
            AlarmRead(kind=alarm.kind, message=translate(language, alarm.text)) for alarm in alarms(observed)
        ],
        backup_taken_at=observed.backup_taken_at,
        depth=[DepthRead.model_validate(line) for line in observed.depth],
        given_up=[GivenUpByRead.model_validate(one) for one in queries.given_up(session, viewer)],
        processes=[_process(one, observed.at) for one in observed.processes],
        jobs=[JobRead.model_validate(line) for line in observed.jobs],
        decisions=[_decision(one, names) for one in decided],
    )


def _process(seen: ProcessSeen, at: datetime) -> ProcessRead:
    return ProcessRead.model_validate({**vars(seen), "is_seen": seen.is_seen(at)}, from_attributes=True)


def _decision(decided: queries.Decided, names: dict[UUID, str]) -> DecisionRead:
    name = names.get(decided.decided_by_id) if decided.decided_by_id else None
    return DecisionRead.model_validate({**vars(decided), "decided_by": name})
