"""One transaction plus the domain events it records, and how handlers and routes get one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Request
from sqlmodel import Session

from crm import outbox
from crm.clock import Clock, city_date
from crm.db import Database
from crm.domain_events import DomainEvent
from crm.faults import fault
from crm.settings import Settings
from crm.viewer import Viewer

QuestionT = TypeVar("QuestionT")
AnswerT = TypeVar("AnswerT")


@dataclass(frozen=True)
class UnitOfWork:
    """What a service gets: the session, who acts, the one instant at which all of it happens, the settings."""

    session: Session
    viewer: Viewer
    now: datetime
    settings: Settings
    subscriptions: "Subscriptions | None" = None

    @property
    def today(self) -> date:
        """The date in the city."""
        return city_date(self.now)

    def record(self, event: DomainEvent, *, dedupe_key: str | None = None) -> bool:
        """Stores the event and a delivery for each handler, in this transaction.

        Args:
            dedupe_key: makes an event with the same key void when it was recorded before.

        Returns:
            False when the key was there already.

        Raises:
            RuntimeError: this unit of work only reads, or knows no subscriptions.
        """
        if self.subscriptions is None:
            raise RuntimeError("a unit of work without subscriptions records nothing")
        return outbox.append(
            self.session,
            event,
            self.subscriptions.handlers_of(event.topic),
            actor_id=self.viewer.user_id,
            now=self.now,
            dedupe_key=dedupe_key,
        )


# A handler's second argument is the domain event it subscribed to; the table of subscriptions joins the two.
Handler = Callable[[UnitOfWork, Any], None]


@dataclass(frozen=True)
class OutsideHandler(Generic[QuestionT, AnswerT]):
    """A handler that talks to the outside, in three steps of which the middle one holds no transaction.

    `ask` reads what the call needs; None: there is nothing to do. `call` talks to the outside: it may run twice, so the
    other side must bear that. `settle` applies the answer in the transaction that marks the delivery as done.
    """

    name: str
    ask: Callable[[UnitOfWork, Any], QuestionT | None]
    call: Callable[[QuestionT], AnswerT]
    settle: Callable[[UnitOfWork, Any, AnswerT], None]


Reaction = Handler | OutsideHandler[Any, Any]


class Subscriptions:
    """Who reacts to what: the table of `workers/subscriptions.py`, checked once."""

    def __init__(self, table: Mapping[str, Sequence[Reaction]]) -> None:
        self._by_topic = {
            topic: tuple(_name(handler) for handler in handlers) for topic, handlers in table.items()
        }
        named = {_name(handler): handler for handlers in table.values() for handler in handlers}
        self.handlers: Mapping[str, Reaction] = MappingProxyType(named)

    def handlers_of(self, topic: str) -> tuple[str, ...]:
        """The names of the handlers that react to that topic."""
        return self._by_topic.get(topic, ())


def _name(handler: Reaction) -> str:
    if isinstance(handler, OutsideHandler):
        return handler.name
    # crm.followups.handlers.plan_promised -> followups.plan_promised: stable when a module is split.
    return f"{handler.__module__.split('.')[1]}.{handler.__name__}"


def _nothing() -> None:
    pass


@dataclass
class Work:
    """Makes units of work; one per process, made by the composition root."""

    database: Database
    subscriptions: Subscriptions
    clock: Clock
    settings: Settings
    # Called after each commit, to spare the relay its pause. Only speed hangs on it.
    on_commit: Callable[[], None] = field(default=_nothing)

    @contextmanager
    def writing(self, viewer: Viewer) -> Iterator[UnitOfWork]:
        """A unit of work that commits when the block ends, and keeps nothing when it raises."""
        with self.database.writing() as session:
            yield UnitOfWork(session, viewer, self.clock.now(), self.settings, self.subscriptions)
            session.flush()
            fault("before_commit")
        fault("after_commit")
        self.on_commit()

    @contextmanager
    def reading(self, viewer: Viewer) -> Iterator[UnitOfWork]:
        """A unit of work that sees one state of the store and refuses to record."""
        with self.database.reading() as session:
            yield UnitOfWork(session, viewer, self.clock.now(), self.settings)


def _write(request: Request) -> Iterator[UnitOfWork]:
    work: Work = request.app.state.work
    with work.writing(request.state.viewer) as uow:
        yield uow


def _read(request: Request) -> Iterator[UnitOfWork]:
    work: Work = request.app.state.work
    with work.reading(request.state.viewer) as uow:
        yield uow


# With the default scope FastAPI would commit after the answer is sent: a failing commit would answer 200.
Writing = Annotated[UnitOfWork, Depends(_write, scope="function")]
Reading = Annotated[UnitOfWork, Depends(_read, scope="function")]
