"""A server that speaks TLS on this machine, for tests of what we fetch."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from crm.outside.connection import Way
from tests.crm.importing.ics import MATCHES

HOST = "agenda.example.be"
ADDRESS = f"https://{HOST}/matches.ics?season=2027"
ALLOWED = frozenset({HOST})
BODY = MATCHES.encode()


def http_answer(body: bytes = BODY, status: str = "200 OK", *headers: str) -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(head).encode() + body


@dataclass
class TlsServer:
    """Answers every connection the same way, and keeps what it was asked; `drip_s` is the pause after each byte."""

    context: ssl.SSLContext
    answer: bytes = field(default_factory=http_answer)
    drip_s: float = 0
    asked: list[str] = field(default_factory=list)
    called: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.sni_callback = lambda _socket, name, _context: self.called.append(name)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._stopped = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._listening.accept()
            except OSError:
                return
            with suppress(OSError), self.context.wrap_socket(plain, server_side=True) as safe:
                self.asked.append(safe.recv(65536).decode())
                if not self.drip_s:
                    safe.sendall(self.answer)
                    continue
                for byte in self.answer:
                    safe.sendall(bytes([byte]))
                    if self._stopped.wait(self.drip_s):
                        return

    def stop(self) -> None:
        """Takes no more connections."""
        self._stopped.set()
        self._listening.close()


def make_certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """A key, and a certificate of it for that name, made by this test."""
    key, certificate = folder / f"{host}.key", folder / f"{host}.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
        "-subj",
        f"/CN={host}",
    ]
    command += ["-addext", f"subjectAltName=DNS:{host}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return key, certificate


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """Keys and certificates for the right name, and for another one."""
    folder = tmp_path_factory.mktemp("tls")
    return {host: make_certificate(folder, host) for host in (HOST, "evil.example")}


Serve = Callable[..., TlsServer]
WayTo = Callable[..., Way]


@pytest.fixture
def serve(certificates: dict[str, tuple[Path, Path]]) -> Iterator[Serve]:
    """Starts a server with these answers, under the certificate of that name."""
    started: list[TlsServer] = []

    def start(name: str = HOST, **values: object) -> TlsServer:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        key, certificate = certificates[name]
        context.load_cert_chain(certificate, key)
        started.append(TlsServer(context, **values))  # type: ignore[arg-type]
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.fixture
def way_to(certificates: dict[str, tuple[Path, Path]]) -> WayTo:
    """The way to a server on this machine, which trusts the certificates of this test and no other."""

    def trusting() -> ssl.SSLContext:
        context = ssl.create_default_context()
        for _, certificate in certificates.values():
            context.load_verify_locations(certificate)
        return context

    def way(server: TlsServer, limit_s: float = 5, **values: object) -> Way:
        known: dict[str, object] = {"may_reach": lambda address: address == "127.0.0.1"}
        known |= {"resolve": lambda host: ["127.0.0.1"], "make_context": trusting} | values
        return Way(port=server.port, limit_s=limit_s, **known)  # type: ignore[arg-type]

    return way
