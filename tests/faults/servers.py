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
from tests.servers.stores import PostgresStores, read_rows

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

    def cut_connections(self) -> int:
        """Ends every connection of others, as an administrator may; returns how many."""
        ended = read_rows(
            f"{self.url}/postgres",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'",
        )
        return len(ended)

    def refuse_writing(self, url: str) -> None:
        """Refuses every change in that database as a server does that became the second one.

        By triggers: a default of read-only transactions would hold for those alone that do not ask for another kind.
        """
        refusing = (
            "CREATE OR REPLACE FUNCTION refuse_writing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE "
        )
        run_sql(
            url,
            f"{refusing} 'cannot execute in a read-only transaction' USING ERRCODE = '25006'; END $$",
            *(
                f'CREATE TRIGGER refuse_writing BEFORE INSERT OR UPDATE OR DELETE ON "{table}" '
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_writing()"
                for table in _tables(url)
            ),
        )

    def allow_writing(self, url: str) -> None:
        """Ends that."""
        run_sql(url, *(f'DROP TRIGGER refuse_writing ON "{table}"' for table in _tables(url)))

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


def _tables(url: str) -> list[str]:
    found = read_rows(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    return [str(name) for (name,) in found]
