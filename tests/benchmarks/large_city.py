"""A city of any size, with invented names: the same size and day give the same rows, written in bulk on both stores.

`python -m tests.benchmarks.large_city sqlite:////tmp/large.db 500000` fills a migrated, empty store.
"""

import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from crm import migrate
from crm.accounts.models import User
from crm.accounts.passwords import hash_password
from crm.db import Database
from crm.demo.draft import Draft
from crm.demo.groups import add_groups
from crm.demo.names import FIRST_NAMES, SURNAMES
from crm.demo.places import add_figures, add_places
from crm.folding import fold
from crm.insight.models import NetworkVersion
from crm.parties.models import (
    ColleagueTie,
    Community,
    CommunityGroup,
    Organisation,
    OrganisationGroup,
    OrganisationType,
    Party,
    PartyKind,
    Person,
    PersonRole,
    Presence,
    ReachLink,
    ReachLinkKind,
    RoleOfPerson,
    Strength,
    Tie,
    TieKind,
)
from crm.viewer import Role
from tests.benchmarks.bulk import Rows, write_rows
from tests.benchmarks.large_city_agenda import agenda_rows
from tests.benchmarks.large_city_contacts import contact_rows
from tests.benchmarks.large_city_queue import queue_rows

PASSWORD = "een-stad-om-te-meten"
YEARS = 5
_WORDS = (
    "De Wilg",
    "Kompas",
    "Ster",
    "Brug",
    "Samen",
    "Noord",
    "Zuid",
    "Ontmoeting",
    "Linde",
    "Horizon",
    "Zonnebloem",
)
_FORMS = (
    "Vereniging",
    "Vzw",
    "Buurthuis",
    "Club",
    "School",
    "Koor",
    "Moskee",
    "Parochie",
    "Jeugdhuis",
    "Dienst",
)


@dataclass(frozen=True)
class Size:
    """How much there is of what all else follows from."""

    contacts: int
    persons: int
    organisations: int
    communities: int
    events: int


def size_of(contacts: int) -> Size:
    """A city of so many contact moments, with the rest in proportion."""
    return Size(
        contacts, contacts // 10, max(20, contacts // 250), max(10, contacts // 1_000), contacts // 25
    )


