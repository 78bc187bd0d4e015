"""What weighs on the feasts of Hindus, Sikhs and Buddhists, and on Lunar New Year."""

from crm.agenda.observances.effects.row import HIGH, LOW, MEDIUM, Effect, Needs
from crm.agenda.observances.keys import Level, Observance, Reason, Tag
from crm.agenda.observances.windows import Shape

HINDUS = frozenset({Tag.HINDU})
SIKHS = frozenset({Tag.SIKH})
BUDDHISTS = frozenset({Tag.BUDDHIST})
LUNAR = frozenset({Tag.LUNAR_NEW_YEAR})


def _no_meat(observance: Observance, concerns: frozenset[Tag], level: Level = LOW) -> Effect:
    """The day's food is vegetarian."""
    return Effect(
        observance,
        Reason.FOOD_RULES,
        level,
        concerns,
        needs=Needs.ANIMAL_FOOD,
        has_margin=False,
    )


ASIAN = (
    Effect(Observance.DIWALI, Reason.FEAST_DAY, HIGH, HINDUS, Shape.EVENING),
    # The same evening is Bandi Chhor Divas.
    Effect(
        Observance.DIWALI,
        Reason.FEAST_DAY,
        MEDIUM,
        SIKHS,
        Shape.EVENING,
        general=Level.NONE,
        variant="sikhs",
    ),
    _no_meat(Observance.DIWALI, HINDUS),
    Effect(Observance.HOLI, Reason.FEAST_DAY, MEDIUM, HINDUS, Shape.MORNING),
    _no_meat(Observance.HOLI, HINDUS),
    Effect(Observance.NAVRATRI, Reason.EVENING_PRAYER, MEDIUM, HINDUS, Shape.EVENING),
    _no_meat(Observance.NAVRATRI, HINDUS, MEDIUM),
    Effect(Observance.VAISAKHI, Reason.FEAST_DAY, MEDIUM, SIKHS, has_margin=False),
    _no_meat(Observance.VAISAKHI, SIKHS),
    Effect(Observance.VESAK, Reason.FEAST_DAY, MEDIUM, BUDDHISTS, has_margin=False),
    _no_meat(Observance.VESAK, BUDDHISTS),
    Effect(
        Observance.LUNAR_NEW_YEAR,
        Reason.EVE,
        HIGH,
        LUNAR,
        Shape.EVENING,
        first_day=-1,
        last_day=-1,
    ),
    Effect(Observance.LUNAR_NEW_YEAR, Reason.FEAST_DAY, HIGH, LUNAR, last_day=0, has_margin=False),
    Effect(Observance.LUNAR_NEW_YEAR, Reason.VISITS, MEDIUM, LUNAR, first_day=1, has_margin=False),
)
