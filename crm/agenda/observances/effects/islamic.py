"""What weighs in Ramadan, at the two Eids, at Friday prayer and on the other Islamic days."""

from crm.agenda.observances.effects.row import HIGH, LOW, MEDIUM, Effect, Needs
from crm.agenda.observances.keys import Observance, Reason, Tag
from crm.agenda.observances.windows import Shape

ISLAM = frozenset({Tag.ISLAM_GENERAL, Tag.ISLAM_EXECUTIVE, Tag.ISLAM_MA, Tag.ISLAM_TR, Tag.MOSQUE_BOARDS})
BOARDS = frozenset({Tag.MOSQUE_BOARDS})

RAMADAN = (
    Effect(Observance.RAMADAN, Reason.DAY_FAST, LOW, ISLAM, Shape.FAST, has_margin=False),
    Effect(
        Observance.RAMADAN, Reason.FOOD_IN_FAST, HIGH, ISLAM, Shape.FAST, needs=Needs.FOOD, has_margin=False
    ),
    Effect(
        Observance.RAMADAN,
        Reason.FOOD_IN_FAST,
        MEDIUM,
        ISLAM,
        Shape.FAST,
        needs=Needs.DRINKS,
        has_margin=False,
    ),
    Effect(
        Observance.RAMADAN,
        Reason.PHYSICAL_IN_FAST,
        MEDIUM,
        ISLAM,
        Shape.FAST,
        needs=Needs.PHYSICAL,
        has_margin=False,
    ),
    Effect(Observance.RAMADAN, Reason.IFTAR, HIGH, ISLAM, Shape.IFTAR, has_margin=False),
    Effect(Observance.RAMADAN, Reason.EVENING_PRAYER, HIGH, ISLAM, Shape.NIGHT_PRAYER, end_offset=-1),
    # The nights before the 21st day and after.
    Effect(
        Observance.RAMADAN,
        Reason.LAST_TEN_NIGHTS,
        HIGH,
        ISLAM,
        Shape.AFTER_SUNSET,
        first_day=19,
        end_offset=-1,
    ),
    Effect(
        Observance.RAMADAN,
        Reason.EVE,
        MEDIUM,
        ISLAM,
        Shape.AFTER_SUNSET,
        first_day=-1,
        last_day=-1,
        follows_moon=False,
    ),
)
ISLAMIC = (
    Effect(
        Observance.LAYLAT_AL_QADR,
        Reason.LAST_TEN_NIGHTS,
        HIGH,
        ISLAM,
        Shape.AFTER_SUNSET,
        first_day=-1,
        last_day=-1,
    ),
    Effect(Observance.EID_AL_FITR, Reason.EVE, HIGH, ISLAM, Shape.AFTER_SUNSET, -1, -1, follows_moon=False),
    Effect(Observance.EID_AL_FITR, Reason.FEAST_DAY, HIGH, ISLAM, last_day=0, has_margin=False),
    Effect(Observance.EID_AL_FITR, Reason.VISITS, LOW, ISLAM, first_day=1, last_day=2, has_margin=False),
    Effect(Observance.ARAFAT_DAY, Reason.FAST, LOW, ISLAM, Shape.FAST, is_fast=True, has_margin=False),
    Effect(Observance.EID_AL_ADHA, Reason.EVE, MEDIUM, ISLAM, Shape.AFTER_SUNSET, -1, -1, follows_moon=False),
    Effect(Observance.EID_AL_ADHA, Reason.FEAST_DAY, HIGH, ISLAM, last_day=0, has_margin=False),
    Effect(Observance.EID_AL_ADHA, Reason.VISITS, MEDIUM, ISLAM, first_day=1, last_day=1, has_margin=False),
    Effect(
        Observance.EID_AL_ADHA,
        Reason.VISITS,
        LOW,
        ISLAM,
        first_day=2,
        last_day=3,
        has_margin=False,
        variant="later_days",
    ),
    Effect(
        Observance.JUMUAH,
        Reason.FRIDAY_PRAYER,
        HIGH,
        BOARDS,
        Shape.FRIDAY_PRAYER,
        general=LOW,
        variant="boards",
    ),
    Effect(
        Observance.JUMUAH, Reason.FRIDAY_PRAYER, MEDIUM, ISLAM, Shape.FRIDAY_PRAYER, is_lighter_for_women=True
    ),
    Effect(
        Observance.ISLAMIC_NEW_YEAR, Reason.EVE, LOW, ISLAM, Shape.AFTER_SUNSET, first_day=-1, last_day=-1
    ),
    Effect(Observance.MAWLID, Reason.EVE, LOW, ISLAM, Shape.AFTER_SUNSET, first_day=-1, last_day=-1),
    Effect(Observance.ASHURA, Reason.FAST, LOW, ISLAM, Shape.FAST, is_fast=True, has_margin=False),
)
