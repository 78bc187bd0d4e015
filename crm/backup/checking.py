"""Checks a backup from its first byte to its last, and whether it fits this version. Changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm import migrate
from crm.backup import rows
from crm.backup.archive import Archive, Description
from crm.backup.refusals import BackupRefused
from crm.backup.sealing import unsealed

if TYPE_CHECKING:
    from pyrage.x25519 import Identity


@dataclass(frozen=True)
class CheckedBackup:
    """What is in a backup of which every row was counted and every hash compared."""

    description: Description
    rows: int
    tables: int


def check_backup(path: Path, keys: "Sequence[Identity]", *, must_fit: bool = False) -> CheckedBackup:
    """Reads the whole file and compares what it says with what is in it.

    Args:
        must_fit: refuse at once what this version cannot restore.

    Raises:
        BackupRefused: it cannot be read or opened, or does not fit.
        DamagedBackup: it was altered or cut short.
    """
    with unsealed(path, keys) as stream:
        archive = Archive(stream)
        if must_fit:
            check_fits(archive.description)
        for _, parts in archive.tables():
            for _ in parts:
                pass
    counted = archive.sums.values()
    return CheckedBackup(archive.description, sum(one.rows for one in counted), len(counted))


def check_fits(description: Description) -> None:
    """Returns when this version can restore it.

    Raises:
        BackupRefused: its schema is another one; says which version to use.
    """
    revision, head = description.revision, migrate.head()
    made = f"the backup is at revision {revision} (Bereik {description.version})"
    if revision == head and description.columns == rows.columns():
        return
    if revision != head and migrate.knows(revision):
        raise BackupRefused(
            f"{made} and this version restores {head} only. "
            "Restore it with the version that made it, then update and run 'bereik migrate'."
        )
    raise BackupRefused(
        f"{made}, which this version ({head}) does not know. Restore it with the version that made it."
    )
