"""Reads a calendar in a process of its own, with a limit on its time and memory: a hostile file ends there.

`python -m crm.importing.apart FIRST LAST` reads the file from standard input and answers in JSON. It gets nothing of
our environment, and touches neither store nor network.
"""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from crm.importing.blocks import MOST_BYTES, decode
from crm.importing.contents import Contents, Day, Skipped
from crm.importing.failures import CannotRead, Failure, LeftOut, TooHeavy

TIME_LIMIT_S = 20
MEMORY_LIMIT = 256 * 1024 * 1024
ENTRY_LIMIT_S = 0.5
MOST_HEAVY_ENTRIES = 3
# A file is read once and serves for long; the dates behind us are for events that still go on.
BEHIND, AHEAD = timedelta(days=31), timedelta(days=3 * 365)

_at_once = threading.BoundedSemaphore(2)


def read_apart(content: bytes, today: date) -> Contents:
    """The days of a calendar from a month ago to three years ahead.

    Raises:
        CannotRead: it is no calendar, or too much.
    """
    if len(content) > MOST_BYTES:
        raise CannotRead(Failure.TOO_LARGE)
    command = [sys.executable, "-I", "-m", __name__, str(today - BEHIND), str(today + AHEAD)]
    with _at_once:
        try:
            done = subprocess.run(  # noqa: S603  (our own interpreter and module)
                command, input=content, capture_output=True, env={}, timeout=TIME_LIMIT_S, check=False
            )
        except subprocess.TimeoutExpired:
            raise CannotRead(Failure.TOO_HEAVY) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:  # it was ended by one of its limits before it could answer
        raise CannotRead(Failure.TOO_HEAVY) from None
    if "failure" in answer:
        raise CannotRead(Failure(answer["failure"]))
    return _contents(answer)


def _contents(answer: dict[str, Any]) -> Contents:
    days = (
        Day(title, date.fromisoformat(start_on), date.fromisoformat(end_on), _at(starts_at), _at(ends_at))
        for title, start_on, end_on, starts_at, ends_at in answer["days"]
    )
    skipped = (Skipped(title, LeftOut(reason)) for title, reason in answer["skipped"])
    return Contents(tuple(days), tuple(skipped))


def _at(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _answer(contents: Contents) -> dict[str, object]:
    return {
        "days": [[day.title, day.start_on, day.end_on, day.starts_at, day.ends_at] for day in contents.days],
        "skipped": [[one.title, one.reason.value] for one in contents.skipped],
    }


def _limit_this_process() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
        resource.setrlimit(resource.RLIMIT_CPU, (TIME_LIMIT_S, TIME_LIMIT_S))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class _EntryGuard:
    """Ends the work on one entry after half a second of this process's time; after a few such entries none is begun."""

    def __init__(self) -> None:
        self._heavy = 0

    @property
    def is_exhausted(self) -> bool:
        """Whether so many entries were heavy that the file is a bomb."""
        return self._heavy > MOST_HEAVY_ENTRIES

    @contextmanager
    def __call__(self) -> Iterator[None]:
        if self.is_exhausted:
            raise TooHeavy
        # Again and again, in case something swallows the first one.
        signal.setitimer(signal.ITIMER_VIRTUAL, ENTRY_LIMIT_S, ENTRY_LIMIT_S / 4)
        try:
            yield
        except TooHeavy:
            self._heavy += 1
            raise
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _stop(_number: int, _frame: object) -> None:
    raise TooHeavy


def _main(first: str, last: str) -> None:
    _limit_this_process()
    from crm.importing.reading import read_calendar  # the parser is loaded here only

    signal.signal(signal.SIGVTALRM, _stop)
    guard = _EntryGuard()
    answer: dict[str, object]
    try:
        text = decode(sys.stdin.buffer.read(MOST_BYTES + 1))
        contents = read_calendar(text, date.fromisoformat(first), date.fromisoformat(last), guard)
        if guard.is_exhausted:
            raise CannotRead(Failure.TOO_HEAVY)
        answer = _answer(contents)
    except CannotRead as refused:
        answer = {"failure": refused.failure.value}
    except (MemoryError, RecursionError):
        answer = {"failure": Failure.TOO_HEAVY.value}
    json.dump(answer, sys.stdout, default=lambda value: value.isoformat())


if __name__ == "__main__":
    _main(*sys.argv[1:3])
