"""Keeps a second process off a store whose server also relays, works and ticks by itself.

The in-memory broker knows nothing of other processes: a second one would make due what the first one holds, at every
start. Nothing that was recorded hangs on this guard (a handler may run twice), but people would wait, so it says so.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool

LOCK_NUMBER = 0x6265726569  # "berei": one advisory lock in each database


class NotAlone(RuntimeError):
    """Another process serves this store by itself already."""


@contextmanager
def alone_on(database_url: str) -> Iterator[None]:
    """Holds the store for this process while the block runs; the lock goes with the process, however it ends.

    Raises:
        NotAlone: another process holds it.
        OSError: the folder of the SQLite file cannot be written to.
    """
    path = make_url(database_url).database
    if not database_url.startswith("sqlite"):
        engine = create_engine(database_url, poolclass=NullPool)
        with _alone_in(engine):
            yield
        return
    with Path(f"{path}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotAlone from None
        yield


@contextmanager
def _alone_in(engine: Engine) -> Iterator[None]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as held:
        if not held.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": LOCK_NUMBER}):
            raise NotAlone
        yield
