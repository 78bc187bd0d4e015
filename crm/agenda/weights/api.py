"""The weights for programs."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from crm.accounts.guards import ADMINISTRATORS, READERS
from crm.accounts.queries import names_of
from crm.agenda.weights import queries, service
from crm.agenda.weights.saying import say_change, say_detail, say_weights
from crm.agenda.weights.schemas import (
    EffectChangeRead,
    EffectPutBack,
    EffectSet,
    UnknownWeightRead,
    WeightDetail,
    WeightFilter,
    WeightsRead,
)
from crm.unit_of_work import Reading, UnitOfWork, Writing

router = APIRouter(prefix="/observances/weights", tags=["calendars"], dependencies=[READERS])


@router.get("")
def list_effects(request: Request, uow: Reading, wanted: Annotated[WeightFilter, Query()]) -> WeightsRead:
    """How much each part of an observance weighs, in the reader's language: now, and as Bereik proposes it."""
    found = queries.weights(uow.session, uow.viewer)
    unknown = queries.unknown_changes(uow.session, uow.viewer)
    return WeightsRead(
        rows=say_weights(found, wanted, request.state.language),
        unknown=[UnknownWeightRead.model_validate(change) for change in unknown],
    )


@router.get("/{effect}")
def show_effect(request: Request, uow: Reading, effect: str) -> WeightDetail:
    """One row with its history, and the parts of the day that make sense for it."""
    return detail_of(uow, effect, request.state.language)


@router.put("/{effect}", dependencies=[ADMINISTRATORS])
def change_effect(request: Request, uow: Writing, effect: str, wanted: EffectSet) -> EffectChangeRead:
    """Sets what a row weighs, with a reason that is kept; every coming event is checked again."""
    change = service.change_effect(uow, effect, wanted)
    return say_change(change, {change.changed_by_id: uow.viewer.name}, request.state.language)


@router.post("/{effect}/put-back", dependencies=[ADMINISTRATORS])
def put_back_effect(request: Request, uow: Writing, effect: str, wanted: EffectPutBack) -> EffectChangeRead:
    """Puts back what Bereik proposes, with a reason that is kept; every coming event is checked again."""
    change = service.put_back_effect(uow, effect, wanted)
    return say_change(change, {change.changed_by_id: uow.viewer.name}, request.state.language)


def detail_of(uow: UnitOfWork, effect: str, language: str) -> WeightDetail:
    """One row with its history in that language.

    Raises:
        NotFound: there is no row of that name.
    """
    found = queries.weight(uow.session, uow.viewer, effect)
    history = queries.changes_of(uow.session, uow.viewer, effect)
    names = names_of(uow.session, uow.viewer, {change.changed_by_id for change in history})
    return say_detail(found, history, names, language)
