"""What weighs at Nowruz (Persian) and Newroz (Kurdish), the new years of spring."""

from crm.agenda.observances.effects.row import HIGH, MEDIUM, Effect
from crm.agenda.observances.keys import Level, Observance, Part, Reason, Tag
from crm.agenda.observances.windows import Shape

PERSIAN = frozenset({Tag.NOWRUZ})
KURDISH = frozenset({Tag.KURDISH})

NEW_YEARS = (
    Effect(
        Observance.NOWRUZ,
        Reason.EVE,
        MEDIUM,
        PERSIAN,
        Shape.EVENING,
        general=Level.NONE,
        part=Part.RED_WEDNESDAY,
    ),
    Effect(Observance.NOWRUZ, Reason.FEAST_DAY, HIGH, PERSIAN, last_day=1, has_margin=False),
    # Two weeks of visits: no note for everybody.
    Effect(
        Observance.NOWRUZ,
        Reason.VISITS,
        MEDIUM,
        PERSIAN,
        first_day=2,
        last_day=11,
        general=Level.NONE,
        has_margin=False,
    ),
    Effect(
        Observance.NOWRUZ,
        Reason.FEAST_DAY,
        MEDIUM,
        PERSIAN,
        first_day=12,
        last_day=12,
        has_margin=False,
        variant="thirteenth_day",
    ),
    Effect(
        Observance.NEWROZ,
        Reason.EVE,
        HIGH,
        KURDISH,
        Shape.EVENING,
        first_day=-1,
        last_day=-1,
    ),
    Effect(Observance.NEWROZ, Reason.FEAST_DAY, HIGH, KURDISH, has_margin=False),
)
