"""One row of the matrix: on which days and hours an observance weighs, how much, and for whom."""

from dataclasses import dataclass
from enum import StrEnum

from crm.agenda.observances.keys import Level, Observance, Part, Reason, Tag
from crm.agenda.observances.names import Text
from crm.agenda.observances.windows import Shape


class Needs(StrEnum):
    """What an event must offer or ask for a row to count."""

    NOTHING = "nothing"
    FOOD = "food"
    DRINKS = "drinks"
    ANIMAL_FOOD = "animal_food"
    PHYSICAL = "physical"
    FESTIVE = "festive"


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
    the next day is possible too. `is_lighter_for_women`: one lower where women and no men are invited. `part`: it is
    about a part of the observance that has days of its own. `variant` tells rows of the same reason apart. `advice`
    replaces what the reason advises, in each language in which it says something.
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
    part: Part = Part.WHOLE
    variant: str = ""
    advice: Text | None = None

    @property
    def key(self) -> str:
        """What the row is called, wherever it is kept: unique in the matrix and stable.

        >>> Effect(Observance.RAMADAN, Reason.FOOD_IN_FAST, Level.HIGH, None, needs=Needs.DRINKS).key
        'ramadan.food_in_fast.drinks'
        """
        needs = "" if self.needs is Needs.NOTHING else self.needs.value
        return ".".join(
            part for part in (self.observance, self.reason, needs, self.part, self.variant) if part
        )


LOW, MEDIUM, HIGH = Level.LOW, Level.MEDIUM, Level.HIGH
