"""What weighs on Shabbat and the Jewish festivals."""

from crm.agenda.observances.effects.row import HIGH, LOW, MEDIUM, Effect, Needs
from crm.agenda.observances.keys import Observance, Reason, Tag
from crm.agenda.observances.windows import Shape

JEWISH = frozenset({Tag.JEWISH})


def _rest_days(
    observance: Observance, first_day: int, last_day: int, variant: str = ""
) -> tuple[Effect, Effect]:
    """Holy days that are kept as Shabbat, and the afternoon on which people prepare for them."""
    eve = first_day - 1
    return (
        Effect(
            observance,
            Reason.HOLY_DAY,
            HIGH,
            JEWISH,
            Shape.REST,
            first_day=first_day,
            last_day=last_day,
            is_rest=True,
            variant=variant,
        ),
        Effect(
            observance,
            Reason.PREPARATION,
            MEDIUM,
            JEWISH,
            Shape.AFTERNOON_BEFORE_CANDLES,
            first_day=eve,
            last_day=eve,
            variant=variant,
        ),
    )


JUDAISM = (
    # For the general public a weekly rest day is a note, not a warning (TIMING.md section 5).
    Effect(Observance.SHABBAT, Reason.REST_DAY, HIGH, JEWISH, Shape.REST, general=LOW, is_rest=True),
    Effect(
        Observance.SHABBAT,
        Reason.PREPARATION,
        HIGH,
        JEWISH,
        Shape.TWO_HOURS_BEFORE_CANDLES,
        first_day=-1,
        last_day=-1,
        general=LOW,
        is_rest=True,
    ),
    *_rest_days(Observance.ROSH_HASHANAH, 0, 1),
    *_rest_days(Observance.YOM_KIPPUR, 0, 0),
    Effect(
        Observance.YOM_KIPPUR,
        Reason.PREPARATION,
        HIGH,
        JEWISH,
        Shape.TWO_HOURS_BEFORE_CANDLES,
        -1,
        -1,
        is_rest=True,
        variant="candles",
    ),
    *_rest_days(Observance.SUKKOT, 0, 1),
    Effect(Observance.SUKKOT, Reason.FEAST_DAY, LOW, JEWISH, first_day=2, last_day=6, has_margin=False),
    *_rest_days(Observance.SIMCHAT_TORAH, 0, 1),
    *_rest_days(Observance.PESACH, 0, 1),
    Effect(Observance.PESACH, Reason.FEAST_DAY, LOW, JEWISH, first_day=2, last_day=5, has_margin=False),
    Effect(
        Observance.PESACH,
        Reason.FOOD_RULES,
        MEDIUM,
        JEWISH,
        first_day=2,
        last_day=5,
        needs=Needs.FOOD,
        has_margin=False,
    ),
    *_rest_days(Observance.PESACH, 6, 7, variant="last_days"),
    *_rest_days(Observance.SHAVUOT, 0, 1),
    Effect(Observance.HANUKKAH, Reason.EVE, LOW, JEWISH, Shape.AFTER_SUNSET, first_day=-1, end_offset=-1),
    Effect(Observance.PURIM, Reason.EVE, LOW, JEWISH, Shape.AFTER_SUNSET, first_day=-1, last_day=-1),
    Effect(Observance.PURIM, Reason.FEAST_DAY, MEDIUM, JEWISH, has_margin=False),
    Effect(
        Observance.TISHA_BAV,
        Reason.FAST,
        MEDIUM,
        JEWISH,
        Shape.SUNSET_TO_NIGHTFALL,
        is_fast=True,
        has_margin=False,
    ),
)
