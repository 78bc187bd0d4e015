"""The city while it is being made: a seeded generator, keys made from it, and rows by table."""

import random
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TypedDict, TypeVar
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from crm.accounts.models import User
from crm.clock import CITY_ZONE
from crm.contacts.models import ContactMoment
from crm.demo.care import Care
from crm.parties.models import Party

SEED = 2800  # the post code of Mechelen
RowT = TypeVar("RowT", bound=SQLModel)
ChoiceT = TypeVar("ChoiceT")


class Born(TypedDict):
    """The key of a row and the instant of its making."""

    id: UUID
    created_at: datetime


class BornVersioned(Born):
    """The same for a row that people edit."""

    changed_at: datetime


@dataclass
class Circle:
    """An organisation or community with the persons around it, and who of the team keeps it up."""

    party: Party
    care: Care
    groups: tuple[str, ...]
    places: tuple[str, ...]
    owner: str
    former_owner: str | None = None
    persons: list[Party] = field(default_factory=list)
    has_voice: bool = True

    @property
    def opener(self) -> Party | None:
        """The person through whom the team comes in, where there is one."""
        return self.persons[0] if self.persons else None


@dataclass(frozen=True)
class Told:
    """A contact moment with who was there, before it is stored."""

    moment: ContactMoment
    colleagues: tuple[str, ...]
    parties: tuple[Party, ...]
    circle: Circle | None

    @property
    def on(self) -> date:
        """The date in the city."""
        return self.moment.happened_at.astimezone(CITY_ZONE).date()


class Draft:
    """Collects the rows of the city in memory; `store` writes them table by table.

    The same `today` gives the same rows: every choice and key comes from one generator with a fixed seed.
    """

    def __init__(self, today: date) -> None:
        self.today = today
        self.start_on = today - timedelta(days=730)
        self.chance = random.Random(SEED)
        self.rows: dict[type[SQLModel], list[SQLModel]] = {}
        self.users: dict[str, User] = {}
        self.places: dict[str, UUID] = {}
        self.groups: dict[str, UUID] = {}
        self.circles: dict[str, Circle] = {}
        self.persons: dict[str, Party] = {}
        self.told: list[Told] = []
        self.came: dict[UUID, int] = {}  # how many would come to an event at a good moment

    def key(self, at: datetime) -> UUID:
        """A key of version 7 with that instant in it, from the seeded generator."""
        instant = int(at.timestamp() * 1000) << 80
        return UUID(
            int=instant | 7 << 76 | self.chance.getrandbits(12) << 64 | 2 << 62 | self.chance.getrandbits(62)
        )

    def born(self, at: datetime) -> Born:
        """A key and an instant for a new row."""
        return {"id": self.key(at), "created_at": at}

    def born_versioned(self, at: datetime) -> BornVersioned:
        """A key and instants for a new row that people edit."""
        return {"id": self.key(at), "created_at": at, "changed_at": at}

    @property
    def founded_at(self) -> datetime:
        """When the store got its first rows: a month before the two years of contacts."""
        return instant(self.start_on - timedelta(days=30), 9)

    def add(self, row: RowT) -> RowT:
        """The row, kept for storing."""
        self.rows.setdefault(type(row), []).append(row)
        return row

    def pick(self, among: Sequence[ChoiceT]) -> ChoiceT:
        """One of these, by the seeded generator."""
        return self.chance.choice(among)

    def happens(self, share: float) -> bool:
        """True in that share of cases."""
        return self.chance.random() < share

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return self.chance.randint(low, high)

    def party(self, name: str) -> Party:
        """The organisation, community or person of that name."""
        return self.persons[name] if name in self.persons else self.circles[name].party

    def store(self, session: Session) -> None:
        """Writes all rows, each table after those that it refers to."""
        for table in SQLModel.metadata.sorted_tables:
            for kind, rows in self.rows.items():
                if kind.__table__ is table:  # type: ignore[attr-defined]
                    session.execute(insert(kind), [row.model_dump() for row in rows])


def instant(on: date, hour: int, minute: int = 0) -> datetime:
    """That hour on the city's clock, in UTC.

    >>> instant(date(2027, 2, 23), 19, 30).isoformat()
    '2027-02-23T18:30:00+00:00'
    """
    return datetime.combine(on, time(hour, minute), CITY_ZONE).astimezone(UTC)


def months_before(on: date, months: int) -> date:
    """The same day of the month so many months earlier, or the last day of that month.

    >>> months_before(date(2026, 11, 30), 9)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def workday(on: date) -> date:
    """That date, or the Friday before a weekend."""
    return on - timedelta(days=max(0, on.weekday() - 4))
