"""What weighs on legal holidays, closing days, school holidays, in exams, at elections and large events of the city."""

from crm.agenda.observances.effects.row import HIGH, LOW, MEDIUM, Effect, YearSpan
from crm.agenda.observances.keys import SCHOOL_BREAKS, Level, Observance, Part, Reason, Tag

HOUSEHOLDS = frozenset({Tag.FAMILIES, Tag.CHILDREN, Tag.YOUTH, Tag.SECONDARY_SCHOOL, Tag.GENERAL_PUBLIC})
PUPILS = frozenset({Tag.YOUTH, Tag.SECONDARY_SCHOOL})
PARENTS = frozenset({Tag.FAMILIES})
STUDENTS = frozenset({Tag.STUDENTS})
HIGH_SUMMER = YearSpan((7, 10), (8, 15))
CHRISTMAS_WEEK = YearSpan((12, 24), (1, 1))
FIRST_SITTINGS = YearSpan((1, 1), (6, 30))
RESITS = YearSpan((8, 15), (9, 10))  # for a part of the students

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
    Effect(
        Observance.HIGHER_EDUCATION_EXAMS,
        Reason.EXAM_PERIOD,
        HIGH,
        STUDENTS,
        general=Level.NONE,
        has_margin=False,
        only_in=FIRST_SITTINGS,
    ),
    Effect(
        Observance.HIGHER_EDUCATION_EXAMS,
        Reason.EXAM_PERIOD,
        MEDIUM,
        STUDENTS,
        general=Level.NONE,
        has_margin=False,
        only_in=RESITS,
        variant="resits",
    ),
    Effect(Observance.ELECTION, Reason.ELECTION_DAY, HIGH, None, has_margin=False),
    # Not about who can come: what the city may say then. Meeting online changes nothing.
    Effect(
        Observance.ELECTION,
        Reason.LEGAL_CAUTION,
        LOW,
        None,
        is_rest=True,
        has_margin=False,
        part=Part.CAUTION,
    ),
    Effect(Observance.MAANROCK, Reason.LOCAL_EVENT, MEDIUM, None, has_margin=False),
    Effect(Observance.HANSWIJK_PROCESSION, Reason.LOCAL_EVENT, MEDIUM, None, has_margin=False),
    Effect(Observance.IMPORTED, Reason.IMPORTED, MEDIUM, None, has_margin=False),
)
