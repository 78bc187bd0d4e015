"""Puts a backup back: checked from end to end first, then all of it or nothing, into either store."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from crm.backup.checking import CheckedBackup, check_backup
from crm.backup.filling import Filling
from crm.backup.refusals import BackupRefused

if TYPE_CHECKING:
    from pyrage.x25519 import Identity


@dataclass(frozen=True)
class RestoredBackup:
    """What was restored, and how many deliveries are due again because they were under way then."""

    checked: CheckedBackup
    due_again: int


def restore_backup(url: str, path: Path, keys: "Sequence[Identity]", *, force: bool) -> RestoredBackup:
    """Fills the store with what a backup holds; nobody stays signed in, and unsettled deliveries are due at once.

    Args:
        url: where the store is; a SQLite file and the tables of PostgreSQL are made when they are not there.
        force: throw away what the store holds.

    Raises:
        BackupRefused: with one line; the store is as it was.
    """
    checked = check_backup(path, keys, must_fit=True)
    try:
        if url.startswith("sqlite"):
            from crm.backup.into_sqlite import restore_sqlite as restore
        else:
            from crm.backup.into_postgresql import restore_postgresql as restore
        due_again = restore(url, Filling(path, keys), force=force)
    except OSError as error:
        raise BackupRefused(f"the store could not be written: {error.strerror}.") from None
    except OperationalError as error:
        raise BackupRefused(f"the store could not be written: {str(error.orig).splitlines()[0]}.") from None
    except (SQLAlchemyError, ValueError) as error:
        # Its own words hold values of rows.
        raise BackupRefused(f"the store could not be written ({type(error).__name__}).") from None
    return RestoredBackup(checked, due_again)
