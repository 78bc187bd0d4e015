"""One transaction plus the domain events it records, and how handlers and routes get one."""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import literal, select
from sqlmodel import Session
from structlog.contextvars import get_contextvars

from crm import outbox
from crm.clock import Clock, city_date, milliseconds
from crm.db import Database
from crm.domain_events import DomainEvent
from crm.faults import fault
from crm.outbox import SOON, QueueTime, Retry, Urgency
from crm.settings import Settings
from crm.viewer import Viewer
from crm.watch import Watch

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
    # The delivery that is carried out here; None in a request. It stays the same when a handler runs again, so that a
    # receiver outside can tell a second call from a second message.
    delivery_id: UUID | None = None

    @property
    def today(self) -> date:
        """The date in the city."""
        return city_date(self.now)

    def record(
        self, event: DomainEvent, *, dedupe_key: str | None = None, not_before: datetime | None = None
    ) -> bool:
        """Stores the event and a delivery for each handler, in this transaction.

        Args:
            dedupe_key: makes an event with the same key void when it was recorded before.
            not_before: the instant from which its handlers run; at once when left out.

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
            self.subscriptions.wanted_by(self.session, event.topic),
            actor_id=self.viewer.user_id,
            now=self.now,
            dedupe_key=dedupe_key,
            request_id=get_contextvars().get("request_id"),
            due_ms=0 if not_before is None else milliseconds(not_before),
        )


# A handler's second argument is the domain event it subscribed to; the table of subscriptions joins the two.
Handler = Callable[[UnitOfWork, Any], None]


@dataclass(frozen=True)
class NotYet:
    """What a handler that talks to the outside says where its delivery is not done: it comes due again.

    Args:
        why: a few words for whoever looks at the queue, without any value of the data concerned.
        after_s: the least pause. After an attempt the handler's own pause holds where it is longer.
        at_most_s: the longest pause, whatever the others say.
        is_attempt: whether the other side was tried. Where it was not, waiting uses up nothing.
    """

    why: str
    after_s: float = 0
    at_most_s: float = math.inf
    is_attempt: bool = True


@dataclass(frozen=True)
class OutsideHandler(Generic[QuestionT, AnswerT]):
    """A handler that talks to the outside, in three steps of which the middle one holds no transaction.

    `ask` reads what the call needs; None: there is nothing to do. `call` talks to the outside: it may run twice, so the
    other side must bear that. `settle` applies the answer in the transaction that marks the delivery as done. Both
    `ask` and `settle` may say NotYet: what `settle` wrote is kept, and the delivery comes due again.
    """

    name: str
    ask: Callable[[UnitOfWork, Any], QuestionT | NotYet | None]
    call: Callable[[QuestionT], AnswerT]
    settle: Callable[[UnitOfWork, Any, AnswerT], NotYet | None]
    retry: Retry = SOON


Reaction = Handler | OutsideHandler[Any, Any]


@dataclass(frozen=True)
class OnDemand:
    """A handler of many topics that is seldom wanted: it gets a delivery only while somebody wants the topic.

    `is_wanted` is asked in the transaction that records the event, so what is wanted and what is recorded agree.
    """

    handler: Handler
    topics: Collection[str]
    is_wanted: Callable[[Session, str], bool]


class Subscriptions:
    """Who reacts to what: the table of `workers/subscriptions.py`, checked once."""

    def __init__(
        self,
        table: Mapping[str, Sequence[Reaction]],
        *,
        interactive: Collection[Reaction] = (),
        bulk: Collection[Reaction] = (),
        on_demand: Collection[OnDemand] = (),
    ) -> None:
        urgencies = dict.fromkeys(map(_name, interactive), Urgency.INTERACTIVE)
        urgencies |= dict.fromkeys(map(_name, bulk), Urgency.BULK)
        self._by_topic: dict[str, Mapping[str, Urgency]] = {
            topic: {_name(one): urgencies.get(_name(one), Urgency.DEFAULT) for one in handlers}
            for topic, handlers in table.items()
        }
        named = {_name(handler): handler for handlers in table.values() for handler in handlers}
        named |= {_name(one.handler): one.handler for one in on_demand}
        self.handlers: Mapping[str, Reaction] = MappingProxyType(named)
        self._on_demand = [
            (one, {_name(one.handler): urgencies.get(_name(one.handler), Urgency.DEFAULT)})
            for one in on_demand
        ]

    def handlers_of(self, topic: str) -> Mapping[str, Urgency]:
        """The names of the handlers that react to that topic, each with its urgency."""
        return self._by_topic.get(topic, {})

    def wanted_by(self, session: Session, topic: str) -> Mapping[str, Urgency]:
        """The same with the handlers on demand that are wanted now, in the caller's transaction."""
        found = self.handlers_of(topic)
        for one, urgency in self._on_demand:
            if topic in one.topics and one.is_wanted(session, topic):
                found = {**found, **urgency}
        return found

    def retry_of(self, handler: str) -> Retry:
        """How often that handler is attempted."""
        named = self.handlers.get(handler)
        return named.retry if isinstance(named, OutsideHandler) else SOON


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
    # Called after a commit that made deliveries due, to spare the relay its pause. Only speed hangs on it.
    on_due: Callable[[], None] = field(default=_nothing)
    # By which the queue measures pauses and leases; None: the clock. With PostgreSQL it is the store's own time.
    store_time: QueueTime | None = None
    # Told what this process does, for metrics and the list of what runs now.
    watch: Watch = field(default_factory=Watch)

    @property
    def queue_time(self) -> QueueTime:
        """The present instant for the queue: one that every worker agrees on."""
        return milliseconds(self.clock.now()) if self.store_time is None else self.store_time

    def present_in(self, session: Session) -> datetime:
        """The present instant by the queue's time: with PostgreSQL one question to the store."""
        if self.store_time is None:
            return self.clock.now()
        now_ms: int = session.execute(select(literal(0) + self.store_time)).scalar_one()
        return datetime.fromtimestamp(now_ms / 1000, UTC)

    @contextmanager
    def writing(self, viewer: Viewer, delivery_id: UUID | None = None) -> Iterator[UnitOfWork]:
        """A unit of work that commits when the block ends, and keeps nothing when it raises.

        Args:
            delivery_id: the delivery that is carried out. Its commit does not wait for the disk: a mark that a power
                cut undoes is undone with its effects, and the delivery comes due again.
        """
        with self.database.writing(may_repeat=delivery_id is not None) as session:
            yield UnitOfWork(
                session, viewer, self.clock.now(), self.settings, self.subscriptions, delivery_id
            )
            session.flush()
            fault("before_commit")
        fault("after_commit")
        if outbox.has_made_due(session):
            self.on_due()

    @contextmanager
    def reading(self, viewer: Viewer, delivery_id: UUID | None = None) -> Iterator[UnitOfWork]:
        """A unit of work that sees one state of the store and refuses to record."""
        with self.database.reading() as session:
            yield UnitOfWork(session, viewer, self.clock.now(), self.settings, delivery_id=delivery_id)


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
