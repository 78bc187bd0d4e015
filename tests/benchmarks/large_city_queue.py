"""The ledger of a large city: a week of settled deliveries, and a few that were given up."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from crm.outbox import Delivery, DeliveryState, DomainEventRow, Urgency
from tests.benchmarks.bulk import Rows

if TYPE_CHECKING:
    from tests.benchmarks.large_city import City

_HANDLERS = ("contacts.refresh_ties", "insight.raise_network_version")


def queue_rows(city: "City") -> Iterator[Rows]:
    """Domain events of the last week, and two deliveries of each."""
    count = city.size.contacts // 20
    events = []
    for number in range(count):
        at = city.now - timedelta(days=7) * (1 - number / count)
        events.append((city.key(at), at))
    yield Rows(
        DomainEventRow,
        ("id", "created_at", "kind", "payload"),
        ((key, at, "ContactLogged", f'{{"contact_id": "{key}"}}') for key, at in events),
    )
    yield Rows(
        Delivery,
        ("id", "created_at", "event_id", "handler", "urgency", "state", "attempts", "dispatches", "done_at"),
        (
            (city.key(at), at, key, handler, Urgency.INTERACTIVE, DeliveryState.DONE, 1, 1, at)
            for key, at in events
            for handler in _HANDLERS
        ),
    )
