"""A PostgreSQL server of the tests' own, which can be stopped, killed, frozen and started again on the same store."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.server import free_port
from tests.servers import processes
from tests.servers.programs import give_away, ordinary_user, postgres_programs

# Nothing here outlives the machine; a server that is killed keeps what it wrote, since the kernel has it.
QUICK = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}
SETTINGS = {"listen_addresses": "127.0.0.1", "max_connections": "200"}


class Postgres:
    """One server on a port of its own. A context manager that removes all of it at the end.

    `url` is its address without a database name at its end. With `durable`, it keeps what it acknowledged over
    `kill`; without, it is quicker and does so too as long as the machine lives, since the kernel keeps the writes.
    """

    def __init__(self, *, durable: bool = False, settings: Mapping[str, str] | None = None) -> None:
        self.port = free_port()
        self.url = f"postgresql://bereik@127.0.0.1:{self.port}"
        self._settings = SETTINGS | ({} if durable else QUICK) | dict(settings or {})
        self._folder = Path(tempfile.mkdtemp(prefix="bereik-postgres-"))
        self.store = self._folder / "store"
        self._programs = postgres_programs(self._folder)
        self._guard: processes.Guard | None = None
        give_away(self._folder)
        made: list[str | Path] = [
            self._programs / "initdb",
            "-D",
            self.store,
            "-U",
            "bereik",
            "-A",
            "trust",
            "--no-sync",
        ]
        self._run([*made, "-E", "UTF8", "--locale=C.UTF-8"])

    def start(self) -> None:
        """Starts it, and waits until it answers; recovers first after `kill`."""
        chosen = {**self._settings, "port": str(self.port), "unix_socket_directories": str(self._folder)}
        options = " ".join(f"-c {name}={value}" for name, value in chosen.items())
        log = self._folder / "log"
        self._run([self._programs / "pg_ctl", "-D", self.store, "-w", "-l", log, "-o", options, "start"])
        self._guard = processes.Guard(self.pid, self._folder)

    def stop(self) -> None:
        """Stops it in good order; connections are cut."""
        self._stop("fast")

    def kill(self) -> None:
        """Stops it at once, as a crash would: it recovers at the next start."""
        self._stop("immediate")

    def restart(self) -> None:
        """Stops it in good order and starts it again, on the same port."""
        self.stop()
        self.start()

    def freeze(self) -> None:
        """Lets it hang: connections stay open, nothing answers."""
        processes.freeze(self.pid)

    def let_go(self) -> None:
        """Lets it go on after `freeze`."""
        processes.let_go(self.pid)

    @property
    def pid(self) -> int:
        """The process id of the server."""
        return int((self.store / "postmaster.pid").read_text().split()[0])

    @property
    def is_running(self) -> bool:
        """Whether the process runs; a frozen one does."""
        return (self.store / "postmaster.pid").exists() and processes.is_alive(self.pid)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self.is_running:
            self.let_go()
            self.kill()
        elif self._guard is not None:
            self._guard.dismiss()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _stop(self, how: str) -> None:
        pid = self.pid
        if self._guard is not None:
            self._guard.dismiss()
        self._run([self._programs / "pg_ctl", "-D", self.store, "-w", "-m", how, "stop"])
        processes.wait_for_end(pid)

    def _run(self, command: list[str | Path]) -> None:
        # The output goes to a file: a server that inherits a pipe would keep its reader waiting.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(
                command,
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd=self._folder,
                env={**os.environ, "LC_ALL": "C"},
                **ordinary_user(),  # type: ignore[call-overload]
            )
            if done.returncode:
                said.seek(0)
                raise RuntimeError(f"{command[0]} failed:\n{said.read().decode(errors='replace')[-2000:]}")


def run_sql(url: str, *statements: str) -> None:
    """Carries out statements one by one, outside any transaction."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
