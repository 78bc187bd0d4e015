"""Fixtures of the reach report."""

import pytest

from crm.unit_of_work import Work
from tests.crm.insight.city import City


@pytest.fixture
def city(work: Work) -> City:
    """An empty city."""
    return City(work)
