"""Files of backups: their names, how one comes to stand under its name whole or not at all, and when it goes."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import IO

from crm.backup.refusals import BackupRefused

PARTIAL = ".partial"
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"bereik-(\d{8}T\d{6}Z)\.tar\.gz(\.age)?")


def name_of(taken_at: datetime, *, is_sealed: bool) -> str:
    """The name of a backup of that instant.

    >>> name_of(datetime(2026, 11, 26, 4, 30, tzinfo=UTC), is_sealed=True)
    'bereik-20261126T043000Z.tar.gz.age'
    """
    return f"bereik-{taken_at.astimezone(UTC):{_STAMP}}.tar.gz" + (".age" if is_sealed else "")


@dataclass(frozen=True)
class Aside:
    """A file that is written beside the one that it will become."""

    file: IO[bytes]
    path: Path

    def settle(self) -> None:
        """Returns when the disk has it, and lets memory forget it: what is read next comes from the disk."""
        self.file.flush()
        os.fsync(self.file.fileno())
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(self.file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def written_aside(path: Path) -> Iterator[Aside]:
    """A file that takes its name when the block ends, and of which nothing stays when it raises.

    Only its owner may read it. A process that is killed leaves a part under another name; the next one clears it.
    """
    partial = path.with_name(path.name + PARTIAL)
    _clear_abandoned(path.parent, partial)
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BackupRefused("another backup is being written there.") from None
    with os.fdopen(descriptor, "wb") as file:
        flock(file, LOCK_EX)
        try:
            yield Aside(file, partial)
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    settle_folder(path.parent)


def settle_folder(folder: Path) -> None:
    """Returns when the disk has the names in the folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear_abandoned(folder: Path, mine: Path) -> None:
    """Deletes parts whose writer is gone: it would hold them locked."""
    for found in folder.glob(f"*{PARTIAL}"):
        if found == mine or _NAME.fullmatch(found.name.removesuffix(PARTIAL)):
            with suppress(BlockingIOError), found.open("rb") as file:
                flock(file, LOCK_EX | LOCK_NB)
                found.unlink(missing_ok=True)


def forget_old(folder: Path, now: datetime, keep_days: int) -> int:
    """Deletes the backups in the folder from more than so many days ago, by their names; returns how many."""
    oldest = now - timedelta(days=keep_days)
    old = [
        path
        for path in folder.iterdir()
        if (match := _NAME.fullmatch(path.name))
        and datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC) < oldest
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
