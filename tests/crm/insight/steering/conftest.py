"""A small city with something to hide: who knows whom, what was said, and names that must not leave."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from crm.parties.models import Strength
from crm.viewer import Role, Viewer
from tests.crm.insight.city import City

CANARY = "Zzkanarie"
QUARTER = "2026-Q3"


@dataclass(frozen=True)
class Steered:
    """The city of these tests: two groups in two neighbourhoods, one group of the whole city."""

    somali: UUID
    deaf: UUID
    roma: UUID
    north: UUID
    south: UUID

    @property
    def cell(self) -> str:
        """The address of a cell."""
        return f"/reach/{self.somali}/{self.north}"


def _network(
    city: City, name: str, group: UUID, places: tuple[UUID, ...], openers: int, nora: Viewer
) -> UUID:
    made = city.community(name, (group,), places)
    for number in range(openers):
        person = city.person(f"{CANARY} {name} {number}")
        city.knows(nora, person, Strength.TRUSTS_US)
        city.opens(person, made)
    return made


@pytest.fixture
def steered(city: City, nora: Viewer) -> Steered:
    """A city in which some counts are small, some are not, and some would give others away."""
    north, south = city.place("noord"), city.place("zuid")
    somali, deaf, roma = city.group("somali"), city.group("deaf"), city.group("roma", city_only=True)
    both = _network(city, "Dhulka", somali, (north, south), 3, nora)
    _network(city, "Gebaar", deaf, (north,), 7, nora)
    _network(city, "Rom", roma, (north,), 12, nora)
    for day in range(1, 15):
        city.contact(nora, both, on=date(2026, 8, day))
    city.contact(nora, both, on=date(2026, 5, 4), group_itself_heard=True, summary=f"{CANARY} belt terug")
    city.figure(somali, None, 345)
    city.figure(deaf, None, 7, is_invented=True)
    return Steered(somali, deaf, roma, north, south)


@pytest.fixture
def annelies(add_user: Callable[..., Viewer]) -> Viewer:
    """A manager."""
    return add_user("annelies", Role.MANAGER, name="Annelies Roels")


def write(client: TestClient, group: UUID, text: str | None, version: int = 0, **fields: str) -> int:
    """Writes a note through the API; returns the status."""
    wanted = {"quarter": QUARTER, "source": "listening_session", "text": text, "version": version} | fields
    return client.put(f"/api/v1/reach/notes/{group}", json=wanted).status_code
