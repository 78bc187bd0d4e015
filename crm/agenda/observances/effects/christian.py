"""What weighs on the feasts and fasts that follow the western and the Orthodox Easter, and on Christmas."""

from crm.agenda.observances.effects.row import HIGH, LOW, MEDIUM, Effect, Needs
from crm.agenda.observances.keys import Observance, Reason, Tag
from crm.agenda.observances.windows import Shape

# Assyrians, Chaldeans and Armenians keep the western Easter.
WESTERN = frozenset({Tag.CHRISTIAN_WESTERN, Tag.ASSYRIAN_CHALDEAN, Tag.ARMENIAN})
ASSYRIAN = frozenset({Tag.ASSYRIAN_CHALDEAN})
ORTHODOX = frozenset({Tag.ORTHODOX_GENERAL})

CHRISTIAN = (
    Effect(Observance.GOOD_FRIDAY, Reason.FAST, LOW, WESTERN, is_fast=True, has_margin=False),
    Effect(Observance.WESTERN_EASTER, Reason.FEAST_DAY, HIGH, None, has_margin=False),
    # Families of Nekkerspoel visit one another until the Wednesday.
    Effect(
        Observance.WESTERN_EASTER, Reason.VISITS, MEDIUM, ASSYRIAN, first_day=1, last_day=3, has_margin=False
    ),
    Effect(Observance.ASCENSION, Reason.FEAST_DAY, LOW, WESTERN, has_margin=False),
    Effect(Observance.PENTECOST, Reason.FEAST_DAY, LOW, WESTERN, has_margin=False),
    Effect(
        Observance.CHRISTMAS,
        Reason.EVE,
        HIGH,
        None,
        Shape.EVENING,
        first_day=-1,
        last_day=-1,
        has_margin=False,
    ),
    Effect(Observance.CHRISTMAS, Reason.FEAST_DAY, HIGH, None, has_margin=False),
    Effect(Observance.ORTHODOX_LENT, Reason.FOOD_RULES, LOW, ORTHODOX, needs=Needs.FOOD, has_margin=False),
    Effect(
        Observance.ORTHODOX_LENT,
        Reason.FOOD_RULES,
        MEDIUM,
        ORTHODOX,
        needs=Needs.ANIMAL_FOOD,
        has_margin=False,
    ),
    Effect(Observance.ORTHODOX_HOLY_WEEK, Reason.EVENING_PRAYER, MEDIUM, ORTHODOX, Shape.EVENING_SERVICE),
    Effect(
        Observance.ORTHODOX_HOLY_WEEK,
        Reason.HOLY_DAY,
        HIGH,
        ORTHODOX,
        Shape.EVENING_SERVICE,
        first_day=4,
        last_day=4,
    ),
    Effect(
        Observance.ORTHODOX_HOLY_WEEK, Reason.FOOD_RULES, LOW, ORTHODOX, needs=Needs.FOOD, has_margin=False
    ),
    Effect(
        Observance.ORTHODOX_HOLY_WEEK,
        Reason.FOOD_RULES,
        MEDIUM,
        ORTHODOX,
        needs=Needs.ANIMAL_FOOD,
        has_margin=False,
    ),
    Effect(
        Observance.ORTHODOX_EASTER, Reason.EVE, HIGH, ORTHODOX, Shape.NIGHT_SERVICE, first_day=-1, last_day=-1
    ),
    Effect(Observance.ORTHODOX_EASTER, Reason.FEAST_DAY, HIGH, ORTHODOX, has_margin=False),
)
