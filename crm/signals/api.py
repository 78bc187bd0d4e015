"""Signals for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from crm.accounts.guards import READERS, TEAM
from crm.signals import queries, service
from crm.signals.schemas import (
    MatterRead,
    SignalAnswer,
    SignalCreate,
    SignalDetailRead,
    SignalFilter,
    SignalJoin,
    SignalMove,
    SignalRead,
    SignalReassign,
    SignalToldBack,
    SignalUpdate,
)
from crm.unit_of_work import Reading, Writing
from crm.web.schemas import Listing

router = APIRouter(prefix="/signals", tags=["signals"])


@router.get("", dependencies=[READERS])
def list_signals(uow: Reading, wanted: Annotated[SignalFilter, Query()]) -> Listing[MatterRead]:
    """Signals in one state, joined ones under the one that leads; the answer that is due first on top."""
    page = queries.signals(uow.session, uow.viewer, wanted, uow.today)
    items = [
        MatterRead(**_read(matter.signal).model_dump(), joined_count=matter.joined_count)
        for matter in page.items
    ]
    return Listing.of(page, items)


@router.post("", status_code=201, dependencies=[TEAM])
def capture_signal(uow: Writing, wanted: SignalCreate) -> SignalRead:
    """Stores a signal. Danger, violence and crimes do not belong here: call 112, 1712 or the police."""
    return _read(service.capture_signal(uow, wanted))


@router.get("/{key}", dependencies=[READERS])
def show_signal(uow: Reading, key: UUID) -> SignalDetailRead:
    """One signal with the moment of its contact and the signals joined to it."""
    detail = queries.signal_detail(uow.session, uow.viewer, key)
    return SignalDetailRead(
        **_read(detail.signal).model_dump(),
        contact_happened_at=detail.contact_happened_at,
        joined=[_read(one) for one in detail.joined],
    )


@router.put("/{key}", dependencies=[TEAM])
def update_signal(uow: Writing, key: UUID, wanted: SignalUpdate) -> SignalRead:
    """Changes what a signal says; 409 with the stored values where a colleague saved it first."""
    return _read(service.update_signal(uow, key, wanted))


@router.post("/{key}/reassign", dependencies=[TEAM])
def reassign_signal(uow: Writing, key: UUID, wanted: SignalReassign) -> SignalRead:
    """Gives a signal another owner, or asks another service."""
    return _read(service.reassign_signal(uow, key, wanted))


@router.post("/{key}/move", dependencies=[TEAM])
def move_signal(uow: Writing, key: UUID, wanted: SignalMove) -> SignalRead:
    """Gives a signal another day by which an answer is wanted."""
    return _read(service.move_signal(uow, key, wanted.answer_by))


@router.post("/{key}/answer", dependencies=[TEAM])
def answer_signal(uow: Writing, key: UUID, wanted: SignalAnswer) -> SignalRead:
    """Notes the answer, on every signal of the matter; returns the one that leads."""
    return _read(service.answer_signal(uow, key, wanted.answer))


@router.post("/{key}/tell-back", dependencies=[TEAM])
def tell_back(uow: Writing, key: UUID, wanted: SignalToldBack) -> SignalRead:
    """Closes the loop, for every signal of the matter; 409 while there is no answer."""
    return _read(service.tell_back(uow, key, wanted.how))


@router.post("/{key}/join", dependencies=[TEAM])
def join_signals(uow: Writing, key: UUID, wanted: SignalJoin) -> SignalRead:
    """Joins a signal to another one that says the same; returns the one that leads."""
    return _read(service.join_signals(uow, key, wanted.to_id))


def _read(row: object) -> SignalRead:
    return SignalRead.model_validate(row)
