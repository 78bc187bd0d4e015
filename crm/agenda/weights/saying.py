"""The rows of the matrix in the reader's language: the same words for the API and the pages."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from crm.agenda.observances.effects.row import Effect
from crm.agenda.observances.names import name_of
from crm.agenda.weights.models import EffectChange
from crm.agenda.weights.queries import Weight
from crm.agenda.weights.rules import general_level, is_for_everyone, our_advice, shapes_for
from crm.agenda.weights.schemas import (
    AdviceRead,
    EffectChangeRead,
    WeighingRead,
    WeightDetail,
    WeightFilter,
    WeightRead,
)
from crm.agenda.weights.words import SHAPES, say_audience, say_days, say_reason, weight_word
from crm.folding import fold
from crm.i18n import translate


def say_weight(weight: Weight, language: str) -> WeightRead:
    """One row in that language."""
    ours = weight.ours
    return WeightRead(
        key=ours.key,
        observance=ours.observance,
        name=name_of(ours.observance).in_language(language),
        reason=ours.reason,
        reason_word=say_reason(ours, language),
        days=say_days(ours, language),
        audience=say_audience(ours, language),
        now=_say_weighing(weight.now, ours, weight.last if weight.is_changed else None, language),
        ours=_say_weighing(ours, ours, None, language),
        is_for_everyone=is_for_everyone(ours),
        is_changed=weight.is_changed,
        version=weight.version,
    )


def say_weights(weights: Iterable[Weight], wanted: WeightFilter, language: str) -> list[WeightRead]:
    """The rows that hold every word that was asked for, in that language."""
    said = [say_weight(each, language) for each in weights if each.is_changed or not wanted.is_changed]
    words = fold(wanted.q).split()
    return [row for row in said if all(word in _searched(row) for word in words)]


def say_detail(
    weight: Weight, history: Iterable[EffectChange], names: Mapping[UUID, str], language: str
) -> WeightDetail:
    """One row with its history, the newest change first."""
    return WeightDetail(
        **say_weight(weight, language).model_dump(),
        shapes=list(shapes_for(weight.ours)),
        history=[say_change(each, names, language) for each in history],
    )


def say_change(change: EffectChange, names: Mapping[UUID, str], language: str) -> EffectChangeRead:
    """One change in that language."""
    return EffectChangeRead(
        **change.model_dump(),
        word=weight_word(change.chosen.level, language),
        changed_by=names.get(change.changed_by_id, ""),
    )


def _searched(row: WeightRead) -> str:
    return fold(f"{row.name} {row.reason_word} {row.audience} {row.key}")


def _say_weighing(effect: Effect, ours: Effect, change: EffectChange | None, language: str) -> WeighingRead:
    general = general_level(effect)
    own = our_advice(ours).as_dict()
    if change is not None:
        typed = {"nl": change.advice_nl, "en": change.advice_en, "fr": change.advice_fr}
        own |= {code: text for code, text in typed.items() if text}
    return WeighingRead(
        level=effect.base.word,
        word=weight_word(effect.base, language),
        general=general.word,
        general_word=weight_word(general, language),
        shape=effect.shape,
        hours=translate(language, SHAPES[effect.shape]),
        advice=AdviceRead(**own),
    )
