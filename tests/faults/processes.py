"""Processes of the product and of the fault tests' own root, which can be killed, frozen and started again."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.server import Answer, free_port

START_WITHIN_S = 120


@dataclass
class Program:
    """One process; what it writes goes to a file of its own.

    Args:
        ready_at: what it writes once it is ready.
    """

    name: str
    arguments: tuple[str, ...]
    environment: dict[str, str]
    folder: Path
    ready_at: str
    process: "subprocess.Popen[bytes] | BaseProcess" = field(init=False)

    @property
    def log(self) -> Path:
        """What it wrote, of all its lives."""
        return self.folder / f"{self.name}.log"

    def launch(self, **more: str) -> None:
        """Starts it and does not wait."""
        self.log.touch()
        self._from = self.log.stat().st_size
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.arguments],
                env={**os.environ, **self.environment, **more},
                stdout=log,
                stderr=log,
            )

    def await_ready(self) -> None:
        """Waits until it is ready."""
        deadline = time.monotonic() + START_WITHIN_S
        while not self._is_ready():
            if not self.is_alive or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} did not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.03)

    def _is_ready(self) -> bool:
        with self.log.open("rb") as log:
            log.seek(self._from)
            return self.ready_at.encode() in log.read()

    def start(self, **more: str) -> None:
        """Starts it and waits until it is ready."""
        self.launch(**more)
        self.await_ready()

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self.exit_code is None

    @property
    def exit_code(self) -> int | None:
        """How it ended: minus the signal that ended it; None while it runs."""
        return self.process.poll() if isinstance(self.process, subprocess.Popen) else self.process.exitcode

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self.process.kill()
        self._await_end()

    def _await_end(self) -> None:
        deadline = time.monotonic() + 60
        while self.is_alive:
            assert time.monotonic() < deadline, f"{self.name} runs on"
            time.sleep(0.01)

    def freeze(self) -> None:
        """Stops it where it is."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Lets it go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self.process.pid is not None
        os.kill(self.process.pid, number)


def _run_forked(arguments: tuple[str, ...], environment: dict[str, str], log: str) -> None:
    """What a process of the tests' own root does once it was forked."""
    os.environ.update(environment)
    with Path(log).open("ab") as output:
        for number in (1, 2):
            os.dup2(output.fileno(), number)
    from tests.faults.root import main

    main(*arguments)


def _forking() -> ForkServerContext:
    """Forks processes from one that has imported the libraries: a tenth of a start's work, and each is a process."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.preloaded"])
    return context


class Forked(Program):
    """A process of the tests' own root, which starts quickly."""

    def launch(self, **more: str) -> None:
        self.log.touch()
        self._from = self.log.stat().st_size
        given = (self.arguments, {**self.environment, **more}, str(self.log))
        self.process = _forking().Process(target=_run_forked, args=given, daemon=True)
        self.process.start()


class Web(Program):
    """`bereik serve`, and requests to it."""

    def __init__(self, name: str, environment: dict[str, str], folder: Path) -> None:
        self.port = free_port()
        arguments = ("-m", "crm", "serve", "--port", str(self.port))
        super().__init__(name, arguments, environment, folder, "Bereik serves")

    def _is_ready(self) -> bool:
        try:
            return self.ask("GET", "/healthz").status == 200
        except OSError:
            return False

    def ask(self, method: str, path: str, body: object = None, cookie: str = "") -> Answer:
        """One request on a connection of its own.

        Raises:
            OSError: nobody answered, or not to the end.
        """
        origin = f"http://127.0.0.1:{self.port}"
        headers = {"origin": origin, "content-type": "application/json", "cookie": cookie}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            try:
                connection.request(method, path, None if body is None else json.dumps(body), headers)
                with closing(connection.getresponse()) as response:
                    return Answer(response.status, response.read(), response.headers.get("set-cookie", ""))
            except HTTPException as error:
                raise ConnectionError(str(error)) from error

    def sign_in(self, login: str, password: str) -> str:
        """The session cookie of that user."""
        answer = self.ask("POST", "/api/v1/session", {"login": login, "password": password})
        assert answer.status == 200, answer.body
        return answer.cookie.split(";")[0]