class City:
    """The city while it is made: one seeded generator, the keys of what others refer to, and when it all happened."""

    def __init__(self, size: Size, today: date) -> None:
        self.size, self.today = size, today
        self.chance = random.Random(size.contacts)
        self.now = datetime.combine(today, time(9), UTC)
        self.start = self.now - timedelta(days=365 * YEARS)
        self.draft = Draft(today)
        add_places(self.draft)
        add_groups(self.draft)
        add_figures(self.draft)
        self.places = list(self.draft.places.values())
        self.groups = list(self.draft.groups.values())
        self.consultants = self._keys(40)
        self.managers = self._keys(4)
        self.organisers = self._keys(30)
        self.administrators = self._keys(2)
        self.persons = self._keys(size.persons)
        self.organisations = self._keys(size.organisations)
        self.communities = self._keys(size.communities)
        self.services = self.organisations[: max(5, size.organisations // 100)]
        self.last_contact: dict[UUID, date] = {}

    def key(self, at: datetime) -> UUID:
        """A key of version 7 with that instant in it."""
        bits = self.chance.getrandbits(74)
        return UUID(
            int=int(at.timestamp() * 1000) << 80 | 7 << 76 | bits >> 62 << 64 | 2 << 62 | bits & (1 << 62) - 1
        )

    def pick(self, among: list[UUID]) -> UUID:
        """One of these, the first ones much oftener: a few are busy, most are quiet."""
        return among[int(len(among) * self.chance.random() ** 2)]

    def happens(self, share: float) -> bool:
        """True in that share of cases."""
        return self.chance.random() < share

    def _keys(self, count: int) -> list[UUID]:
        return [self.key(self.start) for _ in range(count)]


def fill(database: Database, size: Size, today: date) -> City:
    """Fills an empty, migrated store; returns the city, whose keys the benchmarks ask for."""
    city = City(size, today)
    with write_rows(database) as write:
        write(_users(city))
        for kind, rows in city.draft.rows.items():
            write(Rows(kind, tuple(rows[0].model_dump()), (tuple(row.model_dump().values()) for row in rows)))
        for made in contact_rows(city):
            write(made)
        for made in (*_parties(city), *_lines(city)):
            write(made)
        for made in (*agenda_rows(city), *queue_rows(city)):
            write(made)
        write(Rows(NetworkVersion, ("id", "version"), iter([(1, 1)])))
    return city


def _users(city: City) -> Rows:
    columns = (
        "id",
        "created_at",
        "changed_at",
        "version",
        "name",
        "login",
        "password_hash",
        "role",
        "language",
    )
    password_hash = hash_password(PASSWORD)

    def rows() -> Iterator[tuple[object, ...]]:
        for keys, role in (
            (city.consultants, Role.CONSULTANT),
            (city.managers, Role.MANAGER),
            (city.organisers, Role.ORGANISER),
            (city.administrators, Role.ADMINISTRATOR),
        ):
            for place, key in enumerate(keys):
                name = f"{FIRST_NAMES[place]} {SURNAMES[-1 - place]}"
                yield key, city.start, city.start, 1, name, f"{role.value}{place}", password_hash, role, "nl"

    return Rows(User, columns, rows())


def _parties(city: City) -> Iterator[Rows]:
    columns = (
        *("id", "created_at", "changed_at", "version", "kind", "name", "search", "owner_id", "is_city_wide"),
        *("last_contact_on", "archived_on"),
    )
    named: dict[PartyKind, tuple[list[UUID], Callable[[int], str]]] = {
        PartyKind.PERSON: (
            city.persons,
            lambda n: f"{_of(FIRST_NAMES, n)} {_of(SURNAMES, n // 3)} {_suffix(n)}",
        ),
        PartyKind.ORGANISATION: (
            city.organisations,
            lambda n: f"{_of(_FORMS, n)} {_of(_WORDS, n // 7)} {_suffix(n)}",
        ),
        PartyKind.COMMUNITY: (city.communities, lambda n: f"Netwerk {_of(_WORDS, n)} {_suffix(n)}"),
    }

    def rows() -> Iterator[tuple[object, ...]]:
        for kind, (keys, name_of) in named.items():
            for place, key in enumerate(keys):
                name = name_of(place)
                owner = city.chance.choice(city.consultants) if city.happens(0.6) else None
                last = city.last_contact.get(key)
                gone = city.today - timedelta(days=40) if city.happens(0.03) else None
                yield (
                    key,
                    city.start,
                    city.start,
                    1,
                    kind,
                    name,
                    fold(name),
                    owner,
                    city.happens(0.05),
                    last,
                    gone,
                )

    yield Rows(Party, columns, rows())
    yield Rows(Person, ("id", "contact_language"), ((key, "Nederlands") for key in city.persons))
    types = list(OrganisationType)
    services = set(city.services)
    yield Rows(
        Organisation,
        ("id", "type", "is_registered", "place", "calendars"),
        (
            (
                key,
                OrganisationType.CITY_SERVICE if key in services else city.chance.choice(types[:9]),
                True,
                "Markt 1",
                [],
            )
            for key in city.organisations
        ),
    )
    yield Rows(
        Community,
        ("id", "portrait", "calendars"),
        ((key, "Komt samen op zondag.", []) for key in city.communities),
    )
    for table, keys, column in (
        (OrganisationGroup, city.organisations, "organisation_id"),
        (CommunityGroup, city.communities, "community_id"),
    ):
        yield Rows(
            table,
            (column, "group_id"),
            ((key, group) for key in keys for group in city.chance.sample(city.groups, 2)),
        )
    yield Rows(
        Presence,
        ("party_id", "neighbourhood_id"),
        (
            (key, place)
            for key in (*city.organisations, *city.communities)
            for place in city.chance.sample(city.places, 2)
        ),
    )


def _lines(city: City) -> Iterator[Rows]:
    born = (city.start, city.start, 1)
    versioned = ("created_at", "changed_at", "version")
    since = city.start.date()
    roles, kinds, strengths = list(PersonRole), list(TieKind), list(Strength)
    yield Rows(
        RoleOfPerson,
        ("id", "created_at", "person_id", "role", "organisation_id", "title"),
        (
            (
                city.key(city.start),
                city.start,
                key,
                city.chance.choice(roles),
                city.chance.choice(city.organisations),
                "lid",
            )
            for key in city.persons
            if city.happens(0.6)
        ),
    )

    def pairs(count: int) -> Iterator[tuple[UUID, UUID]]:
        everybody = city.persons + city.organisations + city.communities
        seen: set[tuple[UUID, UUID]] = set()
        while len(seen) < count:
            a, b = sorted(city.chance.sample(everybody, 2))
            if (a, b) not in seen:
                seen.add((a, b))
                yield a, b

    def last() -> date:
        return city.today - timedelta(days=city.chance.randrange(900))

    yield Rows(
        Tie,
        ("id", *versioned, "a_id", "b_id", "kind", "strength", "last_contact_on"),
        (
            (
                city.key(city.start),
                *born,
                a,
                b,
                city.chance.choice(kinds),
                city.chance.choice(strengths),
                last(),
            )
            for a, b in pairs(city.size.persons * 2)
        ),
    )
    yield Rows(
        ColleagueTie,
        ("id", *versioned, "user_id", "party_id", "strength", "last_contact_on"),
        (
            (
                city.key(city.start),
                *born,
                city.chance.choice(city.consultants),
                key,
                city.chance.choice(strengths),
                on,
            )
            for key, on in city.last_contact.items()
        ),
    )
    targets = city.organisations + city.communities
    yield Rows(
        ReachLink,
        ("id", *versioned, "holder_id", "target_id", "kind", "basis", "basis_note", "since"),
        (
            (
                city.key(city.start),
                *born,
                key,
                city.chance.choice(targets),
                ReachLinkKind.CAN_HELP_REACH,
                "consent",
                "Zei het zelf",
                since,
            )
            for key in city.persons
            if city.happens(0.1)
        ),
    )


def _of(names: tuple[str, ...], place: int) -> str:
    return names[place % len(names)]


def _suffix(place: int) -> str:
    """Tells two of the same name apart, with letters only."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return letters[place // 676 % 26].upper() + letters[place // 26 % 26] + letters[place % 26]


if __name__ == "__main__":
    migrate.upgrade(sys.argv[1])
    fill(Database(sys.argv[1]), size_of(int(sys.argv[2])), date(2026, 11, 23))
