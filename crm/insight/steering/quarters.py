"""Closed periods: quarters and ends of months. A report has no others (docs/decisions/steering-report.md). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
MONTHS_BACK = 12


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a year; `number` runs from 1 to 4.

    >>> str(Quarter.of(date(2026, 11, 23))), Quarter(2026, 1).before
    ('2026-Q4', Quarter(year=2025, number=4))
    """

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter in which a day falls."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first_on(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_on(self) -> date:
        """Its last day."""
        return (self.first_on + timedelta(days=100)).replace(day=1) - ONE_DAY

    @property
    def before(self) -> "Quarter":
        """The quarter before."""
        return Quarter.of(self.first_on - ONE_DAY)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def closed_quarters(as_of: date, count: int) -> tuple[Quarter, ...]:
    """Returns the last quarters that are over at the end of that day, the oldest first.

    >>> [str(one) for one in closed_quarters(date(2026, 9, 30), 2)], str(closed_quarters(date(2026, 9, 29), 1)[0])
    (['2026-Q2', '2026-Q3'], '2026-Q2')
    """
    last = Quarter.of(as_of)
    if last.last_on > as_of:
        last = last.before
    found = [last]
    while len(found) < count:
        found.append(found[-1].before)
    return tuple(reversed(found))


def month_end(day: date) -> date:
    """Returns the last end of a month that is not after that day.

    >>> month_end(date(2026, 11, 29)), month_end(date(2026, 11, 30))
    (datetime.date(2026, 10, 31), datetime.date(2026, 11, 30))
    """
    tomorrow = day + ONE_DAY
    return tomorrow.replace(day=1) - ONE_DAY


def month_ends(today: date) -> Iterator[date]:
    """Yields the ends of months of which there is a report besides that of today: twelve, the newest first."""
    end = month_end(today)
    for _ in range(MONTHS_BACK):
        yield end
        end = month_end(end - ONE_DAY)
