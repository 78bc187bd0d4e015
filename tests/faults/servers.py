"""A PostgreSQL and a Redis of the fault tests' own, which can also be filled or made read-only."""

import subprocess

from redis import Redis as Client
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from tests.faults.handlers import EFFECTS
from tests.servers import processes
from tests.servers.postgres import Postgres, run_sql
from tests.servers.programs import ordinary_user
from tests.servers.redis import Redis
from tests.servers.stores import PostgresStores, name_of, read_rows

# More than one file of the log of transactions (16 MiB), which has to find room when a table finds none.
PADDING_ROWS = 18_000


class FaultyPostgres(Postgres):
    """One server; its databases are copies of a migrated one that also has the table of effects."""

    def start(self) -> None:
        super().start()
        if not hasattr(self, "_stores"):
            self._stores = PostgresStores(self.url)
            add_effects(self._stores.template)

    def make_database(self) -> str:
        """The address of a fresh database."""
        return self._stores.migrated()

    def refuse_writing(self, url: str) -> None:
        """Makes every connection to that database read-only, as on a server that became the second one."""
        self._set_read_only(url, "on")

    def allow_writing(self, url: str) -> None:
        """Ends that."""
        self._set_read_only(url, "off")

    def _set_read_only(self, url: str, value: str) -> None:
        run_sql(
            f"{self.url}/postgres",
            f"ALTER DATABASE {name_of(url)} SET default_transaction_read_only = {value}",
        )
        self.cut_connections()

    def fill_disk(self, url: str) -> None:
        """Lets no file grow beyond the table of domain events as it is: for that table the disk is full.

        PostgreSQL treats a file that may not grow as it treats a disk without room.
        """
        run_sql(
            url,
            "INSERT INTO domain_event (id, created_at, kind, payload) "
            "SELECT gen_random_uuid(), now(), 'Padding', repeat(md5(random()::text), 32) "
            f"FROM generate_series(1, {PADDING_ROWS})",
            "ALTER TABLE domain_event SET (fillfactor = 10)",  # so that what is added needs room, and soon
        )
        ((size,),) = read_rows(url, "SELECT pg_relation_size('domain_event')")
        self._limit_files(str(size))

    def free_disk(self) -> None:
        """Lets files grow again."""
        self._limit_files("unlimited")

    def _limit_files(self, size: str) -> None:
        for process in processes.family(self.pid):
            # As the user whose processes they are: root in a container may not. One that ended meanwhile has no limit.
            subprocess.run(
                ["prlimit", f"--pid={process}", f"--fsize={size}:"],
                check=process == self.pid,
                stderr=subprocess.DEVNULL,
                **ordinary_user(),  # type: ignore[call-overload]
            )


class FaultyRedis(Redis):
    """One server that keeps nothing on disk."""

    def fill(self) -> None:
        """Makes it refuse every command that needs memory."""
        with Client.from_url(self.url) as client:
            client.config_set("maxmemory-policy", "noeviction")
            client.config_set("maxmemory", 1)

    def free(self) -> None:
        """Gives it memory again."""
        with Client.from_url(self.url) as client:
            client.config_set("maxmemory", 0)

    def pause_clients(self, wait_ms: int) -> None:
        """Answers no client for that long."""
        with Client.from_url(self.url) as client:
            client.execute_command("CLIENT", "PAUSE", wait_ms, "ALL")


def add_effects(url: str) -> None:
    """Adds the table of effects to a store."""
    engine = create_engine(url, poolclass=NullPool)
    EFFECTS.metadata.create_all(engine)
    engine.dispose()
