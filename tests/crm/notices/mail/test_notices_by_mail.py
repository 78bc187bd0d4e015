"""Notices by mail within minutes: only where somebody asked, many in one, each once, and none that was read."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from crm.clock import FixedClock
from crm.db import new_id
from crm.domain_events import MailDue, NoticeGiven
from crm.notices import service
from crm.notices.mail.handlers import bundle_notice
from crm.notices.mail.kinds import REMINDERS, WARNINGS
from crm.notices.mail.letters import write_notices
from crm.notices.models import Notice, NoticeKind
from crm.outbox import Delivery
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer
from tests.crm.notices.conftest import NOW, Told
from tests.crm.notices.mail.conftest import SITE, Deliver, Mails, WantMail
from tests.smtp import MailServer

Tell = Callable[..., None]
WINDOW = timedelta(minutes=6)


@pytest.fixture
def tell(work: Work) -> Tell:
    """Tells a reader something, so many times."""

    def give(reader: Viewer, kind: NoticeKind, times: int = 1) -> None:
        assert reader.user_id is not None
        with work.writing(SYSTEM) as uow:
            for _ in range(times):
                service.tell(uow, reader.user_id, kind, new_id(), f"{new_id()}")

    return give


def _lines(post: MailServer) -> list[list[str]]:
    return [
        [line for line in one.part("plain").splitlines() if line.startswith("- ")] for one in post.received
    ]


def test_a_hundred_warnings_come_in_one_mail(
    nora: Viewer,
    wants_mail: WantMail,
    tell: Tell,
    deliver: Deliver,
    post: MailServer,
    mails: Mails,
    told: Told,
) -> None:
    wants_mail(nora)
    tell(nora, NoticeKind.FLAG_RAISED, 100)
    tell(nora, NoticeKind.FOLLOW_UP_DUE)
    assert deliver() == 101
    assert post.received == []  # the five minutes are not over
    assert deliver(WINDOW) == 1
    (mail,) = post.received
    assert mail.message["Subject"] == "Je hebt 101 nieuwe meldingen in Bereik"
    assert mail.part("plain").replace("\r\n", "\n") == (
        "Dit is nieuw voor jou in Bereik:\n"
        "\n"
        "- 1 opvolging is aan de beurt.\n"
        "- Er zijn 100 nieuwe waarschuwingen over datums van jou.\n"
        "\n"
        "Lees je meldingen:\n"
        f"{SITE}/notices?unread=true\n"
        "\n"
        "In deze mail staan met opzet geen namen. In Bereik lees je de rest.\n"
        "\n"
        "-- \n"
        "Je krijgt deze mail omdat je erom vroeg in Bereik. Kies hier wat je krijgt:\n"
        f"{SITE}/me/mail\n"
    )
    assert len(mails()) == 1
    assert {notice.mailed_at is not None for notice in told()} == {True}


def test_later_notices_come_in_a_mail_of_their_own_and_none_comes_twice(
    nora: Viewer, wants_mail: WantMail, tell: Tell, deliver: Deliver, post: MailServer
) -> None:
    wants_mail(nora)
    tell(nora, NoticeKind.FLAG_RAISED, 2)
    deliver()
    deliver(WINDOW)
    tell(nora, NoticeKind.VERDICT_CHANGED)
    deliver()
    deliver(WINDOW)
    assert _lines(post) == [
        ["- Er zijn 2 nieuwe waarschuwingen over datums van jou."],
        ["- 1 waarschuwing over een moment van jou is veranderd."],
    ]
    assert len({str(one.message["Message-ID"]) for one in post.received}) == 2


def test_what_was_read_meanwhile_is_not_mailed(
    nora: Viewer,
    work: Work,
    wants_mail: WantMail,
    tell: Tell,
    deliver: Deliver,
    post: MailServer,
    mails: Mails,
) -> None:
    wants_mail(nora)
    tell(nora, NoticeKind.FLAG_RAISED, 3)
    deliver()
    with work.writing(nora) as uow:
        assert service.mark_all_read(uow) == 3
    deliver(WINDOW)
    assert (post.connections, mails()) == (0, [])
    tell(nora, NoticeKind.FLAG_RAISED, 3)
    deliver()
    with work.writing(nora) as uow:
        first = uow.session.get_one(Notice, _unread(work)[0])
        service.mark_read(uow, first.id)
    deliver(WINDOW)
    assert _lines(post) == [["- Er zijn 2 nieuwe waarschuwingen over datums van jou."]]


def _unread(work: Work) -> list[UUID]:
    with work.reading(SYSTEM) as uow:
        return list(uow.session.exec(select(Notice.id).where(col(Notice.read_at).is_(None))))


def test_only_what_the_reader_asked_for_is_mailed(
    add_user: Callable[..., Viewer], wants_mail: WantMail, tell: Tell, deliver: Deliver, post: MailServer
) -> None:
    wanted: dict[str, dict[str, object]] = {
        "warnings": {"reminders_at_once": False},
        "reminders": {"warnings_at_once": False},
        "neither": {"reminders_at_once": False, "warnings_at_once": False},
        "unconfirmed": {"address": None},
        "stopped": {"refusals": 3, "stopped_at": NOW},
    }
    for login, values in wanted.items():
        reader = add_user(login)
        wants_mail(reader, **{"address": f"{login}@stad.example", **values})
        tell(reader, NoticeKind.FLAG_RAISED)
        tell(reader, NoticeKind.FOLLOW_UP_DUE)
    deliver()
    deliver(WINDOW)
    assert dict(zip([one.recipients for one in post.received], _lines(post), strict=True)) == {
        ("warnings@stad.example",): ["- Er is 1 nieuwe waarschuwing over een datum van jou."],
        ("reminders@stad.example",): ["- 1 opvolging is aan de beurt."],
    }


def test_who_never_chose_gets_no_mail(
    nora: Viewer, tell: Tell, deliver: Deliver, post: MailServer, mails: Mails
) -> None:
    tell(nora, NoticeKind.FLAG_RAISED)
    assert [deliver(), deliver(WINDOW)] == [1, 0]
    assert (post.connections, mails()) == (0, [])


def test_bundling_twice_or_of_a_notice_that_is_gone_adds_nothing(
    nora: Viewer,
    work: Work,
    wants_mail: WantMail,
    tell: Tell,
    waiting: Callable[[], list[Delivery]],
    told: Told,
) -> None:
    wants_mail(nora)
    tell(nora, NoticeKind.FLAG_RAISED)
    event = NoticeGiven(told()[0].id)
    for _ in range(2):
        with work.writing(SYSTEM) as uow:
            bundle_notice(uow, event)
    with work.writing(SYSTEM) as uow:
        bundle_notice(uow, NoticeGiven(new_id()))
    assert sorted(row.handler for row in waiting()) == ["notices.bundle_notice", "notices.send_mail"]


def test_notice_that_came_after_its_five_minutes_waits_for_the_next_mail(
    nora: Viewer,
    work: Work,
    clock: FixedClock,
    wants_mail: WantMail,
    tell: Tell,
    deliver: Deliver,
    post: MailServer,
) -> None:
    wants_mail(nora)
    tell(nora, NoticeKind.FLAG_RAISED)
    deliver()
    post.stop()
    deliver(WINDOW)
    tell(nora, NoticeKind.FLAG_RAISED)
    post.start()
    deliver(timedelta(minutes=1))
    deliver(WINDOW)
    assert _lines(post) == [["- Er is 1 nieuwe waarschuwing over een datum van jou."]] * 2


def test_a_user_who_is_not_there_gets_nothing(
    work: Work, clock: FixedClock, deliver: Deliver, post: MailServer
) -> None:
    with work.writing(SYSTEM) as uow:
        uow.record(MailDue(new_id(), "notices", clock.instant))
    assert (deliver(), post.connections) == (1, 0)


def test_every_kind_of_notice_has_its_place_and_its_sentence(nora: Viewer) -> None:
    # Of an address that does not work nothing can be mailed.
    assert set(NoticeKind) - {NoticeKind.MAIL_STOPPED} == REMINDERS | WARNINGS
    assert set() == REMINDERS & WARNINGS
    letter = write_notices(nora, REMINDERS | WARNINGS)
    assert len(letter.lines) == len(REMINDERS | WARNINGS)
