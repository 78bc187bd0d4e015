"""How much each part of an observance weighs, and for whom: the matrix of TIMING.md section 2.2 as rows.

One row is one reason. The row's `base` level holds for an audience it concerns directly; for the general public it is
one lower and at most medium, unless the row says otherwise; for anybody else it does not count (a calendar follows a
choice, never an origin).
"""

from dataclasses import dataclass
from enum import StrEnum

from crm.agenda.observances.keys import SCHOOL_BREAKS, Level, Observance, Reason, Tag
from crm.agenda.observances.windows import Shape


class Needs(StrEnum):
    """What an event must offer or ask for a row to count."""

    NOTHING = "nothing"
    FOOD = "food"
    DRINKS = "drinks"
    ANIMAL_FOOD = "animal_food"
    PHYSICAL = "physical"


@dataclass(frozen=True)
class YearSpan:
    """A part of each year: month and day of the first and last day, both included; it may cross New Year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def holds(self, month: int, day: int) -> bool:
        """Whether the day lies in it.

        >>> YearSpan((12, 24), (1, 1)).holds(12, 31)
        True
        """
        if self.first <= self.last:
            return self.first <= (month, day) <= self.last
        return (month, day) >= self.first or (month, day) <= self.last


@dataclass(frozen=True)
class Effect:
    """One row: on which days and hours of an observance, how much it weighs, for whom.

    Days are counted from the first day (`first_day`, `last_day`); without `last_day` they run to the observance's end
    plus `end_offset`. `concerns` None means everybody. `general` replaces the rule for the general public. `is_fast`:
    food or effort makes it one heavier. `is_rest`: being online does not help. `follows_moon`: while the moon decides,
    the next day is possible too. `is_lighter_for_women`: one lower where women and no men are invited.
    """

    observance: Observance
    reason: Reason
    base: Level
    concerns: frozenset[Tag] | None
    shape: Shape = Shape.WHOLE_DAY
    first_day: int = 0
    last_day: int | None = None
    end_offset: int = 0
    general: Level | None = None
    needs: Needs = Needs.NOTHING
    has_margin: bool = True
    follows_moon: bool = True
    is_fast: bool = False
    is_rest: bool = False
    is_lighter_for_women: bool = False
    only_in: YearSpan | None = None


LOW, MEDIUM, HIGH = Level.LOW, Level.MEDIUM, Level.HIGH
ISLAM = frozenset({Tag.ISLAM_GENERAL, Tag.ISLAM_MA, Tag.ISLAM_TR, Tag.MOSQUE_BOARDS})
BOARDS = frozenset({Tag.MOSQUE_BOARDS})
JEWISH = frozenset({Tag.JEWISH})
WESTERN = frozenset({Tag.CHRISTIAN_WESTERN, Tag.ASSYRIAN_CHALDEAN})
ASSYRIAN = frozenset({Tag.ASSYRIAN_CHALDEAN})
ORTHODOX = frozenset({Tag.ORTHODOX_GENERAL})
ETHIOPIAN = frozenset({Tag.ORTHODOX_ET})
HOUSEHOLDS = frozenset({Tag.FAMILIES, Tag.CHILDREN, Tag.YOUTH, Tag.SECONDARY_SCHOOL, Tag.GENERAL_PUBLIC})
PUPILS = frozenset({Tag.YOUTH, Tag.SECONDARY_SCHOOL})
PARENTS = frozenset({Tag.FAMILIES})
HIGH_SUMMER = YearSpan((7, 10), (8, 15))
CHRISTMAS_WEEK = YearSpan((12, 24), (1, 1))

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
    Effect(Observance.EID_AL_ADHA, Reason.VISITS, LOW, ISLAM, first_day=1, last_day=3, has_margin=False),
    Effect(Observance.JUMUAH, Reason.FRIDAY_PRAYER, HIGH, BOARDS, Shape.FRIDAY_PRAYER, general=LOW),
    Effect(
        Observance.JUMUAH, Reason.FRIDAY_PRAYER, MEDIUM, ISLAM, Shape.FRIDAY_PRAYER, is_lighter_for_women=True
    ),
    Effect(
        Observance.ISLAMIC_NEW_YEAR, Reason.EVE, LOW, ISLAM, Shape.AFTER_SUNSET, first_day=-1, last_day=-1
    ),
    Effect(Observance.MAWLID, Reason.EVE, LOW, ISLAM, Shape.AFTER_SUNSET, first_day=-1, last_day=-1),
    Effect(Observance.ASHURA, Reason.FAST, LOW, ISLAM, Shape.FAST, is_fast=True, has_margin=False),
)


def _rest_days(observance: Observance, first_day: int, last_day: int) -> tuple[Effect, Effect]:
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
        ),
        Effect(
            observance,
            Reason.PREPARATION,
            MEDIUM,
            JEWISH,
            Shape.AFTERNOON_BEFORE_CANDLES,
            first_day=eve,
            last_day=eve,
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
    ),
    *_rest_days(Observance.SUKKOT, 0, 1),
    Effect(Observance.SUKKOT, Reason.FEAST_DAY, LOW, JEWISH, first_day=2, last_day=6, has_margin=False),
    *_rest_days(Observance.SIMCHAT_TORAH, 0, 1),
    *_rest_days(Observance.PESACH, 0, 1),
    Effect(Observance.PESACH, Reason.FOOD_RULES, LOW, JEWISH, first_day=2, last_day=5, has_margin=False),
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
    *_rest_days(Observance.PESACH, 6, 7),
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
    Effect(Observance.FASIKA, Reason.EVE, HIGH, ETHIOPIAN, Shape.NIGHT_SERVICE, -1, -1, general=Level.NONE),
    Effect(Observance.FASIKA, Reason.FEAST_DAY, HIGH, ETHIOPIAN, general=Level.NONE, has_margin=False),
)
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
    ),
    Effect(
        Observance.CHRISTMAS_BREAK,
        Reason.FAMILY_HOLIDAY,
        HIGH,
        HOUSEHOLDS,
        has_margin=False,
        only_in=CHRISTMAS_WEEK,
    ),
    Effect(
        Observance.SECONDARY_EXAMS, Reason.EXAM_PERIOD, HIGH, PUPILS, general=Level.NONE, has_margin=False
    ),
    Effect(
        Observance.SECONDARY_EXAMS, Reason.EXAM_PERIOD, LOW, PARENTS, general=Level.NONE, has_margin=False
    ),
    Effect(Observance.HANSWIJK_PROCESSION, Reason.LOCAL_EVENT, MEDIUM, None, has_margin=False),
    Effect(Observance.IMPORTED, Reason.IMPORTED, MEDIUM, None, has_margin=False),
)
MATRIX: tuple[Effect, ...] = (*RAMADAN, *ISLAMIC, *JUDAISM, *CHRISTIAN, *CIVIL)
"""Every row, in the order in which reasons are given."""


def effects_by_observance(matrix: tuple[Effect, ...]) -> dict[Observance, tuple[Effect, ...]]:
    """The rows of each observance, in the order of the matrix."""
    found: dict[Observance, list[Effect]] = {}
    for effect in matrix:
        found.setdefault(effect.observance, []).append(effect)
    return {observance: tuple(rows) for observance, rows in found.items()}


BY_OBSERVANCE = effects_by_observance(MATRIX)
