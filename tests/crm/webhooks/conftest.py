"""What the tests of webhooks share: a receiver that speaks TLS on this machine, and work that reaches it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select
from standardwebhooks.webhooks import Webhook as Verifier

from crm.clock import FixedClock, SystemClock
from crm.db import Database
from crm.domain_events import ContactLogged, DomainEvent
from crm.outbox import Delivery
from crm.settings import Settings
from crm.unit_of_work import Reaction, Subscriptions, Work
from crm.viewer import SYSTEM, Role, Viewer
from crm.webhooks import service
from crm.webhooks.handlers import send_message
from crm.webhooks.kinds import EventKind
from crm.webhooks.models import Webhook, WebhookAttempt
from crm.webhooks.schemas import WebhookCreate
from crm.webhooks.sending import send
from tests.crm.outside.tls import HOST, Serve, TlsServer, WayTo, certificates, http_answer, serve, way_to
from workers.delivery import deliver_due
from workers.subscriptions import BULK, INTERACTIVE, ON_DEMAND, TABLE

__all__ = ["certificates", "serve", "way_to"]  # fixtures

ADDRESS = f"https://{HOST}/bereik?from=mechelen"
TAKEN = http_answer(b"thanks", "200 OK")
EVERY_KIND = tuple(EventKind)
CONTACT = ContactLogged(UUID(int=7))


@dataclass(frozen=True)
class Heard:
    """One message as the receiver got it."""

    line: str
    headers: Mapping[str, str]
    body: str

    def verified_by(self, *secrets: str) -> list[dict[str, Any]]:
        """The message as the library of the receiver understands it, by each of these secrets; raises where one does not."""
        return [Verifier(secret).verify(self.body, dict(self.headers)) for secret in secrets]

    @property
    def told(self) -> tuple[str, str]:
        """The type and the id."""
        read = json.loads(self.body)
        return read["type"], read["data"]["id"]


def heard_by(server: TlsServer) -> list[Heard]:
    """What the receiver was told, in order."""
    found = []
    for asked in server.asked:
        head, _, body = asked.partition("\r\n\r\n")
        line, *rest = head.split("\r\n")
        headers = {name.lower(): text for name, _, text in (one.partition(": ") for one in rest)}
        found.append(Heard(line, headers, body))
    return found


@pytest.fixture
def clock() -> FixedClock:
    """Stands at the present moment: a receiver's library refuses messages of another one."""
    return FixedClock(SystemClock().now())


@pytest.fixture
def settings(database: Database) -> Settings:
    """The administrator named one host."""
    return Settings(database_url=database.url, webhook_hosts=HOST)


@pytest.fixture
def receiver(serve: Serve) -> TlsServer:
    """Another system, which takes everything at first."""
    return serve(answer=TAKEN)


WorkWith = Callable[..., Work]


@pytest.fixture
def work_with(
    database: Database, clock: FixedClock, settings: Settings, receiver: TlsServer, way_to: WayTo
) -> WorkWith:
    """Work with the product's own table, except that the outside is the receiver on this machine."""

    def make(allowed: Settings = settings, **way: object) -> Work:
        sending = replace(send_message, call=partial(send, way=way_to(receiver, **way)))
        table: dict[str, tuple[Reaction, ...]] = {
            topic: tuple(sending if one is send_message else one for one in reactions)
            for topic, reactions in TABLE.items()
        }
        known = Subscriptions(table, interactive=INTERACTIVE, bulk=BULK, on_demand=ON_DEMAND)
        return Work(database, known, clock, allowed)

    return make


@pytest.fixture
def work(work_with: WorkWith) -> Work:
    """The same in every test of this folder: nothing reaches the internet."""
    return work_with()


@pytest.fixture
def hilde(add_user: Callable[..., Viewer]) -> Viewer:
    """An administrator."""
    return add_user("hilde", Role.ADMINISTRATOR, name="Hilde Coppens", language="en")


Add = Callable[..., Webhook]


@pytest.fixture
def add_webhook(work: Work, hilde: Viewer) -> Add:
    """Adds a webhook of those kinds (all of them), switched on, and gives it as it is stored."""

    def add(*kinds: EventKind, name: str = "Dataplatform", is_on: bool = True) -> Webhook:
        wanted = WebhookCreate(name=name, address=ADDRESS, kinds=list(kinds or EVERY_KIND))
        with work.writing(hilde) as uow:
            made = service.add_webhook(uow, wanted)
            if is_on:
                service.switch_on(uow, made.id)
            key = made.id
        deliver_due(work)
        return stored(work, key)

    return add


def stored(work: Work, key: UUID) -> Webhook:
    """The webhook as it is stored now."""
    with work.database.reading() as session:
        return session.get_one(Webhook, key)


def attempts(work: Work) -> list[WebhookAttempt]:
    """All attempts, the oldest first."""
    with work.database.reading() as session:
        return list(
            session.exec(
                select(WebhookAttempt).order_by(col(WebhookAttempt.created_at), col(WebhookAttempt.id))
            )
        )


def deliveries(work: Work, handler: str) -> list[Delivery]:
    """The deliveries of a handler, in the order in which they were made."""
    with work.database.reading() as session:
        wanted = select(Delivery).where(Delivery.handler == handler).order_by(col(Delivery.id))
        return list(session.exec(wanted))


def record(work: Work, *events: DomainEvent) -> None:
    """Records these, each in a transaction of its own, and carries out all that is due."""
    for event in events:
        with work.writing(SYSTEM) as uow:
            uow.record(event)
    deliver_due(work)
