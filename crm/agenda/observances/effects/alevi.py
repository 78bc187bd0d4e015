"""What weighs on the fasts of Alevis, on Ashura and aşure, and on the evening of the cem."""

from crm.agenda.observances.effects.row import HIGH, LOW, MEDIUM, Effect, Needs
from crm.agenda.observances.keys import Level, Observance, Reason, Tag
from crm.agenda.observances.windows import Shape

ALEVIS = frozenset({Tag.ALEVI})

ALEVI = (
    # A plain meeting after sunset is possible; meat is not eaten, and a feast is out of place all day: of that an event
    # for everybody is told too.
    Effect(
        Observance.ALEVI_MUHARRAM,
        Reason.FAST,
        MEDIUM,
        ALEVIS,
        Shape.FAST,
        general=Level.NONE,
        is_fast=True,
        has_margin=False,
    ),
    Effect(
        Observance.ALEVI_MUHARRAM,
        Reason.FOOD_RULES,
        MEDIUM,
        ALEVIS,
        Shape.AFTER_SUNSET,
        general=Level.NONE,
        needs=Needs.ANIMAL_FOOD,
        has_margin=False,
    ),
    Effect(
        Observance.ALEVI_MUHARRAM,
        Reason.MOURNING,
        HIGH,
        ALEVIS,
        needs=Needs.FESTIVE,
        has_margin=False,
    ),
    # The tenth of the twelve days.
    Effect(
        Observance.ASHURA,
        Reason.MOURNING,
        MEDIUM,
        ALEVIS,
        general=Level.NONE,
        has_margin=False,
    ),
    Effect(Observance.ALEVI_ASURE, Reason.FEAST_DAY, MEDIUM, ALEVIS, has_margin=False),
    # Every week: a remark for who said so, and nothing for everybody.
    Effect(
        Observance.ALEVI_CEM,
        Reason.WEEKLY_EVENING,
        LOW,
        ALEVIS,
        Shape.EVENING_SERVICE,
        general=Level.NONE,
    ),
    Effect(
        Observance.ALEVI_HIZIR,
        Reason.FAST,
        MEDIUM,
        ALEVIS,
        Shape.FAST,
        general=Level.NONE,
        is_fast=True,
        has_margin=False,
    ),
)
