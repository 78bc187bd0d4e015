"""What the tests of the store itself use."""

from collections.abc import Iterator

import pytest

from tests.servers.stores import Stores


@pytest.fixture
def empty_url(stores: Stores) -> Iterator[str]:
    """The address of a store without any table, of each kind in turn."""
    url = stores.empty()
    yield url
    stores.remove(url)
