"""On both stores: one process serves a store by itself; a second one is refused, and may start when the first has ended."""

import os
import subprocess
import sys

import pytest

from crm.settings import Settings
from tests.server import free_port
from workers.alone import NotAlone, alone_on


def test_a_second_process_is_refused_with_one_line(settings: Settings) -> None:
    environment = {**os.environ, "BEREIK_DATABASE_URL": settings.database_url}
    with alone_on(settings.database_url):
        second = subprocess.run(
            [sys.executable, "-m", "crm", "serve", "--port", str(free_port())],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr == (
        "bereik: another process serves this store already. With the broker memory:// one process does everything; "
        "for several, set BEREIK_BROKER_URL to redis://...\n"
    )


def test_the_store_is_free_again_when_the_first_process_ended(settings: Settings) -> None:
    for _ in range(2):
        with alone_on(settings.database_url), pytest.raises(NotAlone), alone_on(settings.database_url):
            pass
