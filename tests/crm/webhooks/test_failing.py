"""A receiver that refuses, drips, moves, asks for a pause or is away: nobody else suffers, and it ends within a day."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from crm.clock import FixedClock, milliseconds
from crm.db import Database
from crm.domain_events import ContactLogged, SignalAnswered, WebhookDue
from crm.i18n import translate
from crm.notices.models import Notice, NoticeKind
from crm.notices.queries import notices
from crm.outbox import FOR_A_DAY, DeliveryState
from crm.outside.failures import Obstacle
from crm.settings import Settings
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from crm.webhooks import queries, service
from crm.webhooks.handlers import settle_message
from crm.webhooks.kinds import EventKind
from crm.webhooks.models import OffReason
from crm.webhooks.sending import Message, Outcome
from tests.crm.outside.tls import TlsServer, http_answer
from tests.crm.webhooks.conftest import (
    ADDRESS,
    CONTACT,
    TAKEN,
    Add,
    WorkWith,
    attempts,
    deliveries,
    heard_by,
    record,
    stored,
)
from workers.delivery import deliver_due

SEND = "webhooks.send_message"
BROKEN = http_answer(b"", "500 Broken")


def _run_until_nothing_waits(work: Work, clock: FixedClock) -> None:
    """Goes from one due moment to the next, a minute after it, until no message waits."""
    for _ in range(100):
        waiting = [one for one in deliveries(work, SEND) if one.state == DeliveryState.READY]
        if not waiting:
            return
        due_at = min(one.visible_at for one in waiting) / 1000 + 60
        clock.instant = max(clock.instant, datetime.fromtimestamp(due_at, UTC))
        deliver_due(work)
    pytest.fail("it never ends")


def _told(work: Work, reader: Viewer) -> list[str]:
    with work.reading(reader) as uow:
        found = notices(uow.session, reader, uow.today, language="en").items
        return [translate("en", one.text) for one in found]


def test_no_good_answer_for_a_day_switches_it_off_and_tells_administrators_once(
    work: Work,
    add_webhook: Add,
    receiver: TlsServer,
    clock: FixedClock,
    hilde: Viewer,
    nora: Viewer,
    add_user: Callable[..., Viewer],
) -> None:
    other = add_user("els", Role.ADMINISTRATOR)
    made = add_webhook()
    receiver.answer, began = BROKEN, clock.instant
    record(work, CONTACT)
    _run_until_nothing_waits(work, clock)
    found = stored(work, made.id)
    assert (found.is_on, found.off_reason, found.off_at) == (False, OffReason.FAILING, clock.instant)
    assert timedelta(hours=23, minutes=59) < clock.instant - began < timedelta(hours=24, minutes=10)
    numbers = [one.number for one in attempts(work)]
    assert numbers == list(range(1, FOR_A_DAY.attempts + 1))
    (sent,) = deliveries(work, SEND)
    assert (sent.state, sent.attempts) == (DeliveryState.DONE, FOR_A_DAY.attempts)
    sentence = "We switched off the connection “Dataplatform”: the other side gives no good answer."
    assert [_told(work, reader) for reader in (hilde, other, nora)] == [[sentence], [sentence], []]
    # From now on nothing is recorded for it, and what it misses is counted.
    record(work, ContactLogged(UUID(int=8)))
    assert len(deliveries(work, SEND)) == 1
    with work.reading(hilde) as uow:
        assert queries.missed(uow.session, hilde, found) == {EventKind.CONTACT_LOGGED: 2}


def test_an_address_that_is_gone_is_switched_off_at_once(
    work: Work, add_webhook: Add, receiver: TlsServer, database: Database, hilde: Viewer
) -> None:
    made = add_webhook()
    receiver.answer = http_answer(b"", "410 Gone")
    record(work, CONTACT, ContactLogged(UUID(int=8)))
    assert (stored(work, made.id).off_reason, len(receiver.asked)) == (OffReason.GONE, 1)
    with database.reading() as session:
        told = session.exec(select(Notice.user_id, Notice.kind)).all()
    assert [tuple(one) for one in told] == [(hilde.user_id, NoticeKind.WEBHOOK_GIVEN_UP)]
    # The notice follows what became of it.
    receiver.answer = TAKEN
    with work.writing(hilde) as uow:
        found = uow.session.get_one(type(made), made.id)
        found.off_reason = None
    assert _told(work, hilde) == ["The connection “Dataplatform” works again."]


def test_one_dead_receiver_is_asked_a_few_times_and_then_left_alone(
    work: Work, add_webhook: Add, receiver: TlsServer, clock: FixedClock
) -> None:
    made = add_webhook()
    receiver.answer = BROKEN
    record(work, *(SignalAnswered(UUID(int=number)) for number in range(20)))
    assert len(receiver.asked) == 5
    waiting = deliveries(work, SEND)
    # Those that only waited used up nothing, and do not all come back at once.
    assert sorted(one.attempts for one in waiting) == [0] * 15 + [1] * 5
    assert {one.error for one in waiting if not one.attempts} == {"the webhook rests"}
    rest_ends = stored(work, made.id).rests_until
    assert rest_ends == clock.instant + timedelta(minutes=5)
    back = [one.visible_at - milliseconds(rest_ends) for one in waiting if not one.attempts]
    assert 0 <= min(back) <= max(back) < 60_000
    assert len(set(back)) > 5
    receiver.answer = TAKEN
    _run_until_nothing_waits(work, clock)
    assert {one.state for one in deliveries(work, SEND)} == {DeliveryState.DONE}
    taken = [one.told for one in heard_by(receiver)][5:]
    assert sorted(taken) == [("signal.answered", str(UUID(int=number))) for number in range(20)]
    found = stored(work, made.id)
    assert (found.is_on, found.failures, found.failing_since, found.missed_since) == (True, 0, None, None)


def test_many_events_for_a_receiver_that_stays_away_end_within_a_day(
    work: Work, add_webhook: Add, receiver: TlsServer, clock: FixedClock
) -> None:
    made = add_webhook()
    receiver.answer, began = BROKEN, clock.instant
    record(work, *(SignalAnswered(UUID(int=number)) for number in range(3)))
    _run_until_nothing_waits(work, clock)
    assert stored(work, made.id).off_reason == OffReason.FAILING
    assert clock.instant - began < timedelta(hours=24, minutes=10)
    assert {one.state for one in deliveries(work, SEND)} == {DeliveryState.DONE}


def test_a_slow_receiver_takes_a_quarter_of_a_workers_time_at_most(
    work: Work, add_webhook: Add, clock: FixedClock
) -> None:
    made, now = add_webhook(), clock.instant
    message = Message(UUID(int=1), "contact.logged", now, UUID(int=7), 1, now, frozenset(), ADDRESS, ())
    with work.writing(SYSTEM) as uow:
        due = WebhookDue(made.id, UUID(int=2))
        assert settle_message(uow, due, Outcome(message, duration_ms=9_000, status=200)) is None
    found = stored(work, made.id)
    assert (found.rests_until, found.failures) == (now + timedelta(seconds=27), 0)
    record(work, CONTACT)
    (waiting,) = deliveries(work, SEND)
    assert (waiting.attempts, waiting.error) == (0, "the webhook rests")


@pytest.mark.parametrize("status", ["429 Too Many", "503 Away"])
def test_a_pause_that_the_receiver_asks_for_is_kept(
    work: Work, add_webhook: Add, receiver: TlsServer, clock: FixedClock, status: str
) -> None:
    add_webhook()
    receiver.answer = http_answer(b"", status, "Retry-After: 120")
    record(work, CONTACT)
    (waiting,) = deliveries(work, SEND)
    assert waiting.visible_at == milliseconds(clock.instant) + 120_000


ELSEWHERE = http_answer(b"", "307 Elsewhere", "Location: https://127.0.0.1/")


@pytest.mark.parametrize(
    ("way", "answer", "status", "obstacle"),
    [
        ({}, ELSEWHERE, 307, None),
        ({}, http_answer(b"", "404 Not Found"), 404, None),
        ({}, b"220 mail.example.be ESMTP\r\n", None, Obstacle.NO_ANSWER),
        ({}, b"HTTP/1.1 200 OK\r\n" + b"X-A: 1\r\n" * 9_000, None, Obstacle.TOO_LARGE),
        ({"resolve": lambda host: ["10.0.0.1"]}, TAKEN, None, Obstacle.ADDRESS_NOT_ALLOWED),
        ({"resolve": lambda host: ["127.0.0.1", "10.0.0.1"]}, TAKEN, None, Obstacle.ADDRESS_NOT_ALLOWED),
        ({"resolve": lambda host: []}, TAKEN, None, Obstacle.HOST_UNKNOWN),
    ],
    ids=["elsewhere", "not there", "no HTTP", "endless", "inside", "one inside", "unknown"],
)
def test_what_is_no_good_answer_is_tried_again(
    work_with: WorkWith,
    add_webhook: Add,
    receiver: TlsServer,
    way: dict[str, object],
    answer: bytes,
    status: int | None,
    obstacle: Obstacle | None,
) -> None:
    add_webhook()
    receiver.answer = answer
    work = work_with(**way)
    record(work, CONTACT)
    (tried,) = attempts(work)
    assert (tried.status, tried.obstacle, len(receiver.asked)) == (status, obstacle, 0 if way else 1)
    (waiting,) = deliveries(work, SEND)
    assert (waiting.state, waiting.attempts) == (DeliveryState.READY, 1)
    assert waiting.error == f"answer {status or obstacle}"


def test_an_answer_whose_head_drips_ends_in_time_and_one_whose_body_drips_is_taken(
    work_with: WorkWith, add_webhook: Add, receiver: TlsServer
) -> None:
    add_webhook()
    receiver.drip_s = 0.05
    work = work_with(limit_s=0.5)
    record(work, CONTACT)
    assert [one.obstacle for one in attempts(work)] == [Obstacle.TOO_SLOW]
    receiver.drip_s, receiver.answer = 0, b"HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n" + b"a" * 100
    record(work, ContactLogged(UUID(int=8)))
    assert [one.status for one in attempts(work)] == [None, 200]


def test_a_host_that_is_no_longer_allowed_is_not_asked(
    work_with: WorkWith, add_webhook: Add, receiver: TlsServer, database: Database
) -> None:
    add_webhook()
    work = work_with(Settings(database_url=database.url))
    record(work, CONTACT)
    assert [one.obstacle for one in attempts(work)] == [Obstacle.HOST_NOT_ALLOWED]
    assert receiver.called == []


def test_a_new_secret_is_used_beside_the_former_one_for_a_day(
    work: Work, add_webhook: Add, receiver: TlsServer, hilde: Viewer, clock: FixedClock
) -> None:
    made = add_webhook()
    with work.writing(hilde) as uow:
        fresh = service.rotate_secret(uow, made.id).secret
    record(work, CONTACT)
    (heard,) = heard_by(receiver)
    assert len(heard.verified_by(fresh, made.secret)) == 2
    clock.instant += timedelta(hours=24)
    record(work, ContactLogged(UUID(int=8)))
    later = heard_by(receiver)[-1]
    assert len(later.headers["webhook-signature"].split(" ")) == 1
    with work.writing(hilde) as uow:
        service.forget_old(uow)
    found = stored(work, made.id)
    assert (found.secret, found.former_secret, found.former_until) == (fresh, None, None)


def test_attempts_of_more_than_a_week_ago_are_forgotten(
    work: Work, add_webhook: Add, clock: FixedClock, hilde: Viewer
) -> None:
    add_webhook()
    for days in (0, 1, 7):
        clock.instant += timedelta(days=days)
        record(work, ContactLogged(UUID(int=days)))
    for _ in range(2):
        with work.writing(hilde) as uow:
            service.forget_old(uow)
    assert [one.about_id.int for one in attempts(work)] == [1, 7]
