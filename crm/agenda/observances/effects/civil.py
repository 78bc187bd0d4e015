"""What weighs on legal holidays, closing days, school holidays, in exams and at large events of the city."""

from crm.agenda.observances.effects.row import HIGH, LOW, MEDIUM, Effect, YearSpan
from crm.agenda.observances.keys import SCHOOL_BREAKS, Level, Observance, Reason, Tag

HOUSEHOLDS = frozenset({Tag.FAMILIES, Tag.CHILDREN, Tag.YOUTH, Tag.SECONDARY_SCHOOL, Tag.GENERAL_PUBLIC})
PUPILS = frozenset({Tag.YOUTH, Tag.SECONDARY_SCHOOL})
PARENTS = frozenset({Tag.FAMILIES})
HIGH_SUMMER = YearSpan((7, 10), (8, 15))
CHRISTMAS_WEEK = YearSpan((12, 24), (1, 1))

CIVIL = (
    Effect(Observance.PUBLIC_HOLIDAY, Reason.PUBLIC_HOLIDAY, HIGH, None, has_margin=False),
    Effect(Observance.BRIDGE_DAY, Reason.BRIDGE_DAY, MEDIUM, None, has_margin=False),
    Effect(Observance.CITY_CLOSURE, Reason.CLOSURE, MEDIUM, None, has_margin=False),
    Effect(Observance.FLEMISH_COMMUNITY_DAY, Reason.CLOSURE, MEDIUM, None, has_margin=False),
    *(
        Effect(each, Reason.FAMILY_HOLIDAY, MEDIUM, HOUSEHOLDS, has_margin=False)
        for each in Observance
        if each in SCHOOL_BREAKS
    ),
    Effect(
        Observance.SUMMER_BREAK,
        Reason.FAMILY_HOLIDAY,
        HIGH,
        HOUSEHOLDS,
        has_margin=False,
        only_in=HIGH_SUMMER,
        variant="high_summer",
    ),
    Effect(
        Observance.CHRISTMAS_BREAK,
        Reason.FAMILY_HOLIDAY,
        HIGH,
        HOUSEHOLDS,
        has_margin=False,
        only_in=CHRISTMAS_WEEK,
        variant="christmas_week",
    ),
    Effect(
        Observance.SECONDARY_EXAMS, Reason.EXAM_PERIOD, HIGH, PUPILS, general=Level.NONE, has_margin=False
    ),
    Effect(
        Observance.SECONDARY_EXAMS,
        Reason.EXAM_PERIOD,
        LOW,
        PARENTS,
        general=Level.NONE,
        has_margin=False,
        variant="parents",
    ),
    Effect(Observance.HANSWIJK_PROCESSION, Reason.LOCAL_EVENT, MEDIUM, None, has_margin=False),
    Effect(Observance.IMPORTED, Reason.IMPORTED, MEDIUM, None, has_margin=False),
)
