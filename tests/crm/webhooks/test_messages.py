"""What is sent: signed so that the library of the receiver takes it, ids only, and nothing that was tampered with."""

import base64
import hashlib
import hmac
import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from crm.clock import SystemClock
from crm.domain_events import DomainEvent
from crm.webhooks.kinds import KIND_OF, SOURCES, TEST, EventKind, id_told
from crm.webhooks.messages import SECRET_BYTES, body_of, fresh_secret, headers_of

KEY = UUID(int=7)
SECRET = fresh_secret()


def _signed(sent_at: datetime, *live: str) -> tuple[str, dict[str, str]]:
    body = body_of(EventKind.CONTACT_LOGGED, sent_at, KEY)
    return body.decode(), headers_of(body, UUID(int=9), sent_at, live or (SECRET,))


def test_a_message_is_signed_as_the_specification_says() -> None:
    sent_at = datetime(2026, 11, 23, 9, 0, 0, 700_000, tzinfo=UTC)
    body, headers = _signed(sent_at)
    signed = f"00000000-0000-0000-0000-000000000009.1795424400.{body}".encode()
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    by_hand = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert len(key) == SECRET_BYTES
    assert headers == {
        "Content-Type": "application/json",
        "webhook-id": "00000000-0000-0000-0000-000000000009",
        "webhook-timestamp": "1795424400",
        "webhook-signature": f"v1,{by_hand}",
    }


def test_the_library_of_a_receiver_takes_it_by_either_secret_of_a_rotation() -> None:
    fresh = fresh_secret()
    body, headers = _signed(SystemClock().now(), fresh, SECRET)
    read = [Verifier(secret).verify(body, headers) for secret in (fresh, SECRET)]
    assert [one["data"] for one in read] == [{"id": str(KEY)}] * 2
    with pytest.raises(WebhookVerificationError):
        Verifier(fresh_secret()).verify(body, headers)


def test_what_was_tampered_with_or_is_old_is_refused() -> None:
    now = SystemClock().now()
    body, headers = _signed(now)
    wrong = [
        (body.replace("logged", "withdrawn"), headers),
        (body, headers | {"webhook-id": str(UUID(int=8))}),
        (body, headers | {"webhook-timestamp": str(int(now.timestamp()) + 1)}),
        _signed(now - timedelta(minutes=6)),
        _signed(now + timedelta(minutes=6)),
    ]
    for text, sent in wrong:
        with pytest.raises(WebhookVerificationError):
            Verifier(SECRET).verify(text, sent)


@given(kind=st.sampled_from([*EventKind, TEST]), key=st.uuids(), at=st.datetimes(timezones=st.just(UTC)))
def test_a_body_holds_a_type_an_instant_and_one_id(kind: str, key: UUID, at: datetime) -> None:
    read = json.loads(body_of(kind, at, key))
    assert {**read, "data": read["data"]} == {
        "type": kind,
        "timestamp": at.isoformat().replace("+00:00", "Z"),
        "data": {"id": str(key)},
    }


def test_every_public_name_stands_for_one_domain_event_and_one_of_its_ids() -> None:
    assert len(KIND_OF) == len(SOURCES) == len(EventKind)
    for kind, source in SOURCES.items():
        names = [one.name for one in fields(source.event)]
        values = {name: KEY if name == source.id_field else UUID(int=3) for name in names}
        assert (kind, id_told(source.event(**values))) == (kind, KEY)


# What joins people to each other, to a group or to a place of work is never told, whoever asks for it.
KEPT_TO_OURSELVES = {"TieChanged", "ReachLinkChanged", "IntroductionAsked", "IntroductionAnswered"}
KEPT_TO_OURSELVES |= {"PartiesHandedOver", "FollowUpHandedOver", "LeavingDateSet", "LeavingDateWithdrawn"}


def test_what_joins_people_is_told_to_nobody() -> None:
    assert set(DomainEvent.kinds) >= KEPT_TO_OURSELVES
    assert KEPT_TO_OURSELVES & set(KIND_OF) == set()
