"""What docker-compose.yml describes, without containers: its processes over a real PostgreSQL and Redis, behind Caddy.

The commands, the settings and the files with secrets are read from the file itself; only addresses differ.
"""

import json
import os
import signal
import ssl
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.server import Answer, free_port
from tests.servers.postgres import Postgres, run_sql
from tests.servers.redis import Redis

ROOT = Path(__file__).parents[2]
# A machine that runs everybody's tests is slow; that the pauses fit into Docker's 30 s is checked elsewhere.
START_WITHIN_S = 400
STOP_WITHIN_S = 90
Composed = dict[str, Any]


def program(name: str) -> Path:
    """A program of the wheels beside this Python."""
    return Path(sys.executable).parent / name


def composed() -> Composed:
    """docker-compose.yml as Docker Compose reads it: checked against its schema, with everything filled in."""
    command: list[str | Path] = [
        program("docker-compose"),
        "-f",
        ROOT / "docker-compose.yml",
        "config",
        "--format",
        "json",
    ]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BEREIK_")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=clean)
    assert done.returncode == 0, done.stderr
    read: Composed = json.loads(done.stdout)
    return read


class Part:
    """One process of a service: started, stopped in good order, and started again on the same port."""

    def __init__(self, name: str, service: Composed, environment: dict[str, str], folder: Path) -> None:
        self.name = name
        self.port = free_port()
        self._command = [sys.executable, "-m", "crm", *service["command"]]
        # In a container nobody else has the port, and all addresses are its own.
        self._environment = environment | {
            "PYTHONFAULTHANDLER": "1",
            "BEREIK_PORT": str(self.port),
            "BEREIK_HOST": "127.0.0.1",
        }
        self._log = folder / f"{name}.log"
        self.start()

    def start(self) -> None:
        """Starts the process, and does not wait for it."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(self._command, env=self._environment, stdout=log, stderr=log)

    def stop(self) -> int:
        """Ends the process as Docker does; its exit status.

        Raises:
            RuntimeError: it does not end; holds what it wrote, and where its threads stand.
        """
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGABRT)  # Python writes down where it stands
            self.process.wait(timeout=30)
            raise RuntimeError(f"{self.name} did not stop:\n{self.said[-6000:]}") from None

    def end(self) -> None:
        """Ends the process at once, where it runs."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(timeout=30)

    def wait_for(self, word: str) -> None:
        """Waits until the process has said that word since it was made."""
        deadline = time.monotonic() + START_WITHIN_S
        while word not in self.said:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} did not start:\n{self.said[-2000:]}")
            time.sleep(0.05)

    def wait_until_ready(self) -> None:
        """Waits until the pages are served."""
        deadline = time.monotonic() + START_WITHIN_S
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} did not start:\n{self.said[-2000:]}")
            time.sleep(0.05)

    @property
    def said(self) -> str:
        """All that the process wrote."""
        return self._log.read_text(errors="replace")

    def ask(self, method: str, path: str, body: object = None, cookie: str = "") -> Answer:
        """One request to the process itself, past the proxy."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            return _answer(connection, f"127.0.0.1:{self.port}", method, path, body, cookie)

    def _is_ready(self) -> bool:
        try:
            return self.ask("GET", "/readyz").status == 200
        except OSError:
            return False


class Deployment:
    """All of it; a context manager that ends every process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.services: Composed = composed()["services"]
        self.web: list[Part] = []
        self.others: list[Part] = []
        self.port = free_port()
        self._ending = ExitStack()

    @property
    def database_url(self) -> str:
        """The store's address, with its password."""
        return (self.folder / "secrets" / "database_url").read_text().strip()

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._ending.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._ending.close()

    def ask(self, method: str, path: str, body: object = None, cookie: str = "") -> Answer:
        """One request over HTTPS, through the proxy; its certificate is checked."""
        trusted = ssl.create_default_context(cafile=self.folder / "caddy/pki/authorities/local/root.crt")
        with closing(HTTPSConnection("localhost", self.port, timeout=60, context=trusted)) as connection:
            return _answer(connection, f"localhost:{self.port}", method, path, body, cookie)

    def _start(self) -> None:
        make: list[str | Path] = ["sh", ROOT / "scripts/make_secrets.sh", self.folder / "secrets"]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
        self._start_postgres()
        self._start_redis()
        migration = self._part("migrate", 1)
        assert migration.process.wait(timeout=START_WITHIN_S) == 0, migration.said
        self.web = [self._part(name, 1) for name in ("web-1", "web-2")]
        for name in ("work", "schedule"):
            replicas = self.services[name]["deploy"]["replicas"]
            self.others += [self._part(name, number) for number in range(1, replicas + 1)]
        for part in self.web:
            part.wait_until_ready()
        for part in self.others:
            part.wait_for("Stop it with")
        self._start_proxy()

    def _start_postgres(self) -> None:
        server = self._ending.enter_context(Postgres())
        password = self._secret("postgres_password")
        run_sql(
            f"{server.url}/postgres",
            f"ALTER USER bereik PASSWORD '{password}'",
            "CREATE DATABASE bereik",
        )
        (server.store / "pg_hba.conf").write_text("host all all 127.0.0.1/32 scram-sha-256\n")
        run_sql(f"{server.url}/bereik", "SELECT pg_reload_conf()")
        self._move("database_url", "@postgres:5432/", f"@127.0.0.1:{server.port}/")

    def _start_redis(self) -> None:
        _redis, conf, *given = self.services["redis"]["command"]
        words = [word for each in given for word in each.split()]
        settings = {
            name.removeprefix("--"): value for name, value in zip(words[::2], words[1::2], strict=True)
        }
        settings["dir"] = str(self.folder)
        server = Redis(settings=settings, password=self._secret("redis_conf").removeprefix("requirepass "))
        assert conf == "/run/secrets/redis_conf"
        self._ending.enter_context(server)
        self._move("broker_url", "@redis:6379/", f"@127.0.0.1:{server.port}/")

    def _start_proxy(self) -> None:
        environment = {
            **os.environ,
            "XDG_DATA_HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder),
            "BEREIK_SITE": f"https://localhost:{self.port}",
            "BEREIK_UPSTREAMS": " ".join(f"127.0.0.1:{part.port}" for part in self.web),
        }
        adapt: list[str | Path] = [
            program("caddy"),
            "adapt",
            "--config",
            ROOT / "deploy/Caddyfile",
            "--adapter",
            "caddyfile",
        ]
        adapted = json.loads(subprocess.run(adapt, env=environment, check=True, capture_output=True).stdout)
        # Ports and trust stores of the machine are not ours here.
        adapted["admin"] = {"disabled": True}
        adapted["apps"]["http"]["servers"]["srv0"]["automatic_https"] = {"disable_redirects": True}
        adapted["apps"]["http"]["servers"]["srv0"]["protocols"] = ["h1", "h2"]
        adapted["apps"].setdefault("pki", {})["certificate_authorities"] = {"local": {"install_trust": False}}
        config = self.folder / "caddy.json"
        config.write_text(json.dumps(adapted))
        with (self.folder / "caddy.log").open("wb") as log:
            process = subprocess.Popen(
                [program("caddy"), "run", "--config", config], env=environment, stdout=log, stderr=log
            )
        self._ending.callback(process.wait, timeout=30)
        self._ending.callback(process.terminate)
        deadline = time.monotonic() + START_WITHIN_S
        while not self._proxy_answers():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "caddy.log").read_text()[-2000:])
            time.sleep(0.1)

    def _proxy_answers(self) -> bool:
        try:
            return self.ask("GET", "/healthz").status == 200
        except OSError:
            return False

    def _part(self, name: str, number: int) -> Part:
        service = self.services[name]
        clean = {each: value for each, value in os.environ.items() if not each.startswith("BEREIK_")}
        given = {
            each: str(value).replace("/run/secrets", str(self.folder / "secrets"))
            for each, value in service["environment"].items()
        }
        part = Part(f"{name}.{number}", service, clean | given, self.folder)
        self._ending.callback(part.end)
        return part

    def _secret(self, name: str) -> str:
        return (self.folder / "secrets" / name).read_text().strip()

    def _move(self, name: str, before: str, after: str) -> None:
        path = self.folder / "secrets" / name
        value = path.read_text()
        assert before in value
        path.chmod(0o644)
        path.write_text(value.replace(before, after))


def _answer(
    connection: HTTPConnection, host: str, method: str, path: str, body: object, cookie: str
) -> Answer:
    scheme = "https" if isinstance(connection, HTTPSConnection) else "http"
    headers = {"origin": f"{scheme}://{host}", "content-type": "application/json", "cookie": cookie}
    try:
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        with closing(connection.getresponse()) as response:
            return Answer(response.status, response.read(), response.headers.get("set-cookie", ""))
    except HTTPException as error:
        raise ConnectionError(str(error)) from error
