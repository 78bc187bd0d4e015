"""What a worker does with a row of the ledger: claim it, mark it done or lease it, settle it, note how it failed.

One worker runs a delivery at a time: a claim is a row lock, a lease is a token (see docs/decisions/the-row-is-the-truth.md).
A claim and its mark are one statement each, built once: they are what every delivery costs.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Update, Uuid, bindparam, select, update
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as select_rows

from crm import outbox
from crm.outbox import SOON, Delivery, DeliveryState, DomainEventRow, QueueTime, Retry, Urgency

# The tables themselves: statements over the classes would make an object of each row, at twice the cost.
_TABLE = SQLModel.metadata.tables[str(Delivery.__tablename__)]
_EVENTS = SQLModel.metadata.tables[str(DomainEventRow.__tablename__)]
_ROW, _EVENT = _TABLE.c, _EVENTS.c


UNANSWERED = "ended its process, or was never answered"
"""The error of a delivery that was given up although no attempt said what went wrong."""


@dataclass(frozen=True)
class Claimed:
    """A queued delivery that the caller's transaction holds, with its domain event.

    Args:
        token: under which it was claimed: that of an attempt that was counted before it is made; None otherwise.
        kind, payload, request_id: of the domain event.
    """

    id: UUID
    created_at: datetime
    handler: str
    urgency: Urgency
    attempts: int
    dispatches: int
    token: UUID | None
    event_id: UUID
    kind: str
    payload: str
    request_id: str | None


_CLAIM = (
    select(
        _ROW.id,
        _ROW.created_at,
        _ROW.handler,
        _ROW.urgency,
        _ROW.attempts,
        _ROW.dispatches,
        _ROW.token,
        _ROW.event_id,
        _EVENT.kind,
        _EVENT.payload,
        _EVENT.request_id,
    )
    .join_from(_TABLE, _EVENTS, _EVENT.id == _ROW.event_id)
    .where(
        _ROW.id == bindparam("delivery_id", type_=Uuid()),
        _ROW.state == DeliveryState.QUEUED,
        _ROW.token.is_not_distinct_from(bindparam("under", type_=Uuid())),
    )
    .with_for_update(of=_TABLE, skip_locked=True)
)
_MARK_DONE = (
    update(_TABLE)
    .where(_ROW.id == bindparam("delivery_id", type_=Uuid()))
    .values(
        state=DeliveryState.DONE,
        done_at=bindparam("at", type_=_ROW.done_at.type),
        attempts=bindparam("made", type_=_ROW.attempts.type),
        error=None,
        token=None,
    )
)


def claim(session: Session, delivery_id: UUID, token: UUID | None = None) -> Claimed | None:
    """The delivery, locked in the caller's transaction, which marks it done or leases it.

    None where the wake-up is stale: done already, given up, or held by another worker.
    """
    found = session.execute(_CLAIM, {"delivery_id": delivery_id, "under": token}).first()
    return None if found is None else Claimed(*found)


def mark_done(session: Session, row: Claimed, now: datetime) -> None:
    """Marks a claimed delivery as done, in the transaction that also applies its effects."""
    done = {"delivery_id": row.id, "at": now, "made": max(row.attempts, 1)}
    session.execute(_MARK_DONE, done)


def set_aside(session: Session, row: Claimed, until: QueueTime, error: str) -> None:
    """Makes a claimed delivery due at that moment, as if this wake-up had not been sent; that is no attempt."""
    values = {"visible_at": until, "dispatches": row.dispatches - 1, "token": None, "error": error}
    session.execute(_change(row.id).values(state=DeliveryState.READY, **values))


def put_off(session: Session, delivery_id: UUID, until: QueueTime) -> None:
    """Lets a queued delivery come due again at that moment, as if this wake-up had not been sent; it stays a suspect."""
    row = claim(session, delivery_id)
    if row is not None:
        session.execute(_change(row.id).values(visible_at=until, dispatches=max(row.dispatches - 1, 2)))


def count_attempt(session: Session, delivery_id: UUID, most: int) -> Claimed | None:
    """Counts an attempt before it is made, where one wake-up went unanswered: its handler may end its process.

    Returns:
        The delivery with the token to claim it with, which one of several wake-ups gets; without a token where it was
        given up here. None where the wake-up is stale.
    """
    row = claim(session, delivery_id)
    if row is None:
        return None
    if row.attempts >= most:
        session.execute(_change(row.id).values(state=DeliveryState.DEAD, error=UNANSWERED))
        return row
    counted = replace(row, attempts=max(row.attempts, 1) + 1, token=uuid4())
    session.execute(_change(row.id).values(attempts=counted.attempts, token=counted.token))
    return counted


def lease(session: Session, row: Claimed, now: QueueTime) -> UUID:
    """Holds a claimed delivery beyond the transaction, for a call to the outside; returns the token to settle with."""
    token = row.token or uuid4()  # one that was counted keeps its token
    until = now + outbox.TIME_LIMIT_MS[row.urgency] + outbox.LEASE_BEYOND_LIMIT_MS
    session.execute(_change(row.id).values(state=DeliveryState.RUNNING, token=token, visible_at=until))
    return token


def settle(session: Session, delivery_id: UUID, token: UUID, now: datetime) -> bool:
    """Marks a leased delivery as done, in the transaction that also applies what the call answered.

    Returns:
        False when the token is no longer its own: somebody else runs it, or did. Then nothing may be applied.
    """
    row = _held(session, delivery_id, token)
    if row is None:
        return False
    row.state, row.done_at, row.error, row.token = DeliveryState.DONE, now, None, None
    row.attempts = max(row.attempts, 1)
    return True


def _held(session: Session, delivery_id: UUID, token: UUID | None) -> Delivery | None:
    """The delivery, locked: leased or counted under that token, or queued where there is no token."""
    held = (DeliveryState.QUEUED,) if token is None else (DeliveryState.QUEUED, DeliveryState.RUNNING)
    under = col(Delivery.token).is_not_distinct_from(token)
    mine = (Delivery.id == delivery_id, col(Delivery.state).in_(held), under)
    return session.exec(select_rows(Delivery).where(*mine).with_for_update()).first()


def record_failure(
    session: Session,
    delivery_id: UUID,
    error: str,
    now: QueueTime,
    *,
    retry: Retry = SOON,
    token: UUID | None = None,
) -> bool:
    """Notes a failed attempt: due again after a growing pause, or given up after the last one: then it returns True.

    Args:
        error: what went wrong, without any value of the data concerned.
        retry: how often it is attempted, and with which pauses.
        token: of the lease or the count under which it failed; one that was lost notes nothing.
    """
    row = _held(session, delivery_id, token)
    if row is None:
        return False
    if row.dispatches < 2:  # later ones were counted before they were made
        row.attempts = max(row.attempts, 1)
    row.token, row.error = None, error[:2000]
    if row.attempts >= retry.attempts:
        row.state = DeliveryState.DEAD
    else:
        row.state = DeliveryState.READY
        row.visible_at = now + int(retry.pauses_s[row.attempts - 1] * 1000)
    return row.state == DeliveryState.DEAD


def give_back(session: Session, delivery_id: UUID, token: UUID | None = None) -> None:
    """Makes a delivery due again whose worker was told to stop: that is no failure of its own."""
    row = _held(session, delivery_id, token)
    if row is not None:
        row.state, row.visible_at, row.token, row.dispatches = DeliveryState.READY, 0, None, 0


def _change(delivery_id: UUID) -> Update:
    return update(_TABLE).where(_ROW.id == delivery_id)
