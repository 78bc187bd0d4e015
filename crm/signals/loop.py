"""The story of a signal: heard, asked of a service, answered, told back; with the days in between."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class StepKind(StrEnum):
    """The four steps of the loop, in their order."""

    HEARD = "heard"
    ASKED = "asked"
    ANSWERED = "answered"
    TOLD_BACK = "told_back"


@dataclass(frozen=True)
class Step:
    """One step: the day on which it was taken (None: not yet), and the days since the last step taken before it."""

    kind: StepKind
    on: date | None
    days: int | None


def steps(
    heard_on: date, asked_on: date | None, answered_on: date | None, told_back_on: date | None
) -> list[Step]:
    """The four steps in their order.

    A step dated before the one it follows (a date entered afterwards) counts as the same day.

    >>> [step.days for step in steps(date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 20), None)]
    [None, 1, 18, None]
    """
    days_on = zip(StepKind, (heard_on, asked_on, answered_on, told_back_on), strict=True)
    return list(_counted(days_on))


def _counted(days_on: Iterable[tuple[StepKind, date | None]]) -> Iterable[Step]:
    before: date | None = None
    for kind, on in days_on:
        days = None if on is None or before is None else max(0, (on - before).days)
        yield Step(kind, on, days)
        before = on or before


def days_to_answer(heard_on: date, answered_on: date | None) -> int | None:
    """How many days people waited for the answer; None while they still wait.

    >>> days_to_answer(date(2026, 9, 1), date(2026, 9, 20))
    19
    """
    return None if answered_on is None else max(0, (answered_on - heard_on).days)
