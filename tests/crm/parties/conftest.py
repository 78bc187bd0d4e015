"""What tests of parties share: a signed-in consultant, groups and neighbourhoods, and parties made on the way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from crm.parties.models import Dimension, InclusionGroup, IntersectionPart, Neighbourhood
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer
from tests.conftest import NOW

API = "/api/v1"


@dataclass(frozen=True)
class City:
    """The ids of what the test city has."""

    deaf: UUID
    turkish: UUID
    deaf_turkish: UUID
    north: UUID
    arsenaal: UUID


@pytest.fixture
def city(work: Work) -> City:
    """Two groups, their intersection and two neighbourhoods."""
    with work.writing(SYSTEM) as uow:

        def group(key: str, dimension: Dimension, name: str) -> InclusionGroup:
            made = InclusionGroup(
                key=key, dimension=dimension, name_nl=name, name_en=key, name_fr=key, created_at=NOW
            )
            uow.session.add(made)
            return made

        deaf = group("deaf", Dimension.DISABILITY, "Dove mensen")
        turkish = group("turkish", Dimension.ORIGIN, "Turkse herkomst")
        both = group("deaf_turkish", Dimension.INTERSECTION, "Dove mensen van Turkse herkomst")
        north = Neighbourhood(key="north", name="Mechelen-Noord", position=1, created_at=NOW)
        arsenaal = Neighbourhood(key="arsenaal", name="Arsenaal", position=2, created_at=NOW)
        uow.session.add_all([north, arsenaal])
        uow.session.flush()
        uow.session.add_all(
            [IntersectionPart(intersection_id=both.id, group_id=g.id) for g in (deaf, turkish)]
        )
        return City(deaf.id, turkish.id, both.id, north.id, arsenaal.id)


@pytest.fixture
def client(client_of: Callable[[str | None], TestClient], nora: Viewer) -> TestClient:
    """The API and the pages as Nora, a consultant, sees them."""
    return client_of("nora")


Add = Callable[..., dict[str, Any]]


@pytest.fixture
def add(client: TestClient) -> Add:
    """Adds through the API and gives the answer: add("people", name="Şükrü Aydın")."""

    def add_one(where: str, **values: object) -> dict[str, Any]:
        if where == "organisations":
            values.setdefault("type", "association")
        answer = client.post(f"{API}/{where}", json=values)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    return add_one
