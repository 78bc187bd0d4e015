"""What tests of mail share: a real mail server, settings that name it, and readers who want mail."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import col, select

from crm.clock import CITY_ZONE, FixedClock
from crm.db import Database
from crm.notices.mail.models import DigestDays, Mail, MailChoices
from crm.notices.mail.queries import choices_of
from crm.outbox import UNSETTLED, Delivery
from crm.settings import Settings
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Viewer
from scheduler.jobs import JOBS
from scheduler.run import tick
from tests.crm.notices.conftest import NOW, Store
from tests.crm.outside.tls import make_certificate
from tests.smtp import MailServer
from workers.delivery import deliver_due

SITE = "https://bereik.mechelen.example"
ADDRESS = "nora@stad.example"
JOB = [job for job in JOBS if job.name == "morning_digest"]

WantMail = Callable[..., UUID]
Deliver = Callable[..., int]
Mails = Callable[[], list[Mail]]
Morning = Callable[..., None]
ReadChoices = Callable[[Viewer], MailChoices]


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
        mail_from="Bereik <bereik@mechelen.example>",
        public_url=SITE,
    )


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A key and a certificate for localhost."""
    return make_certificate(tmp_path_factory.mktemp("tls"), "localhost")


@pytest.fixture
def wants_mail(store: Store) -> WantMail:
    """Adds the choices of a reader with a confirmed address, who wants everything, and gives their id."""

    def add(reader: Viewer, address: str | None = ADDRESS, **values: object) -> UUID:
        assert reader.user_id is not None
        row = MailChoices(
            user_id=reader.user_id,
            created_at=NOW,
            address=address,
            digest=DigestDays.DAILY,
            reminders_at_once=True,
            warnings_at_once=True,
        )
        for name, value in values.items():
            setattr(row, name, value)
        key = row.id
        store(row)
        return key

    return add


@pytest.fixture
def choices(work: Work) -> ReadChoices:
    """The stored choices of a reader."""

    def read(reader: Viewer) -> MailChoices:
        with work.reading(SYSTEM) as uow:
            found = choices_of(uow.session, uow.viewer, reader.user_id)
            assert found is not None
            return found

    return read


@pytest.fixture
def deliver(work: Work, clock: FixedClock) -> Deliver:
    """Lets time pass, and carries out what is due then; returns how many."""

    def run(after: timedelta = timedelta(0)) -> int:
        clock.instant += after
        return deliver_due(work)

    return run


@pytest.fixture
def mails(work: Work) -> Mails:
    """What is stored of mails, the oldest first."""

    def read() -> list[Mail]:
        with work.reading(SYSTEM) as uow:
            return list(uow.session.exec(select(Mail).order_by(col(Mail.created_at), col(Mail.id))))

    return read


@pytest.fixture
def waiting(work: Work) -> Callable[[], list[Delivery]]:
    """The deliveries that are not settled."""

    def read() -> list[Delivery]:
        with work.reading(SYSTEM) as uow:
            return list(uow.session.exec(select(Delivery).where(col(Delivery.state).in_(UNSETTLED))))

    return read


@pytest.fixture
def at(work: Work, clock: FixedClock) -> Morning:
    """Lets the scheduler tick at an hour of a day in the city, and carries out what is due."""

    def ticked(year: int, month: int, day: int, hour: int = 7, minute: int = 30) -> None:
        local = datetime.combine(datetime(year, month, day).date(), time(hour, minute), CITY_ZONE)  # noqa: DTZ001
        clock.instant = local.astimezone(UTC)
        tick(work, JOB)
        deliver_due(work)

    return ticked
