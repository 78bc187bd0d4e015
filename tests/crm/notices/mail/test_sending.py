"""What the mail server does, and what becomes of a mail: sent again under the same name, or settled as refused."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import structlog
from sqlmodel import col, select

from crm.clock import FixedClock
from crm.db import new_id
from crm.domain_events import MailDue
from crm.notices.mail.models import MailChoices
from crm.notices.models import Notice, NoticeKind
from crm.outbox import Delivery, DeliveryState
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer
from tests.crm.notices.mail.conftest import ADDRESS, Deliver, Mails, ReadChoices, WantMail
from tests.smtp import MailServer

AGAIN = timedelta(minutes=10)
Plan = Callable[[], None]


@pytest.fixture
def plan(work: Work, clock: FixedClock, nora: Viewer) -> Plan:
    """Makes a mail due, about one new notice."""

    def due() -> None:
        assert nora.user_id is not None
        with work.writing(SYSTEM) as uow:
            notice = Notice(
                user_id=nora.user_id, kind=NoticeKind.FLAG_RAISED, about_id=new_id(), created_at=uow.now
            )
            notice.dedupe_key = f"{new_id()}"
            uow.session.add(notice)
        clock.instant += timedelta(seconds=1)
        with work.writing(SYSTEM) as uow:
            uow.record(MailDue(nora.user_id, "notices", clock.instant))

    return due


@pytest.fixture
def delivery(work: Work) -> Callable[[], Delivery]:
    """The first delivery of a mail."""

    def read() -> Delivery:
        with work.reading(SYSTEM) as uow:
            found = select(Delivery).where(Delivery.handler == "notices.send_mail").order_by(col(Delivery.id))
            return uow.session.exec(found).all()[0]

    return read


Row = Callable[[], Delivery]


def test_server_that_is_down_gets_the_mail_once_when_it_is_back(
    nora: Viewer,
    wants_mail: WantMail,
    plan: Plan,
    delivery: Row,
    deliver: Deliver,
    post: MailServer,
    mails: Mails,
) -> None:
    wants_mail(nora)
    plan()
    post.stop()
    deliver()
    row = delivery()
    assert (row.state, row.attempts, mails()) == (DeliveryState.READY, 1, [])
    assert row.error is not None
    assert row.error.startswith("NoAnswer at smtp.py:")
    post.start()
    assert deliver() == 0  # not before its pause is over
    deliver(AGAIN)
    deliver(AGAIN)
    assert (len(post.received), [mail.code for mail in mails()]) == (1, [250])
    assert delivery().state == DeliveryState.DONE


def test_connection_cut_after_the_mail_was_taken_brings_the_same_mail_twice(
    nora: Viewer, wants_mail: WantMail, plan: Plan, deliver: Deliver, post: MailServer, mails: Mails
) -> None:
    wants_mail(nora)
    plan()
    post.behaviour.cuts = 1
    deliver()
    deliver(AGAIN)
    deliver(AGAIN)
    first, second = post.received
    assert first.content == second.content  # the same Message-ID, date and boundary too
    assert first.message["Message-ID"] == f"<{mails()[0].id}@bereik.mechelen.example>"
    assert len(mails()) == 1


def test_server_that_says_not_now_gets_the_mail_later(
    nora: Viewer,
    wants_mail: WantMail,
    plan: Plan,
    delivery: Row,
    deliver: Deliver,
    post: MailServer,
    mails: Mails,
) -> None:
    wants_mail(nora)
    plan()
    post.behaviour.at_recipient = ["450 4.2.1 try again later", "421 4.3.2 shutting down"]
    post.behaviour.at_mail = ["451 4.3.0 try again later"]
    for _ in range(3):
        assert deliver(AGAIN) == 1
        assert (delivery().state, post.received, mails()) == (DeliveryState.READY, [], [])
        assert str(delivery().error).startswith("ServerBusy at")
    deliver(AGAIN)
    assert (len(post.received), [mail.code for mail in mails()]) == (1, [250])


def test_sender_that_is_refused_is_tried_again_and_blames_no_reader(
    nora: Viewer,
    wants_mail: WantMail,
    plan: Plan,
    delivery: Row,
    deliver: Deliver,
    post: MailServer,
    choices: ReadChoices,
) -> None:
    wants_mail(nora)
    plan()
    post.behaviour.sender = "553 5.7.1 not your address"
    deliver()
    assert str(delivery().error).startswith("SenderRefused at")
    post.behaviour.sender = ""
    deliver(AGAIN)
    assert (len(post.received), choices(nora).refusals) == (1, 0)


def test_server_that_tells_at_the_recipient_that_it_does_not_relay_for_us_blames_no_reader(
    nora: Viewer,
    wants_mail: WantMail,
    plan: Plan,
    delivery: Row,
    deliver: Deliver,
    post: MailServer,
    choices: ReadChoices,
) -> None:
    wants_mail(nora, refusals=2)
    plan()
    post.behaviour.at_recipient = ["554 5.7.1 Relay access denied"]
    deliver()
    assert str(delivery().error).startswith("SenderRefused at")
    assert (choices(nora).refusals, choices(nora).stopped_at) == (2, None)
    deliver(AGAIN)
    assert (len(post.received), choices(nora).refusals) == (1, 0)


def test_mail_that_is_refused_for_good_is_settled_and_not_sent_again(
    nora: Viewer,
    wants_mail: WantMail,
    plan: Plan,
    delivery: Row,
    deliver: Deliver,
    post: MailServer,
    mails: Mails,
    choices: ReadChoices,
) -> None:
    wants_mail(nora)
    plan()
    post.behaviour.at_mail = ["554 5.7.1 looks like spam"]
    deliver()
    deliver(AGAIN)
    (mail,) = mails()
    assert (mail.code, mail.sent_at, mail.refused_at is not None) == (554, None, True)
    assert (delivery().state, choices(nora).refusals, post.received) == (DeliveryState.DONE, 0, [])


def test_address_that_is_refused_three_times_gets_no_mail_and_its_reader_is_told(
    nora: Viewer,
    work: Work,
    wants_mail: WantMail,
    plan: Plan,
    deliver: Deliver,
    post: MailServer,
    mails: Mails,
    choices: ReadChoices,
) -> None:
    wants_mail(nora)
    post.behaviour.at_recipient = ["550 5.1.1 no such user"] * 3
    for _ in range(3):
        assert choices(nora).stopped_at is None
        plan()
        deliver()
    assert [(mail.code, mail.sent_at) for mail in mails()] == [(550, None)] * 3
    assert choices(nora).stopped_at is not None
    plan()
    deliver()
    assert (post.received, len(mails())) == ([], 3)
    with work.reading(SYSTEM) as uow:
        told = uow.session.exec(select(Notice).where(Notice.kind == NoticeKind.MAIL_STOPPED)).all()
    assert [one.user_id for one in told] == [nora.user_id]


def test_refusals_count_in_a_row_only(
    nora: Viewer, wants_mail: WantMail, plan: Plan, deliver: Deliver, post: MailServer, choices: ReadChoices
) -> None:
    wants_mail(nora)
    counted = []
    for refused in (True, True, False, True):
        post.behaviour.at_recipient = ["550 5.1.1 no such user"] if refused else []
        plan()
        deliver()
        counted.append(choices(nora).refusals)
    assert counted == [1, 2, 0, 1]


def test_refusal_of_an_address_that_was_replaced_meanwhile_does_not_count(
    nora: Viewer,
    work: Work,
    wants_mail: WantMail,
    plan: Plan,
    deliver: Deliver,
    post: MailServer,
    choices: ReadChoices,
) -> None:
    from crm.notices.mail.handlers import Posted, settle_mail
    from crm.notices.mail.smtp import Answer, Verdict

    key = wants_mail(nora, refusals=2)
    with work.writing(SYSTEM) as uow:
        uow.session.get_one(MailChoices, key).address = "new@stad.example"
    assert nora.user_id is not None
    event = MailDue(nora.user_id, "notices", work.clock.now())
    with work.writing(SYSTEM, new_id()) as uow:
        settle_mail(uow, event, Posted(Answer(Verdict.NO_SUCH_ADDRESS, 550), ADDRESS, ()))
    assert (choices(nora).refusals, choices(nora).stopped_at) == (2, None)


def test_no_log_line_and_no_row_of_the_queue_holds_an_address_or_a_word_of_the_server(
    nora: Viewer,
    wants_mail: WantMail,
    plan: Plan,
    delivery: Row,
    deliver: Deliver,
    post: MailServer,
    work: Work,
) -> None:
    wants_mail(nora)
    post.behaviour.at_recipient = [f"450 4.2.1 <{ADDRESS}> kanarie", f"550 5.1.1 <{ADDRESS}> kanarie"]
    with structlog.testing.capture_logs() as logged:
        plan()
        deliver()
        said = str(delivery().error)
        deliver(AGAIN)
    assert len(logged) > 0
    assert [word for word in (ADDRESS, "kanarie", "stad.example") if word in f"{logged} {said}"] == []
    with work.reading(SYSTEM) as uow:
        stored = str(uow.session.connection().exec_driver_sql("select * from domain_event").all())
        stored += str(uow.session.connection().exec_driver_sql("select * from mail").all())
    assert ADDRESS not in stored
