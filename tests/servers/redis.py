"""A Redis server of the tests' own, which can be stopped, killed, frozen, emptied and started again."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from redis import Redis as Client
from redis.exceptions import RedisError

from tests.server import free_port
from tests.servers import processes
from tests.servers.programs import redis_program


class Redis:
    """One server on a port of its own; keeps nothing on disk unless `durable`. A context manager that ends it.

    `url` names its database 0.
    """

    def __init__(
        self, *, durable: bool = False, settings: Mapping[str, str] | None = None, password: str = ""
    ) -> None:
        self.port = free_port()
        self.url = f"redis://{f':{password}@' if password else ''}127.0.0.1:{self.port}/0"
        self._folder = Path(tempfile.mkdtemp(prefix="bereik-redis-"))
        kept = {"appendonly": "yes", "appendfsync": "always"} if durable else {"appendonly": "no"}
        fixed = {"port": str(self.port), "bind": "127.0.0.1", "save": "", "dir": str(self._folder)}
        guarded = {"requirepass": password} if password else {}
        self._settings = fixed | kept | guarded | dict(settings or {})
        self._guard: processes.Guard | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        given = [part for name, value in self._settings.items() for part in (f"--{name}", value)]
        self._process = subprocess.Popen(
            [redis_program(), *given],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._guard = processes.Guard(self._process.pid, self._folder)
        deadline = time.monotonic() + 30
        while not self._answers():
            if time.monotonic() > deadline or not self.is_running:
                raise RuntimeError("Redis did not start")
            time.sleep(0.01)

    def stop(self) -> None:
        """Stops it in good order."""
        if self._guard is not None:
            self._guard.dismiss()
        self._started.terminate()
        self._started.wait(timeout=30)

    def kill(self) -> None:
        """Ends the process as a power cut would."""
        if self._guard is not None:
            self._guard.dismiss()
        self._started.kill()
        self._started.wait(timeout=30)

    def restart(self) -> None:
        """Stops it and starts it again on the same port; what it held is gone unless `durable`."""
        self.stop()
        self.start()

    def freeze(self) -> None:
        """Lets it hang: connections stay open, nothing answers."""
        processes.freeze(self.pid)

    def let_go(self) -> None:
        """Lets it go on after `freeze`."""
        processes.let_go(self.pid)

    def flush(self) -> None:
        """Empties it."""
        with Client.from_url(self.url) as client:
            client.flushall()

    @property
    def pid(self) -> int:
        """The process id of the server."""
        return self._started.pid

    @property
    def is_running(self) -> bool:
        """Whether the process runs; a frozen one does."""
        return self._process is not None and self._process.poll() is None

    @property
    def _started(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None, "it was not started"
        return self._process

    def _answers(self) -> bool:
        try:
            with Client.from_url(self.url, socket_timeout=2) as client:
                return bool(client.ping())
        except RedisError:
            return False

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
