"""From what an administrator chose to a row of the matrix, and what may be chosen for a row. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from crm.agenda.observances.effects.row import Effect
from crm.agenda.observances.keys import Level, Tag
from crm.agenda.observances.names import Text
from crm.agenda.observances.sentences import ADVICE, OTHER_DAY, SENTENCES, SPECIAL
from crm.agenda.observances.windows import Shape

GENERAL_LEVELS = (Level.NONE, Level.LOW, Level.MEDIUM)
"""What an event for everyone may get from a calendar of a part of the city: at most medium."""


@dataclass(frozen=True)
class Chosen:
    """What a row weighs: None for `general` is our rule, an empty advice is ours."""

    level: Level
    general: Level | None
    shape: Shape
    advice_nl: str = ""
    advice_en: str = ""
    advice_fr: str = ""

    @property
    def has_advice(self) -> bool:
        """Whether any language has an advice of its own."""
        return bool(self.advice_nl or self.advice_en or self.advice_fr)


_WITH_SUN: frozenset[Shape] = frozenset(
    {
        Shape.FAST,
        Shape.IFTAR,
        Shape.NIGHT_PRAYER,
        Shape.AFTER_SUNSET,
        Shape.REST,
        Shape.SUNSET_TO_NIGHTFALL,
        Shape.TWO_HOURS_BEFORE_CANDLES,
        Shape.AFTERNOON_BEFORE_CANDLES,
    }
)
_EVENINGS = (Shape.AFTER_SUNSET, Shape.EVENING, Shape.EVENING_SERVICE, Shape.NIGHT_SERVICE)
_BEFORE_CANDLES = (Shape.TWO_HOURS_BEFORE_CANDLES, Shape.AFTERNOON_BEFORE_CANDLES)
_INSTEAD: Mapping[Shape, tuple[Shape, ...]] = {
    Shape.WHOLE_DAY: (Shape.FAST, Shape.AFTER_SUNSET, Shape.EVENING),
    Shape.FAST: (),
    Shape.IFTAR: (Shape.AFTER_SUNSET,),
    Shape.NIGHT_PRAYER: (Shape.AFTER_SUNSET, Shape.EVENING),
    Shape.FRIDAY_PRAYER: (),
    Shape.MORNING: (Shape.FAST,),
    Shape.UNTIL_THREE: (Shape.FAST,),
    Shape.REST: (Shape.SUNSET_TO_NIGHTFALL,),
    Shape.SUNSET_TO_NIGHTFALL: (Shape.FAST, Shape.REST),
    **dict.fromkeys(_BEFORE_CANDLES, _BEFORE_CANDLES),
    **dict.fromkeys(_EVENINGS, _EVENINGS),
}
"""Which other parts of the day make sense for a row, beside its own and the whole day."""


def shapes_for(effect: Effect) -> tuple[Shape, ...]:
    """The parts of the day that make sense for a row of ours, its own first.

    A row whose sentence names the sunset keeps one in which the sun plays a part.
    """
    found = dict.fromkeys((effect.shape, *_INSTEAD.get(effect.shape, ()), Shape.WHOLE_DAY))
    sentence = SPECIAL.get((effect.observance, effect.reason)) or SENTENCES.get(effect.reason)
    if sentence is not None and "{sunset}" in sentence.nl:
        return tuple(shape for shape in found if shape in _WITH_SUN or shape is effect.shape)
    return tuple(found)


def is_for_everyone(effect: Effect) -> bool:
    """Whether a row weighs the same for an event for everyone as for those who keep the calendar."""
    return effect.concerns is None or Tag.GENERAL_PUBLIC in effect.concerns


def general_level(effect: Effect) -> Level:
    """What a row weighs for an event for everyone: its own level, or by rule one lower and at most medium."""
    if is_for_everyone(effect):
        return effect.base
    if effect.general is not None:
        return effect.general
    return Level(min(max(effect.base - 1, Level.NONE), Level.MEDIUM))


def chosen_of(effect: Effect) -> Chosen:
    """What a row of ours weighs, as if somebody had chosen it."""
    return Chosen(level=effect.base, general=effect.general, shape=effect.shape)


def our_advice(effect: Effect) -> Text:
    """What we advise on a row, in words to show."""
    return effect.advice or ADVICE.get(effect.reason, OTHER_DAY)


def applied(effect: Effect, chosen: Chosen) -> Effect:
    """The row of ours with what was chosen.

    >>> from crm.agenda.observances.effects import DEFAULT_MATRIX
    >>> ours = DEFAULT_MATRIX.by_key["ramadan.iftar"]
    >>> applied(ours, Chosen(Level.MEDIUM, None, ours.shape)).base
    <Level.MEDIUM: 2>
    """
    changed = replace(effect, base=chosen.level, general=chosen.general, shape=chosen.shape)
    if not chosen.has_advice:
        return changed
    advice = Text(_plain(chosen.advice_nl), _plain(chosen.advice_en), _plain(chosen.advice_fr))
    return replace(changed, advice=advice if effect.advice is None else advice.filled_from(effect.advice))


def _plain(typed: str) -> str:
    """The text so that nothing in it is filled in: texts of the timing check are templates."""
    return typed.replace("{", "{{").replace("}", "}}")
