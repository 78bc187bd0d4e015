"""Fixtures of next contacts."""

import pytest

from crm.viewer import Viewer
from tests.crm.insight.city import City
from tests.crm.insight.next_contacts.parts import Around, make_around


@pytest.fixture
def around(city: City, nora: Viewer) -> Around:
    """A city in which Youssef is the one to speak to."""
    return make_around(city, nora)
