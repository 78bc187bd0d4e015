"""What weighs on the feasts of eastern churches with days of their own: Julian, Armenian, Ethiopian, Assyrian."""

from crm.agenda.observances.effects.row import HIGH, LOW, MEDIUM, Effect, Needs
from crm.agenda.observances.keys import Level, Observance, Reason, Tag
from crm.agenda.observances.windows import Shape

ORTHODOX = frozenset({Tag.ORTHODOX_GENERAL})
ARMENIAN = frozenset({Tag.ARMENIAN})
ASSYRIAN = frozenset({Tag.ASSYRIAN_CHALDEAN})
ETHIOPIAN = frozenset({Tag.ORTHODOX_ET})


def _ethiopian(observance: Observance, level: Level, eve: Level | None, hours: Shape) -> tuple[Effect, ...]:
    """A feast of the Ethiopian and Eritrean churches, with its eve where that has one.

    They are few in the city, and Orthodox Easter and Christmas are named already: no note for the general public.
    """
    day = Effect(observance, Reason.FEAST_DAY, level, ETHIOPIAN, general=Level.NONE, has_margin=False)
    if eve is None:
        return (day,)
    return (
        Effect(
            observance,
            Reason.EVE,
            eve,
            ETHIOPIAN,
            hours,
            first_day=-1,
            last_day=-1,
            general=Level.NONE,
            follows_moon=False,
        ),
        day,
    )


EASTERN = (
    Effect(
        Observance.JULIAN_CHRISTMAS,
        Reason.EVE,
        MEDIUM,
        ORTHODOX,
        Shape.EVENING,
        first_day=-1,
        last_day=-1,
        has_margin=False,
    ),
    Effect(Observance.JULIAN_CHRISTMAS, Reason.FEAST_DAY, HIGH, ORTHODOX, has_margin=False),
    Effect(
        Observance.ARMENIAN_CHRISTMAS,
        Reason.EVE,
        MEDIUM,
        ARMENIAN,
        Shape.EVENING,
        first_day=-1,
        last_day=-1,
        has_margin=False,
    ),
    Effect(Observance.ARMENIAN_CHRISTMAS, Reason.FEAST_DAY, HIGH, ARMENIAN, has_margin=False),
    *_ethiopian(Observance.GENNA, HIGH, HIGH, Shape.NIGHT_SERVICE),
    *_ethiopian(Observance.TIMKET, HIGH, MEDIUM, Shape.EVENING_SERVICE),
    *_ethiopian(Observance.FASIKA, HIGH, HIGH, Shape.NIGHT_SERVICE),
    *_ethiopian(Observance.MESKEL, MEDIUM, MEDIUM, Shape.EVENING_SERVICE),
    *_ethiopian(Observance.ENKUTATASH, MEDIUM, None, Shape.WHOLE_DAY),
    # One meal a day, after about 15:00, without anything from animals.
    Effect(
        Observance.ETHIOPIAN_LENT,
        Reason.FAST,
        MEDIUM,
        ETHIOPIAN,
        Shape.UNTIL_THREE,
        needs=Needs.FOOD,
        general=Level.NONE,
        has_margin=False,
    ),
    Effect(
        Observance.ETHIOPIAN_LENT,
        Reason.FOOD_RULES,
        LOW,
        ETHIOPIAN,
        needs=Needs.FOOD,
        general=Level.NONE,
        has_margin=False,
    ),
    Effect(
        Observance.ETHIOPIAN_LENT,
        Reason.FOOD_RULES,
        MEDIUM,
        ETHIOPIAN,
        needs=Needs.ANIMAL_FOOD,
        general=Level.NONE,
        has_margin=False,
    ),
    Effect(Observance.AKITU, Reason.FEAST_DAY, MEDIUM, ASSYRIAN, has_margin=False),
)
