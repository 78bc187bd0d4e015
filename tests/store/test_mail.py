"""Mail on both stores: planned once and not before its time, sent once, and marked with what was in it."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from crm.clock import FixedClock
from crm.db import Database, new_id
from crm.domain_events import MailDue
from crm.notices.mail.models import Mail, MailChoices
from crm.notices.models import Notice, NoticeKind
from crm.notices.service import tell
from crm.settings import Settings
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer
from scheduler.jobs import JOBS
from scheduler.run import tick
from tests.smtp import MailServer
from workers.delivery import deliver_due

JOB = [job for job in JOBS if job.name == "morning_digest"]


@pytest.fixture
def post() -> Iterator[MailServer]:
    """The mail server of this test."""
    with MailServer() as running:
        yield running


@pytest.fixture
def settings(database: Database, post: MailServer) -> Settings:
    """Settings with mail on."""
    return Settings(
        database_url=database.url,
        smtp_url=post.url(),
        mail_from="bereik@mechelen.example",
        public_url="https://bereik.mechelen.example",
    )


@pytest.fixture
def told(work: Work, nora: Viewer) -> None:
    """A reader who wants everything by mail, and was told two things."""
    assert nora.user_id is not None
    with work.writing(SYSTEM) as uow:
        wanted = MailChoices(user_id=nora.user_id, created_at=uow.now, address="nora@stad.example")
        uow.session.add(wanted)
        for _ in range(2):
            tell(uow, nora.user_id, NoticeKind.FLAG_RAISED, new_id(), f"{new_id()}")


def test_notices_are_mailed_once_when_their_time_has_come(
    work: Work, clock: FixedClock, told: None, post: MailServer
) -> None:
    # The handlers run by themselves; of the mail the store says when it is due.
    assert deliver_due(work) == 2
    assert post.received == []
    clock.instant += timedelta(minutes=6)
    assert [deliver_due(work), deliver_due(work)] == [1, 0]
    assert [one.message["Subject"] for one in post.received] == ["Je hebt 2 nieuwe meldingen in Bereik"]
    with work.reading(SYSTEM) as uow:
        assert [one.code for one in uow.session.exec(select(Mail)).all()] == [250]
        assert {one.mailed_at for one in uow.session.exec(select(Notice)).all()} == {clock.instant}


def test_digest_is_planned_once_and_counts(
    work: Work, clock: FixedClock, told: None, post: MailServer, run_deliveries: Callable[[], int]
) -> None:
    run_deliveries()
    for hours in (0, 21, 22, 23):
        clock.instant = clock.instant.replace(day=23, hour=9) + timedelta(hours=hours)
        tick(work, JOB)
        run_deliveries()
    assert [str(one.message["Subject"]) for one in post.received] == [
        "Je hebt 2 nieuwe meldingen in Bereik",
        "Je dag in Bereik: dinsdag 24 november 2026",
    ]


def test_mail_of_a_user_who_is_gone_is_settled_without_a_call(
    work: Work, clock: FixedClock, post: MailServer
) -> None:
    with work.writing(SYSTEM) as uow:
        uow.record(MailDue(new_id(), "digest", clock.instant))
    assert (deliver_due(work), post.connections) == (1, 0)
