"""Months that are over: a picture of reach is made of a closed month, never of the one that runs (TRUST 1.8 rule 2). Pure.

A month is named by its first day.
"""

from collections.abc import Collection
from datetime import date, timedelta

QUARTER_MONTHS = 3
CAUGHT_UP_MONTHS = 24
"""How far back a missing picture is still made: what the longest chart shows."""


def month_of(day: date) -> date:
    """Returns the month of a day.

    >>> month_of(date(2026, 11, 23))
    datetime.date(2026, 11, 1)
    """
    return day.replace(day=1)


def month_after(month: date, months: int) -> date:
    """Returns the month that comes so many months later; before, with a negative number.

    >>> month_after(date(2026, 11, 1), 3), month_after(date(2026, 2, 1), -3)
    (datetime.date(2027, 2, 1), datetime.date(2025, 11, 1))
    """
    year, position = divmod(month.year * 12 + month.month - 1 + months, 12)
    return date(year, position + 1, 1)


def last_day_of(month: date) -> date:
    """Returns the last day of a month.

    >>> last_day_of(date(2028, 2, 1))
    datetime.date(2028, 2, 29)
    """
    return month_after(month, 1) - timedelta(days=1)


def months_up_to(month: date, count: int) -> tuple[date, ...]:
    """Returns so many months in a row, of which the last is that one.

    >>> months_up_to(date(2026, 1, 1), 2)
    (datetime.date(2025, 12, 1), datetime.date(2026, 1, 1))
    """
    return tuple(month_after(month, back) for back in range(1 - count, 1))


def missing_months(today: date, begun_on: date | None, made: Collection[date]) -> tuple[date, ...]:
    """Returns the closed months without a picture, the oldest first.

    Args:
        begun_on: from when the store knows anything; None where it knows nothing, so that nothing is missing.
        made: the months that have a picture.

    >>> missing_months(date(2026, 12, 1), date(2026, 9, 14), {date(2026, 10, 1)})
    (datetime.date(2026, 9, 1), datetime.date(2026, 11, 1))
    """
    if begun_on is None:
        return ()
    closed = months_up_to(month_after(month_of(today), -1), CAUGHT_UP_MONTHS)
    return tuple(month for month in closed if month >= month_of(begun_on) and month not in made)
