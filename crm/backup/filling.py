"""What both stores share when a backup is put back: every row, counted again, and the queue as after a crash."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table, func, inspect, literal
from sqlmodel import Session, col, select

from crm import outbox
from crm.backup import rows
from crm.backup.archive import Archive
from crm.backup.checking import check_fits
from crm.backup.refusals import BackupRefused
from crm.backup.sealing import unsealed

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

# The scheduler writes its rows as soon as it ticks: they are nothing that a restore could destroy.
_NO_LOSS = rows.LEFT_OUT | {"schedule"}

# Writes the parts of one table, in whatever way the store takes them fastest.
Write = Callable[[Table, Iterator[bytes]], None]


@dataclass(frozen=True)
class Filling:
    """A checked backup that can be poured into an empty store."""

    path: Path
    keys: "Sequence[Identity]"

    def pour(self, connection: Connection, write: Write) -> int:
        """Writes every row in the caller's transaction; returns how many deliveries are due again.

        Raises:
            DamagedBackup: the file is not the one that was checked: roll back.
            BackupRefused: the store does not hold what was written: roll back.
        """
        known = {one.name: one for one in rows.tables()}
        with unsealed(self.path, self.keys) as stream:
            archive = Archive(stream)
            check_fits(archive.description)
            for name, parts in archive.tables():
                write(known[name], parts)
        stored = {name: _count(connection, table) for name, table in known.items()}
        if stored != {name: one.rows for name, one in archive.sums.items()}:
            raise BackupRefused("the store does not hold the rows that were written to it.")
        return _make_due(connection)


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _make_due(connection: Connection) -> int:
    """Everything that was under way when the backup was made is carried out again, as after a crash."""
    with Session(connection) as session:
        outbox.make_all_due(session)
        session.flush()
        unsettled = col(outbox.Delivery.state).in_(outbox.UNSETTLED)
        found = session.exec(select(func.count()).where(unsettled)).one()
        session.commit()  # joins the caller's transaction, which goes on
        return found


def holds_rows(connection: Connection) -> bool:
    """Whether the store holds anything that a restore would destroy."""
    there = set(inspect(connection).get_table_names())
    return any(
        connection.execute(select(literal(1)).select_from(table).limit(1)).first() is not None
        for table in rows.tables()
        if table.name in there - _NO_LOSS
    )
