"""From a domain event to the receiver: once for each webhook that wants it, with one id however often it is tried."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlmodel import select
from starlette.testclient import TestClient

from crm.clock import FixedClock
from crm.domain_events import ContactLogged, PartyCreated, SignalCaptured, WebhookDue
from crm.event_codec import decode
from crm.outbox import DeliveryState, DomainEventRow
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer
from crm.webhooks import service
from crm.webhooks.handlers import find_receivers
from crm.webhooks.kinds import EventKind
from tests.crm.outside.tls import HOST, TlsServer, http_answer
from tests.crm.webhooks.conftest import CONTACT, TAKEN, Add, attempts, deliveries, heard_by, record, stored
from workers.delivery import deliver, deliver_due

Clients = Callable[[str | None], TestClient]
FIND, SEND = "webhooks.find_receivers", "webhooks.send_message"


def test_a_contact_is_told_to_who_wants_it_and_verified_by_the_library(
    work: Work, add_webhook: Add, receiver: TlsServer, clock: FixedClock
) -> None:
    made = add_webhook(EventKind.CONTACT_LOGGED)
    record(work, CONTACT, SignalCaptured(UUID(int=8)))
    (heard,) = heard_by(receiver)
    said_at = clock.instant.isoformat().replace("+00:00", "Z")
    assert heard.verified_by(made.secret) == [
        {"type": "contact.logged", "timestamp": said_at, "data": {"id": str(CONTACT.contact_id)}}
    ]
    (sent,) = deliveries(work, SEND)
    assert heard.line == "POST /bereik?from=mechelen HTTP/1.1"
    assert heard.headers["host"] == HOST
    assert heard.headers["webhook-id"] == str(sent.id)
    assert (sent.state, sent.attempts) == (DeliveryState.DONE, 1)
    (tried,) = attempts(work)
    assert (tried.webhook_id, tried.message_id, tried.kind) == (made.id, sent.id, "contact.logged")
    assert (tried.about_id, tried.number, tried.status, tried.obstacle) == (UUID(int=7), 1, 200, None)


def test_nothing_is_added_to_the_ledger_while_nobody_wants_to_be_told(
    work: Work, add_webhook: Add, receiver: TlsServer
) -> None:
    record(work, CONTACT)
    add_webhook(EventKind.SIGNAL_CAPTURED)
    add_webhook(EventKind.CONTACT_LOGGED, is_on=False)
    record(work, ContactLogged(UUID(int=8)))
    assert (deliveries(work, FIND), deliveries(work, SEND), receiver.asked) == ([], [], [])


def test_each_webhook_is_told_in_a_delivery_of_its_own(
    work: Work, add_webhook: Add, receiver: TlsServer
) -> None:
    made = [add_webhook(name=name) for name in ("A", "B")]
    record(work, CONTACT)
    heard, sent = heard_by(receiver), deliveries(work, SEND)
    assert [one.told for one in heard] == [("contact.logged", str(UUID(int=7)))] * 2
    assert {one.headers["webhook-id"] for one in heard} == {str(one.id) for one in sent}
    assert {one.webhook_id for one in attempts(work)} == {one.id for one in made}


def test_finding_receivers_twice_tells_them_once(work: Work, add_webhook: Add, receiver: TlsServer) -> None:
    add_webhook()
    record(work, CONTACT)
    (found,) = deliveries(work, FIND)
    with work.writing(SYSTEM, found.id) as uow:
        find_receivers(uow, CONTACT)
    (sent,) = deliveries(work, SEND)
    deliver(work, sent.id)  # a wake-up that was sent twice
    deliver_due(work)
    assert len(receiver.asked) == 1


def test_a_second_attempt_has_the_same_id_and_a_signature_of_its_own_moment(
    work: Work, add_webhook: Add, receiver: TlsServer, clock: FixedClock
) -> None:
    made = add_webhook()
    receiver.answer = http_answer(b"secret", "500 Broken")
    record(work, CONTACT)
    (waiting,) = deliveries(work, SEND)
    assert (waiting.state, waiting.attempts, waiting.error) == (DeliveryState.READY, 1, "answer 500")
    receiver.answer = TAKEN
    clock.instant = clock.instant.fromtimestamp(waiting.visible_at / 1000, clock.instant.tzinfo)
    deliver_due(work)
    first, second = heard_by(receiver)
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == str(waiting.id)
    assert first.body == second.body
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) == 5
    assert second.verified_by(made.secret)
    assert [(one.number, one.status) for one in attempts(work)] == [(1, 500), (2, 200)]
    assert deliveries(work, SEND)[0].state == DeliveryState.DONE
    assert stored(work, made.id).failures == 0


def test_nothing_is_sent_where_the_webhook_or_the_event_is_gone_or_off(
    work: Work, add_webhook: Add, receiver: TlsServer, hilde: Viewer
) -> None:
    removed, off = add_webhook(name="A"), add_webhook(name="B")
    with work.writing(SYSTEM) as uow:
        uow.record(CONTACT)
    for sent in (
        lambda uow: service.remove_webhook(uow, removed.id),
        lambda uow: service.switch_off(uow, off.id),
    ):
        with work.writing(hilde) as uow:
            sent(uow)
    last = add_webhook(EventKind.SIGNAL_CAPTURED, name="C")
    record(work, WebhookDue(last.id, UUID(int=404)), WebhookDue(removed.id, UUID(int=404)))
    assert receiver.asked == []
    assert {one.state for one in deliveries(work, SEND)} == {DeliveryState.DONE}


CANARY = "kanarie"


def _do_everything(client: TestClient, viewer: Viewer, run_deliveries: Callable[[], int]) -> None:
    """Commands on every kind of record, whose texts hold canaries."""

    def send(path: str, method: str = "POST", **values: Any) -> str:
        answer = client.request(method, f"/api/v1{path}", json=values)
        assert answer.status_code in (200, 201), answer.text
        return str(answer.json().get("id", ""))

    person = send("/people", name=f"{CANARY} Vogel", email=f"{CANARY}@voorbeeld.example")
    circle = send("/communities", name=f"{CANARY} kring", portrait=f"{CANARY} portret")
    promise = {"what": f"{CANARY} beloofd", "owner_id": str(viewer.user_id), "due_on": "2027-02-01"}
    send(
        "/contacts",
        channel="visit",
        party_ids=[person, circle],
        summary=f"{CANARY} nota",
        agreements=[promise],
    )
    signal = send("/signals", theme="housing", text=f"{CANARY} signaal")
    send(f"/signals/{signal}/answer", answer=f"{CANARY} antwoord")
    todo = send("/follow-ups", **promise, party_id=person)
    send(f"/follow-ups/{todo}/move", due_on="2027-03-01")
    send(f"/people/{person}", "PUT", name=f"{CANARY} Vogel II", version=1)
    event: dict[str, Any] = {
        "title": f"{CANARY} avond",
        "note": CANARY,
        "start_on": "2027-02-23",
        "start_hour": "19:30",
    }
    event |= {"end_hour": "21:30", "audience": ["islam_general"], "invited_ids": [circle]}
    made = send("/events", **event)
    send(f"/events/{made}/move", start_on="2027-02-24")
    run_deliveries()
    send(f"/events/{made}/cancel")
    run_deliveries()


def test_whatever_happens_the_receiver_gets_ids_and_nothing_else(
    work: Work,
    add_webhook: Add,
    receiver: TlsServer,
    client_of: Clients,
    nora: Viewer,
    run_deliveries: Callable[[], int],
) -> None:
    made = add_webhook()
    _do_everything(client_of("nora"), nora, run_deliveries)
    heard = heard_by(receiver)
    assert {one.told[0] for one in heard} == {
        "contact.logged", "event.cancelled", "event.changed", "event.planned", "flag.raised",
        "follow_up.moved", "follow_up.planned", "party.changed", "party.created", "signal.answered",
        "signal.captured",
    }  # fmt: skip
    with work.reading(SYSTEM) as uow:
        rows = {
            str(value)
            for row in uow.session.exec(select(DomainEventRow))
            for value in vars(decode(row.kind, row.payload)).values()
        }
    for one in heard:
        (read,) = one.verified_by(made.secret)
        assert set(read) == {"type", "timestamp", "data"}
        assert set(read["data"]) == {"id"}
        assert read["data"]["id"] in rows
        assert UUID(read["data"]["id"])
    assert CANARY not in json.dumps([(one.line, dict(one.headers), one.body) for one in heard])


def test_many_events_of_one_transaction_ask_for_the_kinds_once(
    work: Work, add_webhook: Add, count_queries: Callable[[], object]
) -> None:
    add_webhook(EventKind.SIGNAL_CAPTURED)
    with count_queries() as seen, work.writing(SYSTEM) as uow:  # type: ignore[attr-defined]
        for number in range(5):
            uow.record(PartyCreated(UUID(int=number)))
    assert len([one for one in seen if "FROM webhook" in one]) == 1
