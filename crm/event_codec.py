"""Domain events as JSON text and back: how the ledger keeps them."""

import json
from dataclasses import asdict, fields
from datetime import date, datetime
from functools import cache
from typing import Any, get_type_hints
from uuid import UUID

from crm.domain_events import DomainEvent


def encode(event: DomainEvent) -> str:
    """The event's values as JSON text; its kind is stored beside it."""
    return json.dumps({name: _plain(value) for name, value in asdict(event).items()})


def decode(kind: str, payload: str) -> DomainEvent:
    """The event again.

    Raises:
        KeyError: no event of that kind exists (any more).
    """
    values: dict[str, Any] = json.loads(payload)
    typed = {name: _typed(hint, values[name]) for name, hint in _types_of(kind).items()}
    return DomainEvent.kinds[kind](**typed)


@cache
def _types_of(kind: str) -> dict[str, Any]:
    cls = DomainEvent.kinds[kind]
    hints = get_type_hints(cls)
    return {one.name: hints[one.name] for one in fields(cls)}


def _plain(value: object) -> object:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def _typed(hint: Any, value: Any) -> Any:
    if hint is UUID:
        return UUID(value)
    return hint.fromisoformat(value) if hint in (date, datetime) else value
