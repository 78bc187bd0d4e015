"""A real server process for tests: `bereik serve` on a port of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType


def free_port() -> int:
    """A port on which nobody listens at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    body: bytes
    cookie: str


class Server:
    """`bereik serve` over one store, a SQLite file or an address; a context manager that stops it."""

    def __init__(
        self, store: Path | str, *, fault: str = "", settings: Mapping[str, str] | None = None
    ) -> None:
        self.store = f"sqlite:///{store}" if isinstance(store, Path) else store
        self.settings = settings or {}
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = TemporaryDirectory(prefix="bereik-serve-", ignore_cleanup_errors=True)
        self.log = Path(self._folder.name) / "log"
        self.start(fault=fault)

    def start(self, *, fault: str = "") -> None:
        """Starts the process and waits until it answers."""
        ours = {"BEREIK_DATABASE_URL": self.store, "BEREIK_FAULT": fault}
        environment = {**os.environ, **ours, **self.settings}
        command = [sys.executable, "-m", "crm", "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            try:
                if self.ask("GET", "/healthz").status == 200:
                    return
            except OSError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.process.kill()
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-2000:]}")

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self.process.poll() is None

    def kill(self) -> None:
        """Ends the process as a power cut would, and waits for its end."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=10)

    def stop(self) -> None:
        """Ends the process in good order."""
        self.process.terminate()
        self.process.wait(timeout=40)

    def __enter__(self) -> "Server":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self.is_alive:
            self.stop()
        self._folder.cleanup()

    def ask(self, method: str, path: str, body: object = None, cookie: str = "") -> Answer:
        """One request on a connection of its own.

        Raises:
            OSError: nobody answered, or not to the end.
        """
        headers = {"origin": self.url, "content-type": "application/json", "cookie": cookie}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            try:
                connection.request(method, path, None if body is None else json.dumps(body), headers)
                with closing(connection.getresponse()) as response:
                    return Answer(response.status, response.read(), response.headers.get("set-cookie", ""))
            except HTTPException as error:
                raise ConnectionError(str(error)) from error

    def sign_in(self, login: str, password: str) -> str:
        """The session cookie of that user, to send with requests."""
        answer = self.ask("POST", "/api/v1/session", {"login": login, "password": password})
        assert answer.status == 200, answer.body
        return answer.cookie.split(";")[0]
