"""Handlers of the fault tests: each makes one effect, in a table without a unique key, so that doubling would show."""

import functools
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, String, Table, insert

from crm.domain_events import (
    ContactLogged,
    DomainEvent,
    FollowUpClosed,
    FollowUpHandedOver,
    FollowUpMoved,
    FollowUpPlanned,
    ScheduleDue,
    SignalCaptured,
)
from crm.unit_of_work import OutsideHandler, Reaction, Subscriptions, UnitOfWork, Work
from crm.viewer import SYSTEM

EFFECTS = Table(
    "fault_effect",
    MetaData(),
    Column("delivery_id", String(36)),
    Column("handler", String(80)),
    Column("key", String(40)),
    Column("process", Integer),
)

CLOCK = Table("fault_clock", EFFECTS.metadata, Column("by_s", Integer))
"""By how many seconds the clock of a PostgreSQL is moved: the largest one counts."""

COUNT, OUTSIDE, FAIL, HANG, END_PROCESS, MORNING = (
    f"faults.{name}" for name in ("count", "outside", "fail", "hang", "end_process", "count_morning")
)


def key_of(event: DomainEvent) -> str:
    """What an event is about: its local date for a job, otherwise the id that comes first."""
    if isinstance(event, ScheduleDue):
        return event.local_date.isoformat()
    return str(next(iter(vars(event).values())))


def note(uow: UnitOfWork, handler: str, event: DomainEvent) -> None:
    """Makes one effect in the caller's transaction."""
    row = {
        "delivery_id": str(uow.delivery_id),
        "handler": handler,
        "key": key_of(event),
        "process": os.getpid(),
    }
    uow.session.connection().execute(insert(EFFECTS).values(row))


def count(uow: UnitOfWork, event: FollowUpPlanned) -> None:
    """Makes its effect and nothing else."""
    note(uow, COUNT, event)


def count_morning(uow: UnitOfWork, event: ScheduleDue) -> None:
    """Makes one effect for each time that its job fires."""
    note(uow, MORNING, event)


def fail(uow: UnitOfWork, event: FollowUpMoved) -> None:
    """Always fails, after its effect."""
    note(uow, FAIL, event)
    _write_down("failures", event)
    raise ZeroDivisionError


def hang(uow: UnitOfWork, event: FollowUpHandedOver) -> None:
    """Never ends by itself."""
    note(uow, HANG, event)
    _write_down("hangs", event)
    while True:
        time.sleep(0.01)


def end_process(uow: UnitOfWork, event: SignalCaptured) -> None:
    """Takes its process with it, as running out of memory does."""
    note(uow, END_PROCESS, event)
    _write_down("deaths", event)
    os.kill(os.getpid(), signal.SIGKILL)


def _ask(uow: UnitOfWork, event: FollowUpClosed) -> FollowUpClosed:
    return event


def _call(question: FollowUpClosed) -> str:
    """Writes down that it was called, and answers when the file `hold` is gone."""
    _write_down("calls", question)
    while (_folder() / "hold").exists():
        time.sleep(0.02)
    return "answered"


def _settle(uow: UnitOfWork, event: FollowUpClosed, answer: str) -> None:
    note(uow, OUTSIDE, event)


outside = OutsideHandler(OUTSIDE, _ask, _call, _settle)

OWN: Mapping[str, Sequence[Reaction]] = {
    "FollowUpPlanned": (count,),
    "FollowUpClosed": (outside,),
    "FollowUpMoved": (fail,),
    "FollowUpHandedOver": (hang,),
    "SignalCaptured": (end_process,),
    "ScheduleDue/morning": (count_morning,),
}


def own_subscriptions() -> Subscriptions:
    """The table of the handlers of this file."""
    return Subscriptions(OWN)


def _folder() -> Path:
    return Path(os.environ["FAULTS_FOLDER"])


def _write_down(name: str, event: DomainEvent) -> None:
    # One write of a short line to a file that is opened to append is whole, also when the process dies next.
    with (_folder() / name).open("a") as lines:
        lines.write(f"{key_of(event)}\n")


def counted(handler: Reaction) -> Reaction:
    """The same handler, which also makes an effect of ours, in the same transaction and under its own name."""
    if isinstance(handler, OutsideHandler):
        return handler
    function: Callable[[UnitOfWork, DomainEvent], None] = handler
    name = f"{function.__module__.split('.')[1]}.{function.__name__}"

    @functools.wraps(function)
    def both(uow: UnitOfWork, event: DomainEvent) -> None:
        function(uow, event)
        if isinstance(event, ContactLogged):
            note(uow, name, event)

    return both


def effects_first(work: Work, handler: Reaction) -> Reaction:
    """A broken variant: its effects are committed in another transaction than the mark that it is done."""
    if isinstance(handler, OutsideHandler):
        return handler
    function: Callable[[UnitOfWork, DomainEvent], None] = handler

    @functools.wraps(function)
    def apart(uow: UnitOfWork, event: DomainEvent) -> None:
        with work.writing(SYSTEM, uow.delivery_id) as own:
            function(own, event)

    return apart
