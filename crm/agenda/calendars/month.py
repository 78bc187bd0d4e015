"""A month as a grid of weeks: which observance stands in which cell, long ones as bars that go on from day to day. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crm.agenda.calendars.schemas import OccurrenceRead
from crm.agenda.calendars.traditions import Family, family_of, position_of
from crm.agenda.observances.windows import days_between

ONE_DAY = timedelta(days=1)
DAYS_OF_WEEK = 7


@dataclass(frozen=True)
class Planned:
    """An event of ours on one day: what it is, where it is opened, and from when (None: hour not known, or going on)."""

    title: str
    href: str
    starts_at: datetime | None


@dataclass(frozen=True)
class Mark:
    """One observance in one cell.

    `is_eve`: it begins that evening, at sunset. `is_possible`: only possible, while the moon decides. `is_named`: a bar
    says its name here (where it begins, and on each Monday), and the name may take `span` cells.
    """

    row: OccurrenceRead
    on: date
    is_eve: bool = False
    span: int = 1

    @property
    def family(self) -> Family:
        """How it looks."""
        return family_of(self.row.tradition)

    @property
    def is_possible(self) -> bool:
        """Whether the day lies after the likely ones."""
        return self.on > self.row.end_on

    @property
    def is_first(self) -> bool:
        """Whether the observance begins with this day."""
        return self.on == self.row.start_on

    @property
    def is_last(self) -> bool:
        """Whether it ends with this day, as late as may be."""
        return self.on == _last_on(self.row)

    @property
    def is_named(self) -> bool:
        """Whether a bar says its name here."""
        return self.is_first or self.on.weekday() == 0


@dataclass(frozen=True)
class Day:
    """One cell: bars by their place from the top (None leaves a place empty), then single days, then what is planned."""

    on: date
    is_outside: bool
    is_today: bool
    bars: tuple[Mark | None, ...]
    singles: tuple[Mark, ...]
    planned: tuple[Planned, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing begins or falls on this day: a list of the month may leave it out."""
        begins = any(bar is not None and (bar.is_first or self.on.day == 1) for bar in self.bars)
        return not (begins or self.singles or self.planned)


@dataclass(frozen=True)
class Week:
    """Seven days from Monday, with the number that calendars print."""

    number: int
    days: tuple[Day, ...]


@dataclass(frozen=True)
class Grid:
    """The dates that a month's page shows: whole weeks, so also some days of the months beside it."""

    first: date
    last: date


def grid_of(year: int, month: int) -> Grid:
    """The Monday on or before the first of the month, and the Sunday on or after its last day.

    >>> grid_of(2027, 2)
    Grid(first=datetime.date(2027, 2, 1), last=datetime.date(2027, 2, 28))
    """
    first = date(year, month, 1)
    last = date(year, month, monthrange(year, month)[1])
    return Grid(first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday()))


def weeks_of(
    year: int,
    month: int,
    rows: Sequence[OccurrenceRead],
    planned: Mapping[date, Sequence[Planned]],
    today: date,
) -> tuple[Week, ...]:
    """The weeks of a month. A bar keeps its place from the top all week long."""
    grid = grid_of(year, month)
    weeks = []
    for offset in range(0, (grid.last - grid.first).days, DAYS_OF_WEEK):
        monday = grid.first + timedelta(days=offset)
        lanes = _lanes(rows, monday)
        days = tuple(
            Day(
                on=on,
                is_outside=(on.year, on.month) != (year, month),
                is_today=on == today,
                bars=_bars(lanes, on),
                singles=_singles(rows, on),
                planned=tuple(planned.get(on, ())),
            )
            for on in days_between(monday, monday + timedelta(days=6))
        )
        weeks.append(Week(monday.isocalendar().week, days))
    return tuple(weeks)


def _last_on(row: OccurrenceRead) -> date:
    return row.possible_end_on or row.end_on


def _is_long(row: OccurrenceRead) -> bool:
    return row.end_on > row.start_on


def _lanes(rows: Iterable[OccurrenceRead], monday: date) -> list[list[OccurrenceRead]]:
    """The bars of a week by their place from the top; those that began first stand highest."""
    sunday = monday + timedelta(days=6)
    lanes: list[list[OccurrenceRead]] = []
    in_week = [row for row in rows if _is_long(row) and row.start_on <= sunday and _last_on(row) >= monday]
    for row in sorted(in_week, key=lambda each: (each.start_on, -_last_on(each).toordinal(), each.name)):
        free = next((lane for lane in lanes if _last_on(lane[-1]) < row.start_on), None)
        if free is None:
            lanes.append([row])
        else:
            free.append(row)
    return lanes


def _bars(lanes: Sequence[Sequence[OccurrenceRead]], on: date) -> tuple[Mark | None, ...]:
    bars: list[Mark | None] = []
    for lane in lanes:
        row = next((each for each in lane if each.start_on <= on <= _last_on(each)), None)
        bars.append(None if row is None else Mark(row, on, span=_cells_left(row, on)))
    while bars and bars[-1] is None:
        bars.pop()
    return tuple(bars)


def _cells_left(row: OccurrenceRead, on: date) -> int:
    """How many cells of this week the bar still takes, this one included."""
    return min(DAYS_OF_WEEK - on.weekday(), (_last_on(row) - on).days + 1)


def _singles(rows: Iterable[OccurrenceRead], on: date) -> tuple[Mark, ...]:
    """What falls on one day, in the order of the page; then what begins that evening."""
    marks = [Mark(row, on) for row in rows if not _is_long(row) and row.start_on <= on <= _last_on(row)]
    eves = [
        Mark(row, on, is_eve=True)
        for row in rows
        if row.starts_previous_sunset and row.start_on - ONE_DAY == on
    ]

    def order(found: Mark) -> tuple[int, str]:
        return position_of(found.row.tradition), found.row.name

    return (*sorted(marks, key=order), *sorted(eves, key=order))
