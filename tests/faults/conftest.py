"""The parts of the fault tests: servers of their own, deployments over them, and the table of what was harmed.

BEREIK_FAULTS=full (what `make faults` sets) runs the long form.
"""

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.checker import Verdict
from tests.faults.city import City
from tests.faults.servers import FaultyPostgres, FaultyRedis, add_effects
from tests.faults.stand import Stand
from tests.servers.stores import SqliteStores

COLUMNS = ("fault", "committed", "rolled back", "lost", "doubled", "ghosts")


@pytest.fixture(scope="session")
def is_full() -> bool:
    """Whether the long form runs."""
    return os.environ.get("BEREIK_FAULTS") == "full"


@pytest.fixture(scope="session")
def faulty_postgres() -> Iterator[FaultyPostgres]:
    """A PostgreSQL that only fault tests use."""
    with FaultyPostgres() as server:
        yield server


@pytest.fixture(scope="module")
def faulty_redis() -> Iterator[FaultyRedis]:
    """A Redis that only this file uses."""
    with FaultyRedis() as server:
        yield server


@pytest.fixture
def stand(faulty_postgres: FaultyPostgres, faulty_redis: FaultyRedis, tmp_path: Path) -> Iterator[Stand]:
    """A deployment over PostgreSQL and Redis, of this test's own; nothing runs yet."""
    faulty_redis.flush()
    made = Stand(faulty_postgres.make_database(), faulty_redis.url, tmp_path)
    yield made
    made.end()


@pytest.fixture(scope="module")
def city(
    faulty_postgres: FaultyPostgres, faulty_redis: FaultyRedis, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[City]:
    """A deployment that runs through all the tests of a file: a web process, a worker and a scheduler."""
    made = Stand(faulty_postgres.make_database(), faulty_redis.url, tmp_path_factory.mktemp("city"))
    yield City(made)
    made.end()


@pytest.fixture
def embedded(sqlite_stores: SqliteStores, tmp_path: Path) -> Iterator[Stand]:
    """A deployment over a SQLite file, with the broker in memory; nothing runs yet."""
    url = sqlite_stores.migrated()
    add_effects(url)
    made = Stand(url, "memory://", tmp_path)
    yield made
    made.end()


@pytest.fixture
def chance() -> random.Random:
    """Random choices of this test; the seed is printed, and BEREIK_FAULTS_SEED repeats it."""
    seed = int(os.environ.get("BEREIK_FAULTS_SEED") or random.SystemRandom().randrange(10**6))
    print(f"seed {seed}: repeat with BEREIK_FAULTS_SEED={seed}")
    return random.Random(seed)


@pytest.fixture
def acquit(record_property: Callable[[str, object], None]) -> Callable[[Verdict], None]:
    """Puts a verdict into the table that is printed at the end, and fails where there was harm."""

    def note(verdict: Verdict) -> None:
        record_property("verdict", [getattr(verdict, name.replace(" ", "_")) for name in COLUMNS])
        assert verdict.committed > 0, "nothing was committed during the fault"
        assert verdict.harm == {}, verdict

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints what each fault did."""
    reports = [one for found in ("passed", "failed") for one in terminalreporter.getreports(found)]
    rows = [value for one in reports for name, value in one.user_properties if name == "verdict"]
    if not rows or os.environ.get("BEREIK_FAULTS") != "full":
        return
    terminalreporter.write_sep("-", "faults")
    width = max(len(str(row[0])) for row in rows)
    terminalreporter.write_line("  ".join((COLUMNS[0].ljust(width), *COLUMNS[1:])))
    for row in rows:
        numbers = (str(value).rjust(len(name)) for name, value in zip(COLUMNS[1:], row[1:], strict=True))
        terminalreporter.write_line("  ".join((str(row[0]).ljust(width), *numbers)))
