"""The hand-over for programs."""

from uuid import UUID

from fastapi import APIRouter

from crm.accounts import service as accounts
from crm.accounts.guards import LEADERS, READERS
from crm.insight.handover import service
from crm.insight.handover.reading import handover_reading
from crm.insight.handover.schemas import (
    HandedOverRead,
    HandOverCreate,
    HandoverRead,
    LeavingCreate,
    LeavingRead,
)
from crm.insight.report import reach_report
from crm.unit_of_work import Reading, Writing

router = APIRouter(prefix="/reach/handover", tags=["reach"], dependencies=[READERS])


@router.get("")
def show_handover(uow: Reading) -> HandoverRead:
    """Mandates that end in the coming nine months and colleagues who leave: what falls away, and what is in hand."""
    report = reach_report(uow.session, uow.viewer, uow.today)
    return HandoverRead.of(handover_reading(uow.session, uow.viewer, report))


@router.post("", dependencies=[LEADERS])
def note_leaving(uow: Writing, wanted: LeavingCreate) -> LeavingRead:
    """Notes from which date on a colleague is no longer in the team."""
    return LeavingRead.model_validate(accounts.note_leaving(uow, wanted.user_id, wanted.left_on))


@router.post("/{key}/undo", dependencies=[LEADERS])
def withdraw_leaving(uow: Writing, key: UUID) -> LeavingRead:
    """Takes that date back; not once it has come."""
    return LeavingRead.model_validate(accounts.withdraw_leaving(uow, key))


@router.post("/{key}")
def hand_over_all(uow: Writing, key: UUID, wanted: HandOverCreate) -> HandedOverRead:
    """Gives what a leaving colleague has in hand to another: everything, or what is named."""
    return HandedOverRead.model_validate(service.hand_over_all(uow, key, wanted))
