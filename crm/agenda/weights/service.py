"""Commands on the weights: what an administrator sets, and puts back."""

from crm.accounts.access import may_change_weights
from crm.agenda.observances.effects.row import Effect
from crm.agenda.observances.keys import Level
from crm.agenda.weights.models import EffectChange
from crm.agenda.weights.queries import Weight, weight
from crm.agenda.weights.rules import Chosen, chosen_of, is_for_everyone, shapes_for
from crm.agenda.weights.schemas import EffectPutBack, EffectSet
from crm.domain_events import EffectChanged
from crm.errors import BadInput, Conflict, NotAllowed, VersionConflict
from crm.text import mark
from crm.unit_of_work import UnitOfWork

LEVELS = {level.word: level for level in Level}


def change_effect(uow: UnitOfWork, key: str, wanted: EffectSet) -> EffectChange:
    """Sets what a row of the matrix weighs; the change is kept with name, date and reason. Records EffectChanged.

    Raises:
        NotAllowed: the viewer is not an administrator.
        NotFound: there is no such row.
        VersionConflict: somebody changed the row first.
        BadInput: this part of the day, or a level for everyone, makes no sense here, or nothing is different.
    """
    found = _for_change(uow, key, wanted.version)
    _check_sense(found.ours, wanted)
    chosen = Chosen(
        level=LEVELS[wanted.level],
        general=None if wanted.general is None else LEVELS[wanted.general],
        shape=wanted.shape,
        advice_nl=wanted.advice_nl or "",
        advice_en=wanted.advice_en or "",
        advice_fr=wanted.advice_fr or "",
    )
    if chosen == _standing(found):
        raise BadInput(mark("This is what stands there already."), field="level")
    return _store(uow, found, chosen, wanted.why, is_put_back=False)


def put_back_effect(uow: UnitOfWork, key: str, wanted: EffectPutBack) -> EffectChange:
    """Puts our default back; that too is kept with name, date and reason. Records EffectChanged.

    Raises:
        NotAllowed: the viewer is not an administrator.
        NotFound: there is no such row.
        VersionConflict: somebody changed the row first.
        Conflict: our default stands there already.
    """
    found = _for_change(uow, key, wanted.version)
    if not found.is_changed:
        raise Conflict(mark("Our own proposal stands there already."))
    return _store(uow, found, chosen_of(found.ours), wanted.why, is_put_back=True)


def _for_change(uow: UnitOfWork, key: str, version: int) -> Weight:
    if not may_change_weights(uow.viewer) or uow.viewer.user_id is None:
        raise NotAllowed
    found = weight(uow.session, uow.viewer, key)
    if found.version != version:
        raise VersionConflict(_stored(uow, found))
    return found


def _stored(uow: UnitOfWork, found: Weight) -> dict[str, object]:
    """What stands there now, under the names of the input."""
    standing = _standing(found)
    return {
        "version": found.version,
        "level": standing.level.word,
        "general": None if standing.general is None else standing.general.word,
        "shape": standing.shape.value,
        "advice_nl": standing.advice_nl or None,
        "advice_en": standing.advice_en or None,
        "advice_fr": standing.advice_fr or None,
        "why": None if found.last is None else found.last.why,
    }


def _standing(found: Weight) -> Chosen:
    if found.last is None or found.last.is_put_back:
        return chosen_of(found.ours)
    return found.last.chosen


def _check_sense(ours: Effect, wanted: EffectSet) -> None:
    if wanted.shape not in shapes_for(ours):
        raise BadInput(mark("This part of the day does not suit this row."), field="shape")
    if wanted.general is not None and is_for_everyone(ours):
        raise BadInput(
            mark("This row concerns everybody. It has one level, for every event."), field="general"
        )


def _store(uow: UnitOfWork, found: Weight, chosen: Chosen, why: str, is_put_back: bool) -> EffectChange:
    assert uow.viewer.user_id is not None  # `_for_change` saw to it
    change = EffectChange(
        created_at=uow.now,
        key=found.ours.key,
        version=found.version + 1,
        is_put_back=is_put_back,
        level=chosen.level.word,
        general=None if chosen.general is None else chosen.general.word,
        shape=chosen.shape.value,
        advice_nl=chosen.advice_nl or None,
        advice_en=chosen.advice_en or None,
        advice_fr=chosen.advice_fr or None,
        why=why,
        changed_by_id=uow.viewer.user_id,
    )
    uow.session.add(change)
    uow.session.flush()
    uow.record(EffectChanged(change.id))
    return change
